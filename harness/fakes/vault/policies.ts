import type { Clock } from '../../../emulator/index.ts'
import type { VaultOptions } from '../options.ts'
import { policyText, rulesOf, type Rules } from './policy-text.ts'
import type { Product, VaultContext } from './product.ts'

/** One policy as it is kept. */
export interface Policy {
  readonly rules: Rules
  /** As it was written, or as its rules are written. */
  readonly text: string
  /** How often it was written. */
  readonly version: number
  readonly modifiedAt: number
  /** Whether every change must name the version it changes. */
  readonly casRequired: boolean
  readonly expiresAt?: number
}

/** What one write to a policy says. */
export type Written = Pick<Policy, 'rules' | 'text'> & {
  readonly casRequired?: boolean | undefined
  readonly expiresAt?: number | undefined
}

/** What Vault's own `default` policy grants of what is emulated here. */
const defaultRules = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
  'sys/capabilities-self': ['update'],
  'identity/entity/id/{{identity.entity.id}}': ['read'],
  'identity/entity/name/{{identity.entity.name}}': ['read'],
  'sys/internal/ui/resultant-acl': ['read'],
  'sys/leases/renew': ['update'],
  'sys/leases/lookup': ['update'],
  'cubbyhole/*': ['create', 'read', 'update', 'delete', 'list'],
  'sys/wrapping/wrap': ['update'],
  'sys/wrapping/lookup': ['update'],
  'sys/wrapping/unwrap': ['update'],
  'sys/tools/hash': ['update'],
  'sys/tools/hash/*': ['update'],
  'identity/oidc/provider/+/authorize': ['read', 'update'],
} as const

/** What a wrapping token may do; no list has it. */
const wrappingRules = {
  'cubbyhole/response': ['create', 'read'],
  'sys/wrapping/unwrap': ['update'],
} as const

export const unlisted = 'response-wrapping'

/** The policies there are, those of the scenario at first; names have no case. */
export class Policies {
  readonly #clock: Pick<Clock, 'now'>
  /** By whose rules the policies are read. */
  readonly product: Product
  readonly #byName = new Map<string, Policy>()
  #revision = 0
  #nextEnd = Infinity

  constructor(
    policies: VaultOptions['policies'],
    { clock, product }: Pick<VaultContext, 'clock' | 'product'>,
  ) {
    this.#clock = clock
    this.product = product
    const own = Object.entries(policies).map(([name, rules]) => [name, rulesOf(rules)] as const)
    const standard = rulesOf({ ...defaultRules, ...product.ownDefaults })
    const ends = { 'auth/token/revoke-self': ['update'] } as const
    const wrapping = { ...wrappingRules, ...(product.wrappingTokensEndThemselves && ends) }
    const all = { default: standard, [unlisted]: rulesOf(wrapping), ...Object.fromEntries(own) }
    for (const [name, rules] of Object.entries(all))
      this.set(name, { rules, text: policyText(rules) })
  }

  /** Another one after each change. */
  get revision(): number {
    this.#sweep()
    return this.#revision
  }

  get(name: string): Policy | undefined {
    this.#sweep()
    return this.#byName.get(name)
  }

  /** Sorted, those in folders after the others, and root's last. */
  get names(): readonly string[] {
    this.#sweep()
    const names = [...this.#byName.keys()].filter((name) => name !== unlisted).toSorted()
    const isNested = (name: string): boolean => name.includes('/')
    return [...names.filter((name) => !isNested(name)), ...names.filter(isNested), 'root']
  }

  set(name: string, { rules, text, casRequired, expiresAt }: Written): void {
    const old = this.#byName.get(name)
    this.#byName.set(name, {
      rules,
      text,
      version: (old?.version ?? 0) + 1,
      modifiedAt: this.#clock.now(),
      casRequired: casRequired ?? false,
      ...(expiresAt !== undefined && { expiresAt }),
    })
    this.#nextEnd = Math.min(this.#nextEnd, expiresAt ?? Infinity)
    this.#revision++
  }

  delete(name: string): void {
    this.#byName.delete(name)
    this.#revision++
  }

  #sweep(): void {
    const now = this.#clock.now()
    if (now < this.#nextEnd) return
    this.#nextEnd = Infinity
    for (const [name, { expiresAt = Infinity }] of this.#byName) {
      if (expiresAt <= now) this.delete(name)
      else this.#nextEnd = Math.min(this.#nextEnd, expiresAt)
    }
  }
}
