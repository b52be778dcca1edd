import { rule, type Rule } from '../rule.ts'
import type { CacheKey } from './key.ts'
import type { Lifetime } from './lifetime.ts'
import type { Token } from './token.ts'

const caching = 'Calling an authentication server (zosConnect-2.0): Access token caching'

export const reused = rule('cache.hit', {
  status: 'documented',
  source: caching,
  says: 'a cached token with a second or more to live is reused',
})

export const neverFetched = rule('cache.empty', {
  status: 'documented',
  source: caching,
  says: 'nothing is cached for this request, so a token is obtained',
})

export const lessThanASecond = rule('cache.less-than-a-second', {
  status: 'documented',
  source: caching,
  says: 'a cached token that has expired or has less than one second left is replaced by a new one',
})

export const refreshRate = rule('cache.refresh-rate', {
  status: 'documented',
  since: '3.0.70.0',
  source: caching,
  says: 'when tokenRefreshRate has passed an attempt is made to obtain a new token although the cached one has not expired',
})

export const refreshFallback = rule('cache.refresh-fallback', {
  status: 'assumed',
  since: '3.0.70.0',
  source: 'Assumed: the page speaks of an attempt and does not say what follows when it fails',
  says: 'when the attempt of tokenRefreshRate fails the cached token serves on and the next call tries again',
  other: { refreshFallsBack: false },
})

export const cleared = rule('cache.cleared', {
  status: 'documented',
  source: 'The MODIFY command (zosConnect-2.0)',
  says: 'CLEARTOKENCACHE removes every token of that server',
})

export const rejected = rule('cache.rejected', {
  status: 'assumed',
  source:
    'Assumed: the page says a new token is used after a 401; what becomes of the old entry is not said',
  says: 'a token the API answered with 401 is removed, unless another call has replaced it already',
})

export const swept = rule('cache.sweep', {
  status: 'assumed',
  source: `Assumed interval; "${caching}" says only that expired tokens are cleared periodically`,
  says: 'expired tokens are cleared from time to time, which no request can notice',
  other: { sweepIntervalMs: 1000 },
})

export const perServer = rule('cache.per-server', {
  status: 'assumed',
  source: 'Assumed: the page names the system cache of the server and no way to share it',
  says: 'each server has a cache of its own, in memory, without a limit, gone at a restart',
})

export interface CacheEntry {
  /** The id of the element it was obtained for. */
  readonly element: string
  readonly token: Token
  readonly obtainedAt: number
  readonly expiresAt: number
}

/** What can be told of a cached token. */
export interface CachedToken {
  readonly element: string
  readonly kind: Token['kind']
  readonly obtainedAt: number
  readonly expiresAt: number
}

/** The answer of a look-up: what was decided, by which rules, and the first moment it may be another. */
export type LookupDecision =
  | {
      readonly kind: 'hit' | 'refresh'
      readonly entry: CacheEntry
      readonly holdsUntil: number
      readonly rules: readonly Rule[]
    }
  | { readonly kind: 'miss'; readonly holdsUntil: number; readonly rules: readonly Rule[] }

/** What became of a token that was just obtained. */
export type StoreDecision =
  | {
      readonly kind: 'kept'
      readonly expiresAt: number
      readonly from: 'exp' | 'response' | 'config'
      readonly rules: readonly Rule[]
    }
  | { readonly kind: 'not-kept'; readonly rules: readonly Rule[] }

/** How much of its life a cached token must have before it, and by which rule. */
export interface LeastLeft {
  readonly ms: number
  readonly rule: Rule
}

/** Less than a second is too little. */
export const aSecond: LeastLeft = { ms: 1000, rule: lessThanASecond }

/** What a look-up goes by, besides the key and the time. */
export interface LookupTerms {
  /** As tokenRefreshRate has it. */
  readonly refreshRateMs?: number
  readonly leastLeft?: LeastLeft
}

/** Reasons are kept for so many keys, so that memory stays level. */
const mostRemembered = 10_000

/** The tokens of one z/OS Connect server. Every answer is a decision with its rules. */
export class TokenCache {
  readonly #entries = new Map<CacheKey, CacheEntry>()
  /** Why a key that once had a token has none now. */
  readonly #gone = new Map<CacheKey, readonly Rule[]>()
  readonly #sweepIntervalMs: number
  #sweptAt = -Infinity

  constructor({ sweepIntervalMs }: { readonly sweepIntervalMs: number }) {
    this.#sweepIntervalMs = sweepIntervalMs
  }

  /** Whether the token of `key` may be used at `now`. */
  lookup(key: CacheKey, now: number, terms: LookupTerms = {}): LookupDecision {
    const { refreshRateMs = Infinity, leastLeft = aSecond } = terms
    this.#sweep(now)
    const entry = this.#entries.get(key)
    if (!entry) return miss(this.#gone.get(key) ?? [neverFetched, perServer])
    if (entry.expiresAt - now < leastLeft.ms) {
      this.#drop(key, [leastLeft.rule])
      return miss([leastLeft.rule])
    }
    const usableUntil = Math.floor(entry.expiresAt - leastLeft.ms) + 1
    const isLast = entry.expiresAt - now < aSecond.ms
    // Only the defect of old fix levels lets a token serve in its last second; it is told then.
    const toldUntil = isLast ? usableUntil : Math.floor(entry.expiresAt - aSecond.ms) + 1
    const refreshAt = entry.obtainedAt + refreshRateMs
    if (now >= refreshAt)
      return { kind: 'refresh', entry, holdsUntil: usableUntil, rules: [refreshRate] }
    const holdsUntil = Math.min(toldUntil, refreshAt)
    return { kind: 'hit', entry, holdsUntil, rules: [isLast ? leastLeft.rule : reused] }
  }

  /** Keeps a token for its lifetime, or remembers why not; the last one stored wins. */
  store(key: CacheKey, token: Token, lifetime: Lifetime, now: number, element = ''): StoreDecision {
    if (lifetime.kind === 'none') {
      this.#remember(key, lifetime.rules)
      return { kind: 'not-kept', rules: lifetime.rules }
    }
    const { expiresAt, from, rules } = lifetime
    this.#gone.delete(key)
    this.#entries.set(key, { element, token, obtainedAt: now, expiresAt })
    return { kind: 'kept', expiresAt, from, rules }
  }

  /** Removes the token that an API has rejected, if it is still the cached one. */
  reject(key: CacheKey, token: Token): 'removed' | 'replaced already' {
    const entry = this.#entries.get(key)
    if (entry?.token.value !== token.value) return 'replaced already'
    this.#drop(key, [rejected])
    return 'removed'
  }

  /** Empties the cache; how many live tokens it held at `now`. */
  clear(now: number): number {
    const live = this.size(now)
    for (const key of this.#entries.keys()) this.#remember(key, [cleared])
    this.#entries.clear()
    return live
  }

  /** How many tokens that have not expired it holds at `now`. */
  size(now: number): number {
    let live = 0
    for (const { expiresAt } of this.#entries.values()) if (expiresAt > now) live++
    return live
  }

  /** Every token that has not expired at `now`, without its value; the oldest first. */
  list(now: number): readonly CachedToken[] {
    return [...this.#entries.values()]
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ element, token: { kind }, obtainedAt, expiresAt }) => ({
        element,
        kind,
        obtainedAt,
        expiresAt,
      }))
  }

  #drop(key: CacheKey, why: readonly Rule[]): void {
    this.#entries.delete(key)
    this.#remember(key, why)
  }

  #remember(key: CacheKey, why: readonly Rule[]): void {
    this.#gone.delete(key)
    this.#gone.set(key, why)
    if (this.#gone.size > mostRemembered) this.#gone.delete(this.#gone.keys().next().value!)
  }

  // At look-up and not by a timer: a periodic timer would make a manual clock run for ever.
  #sweep(now: number): void {
    if (now - this.#sweptAt < this.#sweepIntervalMs) return
    this.#sweptAt = now
    for (const [key, { expiresAt }] of this.#entries)
      if (expiresAt <= now) this.#drop(key, [lessThanASecond])
  }
}

const miss = (rules: readonly Rule[]): LookupDecision => ({
  kind: 'miss',
  holdsUntil: Infinity,
  rules,
})
