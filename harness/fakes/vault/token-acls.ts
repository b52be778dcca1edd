import type { IdentityStore } from './identity-store.ts'
import { templatesOf, valuesOf } from './policy-templates.ts'
import { Acl } from './policy.ts'
import type { Policies } from './policies.ts'
import type { Product } from './product.ts'
import type { Identity, VaultToken } from './token.ts'

/** What a token may do. */
export interface Reach {
  /** Undefined for the root token. */
  readonly acl: Acl | undefined
  /** Whether its entity has a value that the paths of no policy may have. */
  readonly isBarred: boolean
}

/** The templates in some policies, and what those policies grant by the values of these. */
interface Templated {
  readonly templates: readonly string[]
  readonly byValues: Map<string, Reach>
}

const ofRoot: Reach = { acl: undefined, isBarred: false }

/** What tokens may do by their policies and those of their entities, worked out once for all that are alike. */
export class TokenAcls {
  readonly #policies: Policies
  readonly #identities: IdentityStore
  readonly #product: Product
  readonly #acls = new Map<string, Acl>()
  readonly #templated = new Map<string, Templated>()
  /** The revision of the policies that the templates are those of. */
  #revision = -1

  constructor(policies: Policies, identities: IdentityStore, product: Product) {
    this.#policies = policies
    this.#identities = identities
    this.#product = product
  }

  for({ identity }: VaultToken): Reach {
    if (!identity) return ofRoot
    const names = this.#namesOf(identity)
    const { templates, byValues } = this.#templatedIn(names)
    if (templates.length === 0) {
      const acl = names === identity.policies ? identity.acl : this.of(names)
      return { acl, isBarred: false }
    }
    const values = templates.map(valuesOf(identity.entityId, this.#identities))
    const key = JSON.stringify(values)
    const known = byValues.get(key)
    if (known) return known
    const reach = this.#reachOf(names, templates, values)
    byValues.set(key, reach)
    return reach
  }

  /** What a token may do because of its entity. */
  identityPoliciesOf({ identity }: VaultToken): readonly string[] {
    return this.#identities.policiesOf(identity?.entityId ?? '')
  }

  /** What a token with these policies may do, whoever has it. */
  of(names: readonly string[]): Acl {
    const key = JSON.stringify(names)
    const acl = this.#acls.get(key) ?? new Acl(names, this.#policies)
    this.#acls.set(key, acl)
    return acl
  }

  #reachOf(
    names: readonly string[],
    templates: readonly string[],
    values: readonly (string | undefined)[],
  ): Reach {
    const byTemplate = new Map(templates.map((template, i) => [template, values[i]]))
    const { unfitInTemplates } = this.#product
    return {
      acl: new Acl(names, this.#policies, (template) => byTemplate.get(template)),
      isBarred: values.some((value = '') => unfitInTemplates?.test(value)),
    }
  }

  #namesOf({ policies, entityId }: Identity): readonly string[] {
    const more = this.#identities.policiesOf(entityId)
    return more.length === 0 ? policies : [...new Set([...policies, ...more])].toSorted()
  }

  #templatedIn(names: readonly string[]): Templated {
    const { revision } = this.#policies
    if (revision !== this.#revision) this.#templated.clear()
    this.#revision = revision
    const key = JSON.stringify(names)
    const known = this.#templated.get(key)
    if (known) return known
    const all = names.flatMap((name) => templatesOf(this.#policies.get(name)?.rules ?? {}))
    const found = { templates: [...new Set(all)], byValues: new Map<string, Reach>() }
    this.#templated.set(key, found)
    return found
  }
}
