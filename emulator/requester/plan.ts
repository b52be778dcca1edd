import type { AuthTokenPlan } from '../auth/auth-token.ts'
import { planAuthToken } from '../auth/plan-auth-token.ts'
import { refusal, type PlanContext, type Refusal } from '../auth/plan-context.ts'
import type { ServerConfig } from '../config/model.ts'
import type { Level } from '../level.ts'
import type { Place } from '../problem.ts'
import { rule } from '../rule.ts'

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
  readonly level: Level
}

/** One variant for each way to get a token. */
export type TokenPlan = AuthTokenPlan

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
  const tokens: TokenPlan[] = []
  for (const id of connection.authenticationConfigRef.value) {
    const element = config.authTokens.get(id)
    if (!element) return refusal(undefined, `"${id}" is not defined`, connection.at)
    const token = planAuthToken(element, config, context)
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
    tokens,
    level: context.level,
  }
}
