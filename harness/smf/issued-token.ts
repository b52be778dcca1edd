import {
  authToken,
  oauthLifetime,
  Secret,
  type AnsweredLifetime,
  type Plan,
  type Token,
} from '../../emulator/index.ts'
import type { Lifetime } from '../../emulator/token/index.ts'

/** A plan of a token that a server issues. */
export type FetchedPlan = Extract<Plan['tokens'][number], { kind: 'authToken' | 'oauth' }>

/** The plans of a connection's tokens that a server issues. */
export const fetchedPlans = ({ tokens }: Plan): readonly FetchedPlan[] =>
  tokens.filter((each): each is FetchedPlan => each.kind === 'authToken' || each.kind === 'oauth')

export const tokenKinds = ['opaque', 'jwe', 'jwt', 'jwt-with-jti'] as const

/** What no record tells of the tokens of an element. */
export interface TokenFacts {
  readonly kind: (typeof tokenKinds)[number]
  /** As their exp or the answer has it; absent where neither has one. */
  readonly lifetimeMs?: number
}

/** The moments at which a token was asked for and was there. */
interface Obtained {
  readonly startAt: number
  readonly finishAt: number
}

/** A token as far as records tell it: what it is, and until when the rules keep it. */
export interface IssuedToken {
  readonly token: Token
  readonly lifetime: Lifetime
  readonly obtainedAt: number
}

/**
 * What a fetch may have brought. A JWT counts whole seconds by its server's clock, so that one
 * obtained across the turn of a second may end at either.
 */
export function issuedTokens(
  plan: FetchedPlan,
  { kind, lifetimeMs }: TokenFacts,
  { startAt, finishAt }: Obtained,
  ordinal: number,
): readonly IssuedToken[] {
  const value = new Secret(`token ${ordinal} of ${plan.id}`)
  const of = (token: Token, answered: AnsweredLifetime): IssuedToken => ({
    token,
    lifetime: lifetimeOf(plan, token, answered, finishAt),
    obtainedAt: finishAt,
  })
  if (kind === 'opaque' || kind === 'jwe') {
    const isAnswered = plan.kind === 'oauth' || plan.response.lifetimePath !== undefined
    const answered = isAnswered && lifetimeMs !== undefined ? { ms: lifetimeMs } : undefined
    return [of({ kind, value }, answered)]
  }
  const hasJti = kind === 'jwt-with-jti'
  if (lifetimeMs === undefined) return [of({ kind: 'jws', value, hasJti }, undefined)]
  const seconds = new Set([startAt, finishAt].map((at) => Math.floor(at / 1000) * 1000))
  return [...seconds].map((issuedAt) =>
    of({ kind: 'jws', value, hasJti, expiresAt: issuedAt + lifetimeMs }, undefined),
  )
}

const lifetimeOf = (
  plan: FetchedPlan,
  token: Token,
  lifetime: AnsweredLifetime,
  now: number,
): Lifetime =>
  plan.kind === 'oauth'
    ? oauthLifetime(token, lifetime, plan.lifetime, now)
    : authToken.lifetime(plan, { kind: 'token', token, lifetime, rules: [] }, now)
