import fc from 'fast-check'
import { pick, often, ttl, flag } from './grammar.ts'

const lease = pick<unknown>('<lease:0>', 'auth/token/create/none', 'none', '')

export const leaseRequests = fc.oneof(
  often(3, {
    methods: ['POST', 'PUT'],
    path: pick('sys/leases/renew', 'sys/leases/revoke'),
    fields: { lease_id: lease, increment: ttl, sync: flag, url_lease_id: lease },
    always: ['lease_id'],
  }),
  often(2, {
    methods: ['POST', 'PUT'],
    // A list of all leases tells of other sequences, too.
    isUsual: true,
    path: pick('sys/leases/lookup'),
    fields: { lease_id: lease, url_lease_id: lease },
    always: ['lease_id'],
  }),
  often(1, {
    methods: ['POST', 'PUT'],
    path: pick('sys/leases/renew/none', 'sys/leases/revoke/none/x', 'sys/leases/tidy'),
    fields: { increment: ttl },
  }),
  often(2, {
    methods: ['LIST', 'GET'],
    path: pick(
      'sys/leases/lookup/auth/@',
      'sys/leases/lookup/auth/@/userpass',
      'sys/leases/lookup/auth/@/userpass/login',
      'sys/leases/lookup/none',
      'sys/leases/lookup/auth/@/userpass/login/ann',
      'sys/leases/lookup/auth/@/userpass/login?list=true&limit=1',
    ),
  }),
  often(2, {
    methods: ['POST', 'PUT'],
    path: pick(
      'sys/leases/revoke-prefix/auth/@/userpass',
      'sys/leases/revoke-prefix/auth/@/userpass/login/ann',
      'sys/leases/revoke-force/auth/@/userpass',
    ),
    fields: { sync: flag },
  }),
  often(2, {
    methods: ['POST'],
    path: pick('auth/@/userpass/users/ann', 'auth/@/userpass/users/bob'),
    fields: { password: pick('p1'), token_ttl: ttl, token_type: pick('batch', 'service') },
    always: ['password'],
  }),
  often(3, {
    methods: ['POST'],
    path: pick('auth/@/userpass/login/ann', 'auth/@/userpass/login/bob'),
    fields: { password: pick('p1') },
    always: ['password'],
    token: pick(undefined),
  }),
  often(2, {
    methods: ['GET'],
    path: pick('auth/token/lookup-self'),
    token: pick('<token:0>', '<token:1>'),
  }),
)

export const tunedRequests = fc.oneof(
  often(3, {
    methods: ['POST'],
    path: pick('sys/auth/@/userpass/tune'),
    isRight: true,
    fields: {
      default_lease_ttl: pick('1h', '30m', '2h', '0', ''),
      max_lease_ttl: pick('1h', '2h', '10h', '0', '10000h', ''),
      token_type: pick('service', 'batch', 'default-service', 'default-batch'),
    },
  }),
  often(3, {
    methods: ['POST'],
    path: pick('auth/@/userpass/users/ann'),
    fields: {
      password: pick('p1'),
      token_ttl: ttl,
      token_max_ttl: ttl,
      token_period: ttl,
      token_explicit_max_ttl: ttl,
      token_type: pick('batch', 'service', 'default', 'default-batch'),
    },
    always: ['password'],
  }),
  often(3, {
    methods: ['POST'],
    path: pick('auth/@/userpass/login/ann'),
    fields: { password: pick('p1') },
    always: ['password'],
    token: pick(undefined),
  }),
  often(1, {
    methods: ['GET'],
    path: pick('auth/token/lookup-self'),
    token: pick('<token:0>', '<token:1>'),
  }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/token/renew-self'),
    fields: { increment: ttl },
    token: pick('<token:0>', '<token:1>'),
  }),
)
