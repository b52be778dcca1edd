import { randomStream } from './seed.ts'

/** When calls of a flow arrive. Times are milliseconds from its begin; whoever asks twice gets the same. */
export interface Arrivals {
  /** The first arrival at or after `ms`. */
  nextFrom(ms: number): number
  /** How many arrivals there are from `from` (included) to `to` (not included). */
  countBetween(from: number, to: number): number
}

/** Two arrivals of one flow are at least so far apart: a 64th of a millisecond, exact in binary. */
export const leastDistanceMs = 1 / 64

/** One call each `everyMs`, the first at once. */
export const steadyArrivals = (everyMs: number): Arrivals => ({
  nextFrom: (ms) => firstTick(ms, everyMs) * everyMs,
  countBetween: (from, to) => firstTick(to, everyMs) - firstTick(from, everyMs),
})

const firstTick = (ms: number, everyMs: number): number => Math.max(0, Math.ceil(ms / everyMs))

/** A Poisson flow with a mean distance of `everyMs`; each second draws from a stream of its own. */
export function poissonArrivals(everyMs: number, seed: number, stream: string): Arrivals {
  const seconds = new Map<number, readonly number[]>()
  const inSecond = (second: number): readonly number[] => {
    const known = seconds.get(second)
    if (known) return known
    const drawn = drawSecond(everyMs, seed, `${stream}/${second}`, second * 1000)
    if (seconds.size > 1000) seconds.clear()
    seconds.set(second, drawn)
    return drawn
  }
  const nextFrom = (ms: number): number => {
    for (let second = Math.floor(ms / 1000); ; second++) {
      const next = inSecond(second).find((at) => at >= ms)
      if (next !== undefined) return next
    }
  }
  const countBetween = (from: number, to: number): number => {
    let count = 0
    for (let second = Math.floor(from / 1000); second * 1000 < to; second++)
      count += inSecond(second).filter((at) => at >= from && at < to).length
    return count
  }
  return { nextFrom, countBetween }
}

// A memoryless flow may be drawn second by second: what is left of one says nothing of the next.
function drawSecond(everyMs: number, seed: number, stream: string, from: number): number[] {
  const random = randomStream(seed, stream)
  const arrivals: number[] = []
  const distance = () => -Math.log(1 - random()) * everyMs
  let last = from - leastDistanceMs
  for (let at = from + distance(); at < from + 1000; at += distance()) {
    last = Math.max(Math.floor(at / leastDistanceMs) * leastDistanceMs, last + leastDistanceMs)
    arrivals.push(last)
  }
  return arrivals
}
