import type { VaultOptions } from '../options.ts'
import { policyText, type Rules } from './policy-text.ts'

/** One policy as it is kept. */
export interface Policy {
  readonly rules: Rules
  /** As it was written, or as its rules are written. */
  readonly text: string
  /** How often it was written. */
  readonly version: number
  readonly modifiedAt: number
}

/** What Vault's own `default` policy grants of what is emulated here. */
const defaultRules: Rules = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
  'sys/capabilities-self': ['update'],
  'cubbyhole/*': ['create', 'read', 'update', 'delete', 'list'],
}

/** The policies there are, those of the scenario at first; names have no case. */
export class Policies {
  readonly #byName = new Map<string, Policy>()
  /** Another one after each change. */
  revision = 0

  constructor(policies: VaultOptions['policies'], now: number) {
    for (const [name, rules] of Object.entries({ default: defaultRules, ...policies }))
      this.#byName.set(name, { rules, text: policyText(rules), version: 1, modifiedAt: now })
  }

  get(name: string): Policy | undefined {
    return this.#byName.get(name)
  }

  /** Sorted, but for root's, which comes last. */
  get names(): readonly string[] {
    return [...[...this.#byName.keys()].toSorted(), 'root']
  }

  set(name: string, rules: Rules, text: string, modifiedAt: number): void {
    const version = (this.#byName.get(name)?.version ?? 0) + 1
    this.#byName.set(name, { rules, text, version, modifiedAt })
    this.revision++
  }

  delete(name: string): void {
    this.#byName.delete(name)
    this.revision++
  }
}
