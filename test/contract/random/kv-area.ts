import fc from 'fast-check'
import { pick, often, ttl, number, flag, word } from './grammar.ts'
import { key, folder, page, odd } from './kv-paths.ts'

export const secret = pick<unknown>({ a: 1 }, { a: 'x', b: { c: [1, 2] } }, {}, { ttl: '30s' })

const versions = pick<unknown>([1], [2], [1, 2], '1,2', 1, [99], [-1])

const version = pick(
  '',
  '',
  '?version=1',
  '?version=2',
  '?version=0',
  '?version=99',
  '?version=x',
  '?version=-1',
)

const settings = {
  max_versions: number,
  cas_required: flag,
  delete_version_after: pick<unknown>('1h', '0', '-1s', 60, '10s', '1h30m'),
  metadata_cas_required: flag,
}

const options = pick<unknown>(
  { cas: 0 },
  { cas: 1 },
  { cas: 2 },
  { cas: '1' },
  { cas: 'x' },
  {},
  { cas: -1 },
)

const v2 = (area: string, more: fc.Arbitrary<string> = pick('')) =>
  fc.tuple(key, more).map(([k, m]) => `@/kv2/${area}/${k}${m}`)

export const kv2Requests = fc.oneof(
  often(6, {
    methods: ['POST', 'POST', 'POST', 'PATCH'],
    path: v2('data'),
    fields: { data: secret, options, version: number },
    always: ['data'],
  }),
  often(4, { methods: ['GET', 'GET', 'GET', 'DELETE'], path: v2('data', version) }),
  often(2, {
    methods: ['GET'],
    path: v2('subkeys', pick('', '?depth=1', '?depth=0', '?version=1', '?depth=x', '?depth=-1')),
  }),
  often(3, {
    methods: ['POST'],
    path: fc.oneof(v2('delete'), v2('undelete'), v2('destroy')),
    fields: { versions },
    always: ['versions'],
  }),
  often(4, {
    methods: ['POST', 'POST', 'PATCH'],
    path: v2('metadata'),
    fields: {
      ...settings,
      // Go reads fields in no order, so that one body has no two that cannot be read.
      delete_version_after: pick<unknown>('1h', '0', 60, '10s', '1h30m'),
      custom_metadata: pick<unknown>({ a: 'b' }, { a: 1 }, {}, { a: null }, { a: { b: 1 } }, null, {
        c: '',
      }),
      metadata_cas: number,
    },
  }),
  often(3, { methods: ['GET', 'GET', 'DELETE'], path: v2('metadata') }),
  often(2, {
    methods: ['LIST', 'GET'],
    path: fc
      .tuple(pick('metadata', 'metadata', 'detailed-metadata', 'data'), folder, page)
      .map(([a, f, p]) => `@/kv2/${a}/${f}${p}`),
  }),
  often(2, {
    methods: ['GET', 'POST', 'POST'],
    path: pick('@/kv2/config'),
    fields: settings,
  }),
)

export const kv1Requests = fc.oneof(
  often(3, {
    methods: ['POST', 'POST', 'PATCH'],
    path: key.map((k) => `@/kv1/${k}`),
    fields: { a: word, ttl, lease: ttl, b: odd },
  }),
  often(3, { methods: ['GET', 'GET', 'DELETE'], path: key.map((k) => `@/kv1/${k}`) }),
  often(2, {
    methods: ['LIST', 'GET'],
    path: fc.tuple(folder, page).map(([f, p]) => `@/kv1/${f}${p}`),
  }),
)
