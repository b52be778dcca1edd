import fc from 'fast-check'
import { pick, often, ttl, number, flag, names, word } from './grammar.ts'
import { tokens, theToken } from './issued.ts'
import { secret } from './kv-area.ts'
import { odd } from './kv-paths.ts'

const wrap = pick<Readonly<Record<string, string>>>(
  { 'x-vault-wrap-ttl': '60s' },
  { 'x-vault-wrap-ttl': '5m' },
  { 'x-vault-wrap-ttl': '60' },
  { 'x-vault-wrap-ttl': '0' },
  { 'x-vault-wrap-ttl': 'x' },
  { 'x-vault-wrap-ttl': '-1' },
)

const maybe = fc.oneof(pick<Readonly<Record<string, string>>>({}), wrap)

export const wrapRequests = fc.oneof(
  often(3, {
    methods: ['POST'],
    path: pick('sys/wrapping/wrap'),
    fields: { a: word, b: odd },
    headers: fc.oneof(wrap, maybe),
    token: tokens,
  }),
  often(3, {
    methods: ['POST'],
    path: pick('sys/wrapping/unwrap'),
    fields: { token: theToken },
    token: fc.oneof(tokens, pick('<token:0>')),
  }),
  often(2, {
    methods: ['POST', 'POST', 'GET'],
    path: pick('sys/wrapping/lookup'),
    fields: { token: theToken },
    token: fc.oneof(tokens, pick('<token:0>')),
    headers: fc.oneof(pick({}), pick({}), wrap),
  }),
  often(2, {
    methods: ['POST'],
    path: pick('sys/wrapping/rewrap'),
    fields: { token: theToken },
    token: fc.oneof(tokens, pick('<token:0>')),
    headers: fc.oneof(pick({}), pick({}), wrap),
  }),
  often(1, {
    methods: ['GET', 'LIST', 'DELETE'],
    path: pick('@/kv2/data/a', '@/kv2/data/none', '@/kv2/metadata/', 'auth/token/lookup-self'),
    headers: wrap,
    token: tokens,
  }),
  often(2, {
    methods: ['POST'],
    path: pick('@/kv2/data/a', '@/kv2/config'),
    fields: { data: secret, cas_required: flag },
    always: ['data'],
    headers: maybe,
  }),
  often(2, {
    methods: ['POST'],
    path: pick('auth/token/create'),
    fields: { policies: names, type: pick<unknown>('batch', 'service'), num_uses: number, ttl },
    headers: maybe,
  }),
  often(1, {
    methods: ['GET'],
    path: pick('auth/token/lookup-self', 'cubbyhole/wrapinfo'),
    token: pick('<token:0>', '<token:1>'),
  }),
  often(1, {
    methods: ['POST'],
    path: pick(
      'auth/token/renew-self',
      'auth/token/revoke-self',
      'auth/token/lookup-self',
      'auth/token/create',
    ),
    token: pick('<token:0>'),
  }),
)
