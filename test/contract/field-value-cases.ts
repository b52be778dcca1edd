import { ask as send, errors, mentions, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

/** What becomes of values that are written: order, case, null, and too much. */
export const fieldValueCases: readonly Case[] = [
  {
    name: 'a user keeps the names of policies as they are written, and a token does not',
    steps: [
      ask('POST', 'auth/userpass/users/zoe', 204, {
        body: { password: 'pw', token_policies: ['Zoo', 'app', 'Zoo', 'zoo'] },
      }),
      ask('GET', 'auth/userpass/users/zoe', 200, {
        expect: { data: { token_policies: ['Zoo', 'app', 'Zoo', 'zoo'] } },
      }),
      ask('POST', 'auth/userpass/login/zoe', 200, {
        body: { password: 'pw' },
        expect: { auth: { policies: ['app', 'default', 'zoo'] } },
      }),
      ask('POST', 'auth/userpass/users/zoe', 204, { body: { policies: 'Zoo,app,root' } }),
      ask('GET', 'auth/userpass/users/zoe', 200, {
        expect: { data: { policies: ['root'], token_policies: ['root'] } },
      }),
      ask('POST', 'auth/userpass/users/zoe/policies', 204, {
        body: { token_policies: ['Zoo', 'app'] },
      }),
      ask('GET', 'auth/userpass/users/zoe', 200, {
        expect: { data: { token_policies: ['app', 'zoo'] } },
      }),
      ask('DELETE', 'auth/userpass/users/zoe', 204),
    ],
  },
  {
    name: 'a role keeps the names of policies as they are written',
    steps: [
      ask('POST', 'auth/approle/role/zoo', 204, { body: { token_policies: ['Zoo', 'app'] } }),
      ask('GET', 'auth/approle/role/zoo', 200, {
        expect: { data: { token_policies: ['Zoo', 'app'] } },
      }),
      ask('POST', 'auth/approle/role/zoo/policies', 204, {
        body: { token_policies: ['Zoo', 'app'] },
      }),
      ask('GET', 'auth/approle/role/zoo/policies', 200, {
        expect: { data: { token_policies: ['app', 'zoo'] } },
      }),
      ask('DELETE', 'auth/approle/role/zoo', 204),
    ],
  },
  {
    name: 'null takes a value away, but for a time',
    steps: [
      ask('POST', 'auth/approle/role/null', 204, {
        body: {
          token_ttl: '5m',
          token_policies: ['a'],
          token_no_default_policy: true,
          token_bound_cidrs: ['10.0.0.0/8'],
          secret_id_num_uses: 3,
        },
      }),
      ask('POST', 'auth/approle/role/null', 204, {
        body: {
          token_ttl: null,
          token_policies: null,
          token_no_default_policy: null,
          token_bound_cidrs: null,
          secret_id_num_uses: null,
        },
      }),
      ask('GET', 'auth/approle/role/null', 200, {
        expect: {
          data: {
            token_ttl: 300,
            token_policies: [],
            token_no_default_policy: false,
            token_bound_cidrs: [],
            secret_id_num_uses: 0,
          },
        },
      }),
      ask('DELETE', 'auth/approle/role/null', 204),
      ask('POST', 'identity/group', 200, { body: { name: 'null', member_entity_ids: null } }),
      ask('GET', 'identity/group/name/null', 200, {
        expect: { data: { member_entity_ids: [], member_group_ids: null } },
      }),
      ask('DELETE', 'identity/group/name/null', 204),
    ],
  },
  {
    name: 'times under old names are compared with others at the next write',
    steps: [
      ask('POST', 'auth/userpass/users/old', 204, {
        body: { password: 'pw', token_ttl: '1h', max_ttl: '90s' },
      }),
      ask('POST', 'auth/userpass/users/old', 400, {
        body: { token_num_uses: 1 },
        expect: errors("'token_ttl' cannot be greater than 'token_max_ttl'"),
      }),
      ask('DELETE', 'auth/userpass/users/old', 204),
    ],
  },
  {
    name: 'a role that asks for a default type is told what it gets',
    steps: [
      ...['service', 'batch'].flatMap((type) => [
        ask('POST', 'auth/approle/role/default', 200, {
          body: { token_type: `default-${type}` },
          expect: {
            warnings: [`default-${type} has no useful meaning; adjusting to ${type}`],
          },
        }),
        ask('GET', 'auth/approle/role/default', 200, { expect: { data: { token_type: type } } }),
      ]),
      ask('DELETE', 'auth/approle/role/default', 204),
    ],
  },
  {
    name: 'fields are read before it is asked what they are for',
    steps: [
      ask('POST', 'auth/token/create/nowhere', 400, {
        body: { ttl: {} },
        expect: errors(mentions('Field validation failed')),
      }),
      ask('POST', 'auth/token/create/nowhere', 400, {
        body: {},
        expect: errors('unknown role nowhere'),
      }),
      ask('POST', 'sys/leases/revoke-force/auth/nowhere', 204, { body: { sync: '-5' } }),
      ask('POST', 'sys/leases/revoke-prefix/auth/nowhere', 400, { body: { sync: '-5' } }),
    ],
  },
  {
    name: 'a secret id lives no longer than the system lets anything live',
    steps: [
      ask('POST', 'auth/approle/role/long', 204, { body: { secret_id_ttl: '9000h' } }),
      ask('GET', 'auth/approle/role/long', 200, {
        expect: { data: { secret_id_ttl: 32_400_000 } },
      }),
      ...[{}, { ttl: '8000h' }].map((body) =>
        ask('POST', 'auth/approle/role/long/secret-id', 200, {
          body,
          expect: { data: { secret_id_ttl: 2_764_800 } },
        }),
      ),
      ask('DELETE', 'auth/approle/role/long', 204),
    ],
  },
]
