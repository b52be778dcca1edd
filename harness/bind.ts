import { error, suggestName, type Problem } from '../emulator/index.ts'
import type { ServerConfig } from '../emulator/config/index.ts'
import type { Fake } from './fakes/fake.ts'
import type { Binding } from './network/reception.ts'
import type { ScenarioCode, Service } from './scenario/model.ts'

/** Where each fake listens, and what is wrong with the places. */
export interface Bound {
  readonly bindings: readonly Binding[]
  readonly problems: readonly Problem<ScenarioCode>[]
}

/** Binds every service to its origin, or to the element of server.xml it stands for. */
export function bindServices(
  services: readonly { readonly service: Service; readonly fake: Fake }[],
  config: ServerConfig,
): Bound {
  const bindings: Binding[] = []
  const problems: Problem<ScenarioCode>[] = []
  for (const { service, fake } of services) {
    const place = placeOf(service, config)
    if ('problem' in place) {
      problems.push(place.problem)
      continue
    }
    const same = bindings.find(({ origin, path }) => origin === place.origin && path === place.path)
    if (same) problems.push(twice(service, same.fake.name, place.origin + place.path))
    else {
      const { clientCertificate } = service
      bindings.push({ ...place, fake, ...(clientCertificate && { clientCertificate }) })
    }
  }
  return { bindings, problems }
}

type Placed =
  { readonly origin: string; readonly path: string } | { readonly problem: Problem<ScenarioCode> }

function placeOf(service: Service, config: ServerConfig): Placed {
  const { binding } = service
  if (binding.kind === 'at') return { origin: binding.origin, path: binding.path }
  const url = urlOf(binding.element, config)
  if (url === undefined) {
    const known = [...config.authorizationServers.keys(), ...config.connections.keys()]
    const what = `server.xml has no zosconnect_authorizationServer or zosconnect_endpointConnection "${binding.element}" with an address`
    const tries = suggestName(binding.element, known)
    return { problem: error('UNBOUND', what, binding.at, tries) }
  }
  const { origin, pathname } = new URL(url)
  const path = pathBelow(service.options, pathname)
  if (path !== undefined) return { origin, path }
  const what = `the token endpoint of "${binding.element}" does not end with the path of "${service.name}"`
  const tries = `write paths: { token: ${pathname} }`
  return { problem: error('UNBOUND', what, binding.at, tries) }
}

/**
 * A Vault listens above its own `/v1`, an OAuth server above its token endpoint; any other server
 * at the very path of its element.
 */
function pathBelow(options: Service['options'], pathname: string): string | undefined {
  if (options.kind === 'oauth') {
    const { token } = options.paths
    return pathname.endsWith(token) ? pathname.slice(0, -token.length) : undefined
  }
  const path = options.kind === 'vault' ? (pathname.split('/v1/')[0] ?? '') : pathname
  return path.replace(/\/$/, '')
}

function urlOf(id: string, config: ServerConfig): string | undefined {
  const { host, port } = config.proxies.get(id) ?? {}
  if (host && port) return `http://${host.value}:${port.value}`
  const endpoint = config.authorizationServers.get(id)?.tokenEndpoint?.value
  const url = endpoint ?? config.connections.get(id)?.origin
  return url !== undefined && URL.canParse(url) ? url : undefined
}

const twice = (service: Service, other: string, where: string): Problem<ScenarioCode> =>
  error(
    'DUPLICATE-NAME',
    `"${service.name}" and "${other}" are both bound to ${where}`,
    service.at,
    'give one of them another origin, or a path under it',
  )
