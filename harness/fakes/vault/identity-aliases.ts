import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { customMetadata } from './custom-metadata.ts'
import { withSaid } from './captured-fields.ts'
import { timestamp } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import type { Alias, IdentityStore } from './identity-store.ts'
import { listAll } from './kv-keys.ts'
import type { Mount, MountTable } from './mount-table.ts'
import { pluginOf } from './plugin-catalog.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'identity'

const writeFields = {
  id: 'text',
  name: 'text',
  mount_accessor: 'text',
  canonical_id: 'text',
  entity_id: 'text',
  custom_metadata: 'pairs',
} as const

type AliasFields = Typed<typeof writeFields>

/**
 * The names that auth methods know entities by.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity/entity-alias
 */
export class EntityAliases {
  readonly #store: IdentityStore
  readonly #table: MountTable

  constructor(store: IdentityStore, table: MountTable) {
    this.#store = store
    this.#table = table
  }

  answer(call: Call, id: string | undefined): Answer {
    if (isWrite(call.operation)) return this.#write(call, id)
    const found = this.#store.aliases.find((alias) => this.#store.idOf(alias) === id)
    return (
      answerOnAlias(call, id, found, () => {
        if (found) this.#store.take(found)
      }) ??
      listAliases(call, this.#store.aliases, this.#store, this.#table) ??
      told(found, this.#store, this.#table)
    )
  }

  #write(call: Call, id: string | undefined): Answer {
    return answerOn(withSaid(call, id && 'id', id), writeFields, (fields) => {
      const old =
        fields.id && this.#store.aliases.find((each) => this.#store.idOf(each) === fields.id)
      if (fields.id && !old) return refuse(400, 'invalid alias ID provided')
      if (!old && !(fields.name && fields.mount_accessor))
        return refuse(400, "'id' or 'mount_accessor' and 'name' must be provided")
      const mount = fields.mount_accessor
        ? this.#table.byAccessor(fields.mount_accessor)
        : (old as Alias).mount
      if (!mount) return refuse(400, `invalid mount accessor "${fields.mount_accessor}"`)
      const custom = customMetadata(fields.custom_metadata, false)
      if (custom instanceof Error) return refuse(500, custom.message)
      return this.#put(fields, old || undefined, mount)
    })
  }

  #put(fields: AliasFields, named: Alias | undefined, mount: Mount): Answer {
    const name = fields.name || named!.name
    const canonical = fields.canonical_id || fields.entity_id
    const wanted = canonical ? this.#store.entities.get(canonical) : undefined
    if (canonical && !wanted) return refuse(400, 'invalid canonical ID')
    const old =
      named ?? this.#store.aliases.find((each) => each.mount === mount && each.name === name)
    const twin = this.#store.aliases.find((each) => each.mount === mount && each.name === name)
    if (named && twin && twin !== named)
      return refuse(400, 'alias with combination of mount accessor and name already exists')
    const owner = wanted ?? (old && this.#store.entities.get(old.canonicalId))
    if (owner?.aliases.some((each) => each.mount === mount && each !== old))
      return refuse(400, 'Alias already exists for requested entity and mount accessor')
    const entity = owner ?? this.#store.makeEntity()
    const said = fields.custom_metadata ?? null
    if (!old)
      return this.#done(
        this.#store.addAlias(entity, {
          name,
          mount,
          customMetadata: said ?? {},
          metadata: null,
        }),
      )
    const isSame = old.canonicalId === entity.id && old.name === name && old.mount === mount
    if (isSame && !fields.custom_metadata) return noContent
    this.#store.take(old)
    Object.assign(old, { name, mount, customMetadata: said, updatedAt: this.#store.now })
    this.#store.give(entity, old)
    return this.#done(old)
  }

  #done(alias: Alias): Answer {
    return reply({
      data: { canonical_id: alias.canonicalId, id: this.#store.idOf(alias) },
      mountType,
    })
  }
}

/** What both kinds of aliases answer to all but writes, lists and reads. */
export function answerOnAlias(
  { operation }: Call,
  id: string | undefined,
  found: Alias | undefined,
  remove: () => void,
): Answer | undefined {
  if (id === undefined) return operation === 'list' ? undefined : unsupportedOperation
  if (operation === 'delete') {
    remove()
    return noContent
  }
  if (operation !== 'read') return unsupportedOperation
  return found ? undefined : notFound
}

/** The list of aliases; undefined where something else is asked. */
export function listAliases(
  call: Call,
  all: readonly Alias[],
  store: IdentityStore,
  table: MountTable,
): Answer | undefined {
  if (call.operation !== 'list') return undefined
  const infos = all.map((alias) => {
    const info = {
      canonical_id: alias.canonicalId,
      custom_metadata: alias.customMetadata,
      local: false,
      metadata: alias.metadata,
      ...placeOf(alias, table),
    }
    return [store.idOf(alias), info] as const
  })
  const sorted = infos.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const ids = sorted.map(([id]) => id)
  const data = () => ({ key_info: Object.fromEntries(sorted), keys: ids })
  return listAll(call, ids, mountType, data)
}

/** One alias that was asked for. */
export const told = (alias: Alias | undefined, store: IdentityStore, table: MountTable): Answer =>
  alias
    ? reply({ data: { ...shownAlias(alias, store, table), namespace_id: 'root' }, mountType })
    : notFound

/** Where an auth method knows the alias. */
export const placeOf = (alias: Alias, table: MountTable) => ({
  mount_accessor: table.idsOf(alias.mount).accessor,
  mount_path: alias.mount.prefix,
  mount_type: pluginOf(alias.mount),
  name: alias.name,
})

/** What a list of entities or groups has of an alias. */
export const aliasInList = (alias: Alias, store: IdentityStore, table: MountTable): object => ({
  id: store.idOf(alias),
  ...placeOf(alias, table),
})

/** All that is told of an alias. */
export const shownAlias = (alias: Alias, store: IdentityStore, table: MountTable) => ({
  canonical_id: alias.canonicalId,
  creation_time: timestamp(alias.createdAt),
  custom_metadata: alias.customMetadata,
  id: store.idOf(alias),
  last_update_time: timestamp(alias.updatedAt),
  local: false,
  merged_from_canonical_ids: alias.mergedFrom,
  metadata: alias.metadata,
  ...placeOf(alias, table),
})
