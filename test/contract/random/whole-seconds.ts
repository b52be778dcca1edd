import type { Request } from '../case.ts'
import type { Subject } from '../run-case.ts'

const secondOf = (subject: Subject): number => Math.floor(subject.now() / 1000)
const startsLease = /\/(login|create|renew)/
const marginMs = 300

/**
 * Keeps the clocks of two servers at one moment. A real one counts leases in whole seconds, and may
 * warn of a renewal or not by the second in which it answers; a token is therefore not asked for, nor
 * renewed, just before a second is full.
 */
export class WholeSeconds {
  readonly #ours: Subject
  readonly #theirs: Subject
  #sentIn = 0
  #isLease = false
  /** Whether a lease may have begun in the one second or in the next: nobody can tell from outside. */
  isUnsure = false

  constructor(ours: Subject, theirs: Subject) {
    this.#ours = ours
    this.#theirs = theirs
  }

  async begin({ path }: Request): Promise<void> {
    this.#isLease = startsLease.test(path)
    const leftMs = 1000 - (this.#theirs.now() % 1000)
    // A timer may be a little early.
    if (this.#isLease && leftMs < marginMs) await this.#theirs.advance(leftMs + 5)
    await this.#ours.advance(this.#theirs.now() - this.#ours.now())
    this.#sentIn = secondOf(this.#ours)
  }

  end(): void {
    if (this.#isLease && secondOf(this.#theirs) !== this.#sentIn) this.isUnsure = true
  }
}
