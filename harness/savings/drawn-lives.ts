import type { Part } from './lane.ts'
import type { Life } from './peak.ts'

/** So many tokens are put in order together. */
const together = 65_536

/** The most tokens alive at once where each arrival has one issued, each after another time. */
export function mostAliveDrawn(
  parts: readonly Part[],
  { ms, untilWholeSecond }: Life,
  start: number,
  afterMs: (part: Part, number: number) => number,
): number {
  const alive = new Alive((at) =>
    untilWholeSecond ? Math.floor((start + at + ms) / 1000) * 1000 - start : at + ms,
  )
  const numbers = parts.map((part) => ({ part, next: 0 }))
  let pending: number[] = []
  let limit = together
  for (;;) {
    const first = numbers.reduce((a, b) => (timeOf(b) < timeOf(a) ? b : a))
    const now = timeOf(first)
    if (pending.length >= limit || now === Infinity) {
      pending = alive.issued(pending, now)
      limit = pending.length + together
    }
    if (now === Infinity) return alive.most
    pending.push(now + afterMs(first.part, first.next++))
  }
}

const timeOf = ({ part, next }: { readonly part: Part; readonly next: number }): number =>
  part.timetable.at(next)

/** Tokens that are alive; they end in the order in which they were issued. */
class Alive {
  readonly #endOf: (at: number) => number
  #ends: number[] = []
  #ended = 0
  most = 0

  constructor(endOf: (at: number) => number) {
    this.#endOf = endOf
  }

  /** Takes the tokens that were issued before a moment; the others are given back. */
  issued(moments: number[], before: number): number[] {
    moments.sort((a, b) => a - b)
    const later = moments.findIndex((at) => at >= before)
    const due = later < 0 ? moments : moments.slice(0, later)
    for (const at of due) this.#issue(at)
    this.#ends = this.#ends.slice(this.#ended)
    this.#ended = 0
    return later < 0 ? [] : moments.slice(later)
  }

  #issue(at: number): void {
    this.#ends.push(this.#endOf(at))
    while (this.#ends[this.#ended]! <= at) this.#ended++
    this.most = Math.max(this.most, this.#ends.length - this.#ended)
  }
}
