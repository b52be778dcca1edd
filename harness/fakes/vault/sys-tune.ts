import { noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { changedSettings, effectiveSeconds, settingFields } from './mount-settings.ts'
import { shownLockout, shownSettings, type MountSettings } from './mount-settings.ts'
import { pluginOf, type Mount, type MountTable } from './mount-table.ts'
import type { Product } from './product.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'system'

const tuneFields = {
  ...settingFields,
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
  const answered = answerOn(call, tuneFields, (fields) => {
    if (!mount) return refuse(400, `tune of path "${prefix}" failed: no mount entry found`)
    const settings = tuned(fields, mount, call.product)
    if (typeof settings === 'string') return refuse(400, settings)
    return hold(mount, settings, table)
  })
  return answered
}

function hold(mount: Mount, settings: MountSettings, table: MountTable): Answer {
  const isUpgrade = mount.type === 'kv-v1' && settings.options?.['version'] === '2'
  mount.settings = settings
  if (!isUpgrade) return noContent
  table.upgrade(mount)
  const warning =
    'Upgrading mount from version 1 to version 0. This mount will be unavailable for a brief ' +
    'period and will resume service shortly.'
  return reply({ warnings: [warning], mountType })
}

const fixed = ['default_lease_ttl', 'max_lease_ttl', 'description'] as const

function tuned(fields: Fields, mount: Mount, product: Product): MountSettings | string {
  const isAuth = mount.prefix.startsWith('auth/')
  const isOurs = ['sys', 'identity', 'cubbyhole'].includes(mount.type)
  const kept = isOurs ? fixed.find((name) => fields[name] !== undefined) : undefined
  if (kept) return product.cannotTune(kept, mount.prefix)
  if (fields.plugin_version !== undefined) return unknownVersion(mount, fields.plugin_version)
  if (fields.token_type !== undefined && !isAuth)
    return "'token_type' can only be modified on auth mounts"
  const settings = changedSettings(fields, mount.settings, unparsable)
  if (typeof settings === 'string') return settings
  const { defaultTtlMs, maxTtlMs } = settings
  const [own, max] = [defaultTtlMs / 1000, effectiveSeconds(maxTtlMs)]
  if (own > max)
    return `backend max lease TTL of ${max} would be less than backend default lease TTL of ${own}`
  const options = changedOptions(fields.options, mount)
  if (typeof options === 'string') return options
  return { ...settings, description: fields.description ?? settings.description, options }
}

const unparsable = (_name: string, text: string): string =>
  `time: invalid duration ${JSON.stringify(text)}`

function unknownVersion({ type }: Mount, written: string): string {
  const [, major, minor = '0', patch = '0'] =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(written) ?? []
  return major === undefined
    ? `version "${written}" is not a valid semantic version: malformed version: ${written}`
    : `plugin not found in the catalog: ${pluginOf(type)}, version=v${major}.${minor}.${patch}`
}

function changedOptions(
  said: Readonly<Record<string, string>> | undefined,
  { settings, type }: Mount,
): MountSettings['options'] | string {
  if (!said) return settings.options
  const version = said['version']
  if (type.startsWith('kv') && version !== undefined) {
    if (version !== '1' && version !== '2') return `invalid version provided: ${version}`
    if (version === '1' && type === 'kv-v2') return 'cannot downgrade mount from version 2'
  }
  return { ...settings.options, ...said }
}

function tuning({ settings, prefix }: Mount): Answer {
  const { options } = settings
  const hasOptions = options !== null && Object.keys(options).length > 0
  const data = {
    default_lease_ttl: effectiveSeconds(settings.defaultTtlMs),
    description: settings.description,
    max_lease_ttl: effectiveSeconds(settings.maxTtlMs),
    ...shownSettings(settings, prefix.startsWith('auth/')),
    ...shownLockout(settings),
    ...(hasOptions && { options }),
  }
  return reply({ data, isFlat: true, mountType })
}
