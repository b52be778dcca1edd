import { boundText, isWithin, matcherText, matches, quoted } from './match.ts'
import type { Bound, Expectation, Matcher } from './model.ts'

/** One kind of expectation. */
export type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

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

/** The verdict on a number. */
export function bounded(
  code: string,
  what: string,
  value: number,
  bound: Bound,
  show: (n: number) => string = String,
): Verdict | undefined {
  if (isWithin(value, bound)) return undefined
  return { code, message: `${what} ${show(value)}, expected ${boundText(bound)}` }
}

/** The verdict on a text or a JSON value. */
export function matched(
  code: string,
  what: string,
  value: unknown,
  matcher: Matcher,
): Verdict | undefined {
  if (matches(matcher, value)) return undefined
  return { code, message: `${what} ${quoted(value)}, expected ${matcherText(matcher)}` }
}
