import type { Assumptions } from '../assumed.ts'
import { authToken } from '../auth/auth-token.ts'
import type { Prepared, Unprepared } from '../auth/method.ts'
import type { RequestInfo } from '../auth/request-info.ts'
import { anySuccess } from '../auth/token-response.ts'
import type { Clock } from '../clock.ts'
import type { Send } from '../http.ts'
import { refreshFallback, rejected, type TokenCache } from '../token/cache.ts'
import { lifetimeOf, unusableLifetime } from '../token/lifetime.ts'
import type { Token } from '../token/token.ts'
import { tokenOutcome, unpreparedOutcome, type Outcome } from './outcome.ts'
import type { TokenPlan } from './plan.ts'
import type { TraceEvent } from './trace.ts'

/** The method behind each kind of plan. */
const methods = { authToken } as const

/** What obtaining needs of its server. */
export interface Parts {
  readonly clock: Clock
  readonly send: Send
  readonly cache: TokenCache
  readonly assume: Assumptions
  /** Token requests made ready before; they depend on plan and info alone. */
  readonly prepared: WeakMap<TokenPlan, WeakMap<RequestInfo, Prepared | Unprepared>>
}

/** A token ready to be attached. */
export interface Obtained {
  readonly kind: 'obtained'
  readonly plan: TokenPlan
  readonly prepared: Prepared
  readonly token: Token
  readonly fromCache: boolean
}

export type Obtaining = Obtained | { readonly kind: 'failed'; readonly outcome: Outcome }

/** The token of one element for one call: out of the cache where the rules allow it, else fetched. */
export async function obtain(
  plan: TokenPlan,
  info: RequestInfo,
  parts: Parts,
  trace: TraceEvent[],
): Promise<Obtaining> {
  const { clock, assume } = parts
  const prepared = prepare(plan, info, parts)
  if (prepared.kind === 'unprepared')
    return { kind: 'failed', outcome: unpreparedOutcome(prepared.message, prepared.rules, assume) }
  trace.push({
    at: clock.now(),
    kind: 'credentials',
    element: plan.id,
    from: prepared.credentialsFrom,
    rules: prepared.rules,
  })
  for (const message of prepared.warnings)
    trace.push({ at: clock.now(), kind: 'warning', message: `${plan.id}: ${message}`, rules: [] })
  return lookUp(plan, prepared, parts, trace)
}

function prepare(plan: TokenPlan, info: RequestInfo, parts: Parts): Prepared | Unprepared {
  const known = parts.prepared.get(plan) ?? new WeakMap<RequestInfo, Prepared | Unprepared>()
  parts.prepared.set(plan, known)
  const prepared = known.get(info) ?? methods[plan.kind].prepare(plan, info)
  known.set(info, prepared)
  return prepared
}

/** Looks again after the API rejected a token; another call may have fetched a new one meanwhile. */
export async function renew(
  { plan, prepared, token }: Obtained,
  parts: Parts,
  trace: TraceEvent[],
): Promise<Obtaining> {
  const removed = parts.cache.reject(prepared.key, token) === 'removed'
  const at = parts.clock.now()
  trace.push({ at, kind: 'rejected', element: plan.id, removed, rules: [rejected] })
  return lookUp(plan, prepared, parts, trace)
}

async function lookUp(
  plan: TokenPlan,
  prepared: Prepared,
  parts: Parts,
  trace: TraceEvent[],
): Promise<Obtaining> {
  const at = parts.clock.now()
  const decision = parts.cache.lookup(prepared.key, at, plan.refreshRateMs)
  const { kind: result, holdsUntil, rules } = decision
  trace.push({ at, kind: 'lookup', element: plan.id, result, holdsUntil, rules })
  if (decision.kind === 'miss') return fetchToken(plan, prepared, parts, trace)
  const cached: Obtained = {
    kind: 'obtained',
    plan,
    prepared,
    token: decision.entry.token,
    fromCache: true,
  }
  if (decision.kind === 'hit') return cached
  const fresh = await fetchToken(plan, prepared, parts, trace)
  if (fresh.kind === 'obtained' || !parts.assume.refreshFallsBack) return fresh
  trace.push({
    at: parts.clock.now(),
    kind: 'fallback',
    element: plan.id,
    because: fresh.outcome.statusMessage,
    rules: [refreshFallback],
  })
  return cached
}

async function fetchToken(
  plan: TokenPlan,
  prepared: Prepared,
  { clock, send, cache, assume }: Parts,
  trace: TraceEvent[],
): Promise<Obtaining> {
  const { key } = prepared
  // A copy: a request is told apart from others by being an object of its own.
  const request = { ...prepared.request }
  const at = clock.now()
  const result = await send(request)
  const now = clock.now()
  const exchange = { at, kind: 'token-request', target: plan.id, request, result } as const
  trace.push({ ...exchange, endedAt: now, rules: [anySuccess] })
  if (result.kind !== 'response' || result.status < 200 || result.status > 299)
    return { kind: 'failed', outcome: tokenOutcome(result, undefined, assume) }
  const answer = methods[plan.kind].read(plan, result)
  if (answer.kind === 'no-token')
    return { kind: 'failed', outcome: tokenOutcome(result, answer.missing, assume) }
  const { token } = answer
  if (answer.lifetime && 'unusable' in answer.lifetime)
    trace.push({
      at: now,
      kind: 'warning',
      message: `${plan.id}: ${answer.lifetime.unusable}`,
      rules: [unusableLifetime],
    })
  const lifetime = lifetimeOf(token, answer.lifetime, plan.lifetime, now)
  const stored = cache.store(key, token, lifetime, now)
  trace.push({
    at: now,
    kind: 'stored',
    element: plan.id,
    token: token.kind,
    ...(stored.kind === 'kept' && { keptUntil: stored.expiresAt, from: stored.from }),
    rules: [...stored.rules, ...answer.rules],
  })
  return { kind: 'obtained', plan, prepared, token, fromCache: false }
}
