import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  cacheKey,
  readToken,
  TokenCache,
  type CacheKey,
  type Lifetime,
} from '../../../emulator/token/index.ts'
import { idsOf } from '../../support/requester.ts'

const one = cacheKey(['one'])
const other = cacheKey(['other'])

const until = (expiresAt: number): Lifetime => ({
  kind: 'until',
  expiresAt,
  from: 'config',
  rules: [],
})

/** A cache that holds one token per key, stored at 0 for 10 s. */
function cacheWith(keys: readonly CacheKey[], sweepIntervalMs = 60_000) {
  const cache = new TokenCache({ sweepIntervalMs })
  const token = readToken('cached')
  for (const key of keys) cache.store(key, token, until(10_000), 0)
  return { cache, token }
}

test('cache.empty: misses a key that was never stored (cache.per-server)', () => {
  const decision = cacheWith([]).cache.lookup(one, 0)
  expect(decision).toMatchObject({ kind: 'miss', holdsUntil: Infinity })
  expect(idsOf(decision)).toEqual(['cache.empty', 'cache.per-server'])
})

test('cache.per-server: two caches share nothing', () => {
  const { cache } = cacheWith([one])
  expect(cache.lookup(one, 0).kind).toBe('hit')
  expect(cacheWith([]).cache.lookup(one, 0).kind).toBe('miss')
})

test('cache.per-server: keeps as many tokens as are stored', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => cacheKey([String(i)]))
  const { cache } = cacheWith(keys)
  expect(cache.size(0)).toBe(20_000)
  expect(cache.lookup(keys[0]!, 0).kind).toBe('hit')
})

test('cache.hit: reuses a token with exactly one second left', () => {
  const { cache, token } = cacheWith([one])
  const decision = cache.lookup(one, 9000)
  expect(decision).toMatchObject({ kind: 'hit', entry: { token, obtainedAt: 0 }, holdsUntil: 9001 })
  expect(idsOf(decision)).toEqual(['cache.hit'])
})

test('cache.less-than-a-second: replaces a token with 999 ms left', () => {
  const { cache } = cacheWith([one])
  const decision = cache.lookup(one, 9001)
  expect(decision.kind).toBe('miss')
  expect(idsOf(decision)).toEqual(['cache.less-than-a-second'])
})

test('cache.less-than-a-second: does not take a replaced token back', () => {
  const { cache } = cacheWith([one])
  cache.lookup(one, 9001)
  expect(cache.lookup(one, 0).kind).toBe('miss')
})

test('says of a hit the first whole moment at which it may end, also with a broken expiry', () => {
  const { cache, token } = cacheWith([])
  cache.store(one, token, until(10_000.5), 0)
  const { holdsUntil } = cache.lookup(one, 0)
  expect(holdsUntil).toBe(9001)
  expect(cache.lookup(one, holdsUntil - 1).kind).toBe('hit')
  expect(cache.lookup(one, holdsUntil).kind).toBe('miss')
})

test('cache.refresh-rate: attempts a new token when the rate has passed and not before', () => {
  const { cache } = cacheWith([one])
  expect(cache.lookup(one, 3999, { refreshRateMs: 4000 })).toMatchObject({
    kind: 'hit',
    holdsUntil: 4000,
  })
  const decision = cache.lookup(one, 4000, { refreshRateMs: 4000 })
  expect(decision).toMatchObject({ kind: 'refresh', holdsUntil: 9001 })
  expect(idsOf(decision)).toEqual(['cache.refresh-rate'])
})

test('cache.refresh-rate: never outlives the token itself', () => {
  const { cache } = cacheWith([one])
  expect(cache.lookup(one, 0, { refreshRateMs: 20_000 })).toMatchObject({
    kind: 'hit',
    holdsUntil: 9001,
  })
  expect(cache.lookup(one, 9001, { refreshRateMs: 5000 }).kind).toBe('miss')
})

test('counts the refresh rate anew from a token that was stored later', () => {
  const { cache, token } = cacheWith([one])
  cache.store(one, token, until(20_000), 5000)
  expect(cache.lookup(one, 8999, { refreshRateMs: 4000 }).kind).toBe('hit')
  expect(cache.lookup(one, 9000, { refreshRateMs: 4000 }).kind).toBe('refresh')
})

test('takes the last of two tokens stored for one key', () => {
  const { cache } = cacheWith([one])
  const last = readToken('last')
  expect(cache.store(one, last, until(10_000), 0)).toMatchObject({
    kind: 'kept',
    expiresAt: 10_000,
    from: 'config',
  })
  expect(cache.lookup(one, 0)).toMatchObject({ entry: { token: last } })
  expect(cache.size(0)).toBe(1)
})

test('remembers why a token was not kept', () => {
  const { cache, token } = cacheWith([])
  const why = { id: 'why', status: 'assumed', source: 'Assumed', says: 'so' } as const
  expect(cache.store(one, token, { kind: 'none', rules: [why] }, 0)).toEqual({
    kind: 'not-kept',
    rules: [why],
  })
  expect(idsOf(cache.lookup(one, 0))).toEqual(['why'])
  cache.store(one, token, until(5000), 0)
  expect(cache.lookup(one, 0).kind).toBe('hit')
})

test('forgets the oldest of ten thousand reasons, and none that is newer', () => {
  const { cache, token } = cacheWith([])
  const keys = Array.from({ length: 10_001 }, (_, i) => cacheKey([String(i)]))
  const why = { id: 'why', status: 'assumed', source: 'Assumed', says: 'so' } as const
  for (const key of keys) cache.store(key, token, { kind: 'none', rules: [why] }, 0)
  expect(idsOf(cache.lookup(keys[0]!, 0))).toEqual(['cache.empty', 'cache.per-server'])
  expect(idsOf(cache.lookup(keys[1]!, 0))).toEqual(['why'])
})

test('cache.rejected: removes the token that was rejected', () => {
  const { cache, token } = cacheWith([one, other])
  expect(cache.reject(one, token)).toBe('removed')
  expect(idsOf(cache.lookup(one, 0))).toEqual(['cache.rejected'])
  expect(cache.lookup(other, 0).kind).toBe('hit')
})

test('cache.rejected: leaves a token that another call has stored meanwhile', () => {
  const { cache, token } = cacheWith([one])
  cache.store(one, readToken('cached'), until(10_000), 1)
  expect(cache.reject(one, token)).toBe('replaced already')
  expect(cache.lookup(one, 0).kind).toBe('hit')
  expect(cache.reject(other, token)).toBe('replaced already')
})

test('cache.cleared: removes every token, counts those alive and says why', () => {
  const { cache, token } = cacheWith([one, other])
  cache.store(one, token, until(5000), 0)
  expect(cache.clear(5000)).toBe(1)
  expect(cache.size(0)).toBe(0)
  for (const key of [one, other]) expect(idsOf(cache.lookup(key, 0))).toEqual(['cache.cleared'])
  expect(cache.clear(0)).toBe(0)
})

test('counts as alive what has not expired', () => {
  const { cache } = cacheWith([one, other])
  expect(cache.size(9999)).toBe(2)
  expect(cache.size(10_000)).toBe(0)
})

test('cache.sweep: clears what has expired when the interval has passed and not before', () => {
  const reasonAfter = (sweepIntervalMs: number): readonly string[] => {
    const { cache } = cacheWith([one], sweepIntervalMs)
    cache.lookup(other, 0)
    cache.lookup(other, 10_000)
    cache.clear(10_000)
    return idsOf(cache.lookup(one, 10_000))
  }
  expect(reasonAfter(10_000)).toEqual(['cache.less-than-a-second'])
  expect(reasonAfter(10_001)).toEqual(['cache.cleared'])
})

test('cache.sweep: no request can notice it', () => {
  for (const sweepIntervalMs of [1, 1e9]) {
    const { cache } = cacheWith([one, other], sweepIntervalMs)
    expect(cache.lookup(one, 8000).kind).toBe('hit')
    expect(idsOf(cache.lookup(one, 20_000))).toEqual(['cache.less-than-a-second'])
    expect(cache.size(20_000)).toBe(0)
  }
})

test('shows no token where a decision is printed', () => {
  const { cache } = cacheWith([one])
  const decision = cache.lookup(one, 0)
  expect(inspect(decision, { depth: 9 })).not.toContain("'cached'")
  expect(JSON.stringify(decision)).not.toContain('"cached"')
})

test('lists what is alive by element, kind and times, and no value', () => {
  const { cache } = cacheWith([one])
  cache.store(other, readToken('secret-token'), until(20_000), 5000, 'vaultLogin')
  const vaultLogin = { element: 'vaultLogin', kind: 'opaque', obtainedAt: 5000, expiresAt: 20_000 }
  expect(cache.list(5000)).toEqual([
    { element: '', kind: 'opaque', obtainedAt: 0, expiresAt: 10_000 },
    vaultLogin,
  ])
  expect(cache.list(10_000)).toEqual([vaultLogin])
  expect(cache.list(20_000)).toEqual([])
})
