import { ask as send, count, errors, mentions, text, type Case } from './case.ts'

const role = 'auth/approle/role/app'
const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const made = (body: unknown = {}) =>
  ask('POST', `${role}/secret-id`, 200, {
    body,
    save: 'secretId',
    from: 'data.secret_id',
    expect: { data: { secret_id: text } },
  })
const loginWith = (secretId: string, status: number) =>
  send('POST', 'auth/approle/login', status, {
    body: { role_id: 'app-id', secret_id: secretId },
  })

export const secretIdCases: readonly Case[] = [
  {
    name: 'a secret id that was made logs in, is looked up and destroyed',
    steps: [
      made(),
      loginWith('${secretId}', 200),
      ask('POST', `${role}/secret-id/lookup`, 200, {
        body: { secret_id: '${secretId}' },
        expect: {
          data: {
            cidr_list: [],
            creation_time: text,
            expiration_time: text,
            last_updated_time: text,
            metadata: {},
            secret_id_accessor: text,
            secret_id_num_uses: 0,
            secret_id_ttl: 0,
            token_bound_cidrs: [],
          },
        },
      }),
      ask('POST', `${role}/secret-id/destroy`, 204, { body: { secret_id: '${secretId}' } }),
      loginWith('${secretId}', 400),
      ask('POST', `${role}/secret-id/lookup`, 204, { body: { secret_id: '${secretId}' } }),
    ],
  },
  {
    name: 'a secret id takes a time and uses of its own',
    steps: [
      ask('POST', `${role}/secret-id`, 200, {
        body: { ttl: '10m', num_uses: 1 },
        save: 'secretId',
        from: 'data.secret_id',
        expect: { data: { secret_id_num_uses: 1, secret_id_ttl: 600 } },
      }),
      loginWith('${secretId}', 200),
      loginWith('${secretId}', 400),
    ],
  },
  {
    name: 'the metadata of a secret id is told with its token',
    steps: [
      made({ metadata: '{"team":"ims"}' }),
      send('POST', 'auth/approle/login', 200, {
        body: { role_id: 'app-id', secret_id: '${secretId}' },
        expect: { auth: { metadata: { role_name: 'app', team: 'ims' } } },
      }),
      ask('POST', `${role}/secret-id`, 400, { body: { metadata: 'x' }, expect: errors(text) }),
      ask('POST', `${role}/secret-id`, 400, { body: { num_uses: -1 }, expect: errors(text) }),
    ],
  },
  {
    name: 'the accessor of a secret id looks it up and destroys it',
    steps: [
      ask('POST', `${role}/secret-id`, 200, {
        body: {},
        save: 'accessor',
        from: 'data.secret_id_accessor',
        expect: { data: { secret_id_accessor: text } },
      }),
      ask('POST', `${role}/secret-id-accessor/lookup`, 200, {
        body: { secret_id_accessor: '${accessor}' },
        expect: { data: { secret_id_accessor: text } },
      }),
      ask('POST', `${role}/secret-id-accessor/destroy`, 204, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      ask('POST', `${role}/secret-id-accessor/lookup`, 404, {
        body: { secret_id_accessor: '${accessor}' },
        expect: { data: { error: text } },
      }),
    ],
  },
  {
    name: 'a secret id of one’s own logs in, and cannot be given twice',
    steps: [
      ask('POST', `${role}/custom-secret-id`, 200, {
        body: { secret_id: 'my-own-secret' },
        expect: { data: { secret_id: text, secret_id_ttl: count } },
      }),
      loginWith('my-own-secret', 200),
      ask('POST', `${role}/custom-secret-id`, 500, {
        body: { secret_id: 'my-own-secret' },
        expect: errors(text),
      }),
      ask('POST', `${role}/custom-secret-id`, 400, { body: {}, expect: errors(text) }),
    ],
  },
  {
    name: 'roles and the accessors of their secret ids are listed',
    steps: [
      ask('LIST', 'auth/approle/role', 200, {
        expect: { data: { keys: (keys) => Array.isArray(keys) && keys.includes('app') } },
      }),
      ask('LIST', `${role}/secret-id`, 200, { expect: { data: { keys: Array.isArray } } }),
      ask('LIST', 'auth/approle/role/none/secret-id', 400, { expect: errors(text) }),
    ],
  },
  {
    name: 'a role is read without its secrets',
    steps: [
      ask('GET', role, 200, {
        expect: {
          data: {
            bind_secret_id: true,
            secret_id_num_uses: 0,
            secret_id_ttl: 0,
            token_max_ttl: 1800,
            token_num_uses: 0,
            token_policies: ['app'],
            token_ttl: 900,
          },
        },
      }),
      ask('GET', 'auth/approle/role/none', 404, { expect: { errors: [] } }),
    ],
  },
  {
    name: 'whether a role asks for a secret id has a path of its own',
    only: 'vault',
    steps: [
      ask('POST', 'auth/approle/role/bound', 204, { token: 'root', body: {} }),
      ask('GET', 'auth/approle/role/bound/bind-secret-id', 200, {
        token: 'root',
        expect: { data: { bind_secret_id: true } },
      }),
      ask('POST', 'auth/approle/role/bound/bind-secret-id', 500, {
        token: 'root',
        body: { bind_secret_id: false },
        expect: errors(mentions('at least one constraint should be enabled on the role')),
      }),
      ask('POST', 'auth/approle/role/bound', 204, {
        token: 'root',
        body: { secret_id_bound_cidrs: '127.0.0.0/8' },
      }),
      ask('POST', 'auth/approle/role/bound/bind-secret-id', 204, {
        token: 'root',
        body: { bind_secret_id: false },
      }),
      ask('GET', 'auth/approle/role/bound/bind-secret-id', 200, {
        token: 'root',
        expect: { data: { bind_secret_id: false } },
      }),
      ask('POST', 'auth/approle/role/bound/bind-secret-id', 400, {
        token: 'root',
        body: {},
        expect: errors('missing bind_secret_id'),
      }),
      ask('DELETE', 'auth/approle/role/bound/bind-secret-id', 204, { token: 'root' }),
      ask('GET', 'auth/approle/role/bound/bind-secret-id', 200, {
        token: 'root',
        expect: { data: { bind_secret_id: true } },
      }),
      ask('GET', 'auth/approle/role/none/bind-secret-id', 404, { token: 'root' }),
      ask('DELETE', 'auth/approle/role/bound', 204, { token: 'root' }),
    ],
  },
  {
    name: 'a secret id lives as long as its mount lets anything live',
    steps: [
      ask('POST', 'sys/auth/lasting', 204, {
        token: 'root',
        body: { type: 'approle', config: { max_lease_ttl: '1000h' } },
      }),
      ...(['900h', '2000h'] as const).flatMap((ttl, i) => [
        ask('POST', 'auth/lasting/role/r', 204, { token: 'root', body: { secret_id_ttl: ttl } }),
        ask('POST', 'auth/lasting/role/r/secret-id', 200, {
          token: 'root',
          body: {},
          expect: { data: { secret_id_ttl: [3_240_000, 3_600_000][i]! } },
        }),
      ]),
      ask('DELETE', 'sys/auth/lasting', 204, { token: 'root' }),
    ],
  },
]
