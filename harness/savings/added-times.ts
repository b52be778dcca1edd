import type { AddedLatency } from './model.ts'

/** How much longer calls took because tokens had to be obtained, by how many calls it was so. */
export class AddedTimes {
  readonly #counts = new Map<number, number>()

  /** So many times what each call of an arrival has added. */
  add(eachMs: readonly number[], count: number): void {
    for (const ms of eachMs) this.#counts.set(ms, (this.#counts.get(ms) ?? 0) + count)
  }

  figures(): AddedLatency {
    const sorted = [...this.#counts].toSorted(([a], [b]) => a - b)
    const all = sorted.reduce((sum, [, count]) => sum + count, 0)
    return {
      medianMs: quantile(sorted, all, 0.5),
      p99Ms: quantile(sorted, all, 0.99),
      maxMs: sorted.at(-1)?.[0] ?? 0,
    }
  }
}

/** The smallest value that so large a share of all does not exceed. */
function quantile(
  sorted: readonly (readonly [number, number])[],
  all: number,
  share: number,
): number {
  let seen = 0
  for (const [value, count] of sorted) {
    seen += count
    if (seen >= all * share) return value
  }
  return 0
}
