import { tokenFields } from './role-fields.ts'
import fc from 'fast-check'
import { pick, often, ttl, number, flag, names, cidrs } from './grammar.ts'

const roleName = pick('a', 'a', 'b', 'A')

const appRole = {
  ...tokenFields,
  bind_secret_id: flag,
  role_id: pick<unknown>('@-id', '@-other', ''),
  secret_id_num_uses: number,
  secret_id_ttl: ttl,
  secret_id_bound_cidrs: cidrs,
  bound_cidr_list: cidrs,
  local_secret_ids: flag,
  period: ttl,
}

const subPaths: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  policies: names,
  'local-secret-ids': flag,
  'bound-cidr-list': cidrs,
  'secret-id-bound-cidrs': cidrs,
  'token-bound-cidrs': cidrs,
  'bind-secret-id': flag,
  'secret-id-num-uses': number,
  'secret-id-ttl': ttl,
  period: ttl,
  'token-num-uses': number,
  'token-ttl': ttl,
  'token-max-ttl': ttl,
  'role-id': pick<unknown>('@-id', '@-other'),
}

const secretId = pick<unknown>('<secretId:0>', '<secretId:0>', '<secretId:1>', 'wrong', '')

const secretAccessor = pick<unknown>('<secretAccessor:0>', '<secretAccessor:1>', 'wrong', '')

const newSecretId = {
  metadata: pick<unknown>('{"a":"b"}', 'a=b', '{"n":1}', 'x', ''),
  cidr_list: cidrs,
  token_bound_cidrs: cidrs,
  num_uses: number,
  ttl,
}

const at = (what: string) => roleName.map((r) => `auth/@/approle/role/${r}/${what}`)

export const appRoleRequests = fc.oneof(
  often(5, {
    methods: ['POST'],
    path: roleName.map((r) => `auth/@/approle/role/${r}`),
    fields: appRole,
  }),
  often(2, {
    methods: ['GET', 'GET', 'DELETE'],
    path: roleName.map((r) => `auth/@/approle/role/${r}`),
  }),
  often(1, {
    methods: ['LIST'],
    path: pick('auth/@/approle/role', 'auth/@/approle/role/'),
  }),
  ...Object.entries(subPaths).map(([name, values]) =>
    often(1, {
      methods: ['GET', 'POST', 'POST', 'DELETE'],
      path: at(name),
      fields: {
        [name.replaceAll('-', '_')]: values,
        ...(name === 'policies' && { token_policies: names }),
        ...(name === 'period' && { token_period: ttl }),
      },
      always: [name.replaceAll('-', '_')],
    }),
  ),
  often(2, { methods: ['GET'], path: at('role-id') }),
  often(3, {
    methods: ['POST', 'POST', 'POST', 'LIST'],
    path: at('secret-id'),
    fields: newSecretId,
  }),
  often(1, {
    methods: ['POST'],
    path: at('custom-secret-id'),
    fields: { ...newSecretId, secret_id: pick('@-one', '@-two') },
    always: ['secret_id'],
  }),
  often(2, {
    methods: ['POST', 'DELETE'],
    path: fc.oneof(at('secret-id/lookup'), at('secret-id/lookup'), at('secret-id/destroy')),
    fields: { secret_id: secretId },
    always: ['secret_id'],
  }),
  often(2, {
    methods: ['POST', 'DELETE'],
    path: fc.oneof(
      at('secret-id-accessor/lookup'),
      at('secret-id-accessor/lookup'),
      at('secret-id-accessor/destroy'),
    ),
    fields: { secret_id_accessor: secretAccessor },
    always: ['secret_id_accessor'],
  }),
  often(4, {
    methods: ['POST'],
    path: pick('auth/@/approle/login'),
    fields: {
      role_id: pick<unknown>('<roleId:0>', '@-id', '@-other', 'wrong'),
      secret_id: pick<unknown>('<secretId:0>', '@-one', '<secretId:1>'),
    },
    always: ['role_id', 'secret_id'],
    token: pick(undefined),
  }),
  often(1, { methods: ['POST'], path: pick('auth/@/approle/tidy/secret-id') }),
  often(2, {
    methods: ['GET'],
    path: pick('auth/token/lookup-self'),
    token: pick('<token:0>', '<token:1>'),
  }),
)
