import type { Plan, TokenPlan } from '../../emulator/index.ts'
import type { ServerDraft } from './model.ts'

/** The HTTP proxies between z/OS Connect and the servers of a connection. */
export const proxyServers = ({ plan }: { readonly plan: Plan }): readonly ServerDraft[] =>
  [plan.route, ...plan.tokens.map(routeOf)].flatMap((route) => {
    const proxy = route?.proxy
    if (!proxy) return []
    const at = new URL(`http://${proxy.host}:${proxy.port}`).origin
    return [{ name: proxy.id, at, options: { kind: 'proxy' } }]
  })

function routeOf(token: TokenPlan): Plan['route'] | undefined {
  switch (token.kind) {
    case 'authToken':
      return token.request.route
    case 'oauth':
      return token.route
    case 'localJwt':
    case 'basic':
      return undefined
  }
}
