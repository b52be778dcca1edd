import type { Operation } from './engine.ts'
import { find, type MountPoint, type MountType } from './mounts.ts'

/** Every name a request to a Vault counts by. */
export const endpoints = [
  'login',
  'read',
  'write',
  'delete',
  'list',
  'lookup',
  'renew',
  'revoke',
  'role-id',
  'secret-id',
  'health',
  'seal-status',
  'init',
  'other',
] as const

export type Endpoint = (typeof endpoints)[number]

/** A request's path without `/v1/`, decoded, and its query; undefined outside of `/v1/`. */
export interface Target {
  readonly path: string
  readonly query: URLSearchParams
}

const noQuery = new URLSearchParams()

/** The parts of a path below `/v1/`; undefined for any other path, and for one with several slashes in a row. */
export function readTarget(target: string): Target | undefined {
  if (!target.startsWith('/v1/')) return undefined
  const mark = target.indexOf('?')
  const path = mark < 0 ? target.slice(4) : target.slice(4, mark)
  const query = mark < 0 ? noQuery : new URLSearchParams(target.slice(mark + 1))
  if (target.slice(3, mark < 0 ? undefined : mark).includes('//')) return undefined
  return { path: path.includes('%') ? decoded(path) : path, query }
}

/** A path without `%`; as it is where it cannot be decoded. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** What a method asks for; a write is an `update` until it is known that nothing is there. */
export function operationOf(
  method: string,
  query: URLSearchParams,
  scans = false,
): Operation | 'bad' | undefined {
  switch (method) {
    case 'GET':
      return readOperation(query, scans)
    case 'LIST':
      return 'list'
    case 'SCAN':
      return scans ? 'scan' : undefined
    case 'HEAD':
      return 'head'
    case 'POST':
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return 'delete'
    default:
      return undefined
  }
}

/** A list or a scan may be asked for by GET, too, and not both. */
function readOperation(query: URLSearchParams, scans: boolean): Operation | 'bad' {
  const [lists, doesScan] = [asked(query.get('list')), scans && asked(query.get('scan'))]
  if (lists === undefined || doesScan === undefined || (lists && doesScan)) return 'bad'
  if (lists) return 'list'
  return doesScan ? 'scan' : 'read'
}

function asked(flag: string | null): boolean | undefined {
  if (flag === null || /^(0|f|false|)$/i.test(flag)) return false
  return /^(1|t|true)$/i.test(flag) ? true : undefined
}

/** The endpoint a request goes to, by the mounts alone. */
export function classify(method: string, target: Target, points: readonly MountPoint[]): Endpoint {
  const point = find(points, target.path)
  if (!point) return 'other'
  const path = target.path.slice(point.prefix.length)
  return classifiers[point.type](path, operationOf(method, target.query))
}

type Classifier = (path: string, operation: Operation | 'bad' | undefined) => Endpoint

const kvEndpoints: Readonly<Record<Operation | 'bad', Endpoint>> = {
  create: 'write',
  read: 'read',
  update: 'write',
  patch: 'write',
  delete: 'delete',
  list: 'list',
  scan: 'list',
  head: 'other',
  bad: 'other',
}

const kvOperation = (operation: Operation | 'bad' | undefined): Endpoint =>
  operation === undefined ? 'other' : kvEndpoints[operation]

const classifiers: Readonly<Record<MountType, Classifier>> = {
  token: (path) => (/^(lookup|renew|revoke)(-self)?$/.exec(path)?.[1] ?? 'other') as Endpoint,
  sys: (path) => (/^(health|seal-status|init)$/.test(path) ? (path as Endpoint) : 'other'),
  approle: (path) =>
    path === 'login'
      ? 'login'
      : ((/^role\/[^/]+\/(role-id|secret-id)$/.exec(path)?.[1] ?? 'other') as Endpoint),
  userpass: (path) => (/^login\/[^/]+$/.test(path) ? 'login' : 'other'),
  cert: (path) => (path === 'login' ? 'login' : 'other'),
  identity: () => 'other',
  cubbyhole: (_path, operation) => kvOperation(operation),
  jwt: (path) => (path === 'login' ? 'login' : 'other'),
  unemulated: () => 'other',
  'kv-v1': (_path, operation) => kvOperation(operation),
  'kv-v2': (path, operation) => {
    const area = path.split('/', 1)[0]!
    if (/^(data|metadata|config)$/.test(area)) return kvOperation(operation)
    if (area === 'delete' || area === 'destroy') return 'delete'
    return area === 'undelete' ? 'write' : 'other'
  },
}
