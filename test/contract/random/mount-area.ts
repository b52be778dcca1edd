import fc from 'fast-check'
import { flag, often, pick } from './grammar.ts'

const kind = pick('mounts', 'auth')
const leaseTtl = pick<unknown>('1h', 60, '0', '', '10000h', 'system')

const tuning = {
  default_lease_ttl: leaseTtl,
  max_lease_ttl: leaseTtl,
  description: pick<unknown>('words', ''),
  listing_visibility: pick<unknown>('unauth', 'hidden', '', 'x'),
  audit_non_hmac_request_keys: pick<unknown>('a,b', ['a'], []),
  audit_non_hmac_response_keys: pick<unknown>('a', []),
  passthrough_request_headers: pick<unknown>('X-A', []),
  allowed_response_headers: pick<unknown>(['X-B'], []),
  token_type: pick<unknown>('service', 'batch', 'default-service', 'x'),
  options: pick<unknown>({ version: '2' }, { version: '1' }, {}),
}

export const mountRequests = fc.oneof(
  often(3, {
    methods: ['POST'],
    path: pick(
      'sys/mounts/@/kv1/tune',
      'sys/auth/@/userpass/tune',
      'sys/mounts/auth/@/userpass/tune',
    ),
    fields: tuning,
  }),
  often(3, {
    methods: ['GET'],
    path: pick('sys/mounts/@/kv1/tune', 'sys/auth/@/userpass/tune', 'sys/mounts/@/none/tune'),
  }),
  often(2, {
    methods: ['GET'],
    path: pick('sys/mounts/@/kv1', 'sys/auth/@/userpass', 'sys/mounts/@/none', 'sys/auth/@/none'),
  }),
  often(3, {
    methods: ['POST', 'POST', 'DELETE'],
    path: kind.map((at) => `sys/${at}/@/new`),
    fields: {
      type: pick<unknown>('kv', 'kv-v2', 'userpass', 'approle', 'jwt', 'none', ''),
      description: pick<unknown>('words'),
      local: flag,
      seal_wrap: flag,
      options: pick<unknown>({ version: '1' }, {}, null),
      config: pick<unknown>(
        { default_lease_ttl: '1h' },
        { max_lease_ttl: '30m', default_lease_ttl: '1h' },
        { listing_visibility: 'unauth' },
        { force_no_cache: true },
        { token_type: 'batch' },
        { x: 1 },
      ),
    },
    always: ['type'],
  }),
  often(2, {
    methods: ['GET'],
    path: pick(
      'sys/mounts/@/new',
      'sys/auth/@/new',
      'sys/mounts/@/new/tune',
      'sys/auth/@/new/tune',
    ),
  }),
  often(1, {
    methods: ['GET'],
    path: pick('sys/internal/ui/mounts/@/kv1', 'sys/internal/ui/mounts/@/none'),
  }),
)
