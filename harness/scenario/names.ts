import { proxyEndpoints } from '../fakes/proxy.ts'
import type { Place } from '../../emulator/index.ts'
import { suggestName } from '../../emulator/index.ts'
import { oauthEndpoints } from '../fakes/oauth-server.ts'
import type { ServiceOptions } from '../fakes/options.ts'
import { endpoints as vaultEndpoints } from '../fakes/vault/route.ts'
import { refuse, refuseName, type Found } from './found.ts'
import { failureKinds } from './schema/expect.ts'
import type { Row } from './rows.ts'
import type { ConfigSource, RequestTemplate } from './model.ts'
import type { RunNames } from './placeholder.ts'
import type { Tree } from './tree.ts'

/** Every endpoint of a service that can be counted. */
export function endpointsOf(options: ServiceOptions): readonly string[] {
  switch (options.kind) {
    case 'vault':
      return vaultEndpoints
    case 'jwt':
      return ['login']
    case 'oauth':
      return oauthEndpoints
    case 'proxy':
      return proxyEndpoints
    case 'outside':
      return ['request']
    case 'inbound':
      return options.operations.map(({ name }) => name)
    case 'ims':
      return Object.keys(options.transactions)
    case 'api':
      return options.routes.map(({ name }) => name)
  }
}

/** All names a step or an expectation may speak of. */
export interface Known {
  /** Undefined: declared, but with errors of its own. */
  readonly services: ReadonlyMap<string, ServiceOptions | undefined>
  readonly requests: ReadonlyMap<string, RequestTemplate | undefined>
  readonly usedRequests: Set<string>
  readonly servers: readonly string[]
  /** The configuration that a value of the file names. */
  readonly configAt: (tree: Tree) => ConfigSource | undefined
  readonly run: RunNames
  readonly rules?: ReadonlySet<string>
  readonly rows: readonly Row[]
  readonly row?: Row
}

/** The parts of `service[.endpoint][:status]`. */
export interface CountName {
  readonly service: string
  readonly endpoint?: string
  readonly status?: string
}

const status = /^([1-5]\d\d|[1-5]xx)$/

/** Reads a name that requests are counted by, and says what of it does not exist. */
export function readCountName(
  text: string,
  at: Place,
  known: Known,
  found: Found,
): CountName | undefined {
  const [, service = '', mark, rest = ''] = /^([^.:]*)(?:([.:])(.*))?$/s.exec(text) ?? []
  if (!known.services.has(service)) {
    return refuseName(found, 'service', service, known.services.keys(), at)
  }
  const options = known.services.get(service)
  if (mark === undefined || !options) return { service }
  if (mark === ':') return isStatus(rest, at, found) ? { service, status: rest } : undefined
  return readEndpoint(service, rest, endpointsOf(options), at, found)
}

function readEndpoint(
  service: string,
  rest: string,
  endpoints: readonly string[],
  at: Place,
  found: Found,
): CountName | undefined {
  if (endpoints.includes(rest)) return { service, endpoint: rest }
  const colon = rest.lastIndexOf(':')
  const endpoint = colon < 0 ? rest : rest.slice(0, colon)
  if (!endpoints.includes(endpoint)) {
    const said = `"${service}" has no endpoint "${endpoint}"`
    return refuse(found, 'UNKNOWN-NAME', said, at, suggestName(endpoint, endpoints))
  }
  const end = rest.slice(colon + 1)
  return isStatus(end, at, found) ? { service, endpoint, status: end } : undefined
}

function isStatus(text: string, at: Place, found: Found): boolean {
  if (status.test(text) || failureKinds.some((kind) => kind === text)) return true
  const said = `"${text}" is neither a status nor a kind of failure`
  const help = `write a status as 403, a class as 4xx, or one of: ${failureKinds.join(', ')}`
  refuse(found, 'UNKNOWN-NAME', said, at, help)
  return false
}

/** Whether services of that kind issue tokens; one with errors of its own is believed to. */
export const isIssuingKind = (kind: ServiceOptions['kind'] | undefined): boolean =>
  kind === undefined || kind === 'jwt' || kind === 'oauth' || kind === 'vault'

/** Whether a service issues tokens. */
export const issuesTokens = (name: string, { services }: Known): boolean =>
  services.has(name) && isIssuingKind(services.get(name)?.kind)

/** Whether a name is that of a service which issues tokens; says so where it is not. */
export function isIssuer(name: string, at: Place, known: Known, found: Found): boolean {
  if (!known.services.has(name)) {
    refuseName(found, 'service', name, known.services.keys(), at)
    return false
  }
  if (issuesTokens(name, known)) return true
  refuse(
    found,
    'BAD-VALUE',
    `"${name}" issues no tokens`,
    at,
    'name a vault, a jwt or an oauth service',
  )
  return false
}

/** Whether a server of that job name exists; says so where it does not. */
export function isServer(name: string, at: Place, { servers }: Known, found: Found): boolean {
  if (servers.includes(name)) return true
  refuseName(found, 'server', name, servers, at)
  return false
}
