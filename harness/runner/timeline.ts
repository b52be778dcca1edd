import {
  returnCodes,
  type Exchanged,
  type Outcome,
  type Rule,
  type TraceEvent,
} from '../../emulator/index.ts'
import { outcomeName, type CallRecord } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'
import type { Step } from '../scenario/model.ts'
import { eventsOf, type SentRecord } from '../sent-record.ts'
import { clockTime } from '../time-text.ts'
import type { World } from '../world.ts'
import type { TimelineLine } from './event.ts'

/** So many calls of one step are told one by one; the newest ones. */
const mostCallsTold = 100

/** What happened in one step, each decision with its reason. */
export function timelineOf(
  world: World,
  number: number,
  step: Step,
  calls: readonly CallRecord[],
  beganAt: number,
): readonly TimelineLine[] {
  const { start } = world.scenario
  const line = lineMaker(start, number)
  if (step.kind === 'request') return sentLines(world.sent.slice(-1), line, step.text)
  if (calls.length === 0) return [line(beganAt, 0, step.text, [])]
  const told = calls.slice(-mostCallsTold)
  const more = calls.length - told.length
  const untold = more > 0 ? [line(beganAt, 0, `${step.text}: ${more} earlier calls`, [])] : []
  const entries = world.journal.since(0)
  return [...untold, ...callLines(told, { start, number, entries })]
}

/** What became of a client's request, each decision with its reason. */
function sentLines(
  sent: readonly SentRecord[],
  line: ReturnType<typeof lineMaker>,
  text: string,
): readonly TimelineLine[] {
  return sent.flatMap((record) => {
    const { outcome, startedAt } = record
    const got = outcome.kind === 'response' ? outcome.status : `${outcome.kind} (${outcome.detail})`
    return [
      line(startedAt, 0, `${text}: ${got}`, []),
      ...eventsOf(record).map((event) => line(startedAt, 1, event.text, event.rules)),
    ]
  })
}

interface CallsTold {
  readonly start: number
  readonly number: number
  /** The journal, as far as it is about these calls. */
  readonly entries: readonly JournalEntry[]
}

/** What happened in each of some calls, each decision with its reason. */
export function callLines(
  calls: readonly CallRecord[],
  { start, number, entries }: CallsTold,
): readonly TimelineLine[] {
  const line = lineMaker(start, number)
  const byRequest = new Map(entries.map((entry) => [entry.request, entry]))
  return calls.flatMap((call) => [
    line(call.startedAt, 0, callText(call), outcomeRules(call.outcome)),
    ...call.trace.flatMap((event) => {
      const text = eventText(event, byRequest, start)
      return text === undefined ? [] : [line(event.at, 1, text, reasons(event))]
    }),
  ])
}

const lineMaker =
  (start: number, step: number) =>
  (at: number, depth: 0 | 1, text: string, rules: readonly Rule[]): TimelineLine => ({
    atMs: at - start,
    step,
    depth,
    text,
    rules: rules.map(({ id }) => id),
  })

function callText({ request, server, outcome }: CallRecord): string {
  const name = `${outcomeName(outcome)} ${returnCodes[outcome.returnCode]}`
  const message = outcome.statusMessage === '' ? '' : `: ${outcome.statusMessage.slice(0, 160)}`
  return `call ${request} on ${server}: ${name}${message}`
}

const outcomeRules = ({ returnCode, rules }: Outcome): readonly Rule[] =>
  returnCode === 0 ? [] : rules

/** The rules a reader wants beside a line: why something was decided, not how an answer is read. */
function reasons({ kind, rules }: TraceEvent): readonly Rule[] {
  if (kind === 'token-request' || kind === 'api-request') return []
  return kind === 'stored'
    ? rules.filter(({ id }) => /^(cache|oauth\.(kept|opaque))/.test(id))
    : rules
}

/** A decision in words; undefined for one that tells nothing a reader would miss. */
function eventText(
  event: TraceEvent,
  entries: ReadonlyMap<object, JournalEntry>,
  start: number,
): string | undefined {
  switch (event.kind) {
    case 'lookup':
      return `${event.element}: ${lookupTexts[event.result]}`
    case 'stored': {
      const { keptUntil, from } = event
      if (keptUntil === undefined || from === undefined)
        return `${event.element}: ${event.token} token, used once and not kept`
      const until = clockTime(Math.max(0, keptUntil - start))
      return `${event.element}: ${event.token} token, kept until ${until} by ${fromTexts[from]}`
    }
    case 'token-request':
    case 'api-request':
      return exchangeText(event, entries.get(event.request))
    case 'fallback':
      return `${event.element}: no new token (${event.because.slice(0, 120)}), the cached one serves on`
    case 'rejected':
      return event.removed
        ? `${event.element}: the rejected token is removed from the cache`
        : `${event.element}: another call has replaced the rejected token already`
    case 'retry':
      return retryText(event)
    case 'warning':
      return `warning: ${event.message}`
    case 'made':
      return `${event.element}: ${madeTexts[event.what]}`
    case 'credentials':
    case 'attached':
    case 'outcome':
      return undefined
  }
}

/** Nobody expects more than a 401 or a 403 to be tried again. */
function retryText({ status, again }: Extract<TraceEvent, { kind: 'retry' }>): string | undefined {
  if (again) return `${status}: the API request is sent once more with a new token`
  return status === 401 || status === 403 ? `${status}: the API request is not repeated` : undefined
}

const madeTexts = {
  localJwt: 'a JWT is generated for this call',
  basic: 'user and password go to the API',
}

const lookupTexts = {
  hit: 'the cached token is used',
  refresh: 'the cached token is to be refreshed',
  miss: 'a token is obtained',
}

const fromTexts = {
  exp: 'its exp claim',
  response: 'the lifetime in the answer',
  config: 'tokenLifetime',
}

function exchangeText({ request, result }: Exchanged, entry: JournalEntry | undefined): string {
  const [address] = request.url.split('?')
  const query = request.url.includes('?') ? '?…' : ''
  const answer = result.kind === 'response' ? result.status : `${result.kind} (${result.detail})`
  const issued = entry?.issued === undefined ? '' : `, ${entry.service}.issued[${entry.issued}]`
  const fault = entry?.fault === undefined ? '' : ` (${entry.fault})`
  return `${request.method} ${address}${query}: ${answer}${issued}${fault}`
}
