import fc from 'fast-check'
import { pick, often, ttl, names, word } from './grammar.ts'
import { key, folder, page, odd } from './kv-paths.ts'

const hole = pick<string | undefined>('root', 'root', '<token:0>')

export const cubbyRequests = fc.oneof(
  often(3, {
    methods: ['POST', 'POST', 'PATCH'],
    path: key.map((k) => `cubbyhole/@/${k}`),
    fields: { a: word, ttl, b: odd },
    token: hole,
  }),
  often(3, {
    methods: ['GET', 'GET', 'DELETE'],
    path: key.map((k) => `cubbyhole/@/${k}`),
    token: hole,
  }),
  often(2, {
    methods: ['LIST', 'GET'],
    path: fc.tuple(folder, page).map(([f, p]) => `cubbyhole/@/${f}${p}`),
    token: hole,
  }),
  often(1, {
    methods: ['POST'],
    path: pick('auth/token/create'),
    fields: { policies: names, type: pick<unknown>('batch', 'service') },
    always: ['policies'],
  }),
)
