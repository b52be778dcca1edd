import type { CallRecord } from './call-record.ts'
import { outcomeName } from './call-record.ts'
import type { JournalEntry } from './journal.ts'

/** Figures that are kept up while calls go on, so that no list of a million calls is needed. */
export class Meters {
  readonly #outcomes = new Map<string, number>()
  readonly #recent = new Map<string, number[]>()
  readonly #peaks = new Map<string, number>()
  #calls = 0
  #retries = 0
  #waiting = 0
  #mostWaiting = 0
  #failingSince: number | undefined
  #longestOutageMs = 0

  arrived({ service, request, at }: JournalEntry): void {
    if (service === undefined || request.purpose.kind !== 'token') return
    const recent = this.#recent.get(service) ?? []
    while (recent.length > 0 && recent[0]! <= at - 1000) recent.shift()
    recent.push(at)
    this.#recent.set(service, recent)
    this.#peaks.set(service, Math.max(this.#peaks.get(service) ?? 0, recent.length))
  }

  began(): void {
    this.#calls++
    this.#mostWaiting = Math.max(this.#mostWaiting, ++this.#waiting)
  }

  ended({ outcome, trace, startedAt, endedAt }: CallRecord): void {
    this.#waiting--
    const name = outcomeName(outcome)
    this.#outcomes.set(name, (this.#outcomes.get(name) ?? 0) + 1)
    this.#retries += trace.filter((event) => event.kind === 'retry' && event.again).length
    if (outcome.returnCode !== 0) this.#failingSince ??= startedAt
    else this.#recovered(endedAt)
  }

  get calls(): number {
    return this.#calls
  }

  get retries(): number {
    return this.#retries
  }

  get mostInFlight(): number {
    return this.#mostWaiting
  }

  /** `returnCode/statusCode` to how many calls ended so. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes
  }

  /** Most token requests of a service in any sliding second. */
  peak(service: string): number {
    return this.#peaks.get(service) ?? 0
  }

  /** Longest time from the begin of a failed call to the end of the next good one, or to `now`. */
  longestOutageMs(now: number): number {
    const open = this.#failingSince === undefined ? 0 : now - this.#failingSince
    return Math.max(this.#longestOutageMs, open)
  }

  #recovered(at: number): void {
    if (this.#failingSince === undefined) return
    this.#longestOutageMs = Math.max(this.#longestOutageMs, at - this.#failingSince)
    this.#failingSince = undefined
  }
}
