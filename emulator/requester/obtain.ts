import type { Assumptions } from '../assumed.ts'
import { authToken } from '../auth/auth-token.ts'
import { basic } from '../auth/basic.ts'
import { localJwt } from '../auth/local-jwt.ts'
import type { FetchMethod, Maker, Prepared, Unprepared } from '../auth/method.ts'
import { oauth } from '../auth/oauth.ts'
import type { RequestInfo } from '../auth/request-info.ts'
import type { SigningKeys } from '../auth/signing-keys.ts'
import { anySuccess, isSuccess } from '../auth/token-response.ts'
import type { Clock } from '../clock.ts'
import type { Send } from '../http.ts'
import { refreshFallback, rejected, type TokenCache } from '../token/cache.ts'
import { cacheKey } from '../token/key.ts'
import { unusableLifetime } from '../token/lifetime.ts'
import type { Token } from '../token/token.ts'
import type { Secret } from '../secret.ts'
import type { Call } from './call.ts'
import { tokenOutcome, unmadeOutcome, unpreparedOutcome, type Outcome } from './outcome.ts'
import type { FetchedPlan, MadePlan, TokenPlan } from './plan.ts'
import type { TraceEvent } from './trace.ts'

/** The method behind each kind of plan whose token a server issues. */
const fetchMethods = { authToken, oauth } as const

function methodOf<P extends FetchedPlan>(plan: P): FetchMethod<P> {
  // Each kind has its own method; TypeScript cannot see that a key and its value belong together.
  return fetchMethods[plan.kind] as unknown as FetchMethod<P>
}

/** What obtaining needs of its server. */
export interface Parts {
  readonly clock: Clock
  readonly send: Send
  readonly cache: TokenCache
  readonly assume: Assumptions
  readonly newId: () => string
  readonly keys: SigningKeys
  /** Token requests made ready before; they depend on plan, info and caller alone. */
  readonly prepared: WeakMap<FetchedPlan, WeakMap<RequestInfo, PreparedFor>>
}

interface PreparedFor {
  readonly assertedUser: string | undefined
  readonly prepared: Prepared | Unprepared
}

/** What proves who is calling, ready to be attached. */
export type Obtained = FetchedToken | MadeToken

/** A token that a server has issued, now or before. */
export interface FetchedToken {
  readonly kind: 'fetched'
  readonly plan: FetchedPlan
  readonly prepared: Prepared
  readonly token: Token
  readonly value: Secret
  readonly fromCache: boolean
}

export interface MadeToken {
  readonly kind: 'made'
  readonly plan: MadePlan
  readonly value: Secret
}

interface Failed {
  readonly kind: 'failed'
  readonly outcome: Outcome
}

/** The token of one element for one call: out of the cache where the rules allow it, else new. */
export async function obtain(
  plan: TokenPlan,
  call: Call,
  parts: Parts,
  trace: TraceEvent[],
): Promise<Obtained | Failed> {
  if (plan.kind === 'localJwt' || plan.kind === 'basic') return make(plan, call, parts, trace)
  const { clock, assume } = parts
  const prepared = prepare(plan, call, parts)
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

const makerOf = ({ clock, newId, keys }: Parts): Maker => ({ now: clock.now(), newId, keys })

async function make(
  plan: MadePlan,
  call: Call,
  parts: Parts,
  trace: TraceEvent[],
): Promise<MadeToken | Failed> {
  const maker = makerOf(parts)
  const made =
    plan.kind === 'basic'
      ? await basic.make(plan, call, maker)
      : await localJwt.make(plan, call, maker)
  if (made.kind === 'unmade') return { kind: 'failed', outcome: unmadeOutcome(made, parts.assume) }
  trace.push({ at: maker.now, kind: 'made', element: plan.id, what: plan.kind, rules: made.rules })
  return { kind: 'made', plan, value: made.value }
}

function prepare(plan: FetchedPlan, call: Call, parts: Parts): Prepared | Unprepared {
  const { requestInfo: info, assertedUser } = call
  const known = parts.prepared.get(plan) ?? new WeakMap<RequestInfo, PreparedFor>()
  parts.prepared.set(plan, known)
  const before = known.get(info)
  if (before && before.assertedUser === assertedUser) return before.prepared
  const prepared = keyedFor(call, methodOf(plan).prepare(plan, info, call), parts.assume)
  known.set(info, { assertedUser, prepared })
  return prepared
}

/** Of the key the connection is no part, unless it is to be. */
function keyedFor(
  { connection }: Call,
  prepared: Prepared | Unprepared,
  { keyHasConnection }: Assumptions,
): Prepared | Unprepared {
  if (!keyHasConnection || prepared.kind === 'unprepared') return prepared
  return { ...prepared, key: cacheKey([prepared.key, connection]) }
}

/** Looks again after the API rejected a token; another call may have fetched a new one meanwhile. */
export async function renew(
  { plan, prepared, token }: FetchedToken,
  parts: Parts,
  trace: TraceEvent[],
): Promise<FetchedToken | Failed> {
  const removed = parts.cache.reject(prepared.key, token) === 'removed'
  const at = parts.clock.now()
  trace.push({ at, kind: 'rejected', element: plan.id, removed, rules: [rejected] })
  return lookUp(plan, prepared, parts, trace)
}

async function lookUp(
  plan: FetchedPlan,
  prepared: Prepared,
  parts: Parts,
  trace: TraceEvent[],
): Promise<FetchedToken | Failed> {
  const at = parts.clock.now()
  const { key } = prepared
  const decision = parts.cache.lookup(key, at, plan)
  const { kind: result, holdsUntil, rules } = decision
  trace.push({ at, kind: 'lookup', element: plan.id, key, result, holdsUntil, rules })
  if (decision.kind === 'miss') return fetchToken(plan, prepared, parts, trace)
  const { token } = decision.entry
  const cached: FetchedToken = {
    kind: 'fetched',
    plan,
    prepared,
    token,
    value: token.value,
    fromCache: true,
  }
  if (decision.kind === 'hit') return cached
  const fresh = await fetchToken(plan, prepared, parts, trace)
  if (fresh.kind === 'fetched' || !parts.assume.refreshFallsBack) return fresh
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
  plan: FetchedPlan,
  prepared: Prepared,
  parts: Parts,
  trace: TraceEvent[],
): Promise<FetchedToken | Failed> {
  const { clock, send, cache, assume } = parts
  const { key, complete } = prepared
  // A copy: a request is told apart from others by being an object of its own.
  const request = complete
    ? await complete(prepared.request, makerOf(parts))
    : { ...prepared.request }
  if ('because' in request) return { kind: 'failed', outcome: unmadeOutcome(request, assume) }
  const at = clock.now()
  const result = await send(request)
  const now = clock.now()
  const exchange = { at, kind: 'token-request', target: plan.id, request, result } as const
  trace.push({ ...exchange, endedAt: now, rules: [anySuccess] })
  if (result.kind !== 'response' || !isSuccess(result.status, assume))
    return { kind: 'failed', outcome: tokenOutcome(result, undefined, assume) }
  const method = methodOf(plan)
  const answer = method.read(plan, result)
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
  for (const { message, rules } of answer.warnings ?? [])
    trace.push({ at: now, kind: 'warning', message: `${plan.id}: ${message}`, rules })
  const lifetime = method.lifetime(plan, answer, assume.lifetimeFromRequest ? at : now)
  const stored = cache.store(key, token, lifetime, now, plan.id)
  trace.push({
    at: now,
    kind: 'stored',
    element: plan.id,
    token: token.kind,
    ...(stored.kind === 'kept' && { keptUntil: stored.expiresAt, from: stored.from }),
    rules: [...stored.rules, ...answer.rules],
  })
  return { kind: 'fetched', plan, prepared, token, value: token.value, fromCache: false }
}
