import type { ProviderConfig } from '../config/index.ts'
import { headerValue } from '../http.ts'
import { rule } from '../rule.ts'
import { foldId, type SafDefinitions } from '../saf/index.ts'
import { chooseConsumer } from './auth-filter.ts'
import { authorize, requiresAuth } from './authorize.ts'
import type {
  InboundEvent,
  InboundIdentity,
  InboundRequest,
  InboundResult,
  Step,
} from './decision.ts'
import { refuse } from './decision.ts'
import type { TokenConsumer } from './decision.ts'
import { findUser } from './find-user.ts'
import { usedOnce, type UsedTokens } from './replay.ts'
import type { RoleMapping } from './role-mapping.ts'
import { validateToken, type TrustedKeys } from './validate-token.ts'

export const tokenRequired = rule('inbound.no-token', {
  status: 'documented',
  source: 'API provider authentication; IBM workshop: Enabling SAF Security in Liberty Servers',
  says: 'with requireAuth a request without a bearer token is answered with 401, and so is one whose authentication fails',
})

export const nobodyLogsOn = rule('inbound.unauthenticated', {
  status: 'documented',
  source: 'SAF unauthenticated user ID',
  says: 'without requireAuth a request without a token runs as the unauthenticated user',
})

/** Everything that decides about one request. */
export interface ProviderParts {
  readonly config: ProviderConfig
  readonly saf: SafDefinitions
  readonly keys: TrustedKeys
  readonly now: number
  /** The tokens this server has accepted before. */
  readonly used: UsedTokens
  /** Absent where the extension is off. */
  readonly mapping?: RoleMapping
}

/** Decides about one request: who sent it, whom it runs as, and whether that user may call the API. */
export async function decide(
  request: InboundRequest,
  parts: ProviderParts,
): Promise<InboundResult> {
  const logon = await authenticate(request, parts)
  if (logon.kind === 'refused') return refused(logon, logon.events)
  const { user, person, events } = logon
  const { config, saf } = parts
  const allowed = authorize({ config, saf, user, api: request.api })
  const trace = [...events, ...allowed.events]
  const identity: InboundIdentity = { user, ...(person && { person }) }
  if (allowed.kind === 'refused') return { ...refused(allowed, trace), ...identity }
  return { kind: 'granted', ...identity, trace }
}

function refused(
  { status, events }: Extract<Step<unknown>, { kind: 'refused' }>,
  trace: readonly InboundEvent[],
): Extract<InboundResult, { kind: 'refused' }> {
  return { kind: 'refused', status, why: events.at(-1)?.text ?? '', trace }
}

async function authenticate(
  request: InboundRequest,
  parts: ProviderParts,
): Promise<Step<InboundIdentity>> {
  const { config, saf, keys, now, used, mapping } = parts
  const chosen = chooseConsumer(config, request)
  const token = chosen && tokenIn(request, chosen.consumer)
  if (!chosen || token === undefined) return withoutToken(request, config, chosen?.consumer)
  const { consumer, rules } = chosen
  const choice =
    rules.length > 0 ? [{ text: `${consumer.kind} ${consumer.id} is to decide`, rules }] : []
  const valid = await validateToken(token, { consumer, keys, now, url: request.url })
  if (valid.kind === 'refused') return { ...valid, events: [...choice, ...valid.events] }
  const { claims } = valid
  const before = [...choice, ...valid.events]
  // Remembered before anything else is decided, so that of two at once only one gets through.
  if (!used.use(claims, consumer, now)) {
    const again = refuse(401, 'the token was used before', usedOnce)
    return { ...again, events: [...before, ...again.events] }
  }
  const found = findUser(claims, { config, saf, consumer, request, ...(mapping && { mapping }) })
  return { ...found, events: [...before, ...found.events] }
}

function withoutToken(
  { api }: InboundRequest,
  config: ProviderConfig,
  consumer: TokenConsumer | undefined,
): Step<InboundIdentity> {
  const isDue =
    consumer?.kind === 'openidConnectClient' && consumer.inboundPropagation.value === 'required'
  if (isDue || requiresAuth(config, api)) {
    const text = consumer
      ? 'the request has no token'
      : 'nothing in server.xml takes a token of this request'
    return refuse(401, text, tokenRequired)
  }
  const user = foldId(config.safCredentials.unauthenticatedUser.value)
  const text = `nobody logs on: the request runs as ${user}`
  return { kind: 'found', user, events: [{ text, rules: [nobodyLogsOn] }] }
}

/** What stands after Bearer; in a header of another name also alone. */
function tokenIn({ headers }: InboundRequest, { headerName }: TokenConsumer): string | undefined {
  const value = headerValue(headers, headerName?.value ?? 'Authorization')?.trim()
  const [, token] = /^Bearer +(\S+)$/i.exec(value ?? '') ?? []
  if (token !== undefined || headerName === undefined) return token
  return value === '' ? undefined : value
}
