import type { RunEvent } from '../runner/event.ts'

/** Turns the events of one run into text; told each event once, in order. */
export interface Reporter {
  on(event: RunEvent): void
}

export interface ReporterOptions {
  /** Whether escape sequences for colour may be written; only `pretty` has any. */
  readonly color: boolean
  /** Takes whole lines, each with its line break. */
  readonly write: (text: string) => void
  /** Whether the timeline of every scenario is shown; `pretty` alone heeds it. */
  readonly verbose?: boolean
}

export type CreateReporter = (options: ReporterOptions) => Reporter
