import type { Random } from '../../seed.ts'
import {
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  type Answer,
} from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { MountTable } from './mount-table.ts'
import { pluginOf } from './plugin-catalog.ts'
import { listAll } from './kv-keys.ts'
import type { Product } from './product.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const kinds = ['auth', 'database', 'secret'] as const
type Kind = (typeof kinds)[number]

/**
 * The plugins a server brings along; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/plugins-catalog
 */
export function answerOnPlugins(call: Call, random: Random, table: MountTable): Answer | undefined {
  const path = call.path.replace(/\/$/, '')
  if (path === 'plugins/reload/backend') return reload(call, random, table)
  const [, named] = call.product.registersArtifacts ? (reloadPath.exec(path) ?? []) : []
  if (named !== undefined) return reloadOne(call, named, random, table)
  const [all, kind, name] = /^plugins\/catalog(?:\/([^/]+)(?:\/(.+))?)?$/.exec(path) ?? []
  if (all === undefined) return undefined
  if (kind === undefined) return call.operation === 'read' ? catalog(call) : unsupportedOperation
  const known = kinds.find((each) => each === kind)
  if (known && name === undefined) return listOf(call, known)
  if (isWrite(call.operation)) return register(call)
  const what = { read: 'read plugin information from', delete: 'deregister plugin from' }
  if (call.operation !== 'read' && call.operation !== 'delete') return unsupportedOperation
  if (!known) {
    const whole = path.slice('plugins/catalog/'.length)
    const warning = `Deprecated API endpoint, cannot ${what[call.operation]} catalog for "${whole}"`
    return reply({ warnings: [warning], mountType })
  }
  return call.operation === 'delete' ? noContent : shown(call, known, name!)
}

const sorted = (plugins: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(plugins).toSorted(([a], [b]) => (a < b ? -1 : 1)))

function catalog({ product }: Call): Answer {
  const all = Object.entries(product.plugins).map(
    ([kind, plugins]) => [kind, sorted(plugins)] as const,
  )
  const names = all.map(([kind, plugins]) => [kind, Object.keys(plugins)] as const)
  const detailed = all.flatMap(([type, plugins]) =>
    Object.entries(plugins).map(([name, version]) => ({
      ...statusOf(name, product),
      name,
      type,
      version,
    })),
  )
  return reply({ data: { ...Object.fromEntries(names), detailed }, mountType })
}

const statusOf = (name: string, { deprecatedPlugins }: Product): object => ({
  builtin: true,
  deprecation_status: deprecatedPlugins.includes(name) ? 'deprecated' : 'supported',
})

function listOf(call: Call, kind: Kind): Answer {
  if (call.operation !== 'list') return unsupportedOperation
  return listAll(call, Object.keys(call.product.plugins[kind]).toSorted(), mountType)
}

function shown(call: Call, kind: Kind, name: string): Answer {
  const { product } = call
  const version = product.plugins[kind][name]
  const data = { args: null, command: '', name, sha256: '', version, ...statusOf(name, product) }
  return answerOn(call, { version: 'text' }, ({ version: asked }) =>
    version === undefined || (asked && asked !== version)
      ? notFound
      : reply({ data: { ...data, ...product.pluginFields }, mountType }),
  )
}

const noHashOrVersion =
  'must provide at least one of sha256 or version: use sha256 for binary registration (version optional) or version only for artifact registration'
const noCommandOrImage = 'must provide at least one of command or oci_image'

/** Nothing can be added: an emulated Vault has no directory of plugins. */
function register(call: Call): Answer {
  const fields = { sha256: 'text', sha_256: 'text', command: 'text', version: 'text' } as const
  return answerOn(call, fields, ({ sha256, sha_256, command, version = '' }) => {
    const { registersArtifacts } = call.product
    if (version !== '' && !/^v?\d+(\.\d+){0,2}(-[\w.]+)?(\+[\w.]+)?$/.test(version))
      return refuse(400, `version "${version}" is not a valid semantic version`)
    const isHashed = Boolean(sha256 || sha_256)
    if (!isHashed && !(registersArtifacts && version !== ''))
      return refuse(400, registersArtifacts ? noHashOrVersion : 'missing SHA-256 value')
    if (isHashed && !command)
      return refuse(400, registersArtifacts ? noCommandOrImage : 'missing command value')
    const hash = sha256 || sha_256 || ''
    if (isHashed && !/^([0-9a-f]{2})*$/i.test(hash))
      return refuse(400, `Could not decode SHA256 value from Hex ${hash}`)
    return refuse(500, listed('could not set plugin, plugin directory is not configured'))
  })
}

function reload(call: Call, random: Random, table: MountTable): Answer {
  if (!isWrite(call.operation)) return unsupportedOperation
  const fields = { plugin: 'text', mounts: 'texts', scope: 'text' } as const
  return answerOn(call, fields, ({ plugin = '', mounts = [], scope = '' }) => {
    if (!['', 'global'].includes(scope))
      return refuse(400, "reload scope must be omitted or 'global'")
    if (plugin !== '' && mounts.length > 0)
      return refuse(400, 'plugin and mounts cannot be set at the same time')
    if (plugin === '' && mounts.length === 0)
      return refuse(400, 'plugin or mounts must be provided')
    const answer = reloaded(call, scope, random)
    if (plugin === '') return refusedMounts(call, mounts, table) ?? answer
    if (table.all.some((mount) => pluginOf(mount) === plugin)) return answer
    const isKnown = Object.values(call.product.plugins).some((all) => plugin in all)
    if (call.product.reloadsKnownPlugins)
      return isKnown ? answer : refuse(400, `plugin not found in the catalog: "${plugin}"`)
    return { ...answer, warnings: [`no plugins were reloaded${elsewhere(scope)}`] }
  })
}

const elsewhere = (scope: string): string =>
  scope ? ' locally (but they may be reloaded on other nodes)' : ''

/** Vault answers before its other nodes have done it. */
const reloaded = ({ product }: Call, scope: string, random: Random): Answer =>
  scope && product.registersArtifacts
    ? reply({ data: { reload_id: uuid(random) } }, 202)
    : reply({ data: { reload_id: uuid(random) }, mountType })

const reloadPath = /^plugins\/reload\/(?:auth|database|secret|unknown)\/([^/]+)$/

/** Vault alone reloads a plugin by its type and name. */
function reloadOne(call: Call, plugin: string, random: Random, table: MountTable): Answer {
  if (!isWrite(call.operation)) return unsupportedOperation
  return answerOn(call, { scope: 'text' }, ({ scope = '' }) => {
    if (!['', 'global'].includes(scope))
      return refuse(400, "reload scope must be omitted or 'global'")
    const isMounted = table.all.some((mount) => pluginOf(mount) === plugin)
    const answer = reloaded(call, scope, random)
    return isMounted
      ? answer
      : { ...answer, warnings: [`no plugins were reloaded${elsewhere(scope)}`] }
  })
}

function refusedMounts(
  { product }: Call,
  mounts: readonly string[],
  table: MountTable,
): Answer | undefined {
  const paths = mounts.map((path) => (path.endsWith('/') ? path : `${path}/`))
  const missing = paths.filter((path) => !table.get(path))
  const errors = missing.map((path) => `cannot fetch mount entry on "${path}"`)
  return errors.length > 0 ? refuse(product.noMountToReload, listed(...errors)) : undefined
}
