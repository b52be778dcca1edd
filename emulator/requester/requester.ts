import type { Assumptions } from '../assumed.ts'
import { planContext, type Extension, type Refusal } from '../auth/plan-context.ts'
import { routed } from '../auth/route.ts'
import type { Saf } from '../auth/saf.ts'
import type { SigningKeys } from '../auth/signing-keys.ts'
import type { Clock } from '../clock.ts'
import type { ServerConfig } from '../config/model.ts'
import {
  headerValue,
  type HttpRequest,
  type HttpResponse,
  type Send,
  type SendFailure,
} from '../http.ts'
import type { Level } from '../level.ts'
import type { Rule } from '../rule.ts'
import { TokenCache, type CachedToken } from '../token/cache.ts'
import { attach, tokenWins } from './attach.ts'
import type { Call } from './call.ts'
import { obtain, renew, type Obtained, type Parts } from './obtain.ts'
import { operate, reloadKeepsTokens, type OperatorReply } from './operator.ts'
import { apiOutcome, unpreparedOutcome, type Outcome } from './outcome.ts'
import { planConnection, type Plan } from './plan.ts'
import { decideRetry, retryKeepsToken, retryTokenError } from './retry.ts'
import type { TraceEvent } from './trace.ts'

export interface RequesterOptions {
  readonly config: ServerConfig
  readonly level: Level
  readonly clock: Clock
  readonly send: Send
  readonly assume?: Partial<Assumptions>
  readonly extensions?: readonly Extension[]
  readonly saf?: Saf
  /** Ids of generated JWTs; unique within a run. */
  readonly newId?: () => string
  /** Keys of jwtBuilders; without them only sharedKey signs. */
  readonly keys?: SigningKeys
  /** Another cache than one of its own: one that is watched, or one the product does not have. */
  readonly cache?: TokenCache
}

/** How one call ended, and every decision on the way. */
export interface CallResult {
  readonly outcome: Outcome
  readonly trace: readonly TraceEvent[]
}

/** One z/OS Connect server as an API requester, with a token cache of its own. */
export interface Requester {
  call(call: Call): Promise<CallResult>
  /** Carries out a MODIFY command that was addressed to this server. */
  operate(command: string): OperatorReply
  /** Takes another configuration; the tokens that are cached stay. Returns the rules of that. */
  reload(config: ServerConfig): readonly Rule[]
  /** How many tokens are cached and alive. */
  cachedTokens(): number
  /** What can be told of each of them. */
  listCache(): readonly CachedToken[]
}

/** Starts a server with an empty cache. */
export function createRequester(options: RequesterOptions): Requester {
  const { level, clock, send } = options
  const { newId = counter(), keys = async () => undefined } = options
  let { config } = options
  const context = planContext(level, options)
  const { assume } = context
  const { cache = new TokenCache(assume) } = options
  const prepared: Parts['prepared'] = new WeakMap()
  const parts: Parts = { clock, send, cache, assume, newId, keys, prepared }
  const plans = new Map<string, Plan | Refusal>()
  const planFor = (id: string): Plan | Refusal => {
    const plan = plans.get(id) ?? planConnection(config, id, context)
    plans.set(id, plan)
    return plan
  }
  return {
    async call(call) {
      const trace: TraceEvent[] = []
      const outcome = await perform(planFor(call.connection), call, parts, trace)
      trace.push({ at: clock.now(), kind: 'outcome', outcome, rules: outcome.rules })
      return { outcome, trace }
    },
    operate: (command) => operate(command, config, () => cache.clear(clock.now())),
    reload(changed) {
      config = changed
      plans.clear()
      return [reloadKeepsTokens]
    },
    cachedTokens: () => cache.size(clock.now()),
    listCache: () => cache.list(clock.now()),
  }
}

/** Ids for a server that was given no source of them. */
function counter(): () => string {
  let count = 0
  return () => `id-${++count}`
}

async function perform(
  plan: Plan | Refusal,
  call: Call,
  parts: Parts,
  trace: TraceEvent[],
): Promise<Outcome> {
  if (plan.kind === 'refusal') return unpreparedOutcome(plan.message, plan.rules, parts.assume)

  const tokens: Obtained[] = []
  for (const tokenPlan of plan.tokens) {
    const obtained = await obtain(tokenPlan, call, parts, trace)
    if (obtained.kind === 'failed') return obtained.outcome
    tokens.push(obtained)
  }
  const first = await askApi(plan, call, tokens, parts, trace)
  if (first.kind !== 'response') return apiOutcome(first, parts.assume)

  const { renew: renewing, rules } = decideRetry(first, tokens, parts.assume)
  const again = renewing.length > 0
  const { status } = first
  if (rules.length > 0) trace.push({ at: parts.clock.now(), kind: 'retry', status, again, rules })
  if (!again) return apiOutcome(first, parts.assume)

  const renewed: Obtained[] = []
  for (const token of tokens) {
    const isRenewed = token.kind === 'fetched' && renewing.includes(token)
    const obtained = isRenewed ? await renew(token, parts, trace) : token
    if (obtained.kind === 'failed') return withoutNewToken(obtained.outcome, first, parts.assume)
    renewed.push(obtained)
  }
  const second = await askApi(plan, call, renewed, parts, trace)
  const outcome = apiOutcome(second, parts.assume)
  const rejectedAgain = second.kind === 'response' && second.status === 401
  if (rejectedAgain && !parts.assume.retryKeepsToken)
    for (const each of renewed)
      if (each.kind === 'fetched') parts.cache.reject(each.prepared.key, each.token)
  return rejectedAgain ? { ...outcome, rules: [...outcome.rules, retryKeepsToken] } : outcome
}

/** What a program gets whose token was rejected and for whom there is no other. */
function withoutNewToken(failed: Outcome, first: HttpResponse, assume: Assumptions): Outcome {
  const outcome = assume.retryTokenErrorWins ? failed : apiOutcome(first, assume)
  return { ...outcome, rules: [...outcome.rules, retryTokenError] }
}

const replaces = ({ headers }: Call, name: string): boolean =>
  headerValue(headers, name) !== undefined

async function askApi(
  plan: Plan,
  call: Call,
  tokens: readonly Obtained[],
  { clock, send }: Parts,
  trace: TraceEvent[],
): Promise<HttpResponse | SendFailure> {
  const at = clock.now()
  for (const { plan: token } of tokens)
    trace.push({
      at,
      kind: 'attached',
      element: token.id,
      header: token.attach.header,
      rules: [
        ...plan.rules,
        ...token.attach.rules,
        ...(replaces(call, token.attach.header) ? [tokenWins] : []),
      ],
    })
  const request: HttpRequest = {
    method: call.method,
    url: plan.origin + call.path,
    headers: attach(call.headers, tokens),
    connectTimeoutMs: plan.connectTimeoutMs,
    receiveTimeoutMs: plan.receiveTimeoutMs,
    purpose: { kind: 'api', connection: plan.connection },
    ...routed(plan.route),
    ...(call.body && { body: call.body }),
  }
  const result = await send(request)
  const exchange = { kind: 'api-request', target: plan.connection, request, result } as const
  trace.push({ at, ...exchange, endedAt: clock.now(), rules: plan.route.rules })
  return result
}
