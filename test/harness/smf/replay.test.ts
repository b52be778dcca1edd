import { expect, test } from 'vitest'
import { assumed, newestKnownLevel, readLevel, type Assumptions } from '../../../emulator/index.ts'
import type { TokenFacts } from '../../../harness/smf/issued-token.ts'
import { readExtract } from '../../../harness/smf/read-extract.ts'
import { replay, type Replay } from '../../../harness/smf/replay.ts'
import { loginXml, oauthXml } from '../../support/requester.ts'
import { readText, serverXml } from '../../support/server-xml.ts'
import { csvOf, rowOf, type RowParts } from './extract.ts'

interface Parts {
  readonly xml?: readonly string[]
  readonly level?: string
  readonly facts?: TokenFacts
  readonly assume?: Partial<Assumptions>
}

/** Puts records through the rules of a server whose tokens live for an hour by tokenLifetime. */
async function predict(rows: readonly RowParts[], parts: Parts = {}): Promise<Replay> {
  const { xml = loginXml({}), facts = { kind: 'opaque' }, assume = {} } = parts
  const level = readLevel(parts.level ?? '') ?? newestKnownLevel
  const { config } = readText(serverXml(...xml), { level, assume: { ...assumed, ...assume } })
  const options = { keys: ['SMF123S2_USER_NAME_ASSERTED'] }
  const { calls, problems } = await readExtract(
    'a.csv',
    Buffer.from(csvOf(rows.map(rowOf))),
    options,
  )
  expect(problems).toEqual([])
  return replay({ calls, config: config!, level, assume, factsOf: () => facts })
}

const counts = ({ same, different, undecided }: Replay) => [
  same,
  different,
  undecided['before the first known fetch'] + undecided['nothing was sent'],
]

/** Both sides of the first difference, with their rules. */
function firstOf({ differences: [first] }: Replay): readonly string[] {
  const told = [first!.emulated, first!.product]
  return told.map(({ text, rules }) => `${text} [${rules.map(({ id }) => id).join(', ')}]`)
}

const hit = { token: false } as const
const minute = 60_000
const refreshing = loginXml({ token: 'tokenLifetime="1h" tokenRefreshRate="10m"' })
const retryAt = (at: number): RowParts => ({
  at,
  retried: '1',
  token: { startMs: 25, finishMs: 28 },
})

test('knows nothing of a key before its first fetch, and everything after', async () => {
  const rows = [{ at: 0, ...hit }, { at: 1000 }, { at: 2000, ...hit }]
  expect(counts(await predict(rows))).toEqual([1, 0, 2])
})

test('keeps servers and credentials apart', async () => {
  const rows = [
    { at: 0 },
    { at: 1000, server: 'BAQSTRT2', ...hit },
    { at: 2000, user: 'BOB', ...hit },
  ]
  expect(counts(await predict(rows))).toEqual([0, 0, 3])
})

test('tells a fetch while the token was kept, with both reasons', async () => {
  const result = await predict([{ at: 0 }, { at: 10 * minute }, { at: 11 * minute, ...hit }])
  expect(counts(result)).toEqual([1, 1, 1])
  expect(firstOf(result)).toEqual([
    'login: no token is asked for, the cached one of 2026-01-05T12:00:00.010Z, kept until 2026-01-05T13:00:00.010Z, is sent [cache.hit]',
    'a token was asked for at 2026-01-05T12:10:00.000Z, 10m 00s after the last one [cache.less-than-a-second, cache.empty, cache.cleared]',
  ])
})

test('tells a token that was used beyond its end, with both reasons', async () => {
  const result = await predict([{ at: 0 }, { at: 61 * minute, ...hit }])
  expect(firstOf(result)).toEqual([
    'login: a token is asked for [cache.less-than-a-second]',
    'no token was asked for: the one sent was 1h 01m old [cache.hit]',
  ])
})

test('goes on with the token that the product fetched, so that one difference is told once', async () => {
  const rows = [{ at: 0 }, { at: 50 * minute }, { at: 105 * minute, ...hit }]
  expect(counts(await predict(rows))).toEqual([1, 1, 1])
})

test('goes by the fix level', async () => {
  const rows = [{ at: 0 }, { at: 1000 }, { at: 2000 }]
  expect(counts(await predict(rows, { level: '3.0.85.0' }))).toEqual([2, 0, 1])
  expect(counts(await predict(rows, { level: '3.0.86.0' }))).toEqual([0, 2, 1])
})

test('takes calls that asked while another was asking for a stampede and no difference', async () => {
  const slow = { token: { startMs: 0, finishMs: 1000 }, sent: '2026-01-05T13:00:02.000Z' }
  const stampede = [0, 10, 500, 999].map((ms) => ({ at: 60 * minute + ms, ...slow }))
  expect(counts(await predict([{ at: 0 }, ...stampede]))).toEqual([4, 0, 1])
})

test('leaves open who was first where two records have one moment', async () => {
  const rows = [
    { at: 0 },
    { at: 60 * minute },
    { at: 60 * minute + 10, ...hit, sent: '2026-01-05T13:00:00.010Z' },
  ]
  expect(counts(await predict(rows))).toEqual([2, 0, 1])
})

test('lets a JWT end a whole number of seconds after it was issued', async () => {
  const facts = { kind: 'jwt', lifetimeMs: 60_000 } as const
  const xml = loginXml({ token: '' })
  // Issued at 12:00:00.9, so it counts from 12:00:00 and serves until 12:00:59.
  const first = { at: 900 }
  expect(counts(await predict([first, { at: 58_900, ...hit }], { xml, facts }))).toEqual([1, 0, 1])
  expect(counts(await predict([first, { at: 59_500 }], { xml, facts }))).toEqual([1, 0, 1])
  expect(counts(await predict([first, { at: 59_500, ...hit }], { xml, facts }))).toEqual([0, 1, 1])
})

test('lets a JWT that came across the turn of a second end at either', async () => {
  const facts = { kind: 'jwt', lifetimeMs: 60_000 } as const
  const xml = loginXml({ token: '' })
  const first = { at: 995 }
  expect(counts(await predict([first, { at: 59_500, ...hit }], { xml, facts }))).toEqual([1, 0, 1])
  const both = [first, { at: 59_500, ...hit }, { at: 59_600 }]
  expect(counts(await predict(both, { xml, facts }))).toEqual([1, 1, 1])
})

test('cannot tell a refresh from an attempt that failed until it sees what follows', async () => {
  const tries = [{ at: 0 }, { at: 11 * minute }]
  expect(
    counts(await predict([...tries, { at: 12 * minute, ...hit }], { xml: refreshing })),
  ).toEqual([2, 0, 1])
  expect(counts(await predict([...tries, { at: 12 * minute }], { xml: refreshing }))).toEqual([
    2, 0, 1,
  ])
  const learned = [...tries, { at: 12 * minute, ...hit }, { at: 13 * minute }]
  expect(counts(await predict(learned, { xml: refreshing }))).toEqual([2, 1, 1])
})

test('knows no failed refresh where an attempt that fails ends the call', async () => {
  const rows = [{ at: 0 }, { at: 11 * minute }, { at: 12 * minute }]
  const assume = { refreshFallsBack: false }
  expect(counts(await predict(rows, { xml: refreshing, assume }))).toEqual([1, 1, 1])
})

test('predicts the one repetition after a 401 to a token out of the cache', async () => {
  expect(counts(await predict([{ at: 0 }, retryAt(1000), { at: 2000, ...hit }]))).toEqual([2, 0, 1])
})

test('tells a repetition that was not made', async () => {
  const result = await predict([{ at: 0 }, { at: 1000, ...hit, http: '401', status: '401' }])
  expect(firstOf(result)).toEqual([
    'the request is sent once more: the API answered 401 to a token out of the cache [retry.auth-token]',
    'no token was asked for: the one sent was 990ms old, and the 401 went to the program [retry.fresh-token]',
  ])
})

test('tells a repetition with a token that the call itself had fetched', async () => {
  const result = await predict([{ at: 0 }, retryAt(61 * minute)])
  expect(firstOf(result)[0]).toBe(
    'the request is not sent again: no token of the call came out of the cache [retry.auth-token, retry.fresh-token]',
  )
  const assume = { retryFreshToken: true }
  expect(counts(await predict([{ at: 0 }, retryAt(61 * minute)], { assume }))).toEqual([1, 0, 1])
})

test('wants another token there where a call was repeated without asking for one', async () => {
  const found = { at: 2000, ...hit, retried: '1' }
  const other = { at: 1995, retried: '1', token: { startMs: 10, finishMs: 15 } }
  expect(counts(await predict([{ at: 0 }, other, found]))).toEqual([2, 0, 1])
  expect(firstOf(await predict([{ at: 0 }, found]))[0]).toMatch(/^a new token is asked for/)
})

test('takes a 401 to an OAuth token as it was seen, for no record has its headers', async () => {
  const facts = { kind: 'opaque', lifetimeMs: 3_600_000 } as const
  const rejected = { ...hit, http: '401', status: '401' }
  const rows = [{ at: 0 }, { at: 1000, ...rejected }, retryAt(2000)]
  expect(counts(await predict(rows, { xml: oauthXml({}), facts }))).toEqual([2, 0, 1])
})

test('predicts what the program is handed when no token, no API and no answer could be had', async () => {
  const later = { at: 61 * minute }
  const noToken = { ...later, sent: '', http: '' }
  expect(counts(await predict([{ at: 0 }, { ...noToken, status: '500' }]))).toEqual([1, 0, 1])
  expect(firstOf(await predict([{ at: 0 }, { ...noToken, status: '503' }]))).toEqual([
    'the program gets 500: no token could be had [outcome.t2]',
    'the program got 503 []',
  ])
  const noApi = { at: 1000, ...hit, http: '' }
  expect(counts(await predict([{ at: 0 }, { ...noApi, status: '500' }]))).toEqual([1, 0, 1])
  const silent = { ...noApi, received: '2026-01-05T12:01:01.020Z' }
  expect(firstOf(await predict([{ at: 0 }, { ...silent, status: '500' }]))[0]).toBe(
    'the program gets 504: the API did not answer [outcome.a3]',
  )
})

test('leaves a call open that ended before anything was sent', async () => {
  const { undecided } = await predict([{ ...hit, sent: '', http: '', status: '500' }])
  expect(undecided).toEqual({ 'before the first known fetch': 0, 'nothing was sent': 1 })
})

test('counts apart the calls through connections that server.xml does not have', async () => {
  const { calls, leftOut } = await predict([
    { at: 0 },
    { connection: 'other' },
    { connection: 'other' },
  ])
  expect([calls, leftOut]).toEqual([1, { other: 2 }])
})

test('takes records in any order', async () => {
  const rows = [{ at: 0 }, { at: 1000, ...hit }, { at: 61 * minute }, { at: 62 * minute, ...hit }]
  expect(counts(await predict(rows.toReversed()))).toEqual(counts(await predict(rows)))
})

test('names the rules its predictions rest on that no source settles', async () => {
  const { assumed: rules } = await predict([{ at: 0 }, { at: 1000, ...hit }])
  expect(rules.map(({ id }) => id)).toEqual(['cache.lifetime.from-receipt'])
})
