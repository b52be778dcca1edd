import type { Assumptions } from '../assumed.ts'
import type { AuthTokenPlan } from '../auth/auth-token.ts'
import type { BasicPlan } from '../auth/basic.ts'
import type { LocalJwtPlan } from '../auth/local-jwt.ts'
import type { OAuthPlan } from '../auth/oauth.ts'
import { planAuthToken } from '../auth/plan-auth-token.ts'
import { planBasic, planLocalJwt } from '../auth/plan-made.ts'
import { planOAuth } from '../auth/plan-oauth.ts'
import { refusal, type PlanContext, type Refusal } from '../auth/plan-context.ts'
import { planRoute, proxyRefusal, type Route } from '../auth/route.ts'
import type { EndpointConnection, ServerConfig } from '../config/model.ts'
import type { Level } from '../level.ts'
import type { Place } from '../problem.ts'
import { rule, type Rule } from '../rule.ts'

export const unknownConnection = rule('plan.unknown-connection', {
  status: 'assumed',
  source: 'Assumed: what a connectionRef without its element leads to is not described',
  says: 'a call through a connection that server.xml does not have ends before any request is sent',
})

/** What will be sent for a call through one connection, kept and retried: everything but the call itself. */
export interface Plan {
  readonly kind: 'plan'
  readonly connection: string
  readonly at: Place
  /** Scheme, host and port of the API. */
  readonly origin: string
  readonly connectTimeoutMs: number
  readonly receiveTimeoutMs: number
  /** In the order in which they are obtained. */
  readonly tokens: readonly TokenPlan[]
  readonly route: Route
  readonly rules: readonly Rule[]
  readonly level: Level
}

/** One variant for each way to get a token. */
export type TokenPlan = FetchedPlan | MadePlan

/** A token that a server issues and the cache may keep. */
export type FetchedPlan = AuthTokenPlan | OAuthPlan

/** What the server makes itself, anew for each call. */
export type MadePlan = LocalJwtPlan | BasicPlan

export const acquisitionOrder = rule('plan.order', {
  status: 'assumed',
  source:
    'Assumed: the figure of "Calling an API secured with OAuth 2.0 and a JWT" gets the JWT first, its example lists it last',
  says: 'tokens of authentication servers come first, then generated JWTs, then the OAuth token; the first failure ends the call before the API is asked',
  other: { oauthTokenFirst: true },
})

/** Plans the calls through one connection, or says why there can be none. */
export function planConnection(
  config: ServerConfig,
  connectionId: string,
  context: PlanContext,
): Plan | Refusal {
  const connection = config.connections.get(connectionId)
  if (!connection)
    return {
      kind: 'refusal',
      message: `there is no zosconnect_endpointConnection "${connectionId}"`,
      rules: [unknownConnection],
    }
  if (connection.unusable || connection.origin === undefined)
    return refusal(connection.unusable, `${connectionId} has no host`, connection.at)
  const noProxy = proxyRefusal(connection, config)
  if (noProxy) return noProxy
  const tokens: TokenPlan[] = []
  for (const id of connection.authenticationConfigRef.value) {
    const token = planElement(id, config, context) ?? missing(id, connection)
    if (token.kind === 'refusal') return token
    tokens.push(token)
  }
  return {
    kind: 'plan',
    connection: connectionId,
    at: connection.at,
    origin: connection.origin,
    connectTimeoutMs: connection.connectionTimeoutMs.value,
    receiveTimeoutMs: connection.receiveTimeoutMs.value,
    tokens: inOrder(tokens, context.assume),
    route: planRoute(connection, connection.origin, config),
    rules: tokens.length > 1 ? [acquisitionOrder] : [],
    level: context.level,
  }
}

const order: readonly TokenPlan['kind'][] = ['authToken', 'localJwt', 'oauth', 'basic']

function inOrder(
  tokens: readonly TokenPlan[],
  { oauthTokenFirst }: Assumptions,
): readonly TokenPlan[] {
  const rank = ({ kind }: TokenPlan) =>
    oauthTokenFirst && kind === 'oauth' ? -1 : order.indexOf(kind)
  return tokens.toSorted((a, b) => rank(a) - rank(b))
}

const missing = (id: string, { at }: EndpointConnection): Refusal =>
  refusal(undefined, `"${id}" is not defined`, at)

function planElement(
  id: string,
  config: ServerConfig,
  context: PlanContext,
): TokenPlan | Refusal | undefined {
  const authToken = config.authTokens.get(id)
  if (authToken) return planAuthToken(authToken, config, context)
  const local = config.authTokensLocal.get(id)
  if (local) return planLocalJwt(local, config, context)
  const oAuth = config.oAuthConfigs.get(id)
  if (oAuth) return planOAuth(oAuth, config, context)
  const authData = config.authData.get(id)
  return authData && planBasic(authData)
}
