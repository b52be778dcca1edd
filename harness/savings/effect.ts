import { hash } from 'node:crypto'
import type { CacheKey, Exchanged, TraceEvent } from '../../emulator/index.ts'
import { outcomeName, type CallRecord } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'

/** What came of the calls of one arrival, and what was captured for the later ones of them. */
export interface Arrived {
  readonly records: readonly CallRecord[]
  readonly captured: ReadonlyMap<string, unknown>
}

/** What an arrival did to everything that is counted. */
export interface Effect {
  /** How each of its calls ended. */
  readonly outcomes: readonly string[]
  readonly requests: readonly RequestMade[]
  /** Of each call the milliseconds spent on obtaining tokens. */
  readonly addedMs: readonly number[]
  /** What its calls looked for in the cache. */
  readonly keys: readonly CacheKey[]
  /** Milliseconds from the arrival to the last look-up that found a token; undefined where none did. */
  readonly hitAfterMs: number | undefined
  /** Tells apart what was captured; nothing can be read from it. */
  readonly captured: string
  /** The first moment at which the same arrival may go otherwise by the word of the cache; absent: it may at any time. */
  readonly holdsUntil?: number
}

export interface RequestMade {
  readonly service: string
  readonly endpoint: string
  readonly isToken: boolean
  readonly isRefusal: boolean
  /** Milliseconds from the arrival to the begin and to the end of the request. */
  readonly afterMs: number
  readonly endAfterMs: number
  /** It fails where it takes so long. */
  readonly timeoutMs: number
  /** The ordinal of its call in the arrival, from 0. */
  readonly call: number
  /** The token the service issued, by its ordinal there, and the epoch of that. */
  readonly issued?: { readonly ordinal: number; readonly at: number }
}

/** What an arrival did, from the traces of its calls and from the journal. */
export function effectOf(
  { records, captured }: Arrived,
  entryOf: (request: object) => JournalEntry | undefined,
): Effect {
  const { startedAt } = records[0]!
  const trace = records.flatMap((each) => each.trace)
  const exchanges = trace.filter(isExchange)
  const lookups = trace.filter(isLookup)
  const plain = exchanges.every(({ request }) => isPlain(entryOf(request)))
  const isWhole = records.every((each) => each.trace.at(-1)?.kind === 'outcome')
  const repeats = isWhole && plain && trace.every(leavesThingsAsTheyWere)
  const hits = lookups.filter(({ result }) => result === 'hit')
  return {
    outcomes: records.map(({ outcome }) => outcomeName(outcome)),
    requests: records.flatMap(({ trace: own }, call) =>
      own.filter(isExchange).flatMap(({ request, endedAt }) => {
        const entry = entryOf(request)
        if (entry?.service === undefined) return []
        return [{ ...requestMade(entry, startedAt, endedAt), call }]
      }),
    ),
    addedMs: records.map(addedBy),
    keys: lookups.map(({ key }) => key),
    hitAfterMs: hits.length > 0 ? hits.at(-1)!.at - startedAt : undefined,
    captured: captured.size === 0 ? '' : digestOf(captured),
    ...(repeats && { holdsUntil: Math.min(...lookups.map(({ holdsUntil }) => holdsUntil)) }),
  }
}

const addedBy = ({ trace }: CallRecord): number =>
  trace
    .filter(isExchange)
    .filter(({ kind }) => kind === 'token-request')
    .reduce((sum, { at, endedAt }) => sum + endedAt - at, 0)

const digestOf = (captured: ReadonlyMap<string, unknown>): string =>
  hash('sha256', JSON.stringify([...captured]), 'base64url')

const isExchange = (event: TraceEvent): event is Exchanged =>
  event.kind === 'token-request' || event.kind === 'api-request'

const isLookup = (event: TraceEvent): event is Extract<TraceEvent, { kind: 'lookup' }> =>
  event.kind === 'lookup'

/** Whether a request really arrived and no fault struck it: another may not be struck. */
const isPlain = (entry: JournalEntry | undefined): boolean =>
  entry !== undefined && entry.fault === undefined

/** Whether a call after this event finds what this one found. */
function leavesThingsAsTheyWere(event: TraceEvent): boolean {
  switch (event.kind) {
    case 'lookup':
      return event.result !== 'refresh'
    case 'stored':
      // A kept token changes what the next call finds.
      return event.keptUntil === undefined
    case 'token-request':
      return isGood(event.result)
    case 'retry':
      return !event.again
    case 'rejected':
    case 'fallback':
      return false
    case 'credentials':
    case 'api-request':
    case 'made':
    case 'attached':
    case 'warning':
    case 'outcome':
      return true
  }
}

const isGood = (result: { readonly kind: string; readonly status?: number }): boolean =>
  result.kind === 'response' && result.status! >= 200 && result.status! < 300

const requestMade = (
  entry: JournalEntry,
  startedAt: number,
  endedAt: number,
): Omit<RequestMade, 'call'> => ({
  service: entry.service!,
  endpoint: entry.endpoint ?? 'unscripted',
  isToken: entry.request.purpose.kind === 'token',
  isRefusal: entry.outcome?.kind === 'response' && entry.outcome.status === 429,
  afterMs: entry.at - startedAt,
  endAfterMs: endedAt - startedAt,
  timeoutMs: entry.request.receiveTimeoutMs,
  ...(entry.issued !== undefined && { issued: { ordinal: entry.issued, at: endedAt } }),
})
