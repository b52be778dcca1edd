import type { Clock } from '../../emulator/index.ts'

interface End {
  readonly ordinal: number
  readonly at: number
}

/**
 * Which of the tokens a server has issued are alive. Tokens are known by their ordinal alone, and
 * only deaths out of turn are written down, so memory stays level however many were issued.
 */
export class IssuedTokens {
  readonly #clock: Clock
  readonly #keep: number
  readonly #keepLength: number
  readonly #values = new Map<number, string>()
  #valuesLength = 0
  #oldestValue = 1
  /** Sorted by time; those before `#next` are over. */
  #ends: End[] = []
  #next = 0
  #count = 0
  /** All ordinals up to this one are dead, and those in `#dead`. */
  #deadThrough = 0
  readonly #dead = new Set<number>()

  constructor({
    clock,
    keep = 10_000,
    keepLength = 2 ** 26,
  }: {
    readonly clock: Clock
    readonly keep?: number
    readonly keepLength?: number
  }) {
    this.#clock = clock
    this.#keep = keep
    this.#keepLength = keepLength
  }

  /** Counts one more token, alive until `expiresAt` or for ever; returns its ordinal, from 1. */
  add(expiresAt: number | undefined): number {
    // Nobody may ever ask for these tokens, and those that are dead must be forgotten all the same.
    this.#sweep()
    const ordinal = ++this.#count
    if (expiresAt !== undefined) this.#endAt({ ordinal, at: expiresAt })
    return ordinal
  }

  /** Keeps the text of a token for `value`, where the newest are found. */
  remember(ordinal: number, value: string): void {
    this.#values.set(ordinal, value)
    this.#valuesLength += value.length
    while (this.#values.size > this.#keep || this.#valuesLength > this.#keepLength) {
      this.#valuesLength -= this.#values.get(this.#oldestValue)?.length ?? 0
      this.#values.delete(this.#oldestValue++)
    }
  }

  value(ordinal: number): string | undefined {
    return this.#values.get(ordinal)
  }

  /** When the token of that text ends by itself; undefined where it is not among the newest alive. */
  endOf(value: string): number | undefined {
    this.#sweep()
    for (let ordinal = this.#count; ordinal >= this.#oldestValue; ordinal--) {
      if (this.#values.get(ordinal) !== value) continue
      if (!this.#lives(ordinal)) return undefined
      return this.#ends.findLast((end) => end.ordinal === ordinal)?.at ?? Infinity
    }
    return undefined
  }

  isAlive(ordinal: number): boolean {
    this.#sweep()
    return this.#lives(ordinal)
  }

  /** How many ends are written down, those that are over and not yet forgotten among them. */
  get endsKept(): number {
    return this.#ends.length
  }

  get live(): number {
    this.#sweep()
    return this.#count - this.#deadThrough - this.#dead.size
  }

  /** Kills one token, or all issued so far; returns how many were alive. */
  revoke(ordinal?: number): number {
    this.#sweep()
    if (ordinal !== undefined) return this.#kill(ordinal) ? 1 : 0
    const { live } = this
    this.#deadThrough = this.#count
    this.#dead.clear()
    this.#ends = []
    this.#next = 0
    return live
  }

  #lives(ordinal: number): boolean {
    const issued = Number.isInteger(ordinal) && ordinal <= this.#count
    return issued && ordinal > this.#deadThrough && !this.#dead.has(ordinal)
  }

  #kill(ordinal: number): boolean {
    if (!this.#lives(ordinal)) return false
    this.#dead.add(ordinal)
    while (this.#dead.delete(this.#deadThrough + 1)) this.#deadThrough++
    return true
  }

  // Ends come in order but where a server's clock was set back, so the place is nearly always last.
  #endAt(end: End): void {
    let low = this.#next
    let high = this.#ends.length
    if (high > low && this.#ends[high - 1]!.at <= end.at) low = high
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#ends[middle]!.at <= end.at) low = middle + 1
      else high = middle
    }
    this.#ends.splice(low, 0, end)
  }

  #sweep(): void {
    const now = this.#clock.now()
    while (this.#next < this.#ends.length && this.#ends[this.#next]!.at <= now)
      this.#kill(this.#ends[this.#next++]!.ordinal)
    if (this.#next < 1000 || this.#next * 2 < this.#ends.length) return
    this.#ends.splice(0, this.#next)
    this.#next = 0
  }
}
