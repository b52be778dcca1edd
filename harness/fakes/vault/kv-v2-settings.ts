import { listed, noContent, refuse, reply, type Answer } from './answer.ts'
import { customMetadata } from './custom-metadata.ts'
import { goDuration } from './duration.ts'
import type { Call } from './engine.ts'
import type { Product } from './product.ts'
import { mergePatch } from './merge-patch.ts'
import { answerOn, type Typed } from './typed-fields.ts'
import type { VersionedSecret, VersionSettings } from './versioned-secret.ts'

/** What a KV v2 mount can be told. */
export const configFields = {
  max_versions: 'whole',
  cas_required: 'flag',
  delete_version_after: 'signed',
  metadata_cas_required: 'flag',
} as const

/** Changes the settings that are named and leaves the others. */
export function setConfig(settings: VersionSettings, fields: Typed<typeof configFields>): void {
  // A number of 32 bits, without a sign.
  if (fields.max_versions !== undefined) settings.maxVersions = fields.max_versions >>> 0
  settings.casRequired = fields.cas_required ?? settings.casRequired
  const after = fields.delete_version_after ?? settings.deleteAfterMs
  settings.deleteAfterMs = after < 0 ? -1000 : after
  settings.metadataCasRequired = fields.metadata_cas_required ?? settings.metadataCasRequired
}

/** The settings of a mount as it shows them. */
export const readConfig = (settings: VersionSettings): Record<string, unknown> => ({
  cas_required: settings.casRequired,
  delete_version_after: goDuration(settings.deleteAfterMs),
  max_versions: settings.maxVersions,
})

const fieldsOfSecret = {
  ...configFields,
  delete_version_after: 'duration',
  custom_metadata: 'map',
  metadata_cas: 'whole',
} as const

/** What the path of a secret's metadata can be told, whatever is done there. */
export const metadataFields = ({ hasPages }: Product): typeof fieldsOfSecret => ({
  ...fieldsOfSecret,
  ...(hasPages ? { after: 'text', limit: 'whole' } : { exclude_deleted: 'flag' }),
})

/** Writes or patches what a secret says of itself; only a patch leaves the custom fields it does not name. */
export function changeMetadata(
  call: Call,
  secret: VersionedSecret | undefined,
  mount: VersionSettings,
  made: () => VersionedSecret,
  now: number,
): Answer {
  const isPatch = call.operation === 'patch'
  const answer = (fields: Typed<typeof fieldsOfSecret>): Answer => {
    const isNull = call.data['custom_metadata'] === null
    const custom = customMetadata(fields.custom_metadata, isPatch)
    if (custom instanceof Error && custom.cause === 500 && !secret)
      return { kind: 'empty', status: 404 }
    if (custom instanceof Error) return refuse(custom.cause === 500 ? 500 : 400, custom.message)
    // A time that is null is none.
    const changes =
      Object.keys(configFields).some((name) => name in fields) || 'custom_metadata' in call.data
    const isMissing = isPatch && !secret
    // OpenBao looks for nothing where nothing is to be changed.
    if (!changes && !(isMissing && !call.product.hasDetailedMetadata)) return noContent
    if (isMissing) return { kind: 'empty', status: 404 }
    if (isPatch && (fields.max_versions ?? 0) < 0)
      return refuse(500, listed(unsigned(fields.max_versions!)))
    const refused = call.product.hasDetailedMetadata
      ? checkAndSet(fields, secret, mount)
      : undefined
    if (refused) return refused
    const changed = made()
    const { delete_version_after: after, ...rest } = fields
    const isKept = isPatch && after === 0 && !call.product.patchesEndAway
    setConfig(changed.settings, isKept ? rest : fields)
    const merged = custom && (isPatch ? (mergePatch(changed.custom, custom) as object) : custom)
    changed.describe(isNull ? null : unlessEmpty(merged), now)
    if (fields.cas_required !== false || !mount.casRequired) return noContent
    return reply({ warnings: [casIgnored], mountType: 'kv' })
  }
  return answerOn(call, metadataFields(call.product), answer, { looksFirst: true })
}

const unsigned = (count: number): string =>
  `json: cannot unmarshal number ${count} into Go struct field KeyMetadata.max_versions of type uint32`

const casIgnored =
  '"cas_required" set to false, but is mandated by backend config. This value will be ignored.'

const unlessEmpty = (custom: object | undefined): object | null | undefined =>
  custom && Object.keys(custom).length === 0 ? null : custom

function checkAndSet(
  { metadata_cas: cas }: Typed<typeof fieldsOfSecret>,
  secret: VersionedSecret | undefined,
  mount: VersionSettings,
): Answer | undefined {
  if (cas === undefined) {
    const required = secret?.settings.metadataCasRequired || mount.metadataCasRequired
    return required
      ? refuse(400, 'metadata check-and-set parameter required for this call')
      : undefined
  }
  if (!secret)
    return cas === 0 ? undefined : refuse(400, 'metadata_cas must be 0 when creating new metadata')
  if (cas === secret.described) return undefined
  return refuse(400, 'metadata check-and-set parameter does not match the current version')
}
