import type { ServerConfig, JwtBuilder } from '../../emulator/config/index.ts'
import {
  planConnection,
  type PlanContext,
  type TlsUse,
  type TokenPlan,
} from '../../emulator/index.ts'
import { callsOf, type Scenario, type Step } from '../scenario/model.ts'

/** The connections that a scenario calls while a configuration is in force; all where it calls none. */
export function connectionsUsed(
  { steps, requests }: Scenario,
  config: ServerConfig,
  configs: ReadonlyMap<Step, ServerConfig>,
): ReadonlySet<string> {
  const called = steps
    .filter((step) => configs.get(step) === config)
    .flatMap((step) => callsOf(step).map(({ request }) => request.connection))
  if (called.length > 0) return new Set(called)
  const known = [...requests.values()].map(({ connection }) => connection)
  return new Set(steps.length > 0 || known.length > 0 ? known : config.connections.keys())
}

/** The jwtBuilders that calls through some connections sign with. */
export function buildersUsed(
  config: ServerConfig,
  connections: Iterable<string>,
  context: PlanContext,
): ReadonlySet<JwtBuilder> {
  const plans = [...connections].map((id) => planConnection(config, id, context))
  const tokens = plans.flatMap((plan) => (plan.kind === 'plan' ? plan.tokens : []))
  return new Set(tokens.flatMap(buildersOf))
}

/** The key stores that calls through some connections may be asked for. */
export function tlsUsed(
  config: ServerConfig,
  connections: Iterable<string>,
  context: PlanContext,
): readonly TlsUse[] {
  const plans = [...connections].map((id) => planConnection(config, id, context))
  const uses = plans.flatMap((plan) =>
    plan.kind === 'plan' ? [plan.route, ...plan.tokens.flatMap(routesOf)] : [],
  )
  const found = uses.flatMap(({ tls }) => tls ?? [])
  return [...new Map(found.map((tls) => [`${tls.keyStore} ${tls.alias}`, tls])).values()]
}

function routesOf(token: TokenPlan): readonly { readonly tls?: TlsUse }[] {
  if (token.kind === 'authToken') return [token.request.route]
  return token.kind === 'oauth' ? [token.route] : []
}

function buildersOf(token: TokenPlan): readonly JwtBuilder[] {
  if (token.kind === 'localJwt') return [token.builder]
  if (token.kind !== 'oauth') return []
  return [
    ...(token.grant.type === 'jwt-bearer' ? [token.grant.builder] : []),
    ...(token.client.kind === 'assertion' ? [token.client.builder] : []),
  ]
}
