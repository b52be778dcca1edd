import {
  noContent,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import {
  changedSettings,
  effectiveSeconds,
  plainSettings,
  settingFields,
} from './mount-settings.ts'
import { shownLockout, shownSettings, type MountSettings } from './mount-settings.ts'
import type { Mount, MountTable } from './mount-table.ts'
import { canonicalVersion, pluginOf } from './plugin-catalog.ts'
import type { MountType } from './mounts.ts'
import type { Product } from './product.ts'
import { tune } from './sys-tune.ts'
import { answerOn, knownTo, readTyped, unconvertible, type Typed } from './typed-fields.ts'

const mountType = 'system'
const place = /^(mounts|auth)(?:\/(.+?))??(\/tune)?$/

/** Which of the two APIs a request is for, and where. */
interface Place {
  readonly api: 'mounts' | 'auth'
  /** As the request has it, with a slash at its end. */
  readonly path: string
  readonly prefix: string
}

/**
 * Lists, makes, tunes and removes secret engines and auth methods; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/mounts
 */
export function answerOnMounts(call: Call, table: MountTable): Answer | undefined {
  if (/^(mounts|auth)\/$/.test(call.path)) return unsupportedPath
  const [, api, written, tunes] = place.exec(call.path.replace(/\/$/, '')) ?? []
  if (api !== 'mounts' && api !== 'auth') return undefined
  if (written === undefined) return tunes ? unsupportedPath : list(call, api, table)
  const path = `${written}/`
  const at = { api, path, prefix: api === 'auth' ? `auth/${path}` : path } as const
  if (call.operation === 'list') return unsupportedOperation
  if (tunes) return tune(call, at.prefix, table)
  if (call.operation === 'read') return read(at, table)
  if (call.operation === 'delete') return remove(at, table)
  return isWrite(call.operation) ? make(call, at, table) : unsupportedOperation
}

function list({ operation }: Call, api: Place['api'], table: MountTable): Answer {
  if (operation !== 'read') return unsupportedOperation
  return reply({ data: shownMounts(api, table), isFlat: true, mountType })
}

/** The mounts of one API by their paths there. */
export function shownMounts(
  api: Place['api'],
  table: MountTable,
  shown: (mount: Mount) => unknown = (mount) => shownMount(mount, table),
): Readonly<Record<string, unknown>> {
  const start = api === 'auth' ? 'auth/' : ''
  const all = table.all
    .filter(({ prefix }) => prefix.startsWith('auth/') === (api === 'auth'))
    .map((mount) => [mount.prefix.slice(start.length), shown(mount)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(all)
}

function read({ api, path, prefix }: Place, table: MountTable): Answer {
  const mount = table.get(prefix)
  const none = api === 'auth' ? `No auth engine at ${path}` : `No secret engine mount at ${path}`
  if (!mount) return refuse(400, none)
  return reply({ data: shownMount(mount, table), isFlat: true, mountType })
}

function remove({ api, path, prefix }: Place, table: MountTable): Answer {
  if (prefix === 'auth/token/') return refuse(400, 'token credential backend cannot be disabled')
  if (isOurs(path) && api === 'mounts') return refuse(400, `cannot unmount "${path}"`)
  table.remove(prefix)
  return noContent
}

const makeFields = {
  type: 'text',
  description: 'text',
  config: 'map',
  options: 'pairs',
  local: 'flag',
  seal_wrap: 'flag',
  plugin_name: 'text',
  plugin_version: 'text',
  external_entropy_access: 'flag',
} as const

/** The types that are emulated so far that all of their API can be used. */
const types: Readonly<Record<Place['api'], Readonly<Record<string, MountType>>>> = {
  mounts: { kv: 'kv-v1', 'kv-v1': 'kv-v1', 'kv-v2': 'kv-v2', generic: 'kv-v1' },
  auth: {
    approle: 'approle',
    userpass: 'userpass',
    cert: 'cert',
    jwt: 'jwt',
    oidc: 'jwt',
  },
}

function make(call: Call, { api, path, prefix }: Place, table: MountTable): Answer {
  return answerOn(call, makeFields, (fields) => {
    const isPlugin = fields.type === 'plugin'
    const named = (isPlugin ? pluginNameIn(fields) : fields.type) ?? ''
    if (isPlugin && named === '')
      return refuse(400, 'plugin_name must be provided for plugin backend')
    if (hasTextualLockout(fields.config))
      return refuse(
        400,
        `unable to convert given ${api === 'auth' ? 'auth' : 'mount'} config information`,
      )
    const settings = settingsOf(fields, named, api, call)
    if (typeof settings === 'string') return refuse(400, settings)
    if (named === '') return refuse(400, 'backend type must be specified as a string')
    const versionless = api === 'auth' || !['kv', 'kv-v1', 'kv-v2'].includes(named)
    if (versionless && fields.options?.['version']) {
      const kind = api === 'auth' ? 'auth method' : 'secrets engine'
      return refuse(400, `${kind} "${named}" does not allow setting a version`)
    }
    const wrong = unmakeable(api, path, named)
    if (wrong !== undefined) return refuse(400, wrong)
    const other = table.inTheWay(prefix)
    if (other) return refuse(400, `path is already in use at ${inApi(other, api)}`)
    const type = types[api][named] ?? unemulated(api, named, call.product)
    if (!type) return refuse(400, `plugin not found in the catalog: ${named}`)
    const unknown = unknownVersion(fields.config?.['plugin_version'], named, api, call.product)
    if (unknown !== undefined) return refuse(400, unknown)
    const key = settings.identityTokenKey
    if (key && !table.hasKey(key)) return refuse(400, `key ${JSON.stringify(key)} does not exist`)
    const version = settings.options?.['version']
    if (type === 'kv-v1' && !['1', '2', '', undefined].includes(version))
      return refuse(400, `nil backend of type "${named}" returned from factory`)
    const isVersioned = type === 'kv-v1' && version === '2'
    const hasOwnName = ['generic', 'oidc'].includes(named) || type === 'unemulated'
    const plugin = hasOwnName && { plugin: named }
    table.add({ prefix, type: isVersioned ? 'kv-v2' : type, ...plugin }, settings)
    return call.product.deprecatedPlugins.includes(named)
      ? reply({ warnings: ['mount entry associated with deprecated builtin'], mountType })
      : noContent
  })
}

/** The old way to say which plugin is meant. */
const pluginNameIn = ({ plugin_name, config }: Typed<typeof makeFields>): string | undefined =>
  plugin_name || (typeof config?.['plugin_name'] === 'string' ? config['plugin_name'] : undefined)

/** What a server brings along, and its emulation only mounts; undefined for what nobody knows. */
const unemulated = (
  api: Place['api'],
  type: string,
  { plugins }: Product,
): 'unemulated' | undefined =>
  type in plugins[kindOf(api)] || (api === 'mounts' && type === 'database')
    ? 'unemulated'
    : undefined

const kindOf = (api: Place['api']): 'auth' | 'secret' => (api === 'auth' ? 'auth' : 'secret')

/** Why there is no such version of a plugin to mount; undefined where there is. */
function unknownVersion(
  written: unknown,
  plugin: string,
  api: Place['api'],
  { plugins }: Product,
): string | undefined {
  if (typeof written !== 'string' || written === '') return undefined
  const version = canonicalVersion(written)
  if (version === undefined)
    return `version "${written}" is not a valid semantic version: Malformed version: ${written}`
  if (version === plugins[kindOf(api)][plugin]) return undefined
  return api === 'mounts' && plugin === 'kv'
    ? `cannot select non-builtin version of secrets plugin ${plugin}`
    : `plugin not found in the catalog: ${plugin}, version=${version}`
}

/** A new mount is told numbers, where tuning takes texts as well. */
const hasTextualLockout = (config: Readonly<Record<string, unknown>> = {}): boolean =>
  typeof (config['user_lockout_config'] as Record<string, unknown> | undefined)?.[
    'lockout_threshold'
  ] === 'string'

function settingsOf(
  fields: Typed<typeof makeFields>,
  type: string,
  api: Place['api'],
  { data, product }: Call,
): MountSettings | string {
  const config = readTyped(knownTo(product, settingFields), fields.config ?? {})
  if (typeof config === 'string') return unconvertible(config)
  const settings = changedSettings(
    // Only secrets are cached, and only logins have types of tokens.
    { ...config, ...(api === 'auth' ? { force_no_cache: false } : { token_type: '' }) },
    {
      ...plainSettings,
      description: fields.description ?? '',
      local: fields.local ?? false,
      sealWrap: fields.seal_wrap ?? false,
      externalEntropy: fields.external_entropy_access ?? false,
      options: optionsOf(type, fields.options ?? (data['options'] === null ? null : {})),
    },
    (name, text) =>
      `unable to parse ${name} TTL of ${text}: time: invalid duration ${JSON.stringify(text)}`,
  )
  if (typeof settings === 'string') return settings
  const { defaultTtlMs, maxTtlMs } = settings
  if (maxTtlMs > 0 && defaultTtlMs > maxTtlMs)
    return 'given default lease TTL greater than given max lease TTL'
  if (maxTtlMs === 0 && defaultTtlMs / 1000 > effectiveSeconds(0))
    return `given default lease TTL greater than system max lease TTL of ${effectiveSeconds(0)}`
  return settings
}

/** Why there can be no such mount there, whatever is there now. */
function unmakeable(api: Place['api'], path: string, type: string): string | undefined {
  if (api === 'auth')
    return type === 'token' ? 'token credential backend cannot be instantiated' : undefined
  if (isOurs(path)) return `cannot mount "${path}"`
  return ['token', 'system', 'cubbyhole', 'identity'].includes(type)
    ? `mount type of "${type}" is not mountable`
    : undefined
}

const optionsOf = (type: string, options: MountSettings['options']) =>
  /^kv-v\d$/.test(type) ? { ...options, version: type.slice(-1) } : options

/** Whether a path is the system's own. */
export const isOurs = (path: string): boolean => /^(sys|auth|audit|cubbyhole|identity)\//.test(path)

const inApi = ({ prefix }: Mount, api: Place['api']): string =>
  api === 'auth' ? prefix.slice('auth/'.length) : prefix

const isAuth = ({ prefix }: Mount): boolean => prefix.startsWith('auth/')

/** A mount as lists of mounts have it. */
export function shownMount(mount: Mount, table: MountTable): Record<string, unknown> {
  const { settings } = mount
  const lockout = shownLockout(settings)
  return {
    ...table.idsOf(mount),
    config: {
      default_lease_ttl: settings.defaultTtlMs / 1000,
      max_lease_ttl: settings.maxTtlMs / 1000,
      ...shownSettings(settings, isAuth(mount)),
      ...(settings.lockout && { user_lockout_config: lockout }),
    },
    ...deprecationOf(mount, table.product),
    description: settings.description,
    external_entropy_access: settings.externalEntropy,
    local: settings.local,
    options: settings.options,
    plugin_version: settings.pluginVersion,
    running_plugin_version: table.pluginVersionOf(mount),
    running_sha256: '',
    seal_wrap: settings.sealWrap,
    type: pluginOf(mount),
  }
}

/** Only of what the catalog has. */
function deprecationOf(mount: Mount, { plugins, deprecatedPlugins }: Product): object {
  const type = pluginOf(mount)
  if (!(type in plugins[isAuth(mount) ? 'auth' : 'secret'])) return {}
  return { deprecation_status: deprecatedPlugins.includes(type) ? 'deprecated' : 'supported' }
}
