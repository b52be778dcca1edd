import {
  TokenCache,
  type CacheEntry,
  type CacheKey,
  type Clock,
  type HttpRequest,
  type LookupDecision,
  type LookupTerms,
  type RequesterOptions,
  type Rule,
  type Send,
  type StoreDecision,
} from '../../emulator/index.ts'
import type { Policy } from '../scenario/compare-model.ts'
import type { Random } from '../seed.ts'

type Outcome = Awaited<ReturnType<Send>>
type Token = CacheEntry['token']
type Lifetime = Parameters<TokenCache['store']>[2]

const source = 'z/OS Connect does not do this: a policy to compare it with'

const renewedEarly: Rule = {
  id: 'what-if.refresh-at',
  status: 'extension',
  source,
  says: 'what if: a token is renewed when a share of its life is over',
}

const servedStale: Rule = {
  id: 'what-if.serve-stale',
  status: 'extension',
  source,
  says: 'what if: an old token serves on while no new one can be had',
}

/** What each policy does, in a sentence. */
export function policyText(policy: Policy): string {
  switch (policy.kind) {
    case 'single-flight':
      return 'of calls that ask for the same token at once one asks and the others wait for it'
    case 'refresh-at': {
      const spread = policy.jitter > 0 ? `, give or take ${percent(policy.jitter)} of that` : ''
      return `a token is renewed when ${percent(policy.share)} of its life is over${spread}`
    }
    case 'negative-caching':
      return `a refusal of a token is believed for ${policy.forMs} ms without asking again`
    case 'serve-stale':
      return `an old token serves on for up to ${policy.forMs} ms while no new one can be had`
    case 'shared-cache':
      return 'all servers share one cache'
  }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** Gives servers the caches and senders of a variant. Caches tell `onChange` which key has another token. */
export function equipment(
  policies: readonly Policy[],
  random: Random,
  onChange: (cache: TokenCache, key: CacheKey) => void,
): (job: string, usual: RequesterOptions) => RequesterOptions {
  const isShared = policies.some(({ kind }) => kind === 'shared-cache')
  let shared: Pick<RequesterOptions, 'cache' | 'send'> | undefined
  return (_job, usual) => {
    const { clock } = usual
    const cache = new WatchedCache(usual.assume!, policies, random, onChange)
    const own = {
      cache,
      send: policies.reduce((send, each) => sender(each, send, clock), usual.send),
    }
    if (isShared) shared ??= own
    // The API is asked by each server itself; what is shared is how tokens come.
    const send: Send = (request) =>
      request.purpose.kind === 'token' ? (shared ?? own).send!(request) : usual.send(request)
    return { ...usual, cache: (shared ?? own).cache!, send }
  }
}

function sender(policy: Policy, send: Send, clock: Clock): Send {
  if (policy.kind === 'single-flight') return singleFlight(send, clock)
  return policy.kind === 'negative-caching' ? negativeCaching(send, clock, policy.forMs) : send
}

/** What makes two token requests the same. */
const identityOf = ({ method, url, headers, body = new Uint8Array() }: HttpRequest): string =>
  JSON.stringify([method, url, headers, Buffer.from(body).toString('base64')])

function singleFlight(send: Send, clock: Clock): Send {
  const flights = new Map<string, Promise<Outcome>>()
  return (request) => {
    const identity = identityOf(request)
    let flight = flights.get(identity)
    if (!flight) {
      // An activity of its own: those who wait for it give up their turns.
      flight = clock
        .run('a token request', () => send(request))
        .finally(() => flights.delete(identity))
      flights.set(identity, flight)
    }
    return clock.wait(flight, 'a token that another call has asked for')
  }
}

function negativeCaching(send: Send, clock: Clock, forMs: number): Send {
  const refused = new Map<string, { readonly outcome: Outcome; readonly until: number }>()
  return async (request) => {
    const identity = identityOf(request)
    const known = refused.get(identity)
    if (known && clock.now() < known.until) return known.outcome
    const outcome = await send(request)
    const isGood = outcome.kind === 'response' && outcome.status >= 200 && outcome.status < 300
    if (isGood) refused.delete(identity)
    else refused.set(identity, { outcome, until: clock.now() + forMs })
    return outcome
  }
}

interface Held extends CacheEntry {
  readonly refreshMs: number
}

/** A token cache that tells of its changes, with the what-if policies that concern caches. */
export class WatchedCache extends TokenCache {
  readonly #refresh: Extract<Policy, { kind: 'refresh-at' }> | undefined
  readonly #stale: Extract<Policy, { kind: 'serve-stale' }> | undefined
  readonly #random: Random
  readonly #onChange: (cache: TokenCache, key: CacheKey) => void
  readonly #held = new Map<CacheKey, Held>()

  constructor(
    assume: { readonly sweepIntervalMs?: number },
    policies: readonly Policy[],
    random: Random,
    onChange: (cache: TokenCache, key: CacheKey) => void,
  ) {
    super({ sweepIntervalMs: assume.sweepIntervalMs ?? Infinity })
    this.#refresh = policies.find((each) => each.kind === 'refresh-at')
    this.#stale = policies.find((each) => each.kind === 'serve-stale')
    this.#random = random
    this.#onChange = onChange
  }

  /** The text of the token that is held for a key, for the server that issued it. */
  tokenOf(key: CacheKey): string | undefined {
    return this.#held.get(key)?.token.value.reveal()
  }

  override lookup(key: CacheKey, now: number, terms: LookupTerms = {}): LookupDecision {
    const held = this.#held.get(key)
    if (!held) return super.lookup(key, now, terms)
    const { refreshRateMs = Infinity } = terms
    const early = held.refreshMs < refreshRateMs
    const decision = super.lookup(
      key,
      now,
      early ? { ...terms, refreshRateMs: held.refreshMs } : terms,
    )
    if (decision.kind === 'refresh' && early) return { ...decision, rules: [renewedEarly] }
    if (decision.kind !== 'miss' || !this.#stale || now >= held.expiresAt + this.#stale.forMs)
      return decision
    return { kind: 'refresh', entry: held, holdsUntil: now, rules: [servedStale] }
  }

  override store(
    key: CacheKey,
    token: Token,
    lifetime: Lifetime,
    now: number,
    element = '',
  ): StoreDecision {
    const decision = super.store(key, token, lifetime, now, element)
    if (decision.kind === 'not-kept') return decision
    const { expiresAt } = decision
    const refreshMs = this.#refreshMs(expiresAt - now)
    this.#held.set(key, { element, token, obtainedAt: now, expiresAt, refreshMs })
    this.#onChange(this, key)
    return decision
  }

  override reject(key: CacheKey, token: Token): 'removed' | 'replaced already' {
    if (this.#held.get(key)?.token.value === token.value) this.#held.delete(key)
    this.#onChange(this, key)
    return super.reject(key, token)
  }

  override clear(now: number): number {
    const keys = [...this.#held.keys()]
    this.#held.clear()
    for (const key of keys) this.#onChange(this, key)
    return super.clear(now)
  }

  #refreshMs(lifeMs: number): number {
    if (!this.#refresh) return Infinity
    const { share, jitter } = this.#refresh
    const spread = jitter === 0 ? 1 : 1 + (2 * this.#random() - 1) * jitter
    return Math.round(lifeMs * share * spread)
  }
}
