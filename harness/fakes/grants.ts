/** To whom a token is issued, and the claims it gets for that. */
export interface Grant {
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
}

interface Kept {
  readonly key: string
  readonly grant: Grant
  /** When its last token ends, in epoch milliseconds. */
  until: number
}

/** So many grants are kept even when all of their tokens are dead. */
const keptAnyway = 10_000

/**
 * The grants behind opaque tokens, by number; equal ones share theirs. Of very many, those whose
 * tokens are dead are forgotten, so memory stays level however many subjects there were.
 */
export class Grants {
  readonly #byNumber = new Map<number, Kept>()
  readonly #numbers = new Map<string, number>()
  #made = 0
  #sweepAt = keptAnyway

  /** The number of a grant whose token lives until then. */
  add(grant: Grant, until: number, now: number): number {
    const key = JSON.stringify([grant.subject, grant.claims])
    const number = this.#numbers.get(key) ?? this.#keep(key, grant, now)
    const kept = this.#byNumber.get(number)!
    kept.until = Math.max(kept.until, until)
    return number
  }

  /** The grant of that number; undefined where it was never given, or is forgotten. */
  find(number: number): Grant | undefined {
    return this.#byNumber.get(number)?.grant
  }

  #keep(key: string, grant: Grant, now: number): number {
    if (this.#byNumber.size >= this.#sweepAt) this.#sweep(now)
    const number = this.#made++
    this.#byNumber.set(number, { key, grant, until: 0 })
    this.#numbers.set(key, number)
    return number
  }

  #sweep(now: number): void {
    for (const [number, { key, until }] of this.#byNumber) {
      if (until > now) continue
      this.#byNumber.delete(number)
      this.#numbers.delete(key)
    }
    this.#sweepAt = Math.max(keptAnyway, 2 * this.#byNumber.size)
  }
}
