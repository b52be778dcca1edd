import type { AuthorizationServer, AuthToken, OAuthConfig, ServerConfig } from '../config/model.ts'
import { planRoute, proxyRefusal, type Route } from './route.ts'
import { refusal, type Refusal } from './plan-context.ts'

/** The zosconnect_authorizationServer of an element, and how it is reached. */
export interface PlannedServer {
  readonly kind: 'server'
  readonly server: AuthorizationServer
  readonly endpoint: string
  readonly connectTimeoutMs: number
  readonly receiveTimeoutMs: number
  readonly route: Route
}

/** The server that an element asks for tokens, or why neither of them can be used. */
export function planServer(
  { id, at, authServerRef, unusable }: AuthToken | OAuthConfig,
  config: ServerConfig,
): PlannedServer | Refusal {
  if (unusable) return refusal(unusable, '', at)
  const serverId = authServerRef?.value ?? ''
  const server = config.authorizationServers.get(serverId)
  if (!server) return refusal(undefined, `${id}: there is no server "${serverId}"`, at)
  const endpoint = server.tokenEndpoint?.value
  if (server.unusable || endpoint === undefined)
    return refusal(server.unusable, `${serverId} has no tokenEndpoint`, server.at)
  const noProxy = proxyRefusal(server, config)
  if (noProxy) return noProxy
  return {
    kind: 'server',
    server,
    endpoint,
    connectTimeoutMs: server.connectionTimeoutMs.value,
    receiveTimeoutMs: server.receiveTimeoutMs.value,
    route: planRoute(server, endpoint, config),
  }
}
