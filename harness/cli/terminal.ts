import type { Environment } from '../runner/environment.ts'

/** Where a command's text goes and what it may look at: the whole of its surroundings. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly color: boolean
  /** Columns of `out`; absent where it is no terminal. */
  readonly columns?: number | undefined
  /** Whether a progress line may be drawn on `err`. */
  readonly progress: boolean
  readonly environment: Environment
  /** Settles when somebody wants a command to end that would go on for ever. */
  readonly untilStopped: () => Promise<void>
}

/** 0 all passed, 1 an expectation failed, 2 wrong usage, 3 a problem in a file, 4 something could not start. */
export type ExitCode = 0 | 1 | 2 | 3 | 4
