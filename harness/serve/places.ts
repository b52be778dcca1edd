import type { World } from '../world.ts'

/** Where a service really listens, and what it stands for. */
export interface ServicePlace {
  readonly service: string
  readonly kind: string
  /** For any client on this machine. */
  readonly url: string
  /** What the configuration calls it. */
  readonly standsFor: string
}

/** The places of all services, in the order of the scenario. */
export function placesOf({ bindings, transport, fakes }: World): readonly ServicePlace[] {
  const order = [...fakes.keys()]
  return bindings
    .map(({ fake, origin, path }) => {
      const port = transport.addresses?.get(origin)?.port
      const { protocol } = new URL(origin)
      const url = `${protocol}//127.0.0.1:${port}${path}`
      return { service: fake.name, kind: fake.kind, url, standsFor: origin + path }
    })
    .toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service))
}

/** Origins that the configuration names and no service stands for. */
export function unboundOrigins({ config, bindings }: World): readonly string[] {
  const urls = [
    ...[...config.connections.values()].map(({ origin }) => origin),
    ...[...config.authorizationServers.values()].map(({ tokenEndpoint }) => tokenEndpoint?.value),
  ]
  const origins = urls.flatMap((url) =>
    url !== undefined && URL.canParse(url) ? new URL(url).origin : [],
  )
  const bound = new Set(bindings.map(({ origin }) => origin))
  return [...new Set(origins)].filter((origin) => !bound.has(origin))
}
