import type { CurvePoint } from '../scenario/compare-model.ts'

/** How many calls are due by a moment, as a number that need not be whole, and when so many are due. */
export interface Pace {
  dueBy(ms: number): number
  momentOf(due: number): number
  /** After so long it goes on as it began. */
  readonly periodMs?: number
}

/** One call each `everyMs`. */
export const steadyPace = (everyMs: number): Pace => ({
  dueBy: (ms) => ms / everyMs,
  momentOf: (due) => due * everyMs,
  periodMs: everyMs,
})

interface Segment {
  readonly fromMs: number
  readonly due: number
  readonly rate: number
  /** By how much the rate changes in a millisecond. */
  readonly slope: number
}

/** A rate that changes evenly from point to point, and stays before the first and after the last. */
export function curvePace(points: readonly CurvePoint[]): Pace {
  const segments: Segment[] = []
  const [first] = points
  let due = first!.atMs * first!.rate
  if (first!.atMs > 0) segments.push({ fromMs: 0, due: 0, rate: first!.rate, slope: 0 })
  for (const [i, { atMs, rate }] of points.entries()) {
    const next = points[i + 1]
    const slope = next ? (next.rate - rate) / (next.atMs - atMs) : 0
    segments.push({ fromMs: atMs, due, rate, slope })
    if (next) due += ((rate + next.rate) / 2) * (next.atMs - atMs)
  }
  return {
    dueBy(ms) {
      const { fromMs, due: before, rate, slope } = lastOf(segments, (each) => each.fromMs <= ms)
      const passed = ms - fromMs
      return before + rate * passed + (slope / 2) * passed * passed
    },
    momentOf(wanted) {
      const { fromMs, due: before, rate, slope } = lastOf(segments, (each) => each.due <= wanted)
      const rest = wanted - before
      if (rest <= 0) return fromMs
      // The root of the quadratic in the form that loses no digits where the slope is small.
      return fromMs + (2 * rest) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * rest)))
    },
  }
}

/** So many calls in the first `withinMs` of each `everyMs`. */
export function burstPace(everyMs: number, calls: number, withinMs: number): Pace {
  return {
    dueBy(ms) {
      const burst = Math.floor(ms / everyMs)
      return burst * calls + calls * Math.min(1, (ms - burst * everyMs) / withinMs)
    },
    momentOf(due) {
      const burst = Math.floor(due / calls)
      return burst * everyMs + ((due - burst * calls) / calls) * withinMs
    },
    periodMs: everyMs,
  }
}

/** The last item of a sorted list that holds; the first where none does. */
function lastOf<T>(items: readonly T[], holds: (item: T) => boolean): T {
  let low = 0
  let high = items.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (holds(items[middle]!)) low = middle
    else high = middle
  }
  return items[low]!
}
