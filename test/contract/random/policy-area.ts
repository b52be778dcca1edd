import fc from 'fast-check'
import { often, pick } from './grammar.ts'

const policyName = pick('@-a', '@-a', '@-b', '@-A')

const rule = (path: string, rest: string) => `path "${path}" { ${rest} }`

// Not what cannot be parsed: OpenBao tells of that in the words of its parser, which the embedded one has not.
const text = pick<unknown>(
  rule('@/kv1/a', 'capabilities = ["read"]'),
  rule('@/kv1/*', 'capabilities = ["create", "list"]'),
  rule('@/kv1/+/d', 'capabilities = ["read", "update", "patch"]'),
  rule('@/kv1/f/*', 'capabilities = ["deny"]'),
  rule('@/kv1/a', 'capabilities = ["update", "sudo"]'),
  rule('@/kv1/b', 'policy = "write"'),
  `${rule('@/kv1/a', 'capabilities = ["delete"]')} ${rule('@/kv1/f/', 'capabilities = ["list"]')}`,
  rule('@/kv1/a', 'capabilities = ["read", "create"] required_parameters = ["a"]'),
  rule('@/kv1/b', 'capabilities = ["create", "update"] allowed_parameters = { "a" = ["a"] }'),
  rule('@/kv1/a', 'capabilities = ["no"]'),
  '{"path":{"@/kv1/a":{"capabilities":["read"]}}}',
)

const path = pick<unknown>('@/kv1/a', '@/kv1/b', '@/kv1/f/d', '@/kv1/f/', 'sys/mounts', '')

const token = pick('<token:0>', '<token:0>', '<token:1>')

export const policyRequests = fc.oneof(
  often(4, {
    methods: ['POST', 'PUT'],
    path: policyName.map((name) => `sys/policies/acl/${name}`),
    isRight: true,
    fields: { policy: text },
    always: ['policy'],
  }),
  often(1, {
    methods: ['POST', 'PUT'],
    path: policyName.map((name) => `sys/policy/${name}`),
    isRight: true,
    fields: { policy: text, rules: text },
    always: ['policy'],
  }),
  often(2, {
    methods: ['GET', 'GET', 'DELETE'],
    path: policyName.chain((name) => pick(`sys/policies/acl/${name}`, `sys/policy/${name}`)),
  }),
  often(3, {
    methods: ['POST'],
    path: pick('auth/token/create'),
    fields: {
      policies: pick<unknown>(['@-a'], ['@-a', '@-b'], ['default']),
      type: pick<unknown>('batch', 'service'),
    },
    always: ['policies'],
  }),
  often(3, {
    methods: ['POST'],
    path: pick('sys/capabilities-self', 'sys/capabilities', 'sys/capabilities-accessor'),
    fields: {
      path,
      paths: pick<unknown>(['@/kv1/a', '@/kv1/f/d'], ['@/kv1/b']),
      token: pick('<token:0>', 'none'),
      accessor: pick('<accessor:0>', 'none'),
    },
    always: ['paths', 'token', 'accessor'],
    token: pick('root', '<token:0>'),
  }),
  often(5, {
    methods: ['GET', 'POST', 'DELETE', 'LIST'],
    path: pick('@/kv1/a', '@/kv1/a', '@/kv1/b', '@/kv1/f/d', '@/kv1/f/'),
    fields: { a: pick<unknown>('a', 'b'), b: pick<unknown>('a') },
    token,
  }),
)
