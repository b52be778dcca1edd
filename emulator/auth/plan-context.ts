import { assumed, type Assumptions } from '../assumed.ts'
import type { Unusable } from '../config/model.ts'
import { reaches, type Level } from '../level.ts'
import type { Place } from '../problem.ts'
import { rule, type Rule } from '../rule.ts'
import type { Saf } from './saf.ts'

export const unusableElement = rule('plan.unusable-element', {
  status: 'assumed',
  source: 'Assumed: the messages BAQR1001E to BAQR1005E do not say what becomes of the element',
  says: 'a call that needs an element with a configuration error ends before any request is sent',
})

/** The fix level and the readings of what no source settles. */
export interface PlanContext {
  readonly level: Level
  readonly assume: Assumptions
  /** What the product does not have and a scenario has switched on. */
  readonly extensions: ReadonlySet<Extension>
  /** The security manager; absent where a scenario describes none. */
  readonly saf?: Saf
}

/** Behaviour that the product does not have: off unless it is named. */
export type Extension = 'jwt-bearer' | 'role-mapping'

export interface PlanContextOptions {
  readonly assume?: Partial<Assumptions>
  readonly extensions?: readonly Extension[]
  readonly saf?: Saf
}

/** The context of a fix level, with the readings given instead of the usual ones. */
export const planContext = (
  level: Level,
  { assume = {}, extensions = [], saf }: PlanContextOptions = {},
): PlanContext => ({
  level,
  assume: { ...assumed, ...assume },
  extensions: new Set(extensions),
  ...(saf && { saf }),
})

/** Why every call that needs an element ends at once. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly message: string
  /** Absent where there is nothing to point at. */
  readonly at?: Place
  readonly rules: readonly Rule[]
}

/** A refusal in the words of the Problem that made the element unusable, or in `otherwise`. */
export const refusal = (unusable: Unusable | undefined, otherwise: string, at: Place): Refusal => ({
  kind: 'refusal',
  message: unusable ? `${unusable.code}: ${unusable.message}` : otherwise,
  at: unusable?.at ?? at,
  rules: [unusableElement],
})

/** One of two values, by whether the fix level has what came with `since`. */
export const gate = <A, B>({ level }: PlanContext, since: string, after: A, before: B): A | B =>
  reaches(level, since) ? after : before
