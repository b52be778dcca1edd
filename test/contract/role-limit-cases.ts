import { ask as send, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const [role, other] = ['auth/approle/role/limited', 'auth/approle/role/limited2']
const long = 'a'.repeat(4097)

/** What AppRole does not let a role or a secret id be. */
export const roleLimitCases: readonly Case[] = [
  {
    name: 'a role that asks for no secret id stays bound to addresses',
    steps: [
      ask('POST', role, 204, {
        body: { bind_secret_id: false, secret_id_bound_cidrs: '127.0.0.1/8' },
      }),
      ask('POST', role, 500, { body: { secret_id_bound_cidrs: '' }, expect: errors(text) }),
      ask('DELETE', `${role}/secret-id-bound-cidrs`, 500, { expect: errors(text) }),
      ask('POST', role, 204, {
        body: { secret_id_bound_cidrs: '', token_bound_cidrs: '127.0.0.1/8' },
      }),
      ask('DELETE', `${role}/token-bound-cidrs`, 500, { expect: errors(text) }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a role is told once whether its secret ids are local',
    steps: [
      ask('POST', role, 204, { body: { local_secret_ids: true } }),
      ask('POST', role, 400, {
        body: { local_secret_ids: true },
        expect: errors('local_secret_ids can only be modified during role creation'),
      }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'the tokens of a secret id are bound to addresses of its role',
    steps: [
      ask('POST', role, 204, { body: { token_bound_cidrs: '10.0.0.0/8' } }),
      ask('POST', `${role}/secret-id`, 200, { body: { token_bound_cidrs: '10.1.0.0/16' } }),
      ask('POST', `${role}/secret-id`, 500, {
        body: { token_bound_cidrs: '11.0.0.0/24' },
        expect: errors(text),
      }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a secret id of another role is neither shown nor destroyed',
    steps: [
      ask('POST', role, 204, { body: {} }),
      ask('POST', other, 204, { body: {} }),
      ask('POST', `${other}/secret-id`, 200, {
        save: 'accessor',
        from: 'data.secret_id_accessor',
        expect: { data: { secret_id: text } },
      }),
      ask('POST', `${role}/secret-id-accessor/lookup`, 204, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      ask('POST', `${role}/secret-id-accessor/destroy`, 403, {
        body: { secret_id_accessor: '${accessor}' },
        expect: errors('invalid secret id accessor'),
      }),
      ask('POST', `${other}/secret-id-accessor/destroy`, 204, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      ask('DELETE', role, 204),
      ask('DELETE', other, 204),
    ],
  },
  {
    name: 'a secret id that is too long for a hash is refused',
    steps: [
      ask('POST', role, 204, { body: { role_id: 'limited-id' } }),
      ...[`${role}/custom-secret-id`, `${role}/secret-id/lookup`].map((path) =>
        ask('POST', path, 500, { body: { secret_id: long }, expect: errors(text) }),
      ),
      send('POST', 'auth/approle/login', 500, {
        body: { role_id: 'limited-id', secret_id: long },
        expect: errors(text),
      }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'what is read of a role says which parameters nobody knows',
    steps: [
      ask('POST', role, 204, { body: {} }),
      ...['role-id', 'token-ttl', 'policies'].map((part) =>
        ask('GET', `${role}/${part}?other=1`, 200, { expect: { warnings: [text] } }),
      ),
      ask('GET', `${role}/role-id?role_id=x`, 200, { expect: { warnings: null } }),
      ask('GET', `${role}/token-ttl?token_ttl=5`, 200, { expect: { warnings: null } }),
      ask('DELETE', role, 204),
    ],
  },
]
