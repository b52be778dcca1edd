import { ask as send, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const role = (name: string, body: unknown, status = 204) =>
  ask('POST', `auth/token/roles/${name}`, status, { body })

export const tokenRoleCases: readonly Case[] = [
  {
    name: 'a token role is written, read, listed and deleted',
    steps: [
      ask('GET', 'auth/token/roles/kept', 404, { expect: { errors: [] } }),
      role('kept', { allowed_policies: 'b,a', period: '1h', path_suffix: 'suffix' }),
      ask('GET', 'auth/token/roles/kept', 200, {
        expect: {
          data: {
            allowed_policies: ['a', 'b'],
            name: 'kept',
            orphan: false,
            path_suffix: 'suffix',
            period: 3600,
            token_period: 3600,
            renewable: true,
            token_type: 'default-service',
          },
        },
      }),
      ask('LIST', 'auth/token/roles', 200, { expect: { data: { keys: ['kept'] } } }),
      ask('GET', 'auth/token/roles', 405),
      ask('DELETE', 'auth/token/roles/kept', 204),
      ask('LIST', 'auth/token/roles', 404),
    ],
  },
  {
    name: 'a token role that cannot be is refused',
    steps: [
      ask('POST', 'auth/token/roles/odd', 400, {
        body: { token_type: 'default' },
        expect: errors(`invalid 'token_type' value "default"`),
      }),
      ask('POST', 'auth/token/roles/odd', 400, {
        body: { token_type: 'batch' },
        expect: errors(
          "'token_type' cannot be 'batch' when role is set to generate non-orphan tokens",
        ),
      }),
      ask('POST', 'auth/token/roles/odd', 400, { body: { path_suffix: 'a/b' } }),
      ask('POST', 'auth/token/roles/odd', 400, { body: { token_bound_cidrs: 'no' } }),
    ],
  },
  {
    name: 'a token follows the role it is created by',
    steps: [
      ask('POST', 'auth/token/create/nobody', 400, {
        body: {},
        expect: errors('unknown role nobody'),
      }),
      role('strict', { allowed_policies: ['app', 'wide'], orphan: true, token_num_uses: 3 }),
      ask('POST', 'auth/token/create/strict', 400, {
        body: { policies: ['blue'] },
        expect: errors(
          'token policies (["blue" "default"]) must be subset of the role\'s allowed policies ' +
            '(["app" "default" "wide"]) or glob policies ([])',
        ),
      }),
      ask('POST', 'auth/token/create/strict', 200, {
        body: {},
        expect: {
          auth: {
            client_token: text,
            policies: ['app', 'default', 'wide'],
            orphan: true,
            num_uses: 3,
          },
        },
        save: 'mine',
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { role: 'strict', num_uses: 2, path: 'auth/token/create/strict' } },
      }),
      role('loose', { disallowed_policies: ['blue'] }),
      ask('POST', 'auth/token/create/loose', 400, {
        body: { policies: ['blue'] },
        expect: errors('token policy "blue" is disallowed by this role'),
      }),
      ask('POST', 'auth/token/create/loose', 400, {
        body: { entity_alias: 'joe' },
        expect: errors("invalid 'entity_alias' value"),
      }),
    ],
  },
  {
    name: 'only root or sudo creates orphans, periodic tokens and tokens of a chosen id',
    steps: [
      ask('POST', 'sys/policies/acl/maker', 204, {
        body: { policy: 'path "auth/token/create" { capabilities = ["create", "update"] }' },
      }),
      ask('POST', 'auth/token/create', 200, {
        body: { policies: ['maker', 'app'] },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      ...[
        [{ no_parent: true }, 'root or sudo privileges required to create orphan token'],
        [{ period: '1h' }, 'root or sudo privileges required to create periodic token'],
        [{ id: 'chosen' }, 'root or sudo privileges required to specify token id'],
        [{ policies: ['blue'] }, 'child policies must be subset of parent'],
      ].map(([body, error]) =>
        send('POST', 'auth/token/create', 400, {
          token: 'mine',
          body,
          expect: errors(error as string),
        }),
      ),
      send('POST', 'auth/token/create', 200, {
        token: 'mine',
        body: { policies: ['app'] },
        expect: { auth: { policies: ['app', 'default'] } },
      }),
    ],
  },
  {
    name: 'a clean-up is started and goes on by itself',
    steps: [
      ask('POST', 'auth/token/tidy', 202),
      ask('POST', 'auth/approle/tidy/secret-id', 202),
      ask('POST', 'sys/leases/tidy', 202),
    ],
  },
]
