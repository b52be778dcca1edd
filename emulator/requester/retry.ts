import type { TokenPlan } from './plan.ts'
import { rule, type Rule } from '../rule.ts'

const caching = 'Calling an authentication server (zosConnect-2.0): Access token caching'

export const retryAuthToken = rule('retry.auth-token', {
  status: 'documented',
  source: caching,
  says: 'a 401 of the API leads to one more request with a new token; if that fails the program gets the error',
})

export const retryOnly401 = rule('retry.only-401', {
  status: 'documented',
  source: `${caching}; APAR PH63252`,
  says: 'no other status than 401 leads to a second request',
})

export const retryFresh = rule('retry.fresh-token', {
  status: 'assumed',
  source: `Assumed from "${caching}", which speaks of a token retrieved from the cache`,
  says: 'a token that this very call has fetched is not fetched again after a 401',
})

export const retryNoToken = rule('retry.no-token', {
  status: 'assumed',
  source: 'Assumed: without a token there is nothing to renew',
  says: 'a call that sent no token is not repeated',
})

export const retryTokenError = rule('retry.token-error', {
  status: 'assumed',
  source: 'Assumed: the page does not say which of the two errors the program sees',
  says: 'when no new token can be had for the repetition the program gets the token error and not the 401',
})

export const retryKeepsToken = rule('retry.keeps-token', {
  status: 'assumed',
  source: 'Assumed: the page does not say what becomes of a new token that is rejected as well',
  says: 'the new token is cached before the second request and stays cached even if that ends with 401',
})

/** A token as it was sent: whether it came out of the cache decides whether it may be renewed. */
export interface SentToken {
  readonly plan: TokenPlan
  readonly fromCache: boolean
}

export interface RetryDecision<T extends SentToken> {
  /** The tokens to renew for the second request; none: there is no second one. */
  readonly renew: readonly T[]
  readonly rules: readonly Rule[]
}

/** Which tokens are renewed after the first answer of the API. */
export function decideRetry<T extends SentToken>(
  status: number,
  sent: readonly T[],
  { retryFreshToken }: { readonly retryFreshToken: boolean },
): RetryDecision<T> {
  if (status !== 401) return { renew: [], rules: status < 300 ? [] : [retryOnly401] }
  if (sent.length === 0) return { renew: [], rules: [retryNoToken] }
  const renew = sent.filter(({ fromCache }) => fromCache || retryFreshToken)
  return renew.length > 0
    ? { renew, rules: [retryAuthToken] }
    : { renew, rules: [retryAuthToken, retryFresh] }
}
