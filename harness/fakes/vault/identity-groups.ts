import { listed, noContent, notFound, refuse, reply, unsupportedOperation } from './answer.ts'
import type { Answer } from './answer.ts'
import { withSaid } from './captured-fields.ts'
import { timestamp } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { aliasInList, answerOnAlias, listAliases, placeOf, told } from './identity-aliases.ts'
import { policyNames, withoutMetadata, type Clearing } from './identity-entities.ts'
import type { Alias, Group, IdentityStore } from './identity-store.ts'
import { uuid } from './ids.ts'
import { listAll } from './kv-keys.ts'
import type { Mount, MountTable } from './mount-table.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'identity'

const writeFields = {
  id: 'text',
  name: 'text',
  type: 'text',
  metadata: 'pairs',
  policies: 'texts',
  member_entity_ids: 'texts',
  member_group_ids: 'texts',
} as const

type GroupFields = Clearing<Typed<typeof writeFields>>

const aliasFields = {
  id: 'text',
  name: 'text',
  mount_accessor: 'text',
  canonical_id: 'text',
} as const

/**
 * Groups of entities and of groups, and the names that auth methods know groups by.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity/group
 */
export class Groups {
  readonly #store: IdentityStore
  readonly #table: MountTable

  constructor(store: IdentityStore, table: MountTable) {
    this.#store = store
    this.#table = table
  }

  answer(call: Call, by: 'id' | 'name' | undefined, written: string | undefined): Answer {
    const { operation } = call
    if (by !== undefined && written === undefined) return this.#list(call, by)
    if (isWrite(operation)) return this.#write(call, by, written)
    if (by === undefined) return unsupportedOperation
    const group = by === 'id' ? this.#store.groups.get(written!) : this.named(written!)
    if (operation === 'read') return group ? this.#told(call, group) : notFound
    if (operation !== 'delete') return unsupportedOperation
    if (group) this.#remove(group)
    return noContent
  }

  #told(call: Call, group: Group): Answer {
    const answer = () => reply({ data: this.shown(group), mountType })
    return answerOn(call, writeFields, answer)
  }

  named(name: string): Group | undefined {
    const lower = name.toLowerCase()
    return [...this.#store.groups.values()].find((each) => each.name.toLowerCase() === lower)
  }

  #remove({ id }: Group): void {
    this.#store.groups.delete(id)
    for (const group of this.#store.groups.values())
      group.memberGroupIds = group.memberGroupIds.filter((each) => each !== id)
  }

  #list(call: Call, by: 'id' | 'name'): Answer {
    if (call.operation !== 'list') return unsupportedOperation
    const all = [...this.#store.groups.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (by === 'name')
      return listAll(
        call,
        all.map(({ name }) => name),
        mountType,
      )
    const info = (group: Group) => ({
      ...(group.alias && { alias: aliasInList(group.alias, this.#store, this.#table) }),
      name: group.name,
      num_member_entities: group.memberEntityIds?.length ?? 0,
      num_parent_groups: this.#store.parentsOf(group).length,
    })
    const key_info = Object.fromEntries(all.map((group) => [group.id, info(group)]))
    const keys = all.map(({ id }) => id)
    return listAll(call, keys, mountType, () => ({ key_info, keys }))
  }

  #write(call: Call, by: 'id' | 'name' | undefined, written: string | undefined): Answer {
    return answerOn(withSaid(call, by, written), writeFields, (typed) => {
      const fields = withoutMetadata(call, typed)
      const { id, name } = fields
      const isByName = by === 'name' || (by === undefined && id === undefined)
      if (!isByName && id === '') return refuse(400, 'empty group ID')
      if (isByName && name === '') return refuse(400, 'empty group name')
      const group = isByName ? this.named(name ?? '') : this.#store.groups.get(id!)
      if (!isByName && !group) return refuse(400, 'invalid group ID')
      const refused = this.#refusalOf(fields, group)
      if (refused) return refused
      if (group) {
        this.#change(group, fields)
        return noContent
      }
      const made = this.#make(fields)
      return reply({ data: { id: made.id, name: made.name }, mountType })
    })
  }

  #refusalOf(fields: GroupFields, group: Group | undefined): Answer | undefined {
    const {
      name,
      type,
      policies,
      member_entity_ids: entityIds = [],
      member_group_ids: groupIds = [],
    } = fields
    if (policies?.includes('root')) return refuse(400, 'policies cannot contain root')
    if (group && type !== undefined && type !== group.type)
      return refuse(400, 'group type cannot be changed')
    const kind = type || group?.type || 'internal'
    if (kind !== 'internal' && kind !== 'external')
      return refuse(400, `invalid group type "${type}"`)
    const other = name ? this.named(name) : undefined
    if (other && other !== group) return refuse(400, 'group name is already in use')
    if (kind === 'external' && entityIds.length > 0)
      return refuse(400, "member entities can't be set manually for external groups")
    if (kind === 'external' && groupIds.length > 0)
      return refuse(400, "member groups can't be set for external groups")
    const noEntity = entityIds.find((id) => !this.#store.entities.has(id))
    if (noEntity !== undefined) return refuse(500, listed(`invalid entity ID "${noEntity}"`))
    const noGroup = groupIds.find((id) => !this.#store.groups.has(id))
    if (noGroup !== undefined) return refuse(500, listed(`invalid member group ID "${noGroup}"`))
    if (group && groupIds.includes(group.id))
      return refuse(500, listed(`member group ID "${group.id}" is same as the ID of the group`))
    const circle = group && groupIds.find((id) => this.#contains(id, group.id))
    return circle === undefined
      ? undefined
      : refuse(400, `cyclic relationship detected for member group ID "${circle}"`)
  }

  #contains(id: string, sought: string): boolean {
    if (id === sought) return true
    const { memberGroupIds = [] } = this.#store.groups.get(id) ?? {}
    return memberGroupIds.some((each) => this.#contains(each, sought))
  }

  #make(fields: GroupFields): Group {
    const id = uuid(this.#store.random)
    const group: Group = {
      id,
      name: this.#store.nameFor('group', id),
      type: fields.type === 'external' ? 'external' : 'internal',
      policies: null,
      metadata: null,
      memberEntityIds: null,
      memberGroupIds: [],
      createdAt: this.#store.now,
      updatedAt: this.#store.now,
      modifyIndex: 0,
    }
    this.#store.groups.set(id, group)
    this.#change(group, fields)
    return group
  }

  #change(group: Group, fields: GroupFields): void {
    const {
      name,
      metadata,
      policies,
      member_entity_ids: entityIds,
      member_group_ids: groupIds,
    } = fields
    forgetEmpty(group)
    for (const id of groupIds ?? [])
      if (!group.memberGroupIds.includes(id)) this.#store.groups.get(id)!.modifyIndex++
    Object.assign(group, {
      ...(name && { name }),
      ...(metadata !== undefined && { metadata }),
      ...(policies && { policies: policyNames(withoutCaseTwins(policies), this.#store.product) }),
      memberEntityIds: entityIds ?? (group.memberEntityIds?.length ? group.memberEntityIds : null),
      ...(groupIds && { memberGroupIds: groupIds }),
      updatedAt: this.#store.now,
      modifyIndex: group.modifyIndex + 1,
    })
  }

  /** All that is told of a group. */
  shown(group: Group): object {
    const orNull = <T>(list: readonly T[]) => (list.length === 0 ? null : list)
    return {
      alias: group.alias ? this.#shownAlias(group.alias) : {},
      creation_time: timestamp(group.createdAt),
      id: group.id,
      last_update_time: timestamp(group.updatedAt),
      member_entity_ids: group.memberEntityIds,
      member_group_ids: orNull(group.memberGroupIds),
      metadata: group.metadata,
      modify_index: group.modifyIndex,
      name: group.name,
      namespace_id: 'root',
      parent_group_ids: orNull(this.#store.parentsOf(group).map(({ id }) => id)),
      policies: group.policies,
      type: group.type,
    }
  }

  #shownAlias(alias: Alias): object {
    return {
      canonical_id: alias.canonicalId,
      creation_time: timestamp(alias.createdAt),
      id: this.#store.idOf(alias),
      last_update_time: timestamp(alias.updatedAt),
      merged_from_canonical_ids: alias.mergedFrom,
      metadata: alias.metadata,
      ...placeOf(alias, this.#table),
    }
  }

  answerOnAlias(call: Call, id: string | undefined): Answer {
    if (isWrite(call.operation)) return this.#writeAlias(call, id)
    const all = this.#store.groupAliases
    const found = all.find((alias) => this.#store.idOf(alias) === id)
    return (
      answerOnAlias(call, id, found, () => this.#removeAlias(found)) ??
      listAliases(call, all, this.#store, this.#table) ??
      told(found, this.#store, this.#table)
    )
  }

  #removeAlias(alias: Alias | undefined): void {
    const group = alias && this.#store.groups.get(alias.canonicalId)
    if (!group) return
    delete group.alias
    this.#change(group, {})
  }

  #writeAlias(call: Call, id: string | undefined): Answer {
    return answerOn(withSaid(call, id && 'id', id), aliasFields, (fields) => {
      const { name, mount_accessor: accessor, canonical_id: canonical } = fields
      const old = this.#store.groupAliases.find((each) => this.#store.idOf(each) === fields.id)
      if (fields.id && !old) return refuse(400, 'invalid group alias ID')
      if (!name) return refuse(400, 'missing alias name')
      if (!accessor) return refuse(400, 'missing mount_accessor')
      const mount = this.#table.byAccessor(accessor)
      if (!mount) return refuse(400, `invalid mount accessor "${accessor}"`)
      const taken = this.#store.groupAliases.find(
        (each) => each.mount === mount && each.name === name,
      )
      if (taken && taken !== old)
        return refuse(400, 'combination of mount and group alias name is already in use')
      const group = canonical
        ? this.#store.groups.get(canonical)
        : old && this.#store.groups.get(old.canonicalId)
      if (canonical && !group) return refuse(400, "invalid group ID given in 'canonical_id'")
      if (group?.type === 'internal') return refuse(400, "alias can't be set on an internal group")
      return this.#putAlias(group ?? this.#make({ type: 'external' }), old, { name, mount })
    })
  }

  #putAlias(group: Group, old: Alias | undefined, place: { name: string; mount: Mount }): Answer {
    const now = this.#store.now
    const kept = old ?? { customMetadata: null, metadata: null, mergedFrom: null, createdAt: now }
    const alias = { ...kept, ...place, canonicalId: group.id, updatedAt: now }
    this.#removeAlias(old && old.canonicalId !== group.id ? old : undefined)
    group.alias = alias
    this.#change(group, {})
    const isSame = old !== undefined && old.name === place.name && old.mount === place.mount
    if (isSame) return noContent
    return reply({ data: { canonical_id: group.id, id: this.#store.idOf(alias) }, mountType })
  }
}

/** A group that is stored anew no longer knows what is empty from what was never said. */
function forgetEmpty(group: Group): void {
  if (group.policies?.length === 0) group.policies = null
  if (group.metadata && Object.keys(group.metadata).length === 0) group.metadata = null
}

/** Names that differ in case alone are one name, as the first of them has it. */
const withoutCaseTwins = (names: readonly string[]): readonly string[] =>
  names.filter(
    (name, i) => names.findIndex((each) => each.toLowerCase() === name.toLowerCase()) === i,
  )
