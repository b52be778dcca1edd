import type { Assumptions } from './assumed.ts'

/** How far a rule can be trusted. An extension is something the product does not have. */
export type RuleStatus = 'documented' | 'assumed' | 'extension'

/** One behaviour of the requester: what it says, where that stands, and from which fix level it holds. */
export interface Rule<Id extends string = string> {
  readonly id: Id
  readonly status: RuleStatus
  /** The page, APAR or RFC the rule stands on; for an assumed rule, what would settle it. */
  readonly source: string
  /** The first fix level at which the rule holds; absent where it always held, or no source tells. */
  readonly since?: string
  /** The rule in one sentence of our own. */
  readonly says: string
  /** Of an assumed rule its other reading, as a scenario writes it under `assume`; absent: none is built in. */
  readonly other?: Partial<Assumptions>
}

/** Declares a rule beside the function that carries it out; `emulator/fidelity.ts` gathers them all. */
export const rule = <const Id extends string>(id: Id, text: Omit<Rule, 'id'>): Rule<Id> => ({
  id,
  ...text,
})
