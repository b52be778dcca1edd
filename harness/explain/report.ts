import type { EffectiveDefault, EffectiveElement } from '../../emulator/config/index.ts'
import type { Level, Place, Problem, Rule } from '../../emulator/index.ts'
import type { Change, Difference } from './compare.ts'
import type { Explanation } from './explanation.ts'

/** What one configuration does at one fix level. */
export interface ExplainReport {
  readonly kind: 'explain'
  readonly file: string
  readonly connections: readonly {
    readonly explanation: Explanation
    readonly elsewhere: readonly { readonly level: Level; readonly changes: readonly Change[] }[]
  }[]
  /** The APIs that a scenario calls from outside; none for a server.xml alone. */
  readonly apis: readonly ApiExplanation[]
  /** The errors of the file. */
  readonly problems: readonly Problem[]
}

/** As whom the callers of an API run. */
export interface ApiExplanation {
  readonly api: string
  readonly service: string
  /** In the order in which they are tried. */
  readonly runners: readonly Runner[]
}

/** Who runs as which SAF user, and what that user may do. */
export interface Runner {
  readonly kind: 'person' | 'role' | 'otherwise'
  readonly text: string
  /** Absent where nobody is mapped, or where a call is refused. */
  readonly user?: string
  readonly at?: Place
  readonly rules: readonly Rule[]
  readonly abilities: readonly Ability[]
}

/** Whether a SAF user may run an operation. */
export interface Ability {
  readonly operation: string
  readonly transaction: string
  readonly allowed: boolean
  readonly because: string
  readonly rules: readonly Rule[]
}

/** What changes between two configurations, or from one fix level to the next. */
export interface ChangesReport {
  readonly kind: 'changes'
  readonly from: string
  readonly to: string
  /** Only steps at which something differs. */
  readonly steps: readonly {
    readonly title: string
    readonly differences: readonly Difference[]
  }[]
  readonly problems: readonly Problem[]
}

/** One merged element, with the defaults that hold in it. */
export interface ShownElement extends EffectiveElement {
  readonly defaults?: readonly EffectiveDefault[]
}

/** All files of a server as one configuration. */
export interface EffectiveReport {
  readonly kind: 'effective'
  readonly file: string
  readonly elements: readonly ShownElement[]
  readonly problems: readonly Problem[]
}

export type Report = ExplainReport | ChangesReport | EffectiveReport

export const formats = ['text', 'json', 'markdown'] as const

/** How a report is printed. */
export type Format = (typeof formats)[number]
