import type { HttpResponse, Rule, SendFailure } from '../emulator/index.ts'
import type { InboundEvent, InboundResult } from '../emulator/inbound/index.ts'
import type { ImsLogRecord } from './journal.ts'

/** One request of a client from outside, as the client and the servers saw it. */
export interface SentRecord {
  /** The service it went to. */
  readonly to: string
  readonly method: string
  readonly path: string
  readonly startedAt: number
  readonly outcome: HttpResponse | SendFailure
  /** What the provider side decided; absent where the request went to another service. */
  readonly decided?: InboundResult
  /** The messages that IMS got for it. */
  readonly logged: readonly ImsLogRecord[]
}

/** Every decision about a request, in order. */
export const eventsOf = ({ decided, logged }: SentRecord): readonly InboundEvent[] => [
  ...(decided?.trace ?? []),
  ...logged.flatMap(({ trace }) => trace),
]

/** The rules those decisions rest on. */
export const rulesOfSent = (record: SentRecord): readonly Rule[] =>
  eventsOf(record).flatMap(({ rules }) => rules)
