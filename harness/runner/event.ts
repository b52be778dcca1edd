import type { Place, Severity, SmfRecord } from '../../emulator/index.ts'

/** One line of what happened, with its reason. */
export interface TimelineLine {
  /** Virtual milliseconds since the scenario's start. */
  readonly atMs: number
  /** The number of the step, from 1. */
  readonly step: number
  /** 0 for a call and what stands beside it, 1 for what happens inside a call. */
  readonly depth: 0 | 1
  readonly text: string
  /** Ids of the rules the line rests on. */
  readonly rules: readonly string[]
}

/** A line of a source file with secrets masked, columns kept, to put carets under. */
export interface Excerpt {
  readonly line: number
  readonly text: string
}

/** A Problem or a failed expectation, ready to be shown: every secret in it is masked. */
export interface Finding {
  readonly severity: Severity
  readonly code: string
  readonly message: string
  readonly at?: Place
  readonly excerpt?: Excerpt
  /** What was seen: the calls up to here, newest last. */
  readonly saw: readonly TimelineLine[]
  readonly tries: readonly string[]
  readonly includedFrom: readonly Place[]
}

export type Status = 'passed' | 'failed' | 'problem' | 'skipped'

/** One scenario, or one row of its matrix. */
export interface ScenarioId {
  readonly name: string
  readonly file: string
  readonly line: number
  /** Absent where the file has no matrix. */
  readonly row?: string
  readonly level: string
}

/** The Vault a scenario ran on. */
export type VaultUsed =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'container' | 'binary' | 'external'
      readonly product: string
      readonly version: string
      readonly image?: string
      /** Whether it was asked for with `--prepare`. */
      readonly isPrepared?: boolean
      /** Requests by `service.endpoint` that its own audit log has; absent where that cannot be read. */
      readonly audited?: Readonly<Record<string, number>>
    }

export interface ScenarioResult extends ScenarioId {
  readonly status: Status
  readonly transport: 'memory' | 'sockets'
  readonly vault?: VaultUsed
  /** Every endpoint that was called, with its count. */
  readonly calls: Readonly<Record<string, number>>
  /** Share (0..1) by which each count is smaller than in the row named `against`. */
  readonly saved?: {
    readonly against: string
    readonly shares: Readonly<Record<string, number>>
  }
  /** Failed expectations and other failures. */
  readonly failures: readonly Finding[]
  /** Problems of the scenario file and of the configuration, warnings and notes included. */
  readonly problems: readonly Finding[]
  /** Ids of the rules the verdict rests on that no source settles. */
  readonly assumed: readonly string[]
  /** Virtual milliseconds from start to end. */
  readonly elapsedMs: number
  /** Real milliseconds. */
  readonly wallMs: number
  readonly seed: number
  /** How many expectations held. */
  readonly held: number
  /** What happened; empty for a scenario that passed, unless it was asked for. */
  readonly timeline: readonly TimelineLine[]
  /** What z/OS Connect would have recorded of each call, in the order in which they ended; only where it was asked for. */
  readonly records?: readonly RecordedCall[]
  /** Why it was skipped. */
  readonly because?: string
}

export interface RecordedCall {
  readonly smf: SmfRecord
  /** Numbers that stand for the credentials of its tokens: calls with the same ones share them. */
  readonly credential: string
}

export interface Totals {
  readonly scenarios: number
  readonly passed: number
  readonly failed: number
  readonly problems: number
  readonly skipped: number
  readonly wallMs: number
}

/** Everything a run can say, in the order it happens. Reporters know nothing else of the runner. */
export type RunEvent =
  | { readonly kind: 'run-started'; readonly seed: number; readonly files: number }
  | { readonly kind: 'scenario-started'; readonly scenario: ScenarioId }
  | { readonly kind: 'scenario-finished'; readonly result: ScenarioResult }
  /** Something that belongs to no scenario, as a file that cannot be read. */
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'run-finished'; readonly totals: Totals }
