import type { EffectiveElement } from '../../emulator/config/index.ts'
import type { Level, Problem } from '../../emulator/index.ts'
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
  /** The errors of the file. */
  readonly problems: readonly Problem[]
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

/** All files of a server as one configuration. */
export interface EffectiveReport {
  readonly kind: 'effective'
  readonly file: string
  readonly elements: readonly EffectiveElement[]
  readonly problems: readonly Problem[]
}

export type Report = ExplainReport | ChangesReport | EffectiveReport

export const formats = ['text', 'json', 'markdown'] as const

/** How a report is printed. */
export type Format = (typeof formats)[number]
