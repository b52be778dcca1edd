import { bare, listed, noContent, notFound, refuse, reply, unsupportedOperation } from './answer.ts'
import type { Answer } from './answer.ts'
import { withSaid } from './captured-fields.ts'
import { timestamp } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { aliasInList, shownAlias } from './identity-aliases.ts'
import type { Alias, Entity, IdentityStore } from './identity-store.ts'
import { listAll } from './kv-keys.ts'
import type { MountTable } from './mount-table.ts'
import { pluginOf } from './plugin-catalog.ts'
import type { Product } from './product.ts'
import { answerOn, type Typed } from './typed-fields.ts'

export const mountType = 'identity'

/**
 * Entities, by their ids and by their names, which have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity/entity
 */
export class Entities {
  readonly #store: IdentityStore
  readonly #table: MountTable

  constructor(store: IdentityStore, table: MountTable) {
    this.#store = store
    this.#table = table
  }

  /** `also` is what a path takes beside the fields of an entity, and does nothing with. */
  answer(
    call: Call,
    by: 'id' | 'name' | undefined,
    written: string | undefined,
    also: Readonly<Record<string, 'text'>> = {},
  ): Answer {
    const { operation } = call
    if (by !== undefined && written === undefined) return this.#list(call, by)
    const entity = written === undefined ? undefined : this.#find(by!, written)
    if (isWrite(operation)) return this.#write(call, { by, written, found: entity, also })
    if (by === undefined) return unsupportedOperation
    if (operation === 'read') return entity ? this.#told(call, entity) : notFound
    if (operation !== 'delete') return unsupportedOperation
    if (entity) this.#store.remove(entity)
    return noContent
  }

  #find(by: 'id' | 'name', written: string): Entity | undefined {
    return by === 'id' ? this.#store.entities.get(written) : this.named(written)
  }

  named(name: string): Entity | undefined {
    const lower = name.toLowerCase()
    return [...this.#store.entities.values()].find((each) => each.name.toLowerCase() === lower)
  }

  #told(call: Call, entity: Entity): Answer {
    const answer = () => reply({ data: this.shown(entity), mountType })
    return answerOn(call, writeFields, answer)
  }

  #list(call: Call, by: 'id' | 'name'): Answer {
    if (call.operation !== 'list') return unsupportedOperation
    const all = [...this.#store.entities.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (by === 'name')
      return listAll(
        call,
        all.map(({ name }) => name),
        mountType,
      )
    const info = ({ name, aliases }: Entity) => ({
      ...(aliases.length > 0 && {
        aliases: aliases.map((alias) => aliasInList(alias, this.#store, this.#table)),
      }),
      name,
    })
    const keys = all.map(({ id }) => id).toSorted()
    const key_info = Object.fromEntries(keys.map((id) => [id, info(this.#store.entities.get(id)!)]))
    return listAll(call, keys, mountType, () => ({ key_info, keys }))
  }

  #write(call: Call, { by, written, found, also }: Place): Answer {
    return answerOn(
      withSaid(call, by, written),
      { ...writeFields, ...also },
      (typed: EntityFields) => {
        const fields = withoutMetadata(call, typed)
        const entity = fields.id
          ? this.#store.entities.get(fields.id)
          : (found ?? this.#meant(fields))
        if (fields.id && !entity) return refuse(400, 'entity not found from id')
        const wrong = this.#wrongIn(fields, entity)
        if (wrong !== undefined) return refuse(400, wrong)
        if (entity) return this.#change(entity, fields)
        const made = this.#store.makeEntity(settingsIn(fields, this.#store.product))
        return reply({ data: { aliases: null, id: made.id, name: made.name }, mountType })
      },
    )
  }

  #meant({ id, name }: EntityFields): Entity | undefined {
    if (id) return this.#store.entities.get(id)
    return name ? this.named(name) : undefined
  }

  #wrongIn({ name, policies }: EntityFields, entity: Entity | undefined): string | undefined {
    const other = name ? this.named(name) : undefined
    if (other && other !== entity) return 'entity name is already in use'
    return policies?.includes('root') ? 'policies cannot contain root' : undefined
  }

  #change(entity: Entity, fields: EntityFields): Answer {
    // What is stored anew no longer knows what is empty from what was never said.
    if (entity.metadata && Object.keys(entity.metadata).length === 0) entity.metadata = null
    Object.assign(entity, settingsIn(fields, this.#store.product), { updatedAt: this.#store.now })
    return noContent
  }

  /** All that is told of an entity. */
  shown(entity: Entity): object {
    const { direct, inherited } = this.#store.groupsOf(entity.id)
    const ids = (groups: readonly { readonly id: string }[]) => groups.map(({ id }) => id)
    return {
      aliases: entity.aliases.map((alias) => shownAlias(alias, this.#store, this.#table)),
      creation_time: timestamp(entity.createdAt),
      direct_group_ids: ids(direct),
      disabled: entity.disabled,
      group_ids: ids([...direct, ...inherited]),
      id: entity.id,
      inherited_group_ids: ids(inherited),
      last_update_time: timestamp(entity.updatedAt),
      merged_entity_ids: entity.mergedIds,
      metadata: entity.metadata,
      name: entity.name,
      namespace_id: 'root',
      policies: entity.policies,
    }
  }

  /** Removes several at once; those that are not there are nobody's loss. */
  removeAll(call: Call): Answer {
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, { entity_ids: 'texts' }, ({ entity_ids: ids = [] }) => {
      if (ids.length === 0) return refuse(400, 'missing entity ids to delete')
      for (const id of ids) {
        const entity = this.#store.entities.get(id)
        if (entity) this.#store.remove(entity)
      }
      return noContent
    })
  }

  /** Makes one entity of several. */
  merge(call: Call): Answer {
    if (!isWrite(call.operation)) return unsupportedOperation
    const schema = {
      from_entity_ids: 'texts',
      to_entity_id: 'text',
      force: 'flag',
      conflicting_alias_ids_to_keep: 'texts',
    } as const
    return answerOn(call, schema, (fields) => {
      const { from_entity_ids: fromIds = [], to_entity_id: toId } = fields
      const { conflicting_alias_ids_to_keep: kept = [] } = fields
      if (fromIds.length === 0) return refuse(400, 'missing entity ids to merge from')
      if (!toId) return refuse(400, 'missing entity id to merge to')
      const to = this.#store.entities.get(toId)
      if (!to) return refuse(400, 'entity id to merge to is invalid')
      if (fromIds.includes(toId))
        return refuse(400, 'to_entity_id should not be present in from_entity_ids')
      const from = fromIds.map((id) => this.#store.entities.get(id))
      if (!from.every((each) => each !== undefined))
        return refuse(400, 'entity id to merge from is invalid')
      return this.#mergeInto(to, from, kept)
    })
  }

  #clashing(clashes: readonly { readonly mine: Alias; readonly alias: Alias }[]): Answer {
    const data = clashes.flatMap(({ mine, alias }) =>
      [mine, alias].map((each) => ({
        alias: each.name,
        entity: this.#store.entities.get(each.canonicalId)?.name ?? '',
        entity_id: each.canonicalId,
        mount: pluginOf(each.mount),
        mount_path: each.mount.prefix,
      })),
    )
    const said = clashes.map(({ mine, alias }) => {
      const ids = `toEntity ID: ${mine.canonicalId}, fromEntity ID: ${alias.canonicalId}`
      const [own, other] = [this.#store.idOf(mine), this.#store.idOf(alias)]
      const { accessor } = this.#table.idsOf(mine.mount)
      return `mountAccessor: ${accessor}, ${ids}, conflicting toEntity alias ID: ${own}, conflicting fromEntity alias ID: ${other}`
    })
    const both =
      'toEntity and at least one fromEntity have aliases with the same mount accessor, repeat the merge request specifying exactly one fromEntity, clashes: '
    return bare({ errors: [listed(both, ...said)], data }, 400)
  }

  /** An alias that comes to one of the same mount stays beside it, or in its place if it is named. */
  #mergeInto(to: Entity, from: readonly Entity[], kept: readonly string[]): Answer {
    const isKept = (alias: Alias) => kept.includes(this.#store.idOf(alias))
    const clashes = from
      .flatMap(({ aliases }) => aliases)
      .flatMap((alias) => {
        const mine = to.aliases.find(({ mount }) => mount === alias.mount)
        return mine ? [{ mine, alias }] : []
      })
    if (kept.length === 0 && clashes.length > 0) return this.#clashing(clashes)
    const open = clashes.find(({ mine, alias }) => !isKept(mine) && !isKept(alias))
    if (open) {
      const ids = [open.alias, open.mine].map((each) => this.#store.idOf(each))
      return refuse(
        400,
        `conflicting mount accessors in following alias IDs and neither were present in conflicting_alias_ids_to_keep: ${ids.join(', ')}`,
      )
    }
    for (const { mine, alias } of clashes)
      if (!isKept(mine) && isKept(alias)) this.#store.take(mine)
    for (const each of from) {
      for (const alias of each.aliases) {
        this.#store.give(to, alias)
        if (Object.keys(alias.customMetadata ?? {}).length === 0) alias.customMetadata = null
        alias.mergedFrom = [...(alias.mergedFrom ?? []), each.id]
      }
      to.mergedIds = [...(to.mergedIds ?? []), each.id]
      this.#store.remove(each)
    }
    to.updatedAt = this.#store.now
    return noContent
  }
}

const writeFields = {
  id: 'text',
  name: 'text',
  metadata: 'pairs',
  policies: 'texts',
  disabled: 'flag',
} as const

/** Fields of which metadata may be null. */
export type Clearing<T> = Omit<T, 'metadata'> & {
  readonly metadata?: Readonly<Record<string, string>> | null
}

/** The fields of a request; metadata that are null are taken away, not left. */
export const withoutMetadata = <T extends object>({ data }: Call, typed: T): Clearing<T> =>
  (data['metadata'] === null ? { ...typed, metadata: null } : typed) as Clearing<T>

type EntityFields = Clearing<Typed<typeof writeFields>>

/** Where an entity is written, and what is there. */
interface Place {
  readonly by: 'id' | 'name' | undefined
  readonly written: string | undefined
  readonly found: Entity | undefined
  readonly also: Readonly<Record<string, 'text'>>
}

const settingsIn = (
  { name, metadata, policies, disabled }: EntityFields,
  product: Product,
): Partial<Entity> => ({
  ...(name && { name }),
  ...(metadata !== undefined && { metadata }),
  ...(policies && { policies: policyNames(policies, product) }),
  ...(disabled !== undefined && { disabled }),
})

/** Names of policies as they are kept: once, sorted, and in lower case where the product keeps them so. */
export const policyNames = (
  names: readonly string[],
  { lowersPolicyNames }: Product,
): readonly string[] =>
  [...new Set(lowersPolicyNames ? names.map((name) => name.toLowerCase()) : names)].toSorted()
