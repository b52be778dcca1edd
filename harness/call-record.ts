import type { Outcome, TraceEvent } from '../emulator/index.ts'

/** One call of a program, as the program and its server saw it. */
export interface CallRecord {
  /** From 1, in the order in which calls began. */
  readonly ordinal: number
  /** The name of the request. */
  readonly request: string
  readonly connection: string
  /** The job name of the server. */
  readonly server: string
  readonly startedAt: number
  readonly endedAt: number
  readonly outcome: Outcome
  /** The server's decisions; empty while the server goes on after the stub gave up. */
  readonly trace: readonly TraceEvent[]
}

/** `0/200`: how a call ended, in the form scenarios write it. */
export const outcomeName = ({ returnCode, statusCode }: Outcome): string =>
  `${returnCode}/${statusCode}`
