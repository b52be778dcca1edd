import { ask as send, dead, denied, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const wrapped = { 'x-vault-wrap-ttl': '60s' }
const invalid = errors('wrapping token is not valid or does not exist')

/** Puts the answer of a request behind a token that is saved as `mine`. */
const wrap = (method: string, path: string, body?: unknown, token = 'root') =>
  send(method, path, 200, {
    token,
    headers: wrapped,
    ...(body !== undefined && { body }),
    expect: {
      request_id: '',
      data: null,
      auth: null,
      wrap_info: { token: text, accessor: text, ttl: 60, creation_path: path },
    },
    save: 'mine',
    from: 'wrap_info.token',
  })
const unwrap = (expect: Parameters<typeof send>[3]) =>
  ask('POST', 'sys/wrapping/unwrap', 200, { body: { token: '${mine}' }, ...expect })

export const wrappingCases: readonly Case[] = [
  {
    name: 'an answer is wrapped and given back once',
    steps: [
      wrap('GET', 'secret/data/apimesh'),
      ask('POST', 'sys/wrapping/lookup', 200, {
        body: { token: '${mine}' },
        expect: { data: { creation_path: 'secret/data/apimesh', creation_ttl: 60 } },
      }),
      unwrap({ expect: { data: { data: { client_id: 'ims-app' } }, wrap_info: null } }),
      ask('POST', 'sys/wrapping/unwrap', 400, { body: { token: '${mine}' }, expect: invalid }),
      ask('POST', 'sys/wrapping/lookup', 400, { body: { token: '${mine}' }, expect: invalid }),
    ],
  },
  {
    name: 'an answer with a status of its own is wrapped and given back with it',
    steps: [
      wrap('GET', 'secret/apimesh'),
      ask('POST', 'sys/wrapping/unwrap', 404, {
        body: { token: '${mine}' },
        expect: { warnings: [text], data: null },
      }),
      wrap('POST', 'auth/approle/tidy/secret-id', {}),
      ask('POST', 'sys/wrapping/unwrap', 202, { body: { token: '${mine}' } }),
    ],
  },
  {
    name: 'a wrapping token unwraps itself and may do nothing else',
    steps: [
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      send('POST', 'sys/wrapping/unwrap', 200, {
        token: 'mine',
        body: {},
        expect: { data: { a: 1 } },
      }),
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      send('GET', 'auth/token/lookup-self', 403, { token: 'mine', expect: denied }),
      send('GET', 'auth/token/lookup-self', 403, { token: 'mine', expect: dead }),
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      send('POST', 'auth/token/revoke-self', { vault: 403, openbao: 204 }, { token: 'mine' }),
      ask('POST', 'sys/wrapping/unwrap', 400, { body: { token: '${mine}' }, expect: invalid }),
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      send('GET', 'cubbyhole/response', 200, {
        token: 'mine',
        expect: { data: { response: text } },
      }),
    ],
  },
  {
    name: 'a login and a new token are wrapped with their accessor',
    steps: [
      send('POST', 'auth/userpass/login/ann', 200, {
        headers: wrapped,
        body: { password: 'ann-password' },
        expect: { auth: null, wrap_info: { wrapped_accessor: text, ttl: 60 } },
        save: 'mine',
        from: 'wrap_info.token',
      }),
      unwrap({ expect: { auth: { client_token: text, metadata: { username: 'ann' } } } }),
      wrap('POST', 'auth/token/create', { policies: ['app'], type: 'batch' }),
      unwrap({ expect: { auth: { token_type: 'batch' } } }),
    ],
  },
  {
    name: 'a wrapped answer moves to another token',
    steps: [
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      ask('POST', 'sys/wrapping/rewrap', 200, {
        body: { token: '${mine}' },
        expect: { wrap_info: { ttl: 60, creation_path: 'sys/wrapping/wrap' } },
        save: 'other',
        from: 'wrap_info.token',
      }),
      ask('POST', 'sys/wrapping/unwrap', 400, { body: { token: '${mine}' }, expect: invalid }),
      ask('POST', 'sys/wrapping/unwrap', 200, {
        body: { token: '${other}' },
        expect: { data: { a: 1 } },
      }),
    ],
  },
  {
    name: 'only an answer that tells something is wrapped, for a time that can be read',
    steps: [
      ask('GET', 'secret/data/nobody', 404, { headers: wrapped, expect: { errors: [] } }),
      ask('POST', 'secret/config', 204, { headers: wrapped, body: {} }),
      ask('POST', 'sys/wrapping/wrap', 400, {
        body: { a: 1 },
        expect: errors('endpoint requires response wrapping to be used'),
      }),
      ask('POST', 'sys/wrapping/wrap', 400, {
        headers: { 'x-vault-wrap-ttl': 'x' },
        expect: errors('error parsing X-Vault-Wrap-TTL header: time: invalid duration "x"'),
      }),
      ask('POST', 'sys/wrapping/wrap', 400, {
        headers: { 'x-vault-wrap-ttl': '-1' },
        expect: errors(
          'error parsing X-Vault-Wrap-TTL header: requested wrap ttl cannot be negative',
        ),
      }),
    ],
  },
  {
    name: 'an answer behind a second token no longer tells whose accessor is in it',
    steps: [
      wrap('POST', 'auth/token/create', { policies: 'app' }),
      send('POST', 'sys/wrapping/lookup', 200, {
        body: { token: '${mine}', odd: 1 },
        expect: { warnings: ['Endpoint ignored these unrecognized parameters: [odd]'] },
      }),
      ask('POST', 'sys/wrapping/rewrap', 200, {
        body: { token: '${mine}' },
        expect: { wrap_info: { token: text, wrapped_accessor: (value) => value === undefined } },
      }),
    ],
  },
  {
    name: 'a wrapping token that is none is refused',
    steps: [
      ask('POST', 'sys/wrapping/unwrap', 400, { body: { token: 'none' }, expect: invalid }),
      ask('POST', 'sys/wrapping/unwrap', 400, { body: { token: 'root' }, expect: invalid }),
      ask('POST', 'sys/wrapping/unwrap', 403, {
        body: { token: '' },
        expect: errors('error validating wrapping token: empty token in request body'),
      }),
      send('POST', 'sys/wrapping/lookup', 403, {
        body: {},
        expect: errors('error validating wrapping token: token is empty'),
      }),
      ask('DELETE', 'sys/wrapping/lookup', 400, { expect: invalid }),
      wrap('POST', 'sys/wrapping/wrap', { a: 1 }),
      send('DELETE', 'sys/wrapping/lookup', 405, {
        token: 'mine',
        expect: errors('unsupported operation'),
      }),
      send('POST', 'sys/wrapping/unwrap', 500, { token: 'mine', body: { token: '${mine}' } }),
    ],
  },
]
