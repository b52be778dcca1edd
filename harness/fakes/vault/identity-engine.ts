import { noContent, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { EntityAliases } from './identity-aliases.ts'
import { Entities } from './identity-entities.ts'
import { Groups } from './identity-groups.ts'
import type { Alias, IdentityStore } from './identity-store.ts'
import type { MountTable } from './mount-table.ts'
import type { Schema } from './field-readers.ts'
import { refusedAsUnknown } from './not-emulated.ts'
import { childPath, type OidcTokens } from './oidc-tokens.ts'
import type { VaultToken } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'identity'

const lookupFields = {
  id: 'text',
  name: 'text',
  alias_id: 'text',
  alias_name: 'text',
  alias_mount_accessor: 'text',
} as const

const personaFields = { entity_id: 'text', mount_accessor: 'text' } as const

type Asked = Typed<typeof lookupFields>

/**
 * `identity`: who logs in, under which names, and in which groups.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity
 */
export class IdentityEngine implements Engine {
  readonly leaves =
    /^((entity|group)(-alias)?|alias|persona|(entity|group|alias|persona|(entity|group)-alias)\/id\/[^/]+|lookup\/[^/]+|entity\/batch-delete|oidc\/(key|role|token)\/[^/]+)$/
  readonly #store: IdentityStore
  readonly #table: MountTable
  readonly #entities: Entities
  readonly #aliases: EntityAliases
  readonly #groups: Groups
  readonly #oidc: OidcTokens

  constructor(store: IdentityStore, table: MountTable, oidc: OidcTokens) {
    this.#oidc = oidc
    this.#store = store
    this.#table = table
    this.#entities = new Entities(store, table)
    this.#aliases = new EntityAliases(store, table)
    this.#groups = new Groups(store, table)
  }

  isOpen(path: string): boolean {
    const [, below = ''] = /^oidc\/(.*?)\/?$/.exec(path) ?? []
    if (childPath.test(below)) return this.#store.product.pluginsSign
    return /^(\.well-known\/|provider\/[^/]+\/(\.well-known\/|token$|userinfo$))/.test(below)
  }

  readsFirst(path: string): Schema | undefined {
    return path.startsWith('oidc/') ? this.#oidc.readsFirst(path.slice(5)) : undefined
  }

  handle(call: Call, caller?: VaultToken): Answer | Promise<Answer> {
    const path = call.path.replace(/\/$/, '')
    const isUnknown = refusedAsUnknown(call)
    if (isUnknown) return isUnknown
    if (path.startsWith('oidc/')) return this.#oidc.handle(call, path.slice(5), caller)
    if (path === 'entity/merge') return this.#entities.merge(call)
    if (path === 'entity/batch-delete') return this.#entities.removeAll(call)
    if (path === 'lookup/entity' || path === 'lookup/group')
      return isWrite(call.operation) ? this.#lookup(call, path) : unsupportedOperation
    const [known, kind, byId, id, byName, name] =
      /^(entity|group)(?:\/(?:(id)(?:\/([^/]+))?|(name)(?:\/(.+))?))?$/.exec(path) ?? []
    const one = (byId ?? byName) as 'id' | 'name' | undefined
    if (known !== undefined) {
      return kind === 'group'
        ? this.#groups.answer(call, one, id ?? name)
        : this.#entities.answer(call, one, id ?? name)
    }
    const [aliased, of, aliasId] =
      /^(entity-alias|alias|persona|group-alias)(?:\/id(?:\/([^/]+))?)?$/.exec(path) ?? []
    if (aliased === undefined) return unsupportedPath
    if (path.endsWith('/id') && isWrite(call.operation)) return unsupportedOperation
    if (of === 'persona' && isWrite(call.operation))
      return this.#entities.answer(
        call,
        aliasId === undefined ? undefined : 'id',
        aliasId,
        personaFields,
      )
    return of === 'group-alias'
      ? this.#groups.answerOnAlias(call, aliasId)
      : this.#aliases.answer(call, aliasId)
  }

  #lookup(call: Call, path: string): Answer {
    return answerOn(call, lookupFields, (asked) => {
      const parts = [asked.alias_name, asked.alias_mount_accessor]
      const hasAlias = parts.filter(Boolean).length
      const alias = parts.find((each) => each !== undefined)
      const given = [asked.id, asked.name, asked.alias_id, alias]
      const ways = given.filter((each) => each !== undefined).length
      if (ways === 0) return refuse(400, 'query parameter not supplied')
      if (ways > 1)
        return refuse(
          400,
          'query parameter conflict; please supply distinct set of query parameters',
        )
      if (hasAlias === 1)
        return refuse(400, "both 'alias_name' and 'alias_mount_accessor' needs to be set")
      const data = path === 'lookup/group' ? this.#group(asked) : this.#entity(asked)
      return data ? reply({ data, mountType }) : noContent
    })
  }

  #entity(asked: Asked): object | undefined {
    const id = asked.id ?? this.#canonicalId(asked, this.#store.aliases)
    const entity = asked.name
      ? this.#entities.named(asked.name)
      : this.#store.entities.get(id ?? '')
    return entity && this.#entities.shown(entity)
  }

  #group(asked: Asked): object | undefined {
    const id = asked.id ?? this.#canonicalId(asked, this.#store.groupAliases)
    const group = asked.name ? this.#groups.named(asked.name) : this.#store.groups.get(id ?? '')
    return group && this.#groups.shown(group)
  }

  #canonicalId(asked: Asked, aliases: readonly Alias[]): string | undefined {
    const mount = this.#table.byAccessor(asked.alias_mount_accessor ?? '')
    const isMeant = (alias: Alias): boolean =>
      asked.alias_id
        ? this.#store.idOf(alias) === asked.alias_id
        : alias.mount === mount && alias.name === asked.alias_name
    return aliases.find(isMeant)?.canonicalId
  }
}
