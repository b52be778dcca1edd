import type { InboundEvent, InboundResult, NetworkCredentials } from '../emulator/inbound/index.ts'
import type { HttpRequest, SendFailure } from '../emulator/index.ts'

/** One request that somebody sent, as it was before any transport touched it, and how it ended. */
export interface JournalEntry {
  /** Counts from 1 in the order of arrival. */
  readonly seq: number
  /** Epoch milliseconds on the world's clock. */
  readonly at: number
  /** The job name of the z/OS Connect server that sent it, or `client` for anybody else. */
  readonly caller: string
  readonly request: HttpRequest
  /** Absent where no service is bound to the origin. */
  readonly service?: string
  /** Absent where the service has no such route. */
  readonly endpoint?: string
  /** The subject of the client certificate it was sent with, where the service asked for one. */
  certificate?: string
  /** The fault that struck it, in the words of the scenario. */
  fault?: string
  /** Absent while the exchange goes on. */
  outcome?: { readonly kind: 'response'; readonly status: number } | SendFailure
  /** The ordinal, from 1, of the token the service issued in this exchange. */
  issued?: number
  /** What the provider side decided about it. */
  decided?: InboundResult
  /** What IMS was asked to run, and whether it did. */
  logged?: ImsLogRecord
}

/** What IMS writes down of a message. */
export interface ImsLogRecord extends NetworkCredentials {
  readonly transaction: string
  readonly user: string
  readonly data: unknown
  /** What it checked, and the answer. */
  readonly trace: readonly InboundEvent[]
  readonly ran: boolean
}

/** The names a request counts by at its arrival: `service` and `service.endpoint`. */
function arrivalNames({ service, endpoint }: JournalEntry): string[] {
  if (service === undefined) return []
  return endpoint === undefined ? [service] : [service, `${service}.${endpoint}`]
}

/** The names it counts by at its end: the same with `:201`, `:2xx`, or the kind of failure. */
function endNames(entry: JournalEntry, outcome: NonNullable<JournalEntry['outcome']>): string[] {
  const classes =
    outcome.kind === 'response'
      ? [String(outcome.status), `${Math.floor(outcome.status / 100)}xx`]
      : [outcome.kind]
  return arrivalNames(entry).flatMap((name) => classes.map((each) => `${name}:${each}`))
}

export interface JournalOptions {
  /** How many of the newest entries can be looked at. */
  readonly keep?: number
  /** Told of every arrival, before anything else happens to it. */
  readonly onArrive?: (entry: JournalEntry) => void
  /** Told of every end, when it is written down. */
  readonly onEnd?: (entry: JournalEntry) => void
}

/** Exact counts of everything and the newest entries; memory stays level however many there were. */
export class Journal {
  readonly #entries: JournalEntry[] = []
  readonly #arrived = new Map<string, number>()
  readonly #ended = new Map<string, number>()
  readonly #keep: number
  readonly #onArrive: ((entry: JournalEntry) => void) | undefined
  readonly #onEnd: ((entry: JournalEntry) => void) | undefined
  #seq = 0

  constructor({ keep = 20_000, onArrive, onEnd }: JournalOptions = {}) {
    this.#keep = keep
    this.#onArrive = onArrive
    this.#onEnd = onEnd
  }

  /** Writes down a request at its arrival. */
  arrive(entry: Omit<JournalEntry, 'seq'>): JournalEntry {
    const whole: JournalEntry = { seq: ++this.#seq, ...entry }
    this.#entries.push(whole)
    if (this.#entries.length > 2 * this.#keep) this.#entries.splice(0, this.#keep)
    for (const name of arrivalNames(whole)) add(this.#arrived, name)
    this.#onArrive?.(whole)
    return whole
  }

  /** Writes down how an exchange ended. */
  end(entry: JournalEntry, outcome: NonNullable<JournalEntry['outcome']>): void {
    entry.outcome = outcome
    for (const name of endNames(entry, outcome)) add(this.#ended, name)
    this.#onEnd?.(entry)
  }

  /** How many requests have arrived; the `seq` of the newest. */
  get size(): number {
    return this.#seq
  }

  /** How often a name of `countNames` has occurred, such as `vault.login:403`. */
  count(name: string): number {
    return (name.includes(':') ? this.#ended : this.#arrived).get(name) ?? 0
  }

  /** All counts there are, by name. */
  counts(): ReadonlyMap<string, number> {
    return new Map([...this.#arrived, ...this.#ended])
  }

  /** The entries that arrived after `seq`, oldest first; of very many, only the newest. */
  since(seq: number): readonly JournalEntry[] {
    const first = this.#entries[0]?.seq ?? this.#seq + 1
    return this.#entries.slice(Math.max(0, seq + 1 - first))
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
