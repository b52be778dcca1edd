import type { OperatorReply, Rule } from '../emulator/index.ts'
import type { CallRecord } from './call-record.ts'
import type { JournalEntry } from './journal.ts'
import type { SentRecord } from './sent-record.ts'

/** What changed during a step, or since the scenario began: all an expectation is judged by. */
export interface Observation {
  /** Newest calls last; of very many, only the newest. */
  readonly calls: readonly CallRecord[]
  /** Requests of clients, newest last. */
  readonly sent: readonly SentRecord[]
  /** Requests that arrived, oldest first; of very many, only the newest. */
  readonly entries: readonly JournalEntry[]
  /** How often a name such as `vault.login:403` occurred. */
  readonly count: (name: string) => number
  readonly callCount: number
  readonly outcomes: ReadonlyMap<string, number>
  readonly retries: number
  readonly mostInFlight: number
  readonly longestOutageMs: number
  readonly elapsedMs: number
  readonly peak: (service: string) => number
  readonly liveTokens: (service: string) => number
  readonly cachedTokens: (server?: string) => number
  readonly issuedToken: (service: string, ordinal: number) => string | undefined
  readonly captured: ReadonlyMap<string, unknown>
  /** Every rule a decision was made by. */
  readonly rules: ReadonlySet<Rule>
  /** What the console showed, where the step was an operator's. */
  readonly reply?: OperatorReply
  /** How many tokens a revoke or rotate killed, or a command cleared. */
  readonly affected?: number
}
