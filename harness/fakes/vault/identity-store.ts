import type { Random } from '../../seed.ts'
import { uuid } from './ids.ts'
import type { Mount } from './mount-table.ts'
import type { Product, VaultContext } from './product.ts'

export type Pairs = Readonly<Record<string, string>>

/** Whom an auth method knows under a name: an entity, or a group of users. */
export interface Alias {
  /** Drawn when somebody first looks. */
  id?: string
  name: string
  mount: Mount
  canonicalId: string
  customMetadata: Pairs | null
  readonly metadata: Pairs | null
  mergedFrom: readonly string[] | null
  readonly createdAt: number
  updatedAt: number
}

/** Somebody who logs in, by whatever method. */
export interface Entity {
  readonly id: string
  name: string
  policies: readonly string[]
  metadata: Pairs | null
  disabled: boolean
  aliases: readonly Alias[]
  mergedIds: readonly string[] | null
  readonly createdAt: number
  updatedAt: number
}

/** Entities and groups that share policies. */
export interface Group {
  readonly id: string
  name: string
  readonly type: 'internal' | 'external'
  policies: readonly string[] | null
  metadata: Pairs | null
  /** Null where there never was one. */
  memberEntityIds: readonly string[] | null
  memberGroupIds: readonly string[]
  alias?: Alias
  readonly createdAt: number
  updatedAt: number
  modifyIndex: number
}

/** The entities and groups there are. */
export class IdentityStore {
  readonly entities = new Map<string, Entity>()
  readonly groups = new Map<string, Group>()
  readonly #context: VaultContext
  readonly #byAlias = new Map<Mount, Map<string, Entity>>()
  readonly #gone = new Set<string>()

  constructor(context: VaultContext) {
    this.#context = context
  }

  get random(): Random {
    return this.#context.random
  }

  get product(): Product {
    return this.#context.product
  }

  get now(): number {
    return this.#context.clock.now()
  }

  /** A name nobody has chosen. */
  nameFor(kind: 'entity' | 'group', id: string): string {
    return `${kind}_${id.slice(0, 8)}${this.#context.product.identitySuffix}`
  }

  makeEntity(more: Partial<Entity> = {}): Entity {
    const id = more.id ?? uuid(this.random)
    const { now } = this
    const entity: Entity = {
      name: this.nameFor('entity', id),
      policies: [],
      metadata: null,
      disabled: false,
      aliases: [],
      mergedIds: null,
      createdAt: now,
      updatedAt: now,
      ...more,
      id,
    }
    this.entities.set(id, entity)
    this.#gone.delete(id)
    return entity
  }

  /** Who logs in there under that name; nobody has to be known before. */
  whoLogsIn(mount: Mount, name: string, id: string): Entity {
    const known = this.#byAlias.get(mount)?.get(name)
    if (known) return known
    const isFree = !this.entities.has(id) && !this.#gone.has(id)
    const entity = this.makeEntity(isFree ? { id } : {})
    this.addAlias(entity, { name, mount, customMetadata: null, metadata: null })
    return entity
  }

  addAlias(
    entity: Entity,
    more: Pick<Alias, 'name' | 'mount' | 'customMetadata' | 'metadata'>,
  ): Alias {
    const now = this.now
    const alias: Alias = {
      ...more,
      canonicalId: entity.id,
      mergedFrom: null,
      createdAt: now,
      updatedAt: now,
    }
    this.give(entity, alias)
    return alias
  }

  /** Gives an alias to an entity, whoever had it. */
  give(entity: Entity, alias: Alias): void {
    this.take(alias)
    alias.canonicalId = entity.id
    entity.aliases = [...entity.aliases, alias]
    const names = this.#byAlias.get(alias.mount) ?? new Map<string, Entity>()
    this.#byAlias.set(alias.mount, names.set(alias.name, entity))
  }

  take(alias: Alias): void {
    const entity = this.entities.get(alias.canonicalId)
    if (!entity?.aliases.includes(alias)) return
    entity.aliases = entity.aliases.filter((each) => each !== alias)
    this.#byAlias.get(alias.mount)?.delete(alias.name)
  }

  remove(entity: Entity): void {
    for (const alias of entity.aliases) this.take(alias)
    this.entities.delete(entity.id)
    this.#gone.add(entity.id)
    for (const group of this.groups.values()) {
      if (!group.memberEntityIds?.includes(entity.id)) continue
      group.memberEntityIds = group.memberEntityIds.filter((id) => id !== entity.id)
      group.modifyIndex++
    }
  }

  /** Whether tokens of an entity are refused: it is disabled, or was there and is no more. */
  isBarred(id: string): boolean {
    return this.#gone.has(id) || this.entities.get(id)?.disabled === true
  }

  idOf(alias: Alias): string {
    alias.id ??= uuid(this.random)
    return alias.id
  }

  get aliases(): readonly Alias[] {
    return [...this.entities.values()].flatMap(({ aliases }) => aliases)
  }

  get groupAliases(): readonly Alias[] {
    return [...this.groups.values()].flatMap(({ alias }) => (alias ? [alias] : []))
  }

  /** Groups that an entity is in by itself, and those that these are in. */
  groupsOf(entityId: string): {
    readonly direct: readonly Group[]
    readonly inherited: readonly Group[]
  } {
    if (this.groups.size === 0) return { direct: [], inherited: [] }
    const all = [...this.groups.values()]
    const direct = all.filter(({ memberEntityIds }) => memberEntityIds?.includes(entityId))
    const found = new Set(direct)
    for (const group of found) for (const parent of this.parentsOf(group)) found.add(parent)
    return { direct, inherited: [...found].filter((group) => !direct.includes(group)) }
  }

  parentsOf({ id }: Group): readonly Group[] {
    return [...this.groups.values()].filter(({ memberGroupIds }) => memberGroupIds.includes(id))
  }

  /** What an entity may do besides what its tokens say. */
  policiesOf(entityId: string): readonly string[] {
    const entity = this.entities.get(entityId)
    if (!entity) return []
    const { direct, inherited } = this.groupsOf(entityId)
    const ofGroups = [...direct, ...inherited].flatMap(({ policies }) => policies ?? [])
    return [...new Set([...entity.policies, ...ofGroups].map((name) => name.toLowerCase()))]
  }
}
