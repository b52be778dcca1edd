import { neverRetried } from '../auth/basic.ts'
import type { RetryPlan } from '../auth/method.ts'
import type { Header, HttpResponse } from '../http.ts'
import { rule, type Rule } from '../rule.ts'

const caching = 'Calling an authentication server (zosConnect-2.0): Access token caching'

export const retryOnly401 = rule('retry.only-401', {
  status: 'documented',
  source: `${caching}; APAR PH63252`,
  says: 'no other status than 401 leads to a second request',
})

export const retryFresh = rule('retry.fresh-token', {
  status: 'assumed',
  source: `Assumed from "${caching}", which speaks of a token retrieved from the cache`,
  says: 'a token that this very call has fetched is not fetched again after a 401',
  other: { retryFreshToken: true },
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
  other: { retryTokenErrorWins: false },
})

export const retryKeepsToken = rule('retry.keeps-token', {
  status: 'assumed',
  source: 'Assumed: the page does not say what becomes of a new token that is rejected as well',
  says: 'the new token is cached before the second request and stays cached even if that ends with 401',
  other: { retryKeepsToken: false },
})

/** A token as it was sent: whether it came out of the cache decides whether it may be renewed. */
export interface SentToken {
  readonly kind: 'fetched' | 'made'
  readonly fromCache?: boolean
  readonly plan: { readonly id: string; readonly retry?: RetryPlan }
}

export interface RetryDecision<T extends SentToken> {
  /** The tokens to renew for the second request; none: there is no second one. */
  readonly renew: readonly T[]
  readonly rules: readonly Rule[]
}

/** Which tokens are renewed after the first answer of the API. */
export function decideRetry<T extends SentToken>(
  { status, headers }: HttpResponse,
  sent: readonly T[],
  { retryFreshToken }: { readonly retryFreshToken: boolean },
): RetryDecision<T> {
  if (status !== 401) return { renew: [], rules: status < 300 ? [] : [retryOnly401] }
  if (sent.length === 0) return { renew: [], rules: [retryNoToken] }
  const met = sent.filter(({ plan }) => plan.retry && isMet(plan.retry, headers))
  const renew = met.filter(({ fromCache }) => fromCache || retryFreshToken)
  const rules = sent.flatMap(({ plan }) => plan.retry?.rules ?? [neverRetried])
  const isFresh = renew.length === 0 && met.length > 0
  return { renew, rules: [...new Set(rules), ...(isFresh ? [retryFresh] : [])] }
}

/** Whether an answer with status 401 is one that this token is renewed after. */
const isMet = ({ on }: RetryPlan, headers: readonly Header[]): boolean =>
  on === 'any-401' ||
  headers.some(
    ([name, value]) => name.toLowerCase() === 'www-authenticate' && value.includes('invalid_token'),
  )
