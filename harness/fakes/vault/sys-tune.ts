import { listed, noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { durationOf } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { changedSettings, effectiveSeconds, settingFields } from './mount-settings.ts'
import { shownLockout, shownSettings, type MountSettings } from './mount-settings.ts'
import type { Mount, MountTable } from './mount-table.ts'
import { canonicalVersion, pluginOf } from './plugin-catalog.ts'
import type { Product } from './product.ts'
import { answerOn, readTyped, type Typed } from './typed-fields.ts'

const mountType = 'system'

const { force_no_cache: _onlyWhenMounted, ...tunableFields } = settingFields

const tuneFields = {
  ...tunableFields,
  description: 'text',
  options: 'pairs',
  plugin_version: 'text',
} as const

type Fields = Typed<typeof tuneFields>

/**
 * Shows how a mount is set, or sets it.
 * @see https://developer.hashicorp.com/vault/api-docs/system/mounts#tune-mount-configuration
 */
export function tune(call: Call, prefix: string, table: MountTable): Answer {
  const mount = table.get(prefix)
  if (call.operation === 'read')
    return mount ? tuning(mount) : refuse(400, `cannot fetch sysview for path "${prefix}"`)
  if (!isWrite(call.operation)) return unsupportedOperation
  return answerOn(call, tuneFields, (fields) => {
    if (!mount) return refuse(400, `tune of path "${prefix}" failed: no mount entry found`)
    const kept = isServersOwn(mount) ? fixed.find((name) => fields[name] !== undefined) : undefined
    if (kept) return refuse(400, call.product.cannotTune(kept, mount.prefix))
    const was = mount.settings
    const answer =
      inTurn(fields, mount, table) ?? changeOptions(fields.options, mount, table, call.product)
    if (answer.kind === 'errors' && !call.product.keepsHalfTuned) mount.settings = was
    return answer
  })
}

const fixed = [
  'default_lease_ttl',
  'max_lease_ttl',
  'description',
  'user_lockout_config',
  'token_type',
] as const
const isServersOwn = ({ type }: Mount): boolean => ['sys', 'identity', 'cubbyhole'].includes(type)

/** In the order in which they are set: what comes before one that is refused is set by then. */
const turns = [
  ['default_lease_ttl', 'max_lease_ttl'],
  ['user_lockout_config'],
  ['description'],
  ['plugin_version'],
  ['audit_non_hmac_request_keys', 'audit_non_hmac_response_keys'],
  ['listing_visibility'],
  ['token_type'],
  ['passthrough_request_headers', 'allowed_response_headers', 'allowed_managed_keys'],
  ['delegated_auth_accessors', 'identity_token_key', 'trim_request_trailing_slashes'],
] as const

function inTurn(fields: Fields, mount: Mount, table: MountTable): Answer | undefined {
  const { product } = table
  for (const names of turns) {
    const some: Fields = Object.fromEntries(
      names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
    )
    const refused = wrongLockout(some.user_lockout_config ?? {}, mount, product)
    if (refused) return refused
    const settings = tuned(some, mount, table.pluginVersionOf(mount), table.hasKey)
    if (typeof settings === 'string') return refuse(400, settings)
    mount.settings = settings
  }
  return undefined
}

function tuned(
  fields: Fields,
  mount: Mount,
  shipped: string,
  hasKey: MountTable['hasKey'],
): MountSettings | string {
  const { plugin_version: written } = fields
  if (written !== undefined) {
    const version = canonicalVersion(written)
    return version === shipped
      ? { ...mount.settings, pluginVersion: version }
      : unknownVersion(mount, written, version)
  }
  if (fields.token_type !== undefined && !mount.prefix.startsWith('auth/'))
    return "'token_type' can only be modified on auth mounts"
  if (fields.token_type !== undefined && mount.type === 'token')
    return "'token_type' cannot be set for 'token' or 'ns_token' auth mounts"
  const { identity_token_key: key } = fields
  if (key && !hasKey(key)) return `key ${JSON.stringify(key)} does not exist`
  const settings = changedSettings(fields, mount.settings, unparsable)
  if (typeof settings === 'string') return settings
  const [own, max] = [settings.defaultTtlMs / 1000, settings.maxTtlMs / 1000]
  if (max > 0 && own > max)
    return `backend max lease TTL of ${max} would be less than backend default lease TTL of ${own}`
  return { ...settings, description: fields.description ?? settings.description }
}

/** Who is locked out after wrong credentials, and how, only some methods can be told. */
function wrongLockout(
  said: Readonly<Record<string, unknown>>,
  mount: Mount,
  { unreadableCount }: Product,
): Answer | undefined {
  if (Object.keys(said).length === 0) return undefined
  const type = pluginOf(mount)
  if (typeof readTyped({ lockout_disable: 'flag' }, said) === 'string')
    return refuse(400, 'unable to convert given user lockout config information')
  if (!['approle', 'ldap', 'userpass'].includes(type)) {
    const named = JSON.stringify(type)
    return refuse(400, `tuning of user lockout configuration for auth type ${named} not allowed`)
  }
  const threshold = String((said['lockout_threshold'] as string | undefined) ?? '')
  if (!/^\d*$/.test(threshold)) {
    const why = `unable to parse user lockout threshold: strconv.ParseUint: parsing "${threshold}": invalid syntax`
    return refuse(unreadableCount, unreadableCount === 500 ? listed(why) : why)
  }
  const spans = [said['lockout_duration'], said['lockout_counter_reset_duration']]
  const odd = spans.find((each) => typeof each === 'string' && durationOf(each) === undefined)
  return odd === undefined ? undefined : refuse(400, unparsable('', odd as string))
}

const unparsable = (_name: string, text: string): string =>
  `time: invalid duration ${JSON.stringify(text)}`

const unknownVersion = (mount: Mount, written: string, version: string | undefined): string =>
  version === undefined
    ? `version "${written}" is not a valid semantic version: malformed version: ${written}`
    : `plugin not found in the catalog: ${pluginOf(mount)}, version=${version}`

/** Vault looks at the version of every mount, and only that of secrets without versions means something. */
function changeOptions(
  said: Fields['options'],
  mount: Mount,
  table: MountTable,
  product: Product,
): Answer {
  if (!said || Object.keys(said).length === 0) return noContent
  const was = Number(mount.settings.options?.['version'] ?? 0)
  const version = said['version']
  if (version !== undefined) {
    const wanted = Number(version)
    if (!Number.isInteger(wanted)) {
      const why = `strconv.ParseInt: parsing ${JSON.stringify(version)}: invalid syntax`
      return refuse(400, `unable to parse options: ${why}`)
    }
    if (wanted !== 1 && wanted !== 2) return refuse(400, `invalid version provided: ${wanted}`)
    if (was > wanted) return refuse(400, `cannot downgrade mount from version ${was}`)
  }
  const kept = Object.entries({ ...mount.settings.options, ...said })
  const options = kept.filter(([name, value]) => value !== '' || name === 'version')
  mount.settings = { ...mount.settings, options: Object.fromEntries(options) }
  if (version === undefined || Number(version) === was) return noContent
  if (mount.type === 'kv-v1' && version === '2' && mount.plugin !== 'generic') table.upgrade(mount)
  const warning =
    `Upgrading mount from version ${was} to version ${product.toldUpgrade(Number(version))}. This ` +
    'mount will be unavailable for a brief period and will resume service shortly.'
  return reply({ warnings: [warning], mountType })
}

function tuning({ settings, prefix }: Mount): Answer {
  const { options } = settings
  const { delegated_auth_accessors: _, ...lists } = settings.lists
  const hasOptions = options !== null && Object.keys(options).length > 0
  const data = {
    default_lease_ttl: effectiveSeconds(settings.defaultTtlMs),
    description: settings.description,
    ...(settings.externalEntropy && { external_entropy_access: true }),
    max_lease_ttl: effectiveSeconds(settings.maxTtlMs),
    ...shownSettings({ ...settings, lists }, prefix.startsWith('auth/')),
    ...shownLockout(settings),
    ...(hasOptions && { options }),
  }
  return reply({ data, isFlat: true, mountType })
}
