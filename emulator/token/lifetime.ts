import { rule, type Rule } from '../rule.ts'
import type { Token } from './token.ts'

const caching = 'Calling an authentication server (zosConnect-2.0): Access token caching'

export const jwtExp = rule('cache.jwt-exp', {
  status: 'documented',
  source: caching,
  says: 'a JWT with an exp claim and no jti is kept until its exp',
})

export const jti = rule('cache.jti', {
  status: 'documented',
  source: caching,
  says: 'a JWT with a jti claim is not kept',
})

export const jtiKept = rule('cache.jti-kept', {
  status: 'documented',
  source: caching,
  says: 'a JWT with jti and exp is kept with cacheTokensWithJti="true"',
})

export const jtiBeatsLifetime = rule('cache.jti-beats-lifetime', {
  status: 'assumed',
  since: '3.0.86.0',
  source: 'Assumed: the page does not say what a configured lifetime does for a token with a jti',
  says: 'a token with a jti is not kept even where a lifetime is configured',
  other: { jtiBeatsLifetime: false },
})

export const noExp = rule('cache.no-exp', {
  status: 'documented',
  source: caching,
  says: 'a JWT without an exp claim and without a configured lifetime is not kept',
})

export const noExpLifetime = rule('cache.no-exp-lifetime', {
  status: 'assumed',
  since: '3.0.86.0',
  source: `Assumed from "${caching}", which names JWTs among the tokens a lifetime serves`,
  says: 'a JWT without an exp claim is kept for the configured lifetime',
  other: { jwtWithoutExpKept: false },
})

export const expFirst = rule('cache.exp-first', {
  status: 'assumed',
  since: '3.0.86.0',
  source: 'Assumed: a claim of the token itself is taken to be the authority',
  says: "a JWT's own exp wins over a configured lifetime",
  other: { expBeatsLifetime: false },
})

export const opaqueBefore = rule('cache.opaque-before', {
  status: 'documented',
  source: caching,
  says: 'before 3.0.86.0 a token that is opaque or a JWE is not kept',
})

export const opaque = rule('cache.opaque', {
  status: 'documented',
  since: '3.0.86.0',
  source: caching,
  says: 'an opaque token is kept if a lifetime is given by tokenLifetime or tokenLifetimePath',
})

export const jwe = rule('cache.jwe', {
  status: 'documented',
  since: '3.0.86.0',
  source: caching,
  says: 'a JWE is kept if a lifetime is given by tokenLifetime or tokenLifetimePath',
})

export const noLifetime = rule('cache.no-lifetime', {
  status: 'documented',
  since: '3.0.86.0',
  source: caching,
  says: 'an opaque token or JWE without a lifetime in answer or configuration is not kept',
})

export const responseWins = rule('cache.lifetime.response', {
  status: 'documented',
  since: '3.0.86.0',
  source: caching,
  says: "a lifetime in the server's answer wins over tokenLifetime",
})

export const lifetimeFromConfig = rule('cache.lifetime.config', {
  status: 'documented',
  since: '3.0.86.0',
  source: caching,
  says: 'without a lifetime in the answer tokenLifetime counts',
})

export const lifetimeFromReceipt = rule('cache.lifetime.from-receipt', {
  status: 'assumed',
  since: '3.0.86.0',
  source: 'Assumed: the moment of receipt is the only clock the server has',
  says: 'a lifetime counts from the moment the answer was received',
  other: { lifetimeFromRequest: true },
})

export const unusableLifetime = rule('cache.lifetime.unusable', {
  status: 'assumed',
  since: '3.0.86.0',
  source: 'Assumed: nothing is said of a lifetime that is zero, negative or no number',
  says: 'a token whose answer carries an unusable lifetime is used once and not kept',
  other: { unusableFallsBack: true },
})

/** What the configuration and the fix level say about keeping tokens of one element. */
export interface LifetimePolicy {
  /** Whether the fix level knows lifetimes at all (3.0.86.0). */
  readonly knowsLifetimes: boolean
  readonly cacheTokensWithJti: boolean
  readonly tokenLifetimeMs?: number
  readonly jtiBeatsLifetime: boolean
  readonly expBeatsLifetime: boolean
  readonly jwtWithoutExpKept: boolean
  readonly unusableFallsBack: boolean
}

/** A lifetime found in an answer: milliseconds, or something that is none. Absent where the answer has none. */
export type AnsweredLifetime = { readonly ms: number } | { readonly unusable: string } | undefined

/** Until when a token may be kept, or that it may not be kept at all. */
export type Lifetime =
  | {
      readonly kind: 'until'
      readonly expiresAt: number
      readonly from: 'exp' | 'response' | 'config'
      readonly rules: readonly Rule[]
    }
  | { readonly kind: 'none'; readonly rules: readonly Rule[] }

type Given = Extract<Lifetime, { kind: 'until' }>

/** Decides how long a token received at `now` is kept, and on whose word. */
export function lifetimeOf(
  token: Token,
  answered: AnsweredLifetime,
  policy: LifetimePolicy,
  now: number,
): Lifetime {
  const given = givenLifetime(answered, policy, now)
  if (given === 'unusable' && !(token.kind === 'jws' && token.expiresAt !== undefined))
    return none(unusableLifetime)
  const lifetime = given === 'unusable' ? undefined : given
  if (token.kind === 'jws') return ofJws(token, lifetime, policy)
  if (!policy.knowsLifetimes) return none(opaqueBefore)
  if (!lifetime) return none(noLifetime)
  return because(lifetime, token.kind === 'jwe' ? jwe : opaque)
}

function givenLifetime(
  answered: AnsweredLifetime,
  { knowsLifetimes, tokenLifetimeMs, unusableFallsBack }: LifetimePolicy,
  now: number,
): Given | 'unusable' | undefined {
  if (!knowsLifetimes) return undefined
  const isUnusable = answered !== undefined && 'unusable' in answered
  if (isUnusable && !(unusableFallsBack && tokenLifetimeMs !== undefined)) return 'unusable'
  const rules = isUnusable ? [unusableLifetime, lifetimeFromReceipt] : [lifetimeFromReceipt]
  if (answered && !isUnusable)
    return {
      kind: 'until',
      expiresAt: now + answered.ms,
      from: 'response',
      rules: tokenLifetimeMs === undefined ? rules : [responseWins, ...rules],
    }
  if (tokenLifetimeMs === undefined) return undefined
  return {
    kind: 'until',
    expiresAt: now + tokenLifetimeMs,
    from: 'config',
    rules: [lifetimeFromConfig, ...rules],
  }
}

function ofJws(
  token: Extract<Token, { kind: 'jws' }>,
  given: Given | undefined,
  policy: LifetimePolicy,
): Lifetime {
  const barred = token.hasJti && !policy.cacheTokensWithJti
  if (barred && !given) return none(jti)
  if (barred && policy.jtiBeatsLifetime) return none(jti, jtiBeatsLifetime)
  const { expiresAt } = token
  if (expiresAt === undefined) {
    if (!given) return none(noExp)
    return policy.jwtWithoutExpKept ? because(given, noExpLifetime) : none(noExp, noExpLifetime)
  }
  if (given && (barred || !policy.expBeatsLifetime)) return given
  const rules = [token.hasJti ? jtiKept : jwtExp, ...(given ? [expFirst] : [])]
  return { kind: 'until', expiresAt, from: 'exp', rules }
}

const none = (...rules: readonly Rule[]): Lifetime => ({ kind: 'none', rules })

const because = (given: Given, why: Rule): Lifetime => ({ ...given, rules: [why, ...given.rules] })
