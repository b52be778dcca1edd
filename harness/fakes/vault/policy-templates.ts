import type { IdentityStore } from './identity-store.ts'
import type { Rules } from './policy-text.ts'

/** What a template in a path stands for; undefined where it stands for nothing. */
export type ValueOf = (template: string) => string | undefined

const template = /\{\{([^{}]*)\}\}/g

/** Whether the braces of a path do not come in pairs. */
export const isUnbalanced = (path: string): boolean => /\{\{|\}\}/.test(path.replace(template, ''))

/** Rules with the values of one entity; a path with a template that has none grants nothing. */
export const filled = (rules: Rules, valueOf: ValueOf): Rules =>
  Object.fromEntries(
    Object.entries(rules).flatMap(([path, grant]) => {
      const values = [...path.matchAll(template)].map(([, name]) => valueOf(name!.trim()))
      if (values.includes(undefined)) return []
      return [[path.replace(template, () => values.shift()!), grant] as const]
    }),
  )

/** The templates of some rules. */
export const templatesOf = (rules: Rules): readonly string[] =>
  Object.keys(rules).flatMap((path) => [...path.matchAll(template)].map(([, name]) => name!.trim()))

/**
 * The values of an entity and of the groups it is in.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#templated-policies
 */
export function valuesOf(entityId: string, store: IdentityStore): ValueOf {
  const entity = store.entities.get(entityId)
  const groups = () => {
    const { direct, inherited } = store.groupsOf(entityId)
    return [...direct, ...inherited]
  }
  return (name) => {
    const [, kind, path = ''] = /^identity\.(entity|groups)\.(.+)$/.exec(name) ?? []
    if (kind === undefined || !entity) return undefined
    if (kind === 'groups') {
      const [, by, which, field = ''] = /^(ids|names)\.([^.]+)\.(.+)$/.exec(path) ?? []
      const group = groups().find((each) => (by === 'ids' ? each.id : each.name) === which)
      return group && fieldOf(group, field)
    }
    const [, accessor, field = ''] = /^aliases\.([^.]+)\.(.+)$/.exec(path) ?? []
    if (accessor === undefined) return fieldOf(entity, path)
    const alias = entity.aliases.find(({ mount }) => mount.ids?.accessor === accessor)
    return alias && fieldOf({ ...alias, id: store.idOf(alias) }, field)
  }
}

interface Described {
  readonly id: string
  readonly name: string
  readonly metadata: Readonly<Record<string, string>> | null
  readonly customMetadata?: Readonly<Record<string, string>> | null
}

function fieldOf({ id, name, metadata, customMetadata }: Described, field: string) {
  if (field === 'id') return id
  if (field === 'name') return name
  const [, custom, key = ''] = /^(custom_)?metadata\.(.+)$/.exec(field) ?? []
  return (custom ? customMetadata : metadata)?.[key]
}
