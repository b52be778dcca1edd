import { noContent, type Answer } from './answer.ts'
import { goDuration } from './duration.ts'
import type { Call } from './engine.ts'
import { mergePatch } from './merge-patch.ts'
import { answerOn, type Typed } from './typed-fields.ts'
import type { VersionedSecret, VersionSettings } from './versioned-secret.ts'

/** What a KV v2 mount can be told. */
export const configFields = {
  max_versions: 'whole',
  cas_required: 'flag',
  delete_version_after: 'duration',
} as const

/** Changes the settings that are named and leaves the others. */
export function setConfig(settings: VersionSettings, fields: Typed<typeof configFields>): void {
  settings.maxVersions = fields.max_versions ?? settings.maxVersions
  settings.casRequired = fields.cas_required ?? settings.casRequired
  settings.deleteAfterMs = fields.delete_version_after ?? settings.deleteAfterMs
}

/** The settings of a mount as it shows them. */
export const readConfig = (settings: VersionSettings): Record<string, unknown> => ({
  cas_required: settings.casRequired,
  delete_version_after: goDuration(settings.deleteAfterMs),
  max_versions: settings.maxVersions,
})

/** Writes or patches what a secret says of itself; only a patch leaves the custom fields it does not name. */
export function changeMetadata(call: Call, made: () => VersionedSecret, now: number): Answer {
  const custom = call.data['custom_metadata']
  const isPatch = call.operation === 'patch'
  const schema = { ...configFields, custom_metadata: isPatch ? 'map' : 'pairs' } as const
  return answerOn(call, schema, (fields) => {
    const secret = made()
    setConfig(secret.settings, fields)
    if (fields.custom_metadata && isPatch)
      secret.describe(mergePatch(secret.custom, fields.custom_metadata), now)
    else secret.describe(custom === null ? null : fields.custom_metadata, now)
    return noContent
  })
}
