import { ask as send, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
/** Addresses that no client has. */
const elsewhere = { token_bound_cidrs: '203.0.113.0/24' }
const denied = errors('permission denied')
const role = 'auth/approle/role/bound'
const user = 'auth/userpass/users/bound'
const written = ['Z', 'b', 'b', ' C ', '', 'default']
const tidied = ['b', 'c', 'default', 'z']

const madeFor = (body: unknown) => [
  ask('POST', `${role}/secret-id`, 200, {
    body,
    expect: { data: { secret_id: text } },
    save: 'secretId',
    from: 'data.secret_id',
  }),
  send('POST', 'auth/approle/login', 200, {
    body: { role_id: 'bound-id', secret_id: '${secretId}' },
    expect: { auth: { client_token: text } },
    save: 'boundToken',
  }),
]

const unusable = (['auth/token/lookup-self', 'sys/internal/ui/mounts'] as const).map((path) =>
  send('GET', path, 403, { token: 'boundToken', expect: denied }),
)

const secretIdWith = (body: unknown, secret_id_ttl: number) =>
  ask('POST', `${role}/secret-id`, 200, { body, expect: { data: { secret_id_ttl } } })

const batch = { token_type: 'batch', orphan: true, renewable: false }
const unfit = (what: string) =>
  errors(`'token_type' cannot be 'batch' when role is set to generate ${what}`)
const unfitAsIs = (what: string) =>
  errors(
    "error parsing role fields: 'token_type' cannot be 'batch' or 'default_batch' " +
      `when set to generate ${what}`,
  )

export const roleTokenCases: readonly Case[] = [
  {
    name: 'a token that is bound to addresses is refused from others',
    steps: [
      ask('POST', role, 204, { body: { role_id: 'bound-id', ...elsewhere } }),
      ...madeFor({}),
      ...unusable,
      ask('POST', 'auth/token/lookup', 200, {
        body: { token: '${boundToken}' },
        expect: { data: { bound_cidrs: ['203.0.113.0/24'] } },
      }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a secret id binds the token of its login',
    steps: [
      ask('POST', role, 204, { body: { role_id: 'bound-id' } }),
      ...madeFor(elsewhere),
      ...unusable,
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a user who is bound to addresses logs in from there only',
    steps: [
      ask('POST', user, 204, { body: { password: 'secret', ...elsewhere } }),
      send('POST', 'auth/userpass/login/bound', 403, {
        body: { password: 'secret' },
        expect: denied,
      }),
      send('POST', 'auth/userpass/login/bound', 400, { body: { password: 'wrong' } }),
      ask('DELETE', user, 204),
    ],
  },
  {
    name: 'a role for JWTs that is bound to addresses refuses others before it looks at the JWT',
    steps: [
      ask('POST', 'auth/jwt/role/bound', 204, {
        body: { role_type: 'jwt', user_claim: 'sub', bound_subject: 'x', ...elsewhere },
      }),
      send('POST', 'auth/jwt/login', 403, {
        body: { role: 'bound', jwt: 'none' },
        expect: denied,
      }),
      ask('DELETE', 'auth/jwt/role/bound', 204),
    ],
  },
  {
    name: 'token policies are shown as written, and a token has them tidied',
    steps: [
      ask('POST', user, 204, { body: { password: 'secret', token_policies: written } }),
      ask('GET', user, 200, {
        expect: { data: { token_policies: ['Z', 'b', 'b', 'C', '', 'default'] } },
      }),
      send('POST', 'auth/userpass/login/bound', 200, {
        body: { password: 'secret' },
        expect: { auth: { policies: tidied, token_policies: tidied } },
      }),
      ask('POST', `${user}/policies`, 204, { body: { token_policies: ['Z', 'b'] } }),
      ask('GET', user, 200, { expect: { data: { token_policies: ['b', 'z'] } } }),
      ask('POST', user, 204, { body: { policies: written } }),
      ask('GET', user, 200, { expect: { data: { policies: tidied, token_policies: tidied } } }),
      ask('DELETE', user, 204),
      ask('POST', role, 204, { body: { token_policies: ['Z', 'b', 'b'] } }),
      ask('GET', role, 200, { expect: { data: { token_policies: ['Z', 'b', 'b'] } } }),
      ask('POST', `${role}/policies`, 204, { body: { token_policies: ['Y', 'b', 'b'] } }),
      ask('GET', `${role}/policies`, 200, { expect: { data: { token_policies: ['b', 'y'] } } }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a secret id lasts no longer than the mount lets anything last',
    steps: [
      ask('POST', role, 204, { body: { secret_id_ttl: '10000h' } }),
      ask('GET', role, 200, { expect: { data: { secret_id_ttl: 36_000_000 } } }),
      secretIdWith({}, 2_764_800),
      secretIdWith({ ttl: '9000h' }, 2_764_800),
      secretIdWith({ ttl: '767h' }, 2_761_200),
      ask('POST', role, 204, { body: { secret_id_ttl: 0 } }),
      secretIdWith({}, 0),
      secretIdWith({ ttl: '769h' }, 2_764_800),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'the metadata of a secret id are texts, none of them empty',
    steps: [
      ask('POST', role, 204, { body: {} }),
      ...[
        ['{"a":1}', 'failed to parse the input: invalid <key,value> format'],
        ['{"a":null}', 'invalid value for key "a"'],
        ['{"a":""}', 'invalid value for key "a"'],
        ['a=', 'failed to parse the input: invalid <key,value> pair: key: "a" value: ""'],
      ].map(([metadata, why]) =>
        ask('POST', `${role}/secret-id`, 400, {
          body: { metadata },
          expect: errors(`failed to parse metadata: ${why}`),
        }),
      ),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a token role for batch tokens takes nothing that they cannot have',
    steps: [
      ...(
        [
          [{ orphan: false, token_period: '1h' }, 'non-orphan tokens'],
          [{ renewable: true, token_period: '1h' }, 'periodic tokens'],
          [{ renewable: true, token_explicit_max_ttl: '1h' }, 'renewable tokens'],
          [{ token_explicit_max_ttl: '1h' }, 'tokens with an explicit max TTL'],
        ] as const
      ).map(([body, what]) =>
        ask('POST', 'auth/token/roles/batch', 400, {
          body: { ...batch, ...body },
          expect: unfit(what),
        }),
      ),
      ask('POST', 'auth/token/roles/batch', 204, { body: batch }),
      ask('POST', 'auth/token/roles/batch', 400, {
        body: { token_num_uses: 1 },
        expect: unfitAsIs('tokens with limited use count'),
      }),
      ask('DELETE', 'auth/token/roles/batch', 204),
    ],
  },
  {
    name: 'a token role that gives batch tokens by default takes a period only with its type',
    steps: [
      ask('POST', 'auth/token/roles/batch', 204, { body: { token_type: 'default-batch' } }),
      ask('POST', 'auth/token/roles/batch', 400, {
        body: { token_period: '1h' },
        expect: unfitAsIs('periodic tokens'),
      }),
      ask('POST', 'auth/token/roles/batch', 204, {
        body: { token_type: 'default-batch', token_period: '1h' },
      }),
      ask('GET', 'auth/token/roles/batch', 200, { expect: { data: { token_period: 3600 } } }),
      ask('DELETE', 'auth/token/roles/batch', 204),
    ],
  },
]
