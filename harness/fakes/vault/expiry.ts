/** What ends at a moment; `slot` belongs to the queue it is in. */
export interface Expiring {
  expiresAt: number
  slot: number
}

/** Holds what will end, soonest first, so that the dead are found without looking at the living. */
export class ExpiryQueue<T extends Expiring> {
  readonly #heap: T[] = []

  add(item: T): void {
    item.slot = this.#heap.length
    this.#heap.push(item)
    this.#rise(item)
  }

  remove(item: T): void {
    const last = this.#heap.pop()
    if (last === undefined || last === item) return
    this.#place(last, item.slot)
    this.moved(last)
  }

  /** Restores the order after the end of one item has changed. */
  moved(item: T): void {
    this.#rise(item)
    this.#sink(item)
  }

  /** Takes out the next one that has ended by `now`. */
  takeEnded(now: number): T | undefined {
    const first = this.#heap[0]
    if (first === undefined || first.expiresAt > now) return undefined
    this.remove(first)
    return first
  }

  #place(item: T, slot: number): void {
    this.#heap[slot] = item
    item.slot = slot
  }

  #rise(item: T): void {
    while (item.slot > 0) {
      const parent = this.#heap[(item.slot - 1) >> 1]!
      if (parent.expiresAt <= item.expiresAt) return
      this.#swap(item, parent)
    }
  }

  #sink(item: T): void {
    for (;;) {
      const [left, right] = [this.#heap[2 * item.slot + 1], this.#heap[2 * item.slot + 2]]
      const child = right && left && right.expiresAt < left.expiresAt ? right : left
      if (child === undefined || child.expiresAt >= item.expiresAt) return
      this.#swap(child, item)
    }
  }

  #swap(a: T, b: T): void {
    const slot = a.slot
    this.#place(a, b.slot)
    this.#place(b, slot)
  }
}
