import {
  noContent,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { readDuration } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { plainSettings, pluginOf } from './mount-table.ts'
import type { Mount, MountSettings, MountTable } from './mount-table.ts'
import type { MountType } from './mounts.ts'
import { systemTtlMs } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

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
  const [, api, written, tunes] = place.exec(call.path.replace(/\/$/, '')) ?? []
  if (api !== 'mounts' && api !== 'auth') return undefined
  if (written === undefined) return tunes ? unsupportedPath : list(call, api, table)
  const path = `${written}/`
  const at = { api, path, prefix: api === 'auth' ? `auth/${path}` : path } as const
  if (call.operation === 'list') return unsupportedOperation
  if (tunes) return tune(call, at, table)
  if (call.operation === 'read') return read(at, table)
  if (call.operation === 'delete') return remove(at, table)
  return isWrite(call.operation) ? make(call, at, table) : unsupportedOperation
}

function list({ operation }: Call, api: Place['api'], table: MountTable): Answer {
  if (operation === 'list') return unsupportedPath
  if (operation !== 'read') return unsupportedOperation
  const start = api === 'auth' ? 'auth/' : ''
  const shown = table.all
    .filter(({ prefix }) => prefix.startsWith('auth/') === (api === 'auth'))
    .map((mount) => [mount.prefix.slice(start.length), shownMount(mount, table)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return reply({ data: Object.fromEntries(shown), isFlat: true, mountType })
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
  mounts: { kv: 'kv-v1', 'kv-v1': 'kv-v1', 'kv-v2': 'kv-v2' },
  auth: { approle: 'approle', userpass: 'userpass' },
}

function make(call: Call, { api, path, prefix }: Place, table: MountTable): Answer {
  return answerOn(call, makeFields, (fields) => {
    const { type: named, config = {} } = fields
    if (!named) return refuse(400, 'backend type must be specified as a string')
    const [settings, wrong] = settingsFrom(config, {
      ...plainSettings,
      description: fields.description ?? '',
      local: fields.local ?? false,
      sealWrap: fields.seal_wrap ?? false,
      options: optionsOf(named, fields.options),
    })
    if (wrong !== undefined) return refuse(400, wrong)
    if (api === 'mounts' && isOurs(path)) return refuse(400, `cannot mount "${path}"`)
    const other = table.inTheWay(prefix)
    if (other) return refuse(400, `path is already in use at ${inApi(other, api)}`)
    const type = types[api][named]
    if (!type) return refuse(400, `plugin not found in the catalog: ${named}`)
    const isVersioned = type === 'kv-v1' && settings.options?.['version'] === '2'
    table.add({ prefix, type: isVersioned ? 'kv-v2' : type }, settings)
    return noContent
  })
}

const optionsOf = (type: string, options: Readonly<Record<string, string>> = {}) =>
  /^kv-v\d$/.test(type) ? { ...options, version: type.slice(-1) } : options

const isOurs = (path: string): boolean => /^(sys|auth|audit|cubbyhole|identity)\//.test(path)

const inApi = ({ prefix }: Mount, api: Place['api']): string =>
  api === 'auth' ? prefix.slice('auth/'.length) : prefix

const tuneFields = {
  description: 'text',
  default_lease_ttl: 'text',
  max_lease_ttl: 'text',
  listing_visibility: 'text',
  token_type: 'text',
} as const

function tune(call: Call, { path, prefix }: Place, table: MountTable): Answer {
  const mount = table.get(prefix)
  if (call.operation === 'read')
    return mount ? tuning(mount) : refuse(400, `cannot fetch sysview for path "${prefix}"`)
  if (!isWrite(call.operation)) return unsupportedOperation
  return answerOn(call, tuneFields, (fields) => {
    if (!mount) return refuse(400, `tune of path "${path}" failed: no mount entry found`)
    const [settings, wrong] = settingsFrom(fields, mount.settings)
    if (wrong !== undefined) return refuse(400, wrong)
    mount.settings = { ...settings, description: fields.description ?? settings.description }
    return noContent
  })
}

/** New settings from what a request says of them, or why there are none. */
function settingsFrom(
  config: Readonly<Record<string, unknown>> | Typed<typeof tuneFields>,
  old: MountSettings,
): [MountSettings, string | undefined] {
  const said = config as Readonly<Record<string, unknown>>
  const [defaultTtlMs, maxTtlMs] = [
    ttlFrom(said['default_lease_ttl'], old.defaultTtlMs),
    ttlFrom(said['max_lease_ttl'], old.maxTtlMs),
  ]
  if (typeof defaultTtlMs === 'string') return [old, defaultTtlMs]
  if (typeof maxTtlMs === 'string') return [old, maxTtlMs]
  if (defaultTtlMs > (maxTtlMs || systemTtlMs)) return [old, tooLong(maxTtlMs, defaultTtlMs)]
  const visibility = said['listing_visibility'] as string | undefined
  const tokenType = said['token_type'] as string | undefined
  const settings = {
    ...old,
    defaultTtlMs,
    maxTtlMs,
    forceNoCache: said['force_no_cache'] === true || old.forceNoCache,
    ...(visibility && { listingVisibility: visibility }),
    ...(tokenType && { tokenType }),
  }
  return [settings, undefined]
}

function ttlFrom(value: unknown, old: number): number | string {
  if (value === undefined || value === '') return old
  return readDuration(value) ?? `time: invalid duration ${JSON.stringify(value)}`
}

const tooLong = (max: number, own: number): string =>
  `backend max lease TTL of ${(max || systemTtlMs) / 1000} would be less than backend default lease TTL of ${own / 1000}`

const isAuth = ({ prefix }: Mount): boolean => prefix.startsWith('auth/')

/** What any user sees of how a mount is set. */
function visible(mount: Mount): Record<string, unknown> {
  const { forceNoCache, listingVisibility, tokenType = 'default-service', lockout } = mount.settings
  return {
    force_no_cache: forceNoCache,
    ...(listingVisibility !== undefined && { listing_visibility: listingVisibility }),
    ...(isAuth(mount) && { token_type: tokenType }),
    ...(lockout && { user_lockout_config: shownLockout(lockout) }),
  }
}

const shownLockout = ({ after, forMs }: NonNullable<MountSettings['lockout']>) => ({
  user_lockout_counter_reset_duration: forMs / 1000,
  user_lockout_disable: false,
  user_lockout_duration: forMs / 1000,
  user_lockout_threshold: after,
})

function tuning(mount: Mount): Answer {
  const { defaultTtlMs, maxTtlMs, description, options } = mount.settings
  const hasOptions = options !== null && Object.keys(options).length > 0
  const data = {
    default_lease_ttl: (defaultTtlMs || systemTtlMs) / 1000,
    description,
    max_lease_ttl: (maxTtlMs || systemTtlMs) / 1000,
    ...visible(mount),
    ...(hasOptions && { options }),
  }
  return reply({ data, isFlat: true, mountType })
}

function shownMount(mount: Mount, table: MountTable): Record<string, unknown> {
  const { defaultTtlMs, maxTtlMs, description, local, options, sealWrap } = mount.settings
  const isOfPlugin = !['token', 'sys', 'cubbyhole'].includes(mount.type)
  return {
    ...table.idsOf(mount),
    config: {
      default_lease_ttl: defaultTtlMs / 1000,
      max_lease_ttl: maxTtlMs / 1000,
      ...visible(mount),
      ...(mount.type === 'sys' && { passthrough_request_headers: ['Accept'] }),
    },
    ...(isOfPlugin && { deprecation_status: 'supported' }),
    description,
    external_entropy_access: false,
    local,
    options,
    plugin_version: '',
    running_plugin_version: table.plugins,
    running_sha256: '',
    seal_wrap: sealWrap,
    type: pluginOf(mount.type),
  }
}
