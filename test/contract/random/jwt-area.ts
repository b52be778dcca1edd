import fc from 'fast-check'
import { cidrs, flag, names, often, pick, ttl } from './grammar.ts'
import { tokenFields } from './role-fields.ts'

const roleName = pick('a', 'a', 'b', 'A')

const jwtRole = {
  ...tokenFields,
  ttl,
  max_ttl: ttl,
  period: ttl,
  num_uses: pick<unknown>(0, 1, '3'),
  bound_cidrs: cidrs,
  role_type: pick<unknown>('jwt', 'jwt', 'oidc', ''),
  user_claim: pick<unknown>('sub', 'sub', 'https://x/y', ''),
  user_claim_json_pointer: flag,
  groups_claim: pick<unknown>('groups', ''),
  bound_audiences: names,
  bound_subject: pick<unknown>('ims', ''),
  bound_claims: pick<unknown>({ a: 'b' }, { a: ['b', 'c'] }, { a: 1 }, {}),
  bound_claims_type: pick<unknown>('string', 'glob', 'x', ''),
  claim_mappings: pick<unknown>({ a: 'b' }, { a: 'b', c: 'b' }, { a: 'role' }, 'a=b', {}),
  clock_skew_leeway: ttl,
  expiration_leeway: ttl,
  not_before_leeway: ttl,
  allowed_redirect_uris: pick<unknown>('http://x/y', []),
  oidc_scopes: names,
  verbose_oidc_logging: flag,
  max_age: ttl,
}

export const jwtRequests = fc.oneof(
  often(5, {
    methods: ['POST'],
    path: roleName.map((r) => `auth/@/jwt/role/${r}`),
    fields: jwtRole,
    always: ['role_type', 'user_claim', 'bound_audiences'],
  }),
  often(3, {
    methods: ['GET', 'GET', 'DELETE'],
    path: roleName.map((r) => `auth/@/jwt/role/${r}`),
  }),
  often(1, { methods: ['LIST'], path: pick('auth/@/jwt/role', 'auth/@/jwt/role/') }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/@/jwt/login'),
    fields: { role: pick<unknown>('a', 'none', ''), jwt: pick<unknown>('x', 'a.b.c', '') },
    always: ['role', 'jwt'],
    token: pick(undefined),
  }),
)
