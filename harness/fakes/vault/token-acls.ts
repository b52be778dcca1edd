import type { IdentityStore } from './identity-store.ts'
import { templatesOf, valuesOf } from './policy-templates.ts'
import { Acl } from './policy.ts'
import type { Policies } from './policies.ts'
import type { Product } from './product.ts'
import type { Identity, VaultToken } from './token.ts'

/** What tokens may do by their policies and those of their entities, worked out once for all that are alike. */
export class TokenAcls {
  readonly #policies: Policies
  readonly #identities: IdentityStore
  readonly #product: Product
  readonly #acls = new Map<string, Acl>()
  readonly #templates = new Map<string, readonly string[]>()
  /** The revision of the policies that the templates are those of. */
  #revision = -1

  constructor(policies: Policies, identities: IdentityStore, product: Product) {
    this.#policies = policies
    this.#identities = identities
    this.#product = product
  }

  /** Undefined for the root token. */
  for({ identity }: VaultToken): Acl | undefined {
    if (!identity) return undefined
    const names = this.#namesOf(identity)
    const templates = this.#templatesIn(names)
    if (templates.length === 0) return names === identity.policies ? identity.acl : this.of(names)
    return this.#of(names, templates, this.#valuesOf(templates, identity))
  }

  /** Whether its entity has a value that the paths of no policy may have. */
  isBarred({ identity }: VaultToken): boolean {
    const { unfitInTemplates } = this.#product
    if (!identity || !unfitInTemplates) return false
    const templates = this.#templatesIn(this.#namesOf(identity))
    return this.#valuesOf(templates, identity).some((value = '') => unfitInTemplates.test(value))
  }

  /** What a token may do because of its entity. */
  identityPoliciesOf({ identity }: VaultToken): readonly string[] {
    return this.#identities.policiesOf(identity?.entityId ?? '')
  }

  /** What a token with these policies may do, whoever has it. */
  of(names: readonly string[]): Acl {
    return this.#of(names, [], [])
  }

  #of(
    names: readonly string[],
    templates: readonly string[],
    values: readonly (string | undefined)[],
  ): Acl {
    const key = `${names.join()}\n${values.join('\n')}`
    const known = this.#acls.get(key)
    if (known) return known
    const byTemplate = new Map(templates.map((template, i) => [template, values[i]]))
    const acl = new Acl(names, this.#policies, (template) => byTemplate.get(template))
    this.#acls.set(key, acl)
    return acl
  }

  #namesOf({ policies, entityId }: Identity): readonly string[] {
    const more = this.#identities.policiesOf(entityId)
    return more.length === 0 ? policies : [...new Set([...policies, ...more])].toSorted()
  }

  #valuesOf(templates: readonly string[], { entityId }: Identity): readonly (string | undefined)[] {
    if (templates.length === 0) return []
    return templates.map(valuesOf(entityId, this.#identities))
  }

  #templatesIn(names: readonly string[]): readonly string[] {
    const { revision } = this.#policies
    if (revision !== this.#revision) this.#templates.clear()
    this.#revision = revision
    const key = names.join()
    const known = this.#templates.get(key)
    if (known) return known
    const all = names.flatMap((name) => templatesOf(this.#policies.get(name)?.rules ?? {}))
    const found = [...new Set(all)]
    this.#templates.set(key, found)
    return found
  }
}
