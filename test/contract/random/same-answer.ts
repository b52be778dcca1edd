import type { ContractResponse } from '../run-case.ts'
import { wordless } from '../outline.ts'
import type { IssuedIds } from './issued-ids.ts'

/** Says where and how two answers differ; undefined where they tell a client the same. */
export function firstDifference(
  ours: ContractResponse,
  theirs: ContractResponse,
  ids: IssuedIds,
  looksAtWords = true,
): string | undefined {
  if (ours.status !== theirs.status) return `status ${ours.status}, the real one ${theirs.status}`
  if (ours.body === '' || theirs.body === '')
    return ours.body === theirs.body ? undefined : 'one body is empty'
  const [a, b] = [ours, theirs].map(({ body }) => {
    const read: unknown = JSON.parse(body)
    return looksAtWords ? read : wordless(read)
  })
  return differing(a, b, ids, 'body')
}

type Fields = Readonly<Record<string, unknown>>
const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function differing(a: unknown, b: unknown, ids: IssuedIds, at: string): string | undefined {
  if (isMap(a) && isMap(b)) return inMaps(a, b, ids, at)
  if (Array.isArray(a) && Array.isArray(b)) {
    const [x, y] = [named(a, ids, 'ours'), named(b, ids, 'theirs')]
    return x === y ? undefined : differ(at, x, y)
  }
  const field = at.slice(at.lastIndexOf('.') + 1)
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || sameMoment(field, a, b) ? undefined : differ(at, a, b)
  if (typeof a !== 'string' || typeof b !== 'string') return a === b ? undefined : differ(at, a, b)
  if (ids.pairUp(field, a, b)) return undefined
  const [x, y] = [named(a, ids, 'ours'), named(b, ids, 'theirs')]
  return x === y ? undefined : differ(at, x, y)
}

function inMaps(a: Fields, b: Fields, ids: IssuedIds, at: string): string | undefined {
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!(field in a)) return `${at}.${field} is missing: ${JSON.stringify(b[field])}`
    if (!(field in b)) return `${at}.${field} is too much: ${JSON.stringify(a[field])}`
    const found = differing(a[field], b[field], ids, `${at}.${field}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Both clocks are at one moment, but for a little; and what is left of a lease is rounded in two ways. */
const sameMoment = (field: string, a: number, b: number): boolean =>
  (field.endsWith('time') && Math.abs(a - b) <= 2) ||
  (/^(ttl|lease_duration)$/.test(field) && Math.abs(a - b) === 1)

/** Lists of leases are in the order of their digests, so that which is whose cannot be told. */
const lease = /\bh[0-9a-f]{64}\b/g
const time = /\b\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g

/** A text or a list without what is each server's own; ids have no order. */
function named(value: unknown, ids: IssuedIds, side: 'ours' | 'theirs'): string {
  const say = (text: string) =>
    ids
      .named(text, side)
      .replace(lease, '(lease)')
      .replace(time, (one) => (one.startsWith('0001') ? one : '(time)'))
  if (!Array.isArray(value)) return say(String(value))
  const items = value.map((item) => say(typeof item === 'string' ? item : JSON.stringify(item)))
  const areIds = items.every((item) => /^\(\w+ \d+\)$/.test(item))
  return JSON.stringify(areIds ? items.toSorted() : items)
}

const differ = (at: string, ours: unknown, theirs: unknown): string =>
  `${at} is ${JSON.stringify(ours)}, the real one's ${JSON.stringify(theirs)}`
