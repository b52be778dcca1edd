import type { Observation } from '../observation.ts'
import { judgeLastCall } from './judge-last-call.ts'
import { judgeSent } from './judge-sent.ts'
import { judgeRequest } from './judge-request.ts'
import { boundText, isWithin, percentText } from './match.ts'
import type { Expectation } from './model.ts'
import { bounded, matched, type Of, type Verdict } from './verdict.ts'

/** Counts of earlier rows of the same matrix, by the row's name. */
export type Bases = ReadonlyMap<string, (name: string) => number>

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
    case 'status':
    case 'answer':
    case 'runsAs':
    case 'person':
    case 'logged':
      return judgeSent(expectation, seen)
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
