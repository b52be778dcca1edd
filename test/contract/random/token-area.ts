import fc from 'fast-check'
import { pick, often, ttl, number, flag, names, cidrs, word } from './grammar.ts'
import { tokens, theToken, accessor } from './issued.ts'

const created = {
  policies: names,
  ttl,
  explicit_max_ttl: ttl,
  period: ttl,
  num_uses: number,
  type: pick<unknown>('service', 'batch', 'default', ''),
  no_parent: flag,
  no_default_policy: flag,
  renewable: flag,
  display_name: word,
  meta: pick<unknown>({ a: 'b' }, { n: 1 }, 'a=b'),
  entity_alias: word,
  id: pick<unknown>('a.b', 's.x', 'hvs.x'),
  lease: ttl,
}

const tokenRole = {
  allowed_policies: names,
  disallowed_policies: names,
  allowed_policies_glob: pick<unknown>(['a*'], '*'),
  disallowed_policies_glob: pick<unknown>(['b*']),
  orphan: flag,
  period: ttl,
  renewable: flag,
  explicit_max_ttl: ttl,
  path_suffix: pick<unknown>('suf', '', 'a/b', '../x'),
  bound_cidrs: cidrs,
  token_bound_cidrs: cidrs,
  token_explicit_max_ttl: ttl,
  token_period: ttl,
  token_type: pick<unknown>('service', 'batch', 'default', 'default-service', 'default-batch', 'x'),
  token_no_default_policy: flag,
  token_num_uses: number,
  token_strictly_bind_ip: flag,
  allowed_entity_aliases: names,
}

const role = pick('@-a', '@-b')

export const tokenRequests = fc.oneof(
  often(5, {
    methods: ['POST'],
    path: pick('auth/token/create'),
    fields: created,
    token: tokens,
  }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/token/create-orphan'),
    fields: created,
    token: tokens,
  }),
  often(2, {
    methods: ['POST'],
    path: role.map((r) => `auth/token/create/${r}`),
    fields: created,
    token: tokens,
  }),
  often(3, {
    methods: ['POST'],
    path: role.map((r) => `auth/token/roles/${r}`),
    fields: tokenRole,
  }),
  often(2, {
    methods: ['GET', 'GET', 'DELETE'],
    path: role.map((r) => `auth/token/roles/${r}`),
  }),
  often(2, { methods: ['GET'], path: pick('auth/token/lookup-self'), token: tokens }),
  often(2, {
    methods: ['POST', 'GET'],
    path: pick('auth/token/lookup'),
    fields: { token: theToken },
    always: ['token'],
  }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/token/renew', 'auth/token/revoke', 'auth/token/revoke-orphan'),
    fields: { token: theToken, increment: ttl },
    always: ['token'],
  }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/token/renew-self', 'auth/token/renew-self', 'auth/token/revoke-self'),
    fields: { increment: ttl },
    token: pick('<token:0>', '<token:1>', '<token:2>', undefined),
  }),
  often(2, {
    methods: ['POST'],
    path: pick(
      'auth/token/lookup-accessor',
      'auth/token/lookup-accessor',
      'auth/token/renew-accessor',
      'auth/token/revoke-accessor',
    ),
    fields: { accessor, increment: ttl },
    always: ['accessor'],
  }),
)
