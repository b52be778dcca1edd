import type { VaultOptions } from '../options.ts'
import { durationOf } from './duration.ts'
import { systemTtlMs } from './token.ts'
import { readTyped, type Typed } from './typed-fields.ts'

/** How users of an auth method are locked out. */
interface Lockout {
  readonly threshold: number
  readonly durationMs: number
  readonly resetMs: number
  readonly isDisabled: boolean
}

/** What a mount can be told when it is made, and later. */
export interface MountSettings {
  readonly description: string
  readonly defaultTtlMs: number
  readonly maxTtlMs: number
  readonly forceNoCache: boolean
  readonly listingVisibility?: string
  readonly tokenType?: string
  /** Names of headers and of audited fields, by the setting that has them. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly options: Readonly<Record<string, string>> | null
  readonly local: boolean
  readonly sealWrap: boolean
  readonly externalEntropy: boolean
  /** The key that signs for its plugin, where one was named. */
  readonly identityTokenKey?: string
  readonly trimsSlashes?: boolean
  /** The version that it was tuned to; empty where it runs what there is. */
  readonly pluginVersion: string
  readonly lockout?: Lockout
}

export const plainSettings: MountSettings = {
  description: '',
  defaultTtlMs: 0,
  maxTtlMs: 0,
  forceNoCache: false,
  lists: {},
  options: {},
  local: false,
  sealWrap: false,
  externalEntropy: false,
  pluginVersion: '',
}

/** The lockout of a scenario, which counts anew as long as it locks. */
export const lockoutFrom = ({ after, forMs }: NonNullable<VaultOptions['lockout']>): Lockout => ({
  threshold: after,
  durationMs: forMs,
  resetMs: forMs,
  isDisabled: false,
})

const listNames = [
  'audit_non_hmac_request_keys',
  'audit_non_hmac_response_keys',
  'passthrough_request_headers',
  'allowed_response_headers',
  'allowed_managed_keys',
  'delegated_auth_accessors',
] as const

const visibilities = ['', 'unauth', 'hidden']
const tokenTypes = ['', 'default-service', 'default-batch', 'service', 'batch']

/** What `config` of a new mount has, and a request to tune one. */
export const settingFields = {
  default_lease_ttl: 'text',
  max_lease_ttl: 'text',
  force_no_cache: 'flag',
  listing_visibility: 'text',
  token_type: 'text',
  audit_non_hmac_request_keys: 'texts',
  audit_non_hmac_response_keys: 'texts',
  passthrough_request_headers: 'texts',
  allowed_response_headers: 'texts',
  allowed_managed_keys: 'texts',
  delegated_auth_accessors: 'texts',
  identity_token_key: 'text',
  trim_request_trailing_slashes: 'flag',
  user_lockout_config: 'map',
} as const

export type SettingFields = Typed<typeof settingFields>

/** New settings from what a request says of them, or why there are none. */
export function changedSettings(
  fields: SettingFields,
  old: MountSettings,
  unparsable: (name: string, text: string) => string,
): MountSettings | string {
  const [own, max] = [fields.default_lease_ttl, fields.max_lease_ttl]
  const defaultTtlMs = ttlFrom(own, old.defaultTtlMs)
  if (defaultTtlMs === undefined) return unparsable('default', own!)
  const maxTtlMs = ttlFrom(max, old.maxTtlMs)
  if (maxTtlMs === undefined) return unparsable('max', max!)
  const { listing_visibility: visibility, token_type: tokenType } = fields
  if (!visibilities.includes(visibility ?? '')) return `invalid listing_visibility ${visibility}`
  if (!tokenTypes.includes(tokenType ?? '')) return `invalid value for 'token_type'`
  const lockout = changedLockout(fields.user_lockout_config, old.lockout)
  return {
    ...withoutEmpty({ ...old, ...choices(fields, old) }),
    defaultTtlMs,
    maxTtlMs,
    forceNoCache: fields.force_no_cache ?? old.forceNoCache,
    lists: changedLists(fields, old.lists),
    identityTokenKey: fields.identity_token_key ?? old.identityTokenKey ?? '',
    trimsSlashes: fields.trim_request_trailing_slashes ?? old.trimsSlashes ?? false,
    ...(lockout && { lockout }),
  }
}

/** Seconds or a duration; the word stands for what the system has. */
function ttlFrom(text: string | undefined, old: number): number | undefined {
  if (text === undefined || text === '') return old
  return text === 'system' ? 0 : durationOf(text)
}

const choices = (fields: SettingFields, old: MountSettings) => ({
  listingVisibility: fields.listing_visibility ?? old.listingVisibility ?? '',
  tokenType: fields.token_type ?? old.tokenType ?? '',
})

function withoutEmpty(settings: MountSettings): MountSettings {
  const { listingVisibility, tokenType, ...rest } = settings
  return {
    ...rest,
    ...(listingVisibility && { listingVisibility }),
    ...(tokenType && { tokenType }),
  }
}

function changedLists(fields: SettingFields, old: MountSettings['lists']): MountSettings['lists'] {
  const all = listNames.map((name) => [name, fields[name] ?? old[name] ?? []] as const)
  return Object.fromEntries(all.filter(([, list]) => list.length > 0))
}

const lockoutFields = {
  lockout_threshold: 'whole',
  lockout_duration: 'duration',
  lockout_counter_reset_duration: 'duration',
  lockout_disable: 'flag',
} as const

function changedLockout(
  said: Readonly<Record<string, unknown>> | undefined,
  old: Lockout | undefined,
): Lockout | undefined {
  if (!said || Object.keys(said).length === 0) return old
  const fields = readTyped(lockoutFields, said)
  if (typeof fields === 'string') return old
  return {
    threshold: fields.lockout_threshold ?? old?.threshold ?? 0,
    durationMs: fields.lockout_duration ?? old?.durationMs ?? 0,
    resetMs: fields.lockout_counter_reset_duration ?? old?.resetMs ?? 0,
    isDisabled: fields.lockout_disable ?? old?.isDisabled ?? false,
  }
}

/** What any user sees of how a mount is set. */
export const shownSettings = (
  { forceNoCache, listingVisibility, tokenType, lists, ...more }: MountSettings,
  isAuth: boolean,
): Record<string, unknown> => ({
  force_no_cache: forceNoCache,
  ...lists,
  ...(more.identityTokenKey && { identity_token_key: more.identityTokenKey }),
  ...(more.trimsSlashes && { trim_request_trailing_slashes: true }),
  ...(listingVisibility !== undefined && { listing_visibility: listingVisibility }),
  ...(isAuth && { token_type: tokenType ?? 'default-service' }),
})

/** How users are locked out, as Vault shows it. */
export const shownLockout = ({ lockout }: MountSettings): Record<string, unknown> =>
  lockout
    ? {
        user_lockout_counter_reset_duration: lockout.resetMs / 1000,
        user_lockout_disable: lockout.isDisabled,
        user_lockout_duration: lockout.durationMs / 1000,
        user_lockout_threshold: lockout.threshold,
      }
    : {}

/** Seconds that hold for a mount which was told none. */
export const effectiveSeconds = (ms: number): number => (ms || systemTtlMs) / 1000
