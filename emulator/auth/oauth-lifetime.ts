import { rule, type Rule } from '../rule.ts'
import type { LeastLeft } from '../token/cache.ts'
import type { AnsweredLifetime, Lifetime } from '../token/lifetime.ts'
import type { Token } from '../token/token.ts'

export const kept = rule('oauth.kept', {
  status: 'assumed',
  source: 'Assumed from APAR PH62864, which speaks of cached OAuth tokens and not of their kinds',
  says: 'an OAuth token is kept for its expires_in, opaque or not, with or without jti, at every fix level',
  other: { oauthKeepsOpaqueBefore: false },
})

export const keptByExp = rule('oauth.kept-by-exp', {
  status: 'assumed',
  source: 'Assumed: nothing is said of an answer without expires_in',
  says: 'without expires_in a JWT is kept until its exp, and any other token is not kept',
})

export const opaqueNotKept = rule('oauth.opaque-not-kept', {
  status: 'assumed',
  source:
    'Assumed as the other reading of idea ZCEE-I-475, whose token came by an OAuth flow and was not kept',
  says: 'below 3.0.86.0 an opaque OAuth token is not kept',
})

export const replaced = rule('oauth.less-than-a-second', {
  status: 'documented',
  since: '3.0.85.0',
  source: 'APAR PH62864',
  says: 'a cached OAuth token with less than one second left is replaced by a new one',
})

export const defect = rule('oauth.less-than-a-second-before', {
  status: 'documented',
  source: 'APAR PH62864',
  says: 'before 3.0.85.0 a cached OAuth token was replaced only when it had expired: with less than a second left it could still be sent',
})

/** How long OAuth tokens of an element are kept. */
export interface OAuthLifetimePolicy {
  /** Whether an opaque token with expires_in is kept at this fix level. */
  readonly keepsOpaque: boolean
}

/** How much of its life a cached OAuth token needs before it. */
export const oauthLeastLeft = (fixed: boolean): LeastLeft =>
  fixed ? { ms: 1000, rule: replaced } : { ms: 1, rule: defect }

/** Until when an OAuth token received at `now` is kept. */
export function oauthLifetime(
  token: Token,
  answered: AnsweredLifetime,
  { keepsOpaque }: OAuthLifetimePolicy,
  now: number,
): Lifetime {
  if (token.kind !== 'jws' && !keepsOpaque) return none(opaqueNotKept)
  if (answered && 'ms' in answered)
    return { kind: 'until', expiresAt: now + answered.ms, from: 'response', rules: [kept] }
  if (answered) return none(kept)
  if (token.kind === 'jws' && token.expiresAt !== undefined)
    return { kind: 'until', expiresAt: token.expiresAt, from: 'exp', rules: [keptByExp] }
  return none(keptByExp)
}

const none = (...rules: readonly Rule[]): Lifetime => ({ kind: 'none', rules })
