import type { Exchanged, TraceEvent } from '../../emulator/index.ts'
import type { CallRecord } from '../call-record.ts'
import { outcomeName } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'

/** What a call did to everything that is counted. */
export interface Effect {
  readonly outcome: string
  readonly failed: boolean
  readonly requests: readonly RequestMade[]
  /** Milliseconds spent on obtaining tokens. */
  readonly addedMs: number
  /** Milliseconds from the begin of the call to the last moment at which it asked its cache. */
  readonly lookedAfterMs: number
  /** The first moment at which the same call may go otherwise by the word of the cache; absent: it may at any time. */
  readonly holdsUntil?: number
}

export interface RequestMade {
  readonly service: string
  readonly endpoint: string
  readonly isToken: boolean
  readonly isRefusal: boolean
  /** Milliseconds from the begin of the call. */
  readonly afterMs: number
  /** The token the service issued, by its ordinal there, and the epoch of that. */
  readonly issued?: { readonly ordinal: number; readonly at: number }
}

/** What a call did, from its trace and from the journal. */
export function effectOf(
  record: CallRecord,
  entryOf: (request: object) => JournalEntry | undefined,
): Effect {
  const { outcome, trace } = record
  const exchanges = trace.filter(isExchange)
  const plain = exchanges.every(({ request }) => isPlain(entryOf(request)))
  const isWhole = trace.at(-1)?.kind === 'outcome'
  const repeats = isWhole && plain && trace.every(leavesThingsAsTheyWere)
  const fetched = exchanges.filter(({ kind }) => kind === 'token-request')
  return {
    outcome: outcomeName(outcome),
    failed: outcome.returnCode !== 0,
    requests: exchanges.flatMap(({ request, endedAt }) => {
      const entry = entryOf(request)
      return entry?.service === undefined ? [] : [requestMade(entry, record, endedAt)]
    }),
    lookedAfterMs: Math.max(0, ...trace.filter(isLookup).map(({ at }) => at - record.startedAt)),
    addedMs: fetched.reduce((sum, { at, endedAt }) => sum + endedAt - at, 0),
    ...(repeats && { holdsUntil: endOfHits(trace) }),
  }
}

const isExchange = (event: TraceEvent): event is Exchanged =>
  event.kind === 'token-request' || event.kind === 'api-request'

const isLookup = (event: TraceEvent): event is Extract<TraceEvent, { kind: 'lookup' }> =>
  event.kind === 'lookup'

/** Whether a request really arrived and no fault struck it: another may not be struck. */
const isPlain = (entry: JournalEntry | undefined): boolean =>
  entry !== undefined && entry.fault === undefined

/** Until when every look-up of a call would end as it did. */
const endOfHits = (trace: readonly TraceEvent[]): number =>
  Math.min(...trace.filter(isLookup).map(({ holdsUntil }) => holdsUntil))

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
  { startedAt }: CallRecord,
  endedAt: number,
): RequestMade => ({
  service: entry.service!,
  endpoint: entry.endpoint ?? 'unscripted',
  isToken: entry.request.purpose.kind === 'token',
  isRefusal: entry.outcome?.kind === 'response' && entry.outcome.status === 429,
  afterMs: entry.at - startedAt,
  ...(entry.issued !== undefined && { issued: { ordinal: entry.issued, at: endedAt } }),
})
