import {
  headerValue,
  returnCodes,
  tokenResult,
  type Exchanged,
  type Outcome,
  type TraceEvent,
} from '../../emulator/index.ts'
import { outcomeName } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'
import { hideValues } from '../mask/hide-values.ts'
import type { Observation } from '../observation.ts'
import { fillValue, TemplateError } from '../template.ts'
import { boundText, isWithin, matcherText, matches, percentText, quoted } from './match.ts'
import type { Bound, Expectation, Matcher } from './model.ts'

/** What an expectation was judged to be: undefined where it holds. */
export interface Verdict {
  /** Upper-case, as `CALLS`; never changes its meaning. */
  readonly code: string
  /** What was seen and what was expected. */
  readonly message: string
  /** The part of the expectation that did not hold, where it has parts: a key of its `parts`. */
  readonly part?: string
  /** What to write, if what was seen is right. */
  readonly instead?: string
}

/** Counts of earlier rows of the same matrix, by the row's name. */
export type Bases = ReadonlyMap<string, (name: string) => number>

type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

/** Judges one expectation by what was observed; undefined means that it holds. */
export function judge(
  expectation: Expectation,
  seen: Observation,
  bases: Bases = new Map(),
): Verdict | undefined {
  switch (expectation.kind) {
    case 'calls':
      return judgeCalls(expectation, seen)
    case 'order':
      return judgeOrder(expectation, seen)
    case 'request':
      return judgeRequest(expectation, seen)
    case 'saved':
      return judgeSaved(expectation, seen, bases)
    case 'cache': {
      const where = expectation.server === undefined ? 'the caches' : expectation.server
      const count = seen.cachedTokens(expectation.server)
      return bounded('CACHE', `${where} held`, count, expectation.bound, tokens)
    }
    case 'retries':
      return bounded('RETRIES', 'there were', seen.retries, expectation.bound, times('retry'))
    case 'elapsed':
      return bounded('ELAPSED', 'it took', seen.elapsedMs, expectation.bound, milliseconds)
    case 'outcome':
      return judgeOutcomes(expectation, seen)
    case 'peak': {
      const peak = seen.peak(expectation.service)
      const what = `${expectation.service} got at most`
      return bounded(
        'PEAK',
        what,
        peak,
        expectation.bound,
        (n) => `${n} token requests in a second`,
      )
    }
    case 'inFlight':
      return bounded(
        'IN-FLIGHT',
        'at most',
        seen.mostInFlight,
        expectation.bound,
        (n) => `${n} calls waited at once`,
      )
    case 'longestOutage':
      return bounded(
        'OUTAGE',
        'the longest outage took',
        seen.longestOutageMs,
        expectation.bound,
        milliseconds,
      )
    case 'liveTokens': {
      const { service, bound } = expectation
      return bounded('LIVE-TOKENS', `${service} has`, seen.liveTokens(service), bound, tokens)
    }
    case 'affected':
      return bounded('AFFECTED', 'it removed', seen.affected ?? 0, expectation.bound, tokens)
    case 'reply':
      return matched('REPLY', 'the console showed', seen.reply?.text, expectation.matcher)
    case 'accepted': {
      const accepted = seen.reply?.accepted ?? false
      if (accepted === expectation.value) return undefined
      const text = `the command was ${accepted ? 'accepted' : 'refused'}: ${seen.reply?.text}`
      return { code: 'ACCEPTED', message: text }
    }
    case 'because':
      return judgeBecause(expectation, seen)
    default:
      return judgeLastCall(expectation, seen)
  }
}

const tokens = (n: number): string => (n === 1 ? '1 token' : `${n} tokens`)
const milliseconds = (n: number): string => `${n} ms`
const times =
  (what: string) =>
  (n: number): string =>
    n === 1 ? `1 ${what}` : `${n} ${what.replace(/y$/, 'ies')}`

function bounded(
  code: string,
  what: string,
  value: number,
  bound: Bound,
  show: (n: number) => string = String,
): Verdict | undefined {
  if (isWithin(value, bound)) return undefined
  return { code, message: `${what} ${show(value)}, expected ${boundText(bound)}` }
}

function matched(
  code: string,
  what: string,
  value: unknown,
  matcher: Matcher,
): Verdict | undefined {
  if (matches(matcher, value)) return undefined
  return { code, message: `${what} ${quoted(value)}, expected ${matcherText(matcher)}` }
}

function judgeCalls({ name, bound }: Of<'calls'>, seen: Observation): Verdict | undefined {
  const count = seen.count(name)
  if (isWithin(count, bound)) return undefined
  const often = count === 1 ? 'once' : `${count} times`
  const message = `${name} was called ${often}, expected ${boundText(bound)}`
  return { code: 'CALLS', message, instead: `expect ${count}, if what was seen is right` }
}

function judgeOrder({ names }: Of<'order'>, { entries }: Observation): Verdict | undefined {
  const services = new Set(names.map((name) => name.split('.')[0]))
  const came = entries
    .filter(({ service }) => services.has(service))
    .map(({ service, endpoint }) => `${service}.${endpoint}`)
  const fits = (name: string, at: string) => name === at || at.startsWith(`${name}.`)
  const holds = came.length === names.length && names.every((name, i) => fits(name, came[i]!))
  if (holds) return undefined
  const seen = came.length === 0 ? 'no request came' : `the requests came as ${came.join(', ')}`
  return { code: 'ORDER', message: `${seen}, expected ${names.join(', ')}` }
}

function judgeRequest(wanted: Of<'request'>, seen: Observation): Verdict | undefined {
  const entry = seen.entries.filter((each) => isFor(wanted.to, each))[wanted.nth - 1]
  if (!entry)
    return {
      code: 'REQUEST',
      message: `${wanted.to} got ${seen.count(wanted.to)} requests, so there is no number ${wanted.nth}`,
    }
  const { method, headers, body, url } = entry.request
  const { pathname, search } = new URL(url)
  const text = body && Buffer.from(body).toString('utf8')
  const parts: readonly (readonly [string, Matcher | undefined, unknown])[] = [
    ['method', wanted.method, method],
    ['path', wanted.path, pathname + search],
    ...Object.entries(wanted.headers).map(
      ([name, matcher]) => [`headers.${name}`, matcher, headerValue(headers, name)] as const,
    ),
    ['body', wanted.body, text],
  ]
  for (const [part, matcher, value] of parts) {
    const filled = matcher && fillMatcher(matcher, seen)
    if (!filled || matches(filled, value)) continue
    const what = `${part.replace('headers.', 'header ')} of request ${wanted.nth} to ${wanted.to}`
    const isSecret = part === 'body' && entry.request.purpose.kind === 'token'
    const message = isSecret
      ? `${what} was ${hideValues(text ?? 'none')} (values hidden), which is not as expected`
      : `${what} was ${quoted(value)}, expected ${matcherText(filled)}`
    return { code: 'REQUEST', message, part }
  }
  return undefined
}

const isFor = (name: string, { service, endpoint }: JournalEntry): boolean =>
  name === service || name === `${service}.${endpoint}`

function fillMatcher(matcher: Matcher, seen: Observation): Matcher {
  const scope = { captured: seen.captured, issuedToken: seen.issuedToken }
  try {
    if (matcher.kind === 'equals') return { ...matcher, value: fillValue(matcher.value, scope) }
    if (matcher.kind === 'contains')
      return { ...matcher, text: String(fillValue(matcher.text, scope)) }
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown
  }
  return matcher
}

function judgeSaved(
  { against, name, bound }: Of<'saved'>,
  seen: Observation,
  bases: Bases,
): Verdict | undefined {
  const base = bases.get(against)?.(name) ?? 0
  if (base === 0)
    return {
      code: 'SAVED',
      message: `${name} was never called in row "${against}": nothing to save`,
    }
  const saved = savedShare(base, seen.count(name))
  if (isWithin(saved, bound)) return undefined
  const message = `${name} was saved ${percentText(saved)} against "${against}" (${base} to ${seen.count(name)}), expected ${boundText(bound, percentText)}`
  return { code: 'SAVED', message }
}

/** The share by which `count` is smaller than `base`; negative where it is larger. */
export const savedShare = (base: number, count: number): number => (base - count) / base

function judgeOutcomes({ outcome, bound }: Of<'outcome'>, seen: Observation): Verdict | undefined {
  const count = seen.outcomes.get(outcome) ?? 0
  const share = seen.callCount === 0 ? 0 : count / seen.callCount
  if (isWithin(share, bound)) return undefined
  const all = [...seen.outcomes].map(([name, each]) => `${name} ${each} times`).join(', ')
  const message = `${percentText(share)} of ${seen.callCount} calls ended with ${outcome} (${all || 'no call ended'}), expected ${boundText(bound, percentText)}`
  return { code: 'OUTCOMES', message }
}

function judgeBecause({ rule }: Of<'because'>, { rules }: Observation): Verdict | undefined {
  const ids = [...rules].map(({ id }) => id)
  if (ids.includes(rule)) return undefined
  const family = ids.filter((id) => id.split('.')[0] === rule.split('.')[0])
  const cited = family.length > 0 ? family.join(', ') : ids.join(', ') || 'none'
  return { code: 'BECAUSE', message: `no decision rests on ${rule}; those cited are ${cited}` }
}

type LastCallExpectation = Of<
  | 'returnCode'
  | 'statusCode'
  | 'statusMessage'
  | 'statusMessageLength'
  | 'body'
  | 'apiStatus'
  | 'token'
>

function judgeLastCall(wanted: LastCallExpectation, { calls }: Observation): Verdict | undefined {
  const last = calls.at(-1)
  if (!last) return { code: 'NO-CALL', message: 'no call was made' }
  const { outcome, trace } = last
  switch (wanted.kind) {
    case 'returnCode': {
      if (outcome.returnCode === wanted.code) return undefined
      const message = `the program got ${outcomeText(outcome)}, expected ${wanted.code} (${returnCodes[wanted.code]})`
      return { code: 'RETURN-CODE', message }
    }
    case 'statusCode':
      if (isWithin(outcome.statusCode, wanted.bound)) return undefined
      return {
        code: 'STATUS-CODE',
        message: `the program got ${outcomeText(outcome)}, expected status code ${boundText(wanted.bound)}`,
      }
    case 'statusMessage':
      return matched('STATUS-MESSAGE', 'the message was', outcome.statusMessage, wanted.matcher)
    case 'statusMessageLength': {
      const { length } = outcome.statusMessage
      return bounded('STATUS-MESSAGE', 'the message had the length', length, wanted.bound)
    }
    case 'body': {
      const text = outcome.body && Buffer.from(outcome.body).toString('utf8')
      return matched('BODY', 'the response body was', text, wanted.matcher)
    }
    case 'apiStatus': {
      const exchange = trace.findLast((event) => isApiRequest(event))
      const { result } = exchange ?? {}
      const status = result?.kind === 'response' ? result.status : result?.kind
      if (status === wanted.status) return undefined
      const answered =
        status === undefined ? 'the API was not called' : `the API answered ${status}`
      return { code: 'API-STATUS', message: `${answered}, expected ${wanted.status}` }
    }
    case 'token': {
      const result = tokenResult(trace, wanted.element)
      if (result === wanted.is) return undefined
      const was = result ?? 'never asked for'
      return {
        code: 'TOKEN',
        message: `the token of ${wanted.element} was ${was}, expected ${wanted.is}`,
      }
    }
  }
}

const isApiRequest = (event: TraceEvent): event is Exchanged => event.kind === 'api-request'

const outcomeText = (outcome: Outcome): string =>
  `${outcomeName(outcome)} (${returnCodes[outcome.returnCode]}${outcome.statusMessage === '' ? '' : `: ${quoted(outcome.statusMessage)}`})`
