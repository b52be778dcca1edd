import type { ReadFile } from '../../emulator/config/index.ts'
import type { Place } from '../../emulator/index.ts'
import { readJsonPath } from '../fakes/json-path.ts'
import type { JwtOptions, Limits, Lockout, Rate, ServiceOptions } from '../fakes/options.ts'
import type { CertificateDemand } from '../network/client-certificate.ts'
import { apiOptions, checkDemands } from './api-service.ts'
import { readCertificate, readDemand } from './client-certificate.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { headerRecord } from './headers.ts'
import type { Service } from './model.ts'
import { imsOptions, inboundOptions } from './inbound-service.ts'
import { oauthOptions, type ServiceReading } from './oauth-service.ts'
import { endpointsOf } from './names.ts'
import {
  serviceKeysNotEmulated,
  serviceSchemas,
  type ApiWritten,
  type ImsWritten,
  type InboundWritten,
  type JwtWritten,
  type OAuthWritten,
  type OutsideWritten,
  type ProxyWritten,
  type VaultWritten,
} from './schema/services.ts'
import { entriesOf, keyAt, nodeAt, placeAt, textOf, type Tree, type TreeEntry } from './tree.ts'
import { validate } from './validate.ts'
import { vaultOptions } from './vault-service.ts'

type Written =
  | JwtWritten
  | OAuthWritten
  | VaultWritten
  | ApiWritten
  | OutsideWritten
  | ProxyWritten
  | InboundWritten
  | ImsWritten
type Protection = { readonly limits?: Limits; readonly lockout?: Lockout }

/** The services of a file by name; undefined stands for one with errors. */
export function readServices(
  tree: Tree | undefined,
  readFile: ReadFile,
  found: Found,
): ReadonlyMap<string, Service | undefined> {
  const services = new Map(
    entriesOf(tree).map(
      ([name, entry]) => [name, readService(name, entry, tree!, readFile, found)] as const,
    ),
  )
  tellSamePlaces([...services.values()], found)
  checkDemands(tree, services, found)
  return services
}

function readService(
  name: string,
  { key, value: tree }: TreeEntry,
  services: Tree,
  readFile: ReadFile,
  found: Found,
) {
  if (!/^[a-z][A-Za-z0-9_-]*$/.test(name)) {
    const help = 'use a small letter, then letters, digits, _ and -'
    return refuse(found, 'BAD-VALUE', `"${name}" cannot be the name of a service`, key, help)
  }
  const before = found.length
  const written = readKind(name, tree, key, found)
  if (!written) return undefined
  const binding = bindingOf(name, written, tree, key, found)
  const options = optionsOf(written, { tree, at: key, services, readFile, found })
  const clientCertificate = readDemand(tree, readFile, found) ?? demandOf(options)
  checkLimits(options, tree, found)
  if ('token' in options && options.token.kind === 'opaque') tellOpaque(options.kind, tree, found)
  if (!binding || found.slice(before).some(({ severity }) => severity === 'error')) return undefined
  return {
    name,
    at: key,
    binding,
    options,
    ...present({ clientCertificate }),
  } satisfies Service
}

/** A Vault with roles for certificates asks for one, and lets in who has none. */
const demandOf = (options: ServiceOptions): CertificateDemand | undefined =>
  options.kind === 'vault' && Object.keys(options.cert ?? {}).length > 0
    ? { isOptional: true }
    : undefined

function readKind(name: string, tree: Tree, key: Place, found: Found): Written | undefined {
  if (tree.kind !== 'map') {
    return refuse(found, 'BAD-VALUE', `expected a map that says what "${name}" is`, tree.at)
  }
  const kind = nodeAt(tree, ['kind'])
  const kinds = Object.keys(serviceSchemas)
  if (!kind) {
    const help = `add "kind:" with one of: ${kinds.join(', ')}`
    return refuse(found, 'MISSING-KEY', `"${name}" has no "kind"`, key, help)
  }
  const text = textOf(kind)
  if (!kinds.includes(text)) return refuseName(found, 'kind of service', text, kinds, kind.at)
  const schema = serviceSchemas[text as keyof typeof serviceSchemas]
  return validate<typeof schema>(schema, tree, found, serviceKeysNotEmulated, key) as
    Written | undefined
}

function bindingOf(
  name: string,
  written: Written,
  tree: Tree,
  key: Place,
  found: Found,
): Service['binding'] | undefined {
  const { at } = written
  const element = 'for' in written ? written.for : undefined
  if (at && element !== undefined) {
    const said = `"${name}" has both "at" and "for"`
    return refuse(found, 'BAD-VALUE', said, keyAt(tree, ['for']), 'keep one of them')
  }
  if (at) return { kind: 'at', ...at }
  if (element !== undefined) return { kind: 'for', element, at: placeAt(tree, ['for']) }
  const help = 'add "at:" with its origin, or "for:" with the id of an element of server.xml'
  return refuse(found, 'MISSING-KEY', `"${name}" listens nowhere`, key, help)
}

function optionsOf(
  written: Written,
  reading: ServiceReading & { readonly services: Tree },
): ServiceOptions {
  const { tree, at, found } = reading
  // The kind says which of the shapes it is; the types cannot tell them apart by it.
  switch (written.kind) {
    case 'jwt':
      return { ...jwtOptions(written as JwtWritten, tree, at, found), ...protectionOf(written) }
    case 'oauth':
      return { ...oauthOptions(written as OAuthWritten, reading), ...protectionOf(written) }
    case 'vault':
      return { ...vaultOptions(written as VaultWritten, reading), ...protectionOf(written) }
    case 'api':
      return { ...apiOptions(written as ApiWritten, tree, at, found), ...protectionOf(written) }
    case 'proxy':
      return { kind: 'proxy' }
    case 'inbound':
      return inboundOptions(written as InboundWritten, reading)
    case 'ims':
      return imsOptions(written as ImsWritten, tree, found)
    case 'outside':
      return outsideOptions(written as OutsideWritten, reading)
  }
}

function outsideOptions(
  written: OutsideWritten,
  { tree, readFile, found }: ServiceReading,
): ServiceOptions {
  tellStrangers(written, tree, found)
  const node = nodeAt(tree, ['ca'])
  const ca = node && readCertificate(node, readFile, found)
  return { kind: 'outside', ...present({ ca }) }
}

/** Without a word to allow it, nothing leaves this computer. */
function tellStrangers({ at, allow = false }: OutsideWritten, tree: Tree, found: Found): void {
  const { hostname } = new URL(at.origin)
  if (allow || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return
  const said = `"${hostname}" is not this computer`
  refuse(
    found,
    'BAD-VALUE',
    said,
    placeAt(tree, ['at']),
    'write "allow: true" to send requests there',
  )
}

function protectionOf(written: Written): Protection {
  if (!('limits' in written) && !('lockout' in written)) return {}
  const { limits, lockout } = written
  if (!limits) return lockout ? { lockout: { after: lockout.after, forMs: lockout.for } } : {}
  const { leases, ...rates } = limits
  return {
    limits: { rates: rates as Record<string, Rate>, ...present({ leases }) },
    ...(lockout && { lockout: { after: lockout.after, forMs: lockout.for } }),
  }
}

function checkLimits(options: ServiceOptions, tree: Tree, found: Found): void {
  const known = endpointsOf(options)
  for (const [name, { key }] of entriesOf(nodeAt(tree, ['limits']))) {
    if (name === 'leases') {
      if (options.kind === 'vault') continue
      refuse(found, 'BAD-VALUE', 'only a vault has leases', key, 'limit an endpoint instead')
    } else if (!known.includes(name)) refuseName(found, 'endpoint', name, known, key)
  }
}

function jwtOptions(written: JwtWritten, tree: Tree, key: Place, found: Found): JwtOptions {
  const { token = {}, answer = {} } = written
  const credentials = credentialsOf(written.credentials)
  const users = written.users ?? {}
  if (credentials.in !== 'none' && Object.keys(users).length === 0) {
    const help = 'add "users:" with a name and a password, or "credentials: none"'
    refuse(found, 'MISSING-KEY', 'nobody could log in: there are no users', key, help)
  }
  for (const [path, entry] of entriesOf(nodeAt(tree, ['requireBody']))) {
    if (path.startsWith('$') && readJsonPath(path)) continue
    refuse(found, 'BAD-VALUE', `"${path}" is not a JSON path`, entry.key, 'write it as $.data.name')
  }
  return {
    kind: 'jwt',
    path: written.path ?? '/',
    method: written.method ?? 'POST',
    users,
    credentials,
    token: {
      kind: token.kind ?? 'jws',
      alg: token.alg ?? 'ES256',
      jti: token.jti ?? false,
      claims: token.claims ?? {},
      ...present({ lifetimeMs: token.lifetime }),
    },
    answer: {
      in: answer.in ?? 'body',
      header: answer.header ?? 'Authorization',
      format: answer.format ?? 'JSON',
      path: answer.path ?? '$.token',
      ...present({ lifetimePath: answer.lifetimePath }),
    },
    requireBody: written.requireBody ?? {},
    requireHeaders: headerRecord(nodeAt(tree, ['requireHeaders']), found),
  }
}

function credentialsOf(written: JwtWritten['credentials']): JwtOptions['credentials'] {
  if (written === undefined || written === 'basic') return { in: 'basic', header: 'Authorization' }
  if (written === 'none') return { in: 'none' }
  return written.in === 'basic'
    ? { in: 'basic', header: written.header ?? 'Authorization' }
    : written
}

function tellOpaque(kind: 'jwt' | 'oauth', tree: Tree, found: Found): void {
  // Introspection shows the claims that an OAuth server gives an opaque token.
  for (const name of kind === 'oauth' ? ['alg', 'jti'] : ['alg', 'jti', 'claims']) {
    if (!nodeAt(tree, ['token', name])) continue
    const said = `an opaque token has no "${name}"`
    refuse(found, 'BAD-VALUE', said, keyAt(tree, ['token', name]), 'remove it')
  }
}

function tellSamePlaces(services: readonly (Service | undefined)[], found: Found): void {
  const seen = new Map<string, string>()
  for (const service of services) {
    if (!service) continue
    const { binding } = service
    const place = binding.kind === 'at' ? binding.origin + binding.path : `for ${binding.element}`
    const first = seen.get(place)
    if (first !== undefined) {
      const said = `"${service.name}" listens where "${first}" does`
      refuse(found, 'DUPLICATE-NAME', said, service.at, 'give one of them a path of its own')
    } else seen.set(place, service.name)
  }
}
