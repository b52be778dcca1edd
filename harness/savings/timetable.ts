import type { FlowSpec } from '../scenario/compare-model.ts'
import { randomStream } from '../seed.ts'
import { leastDistanceMs } from '../traffic.ts'
import { burstPace, curvePace, steadyPace, type Pace } from './pace.ts'

/** When the calls of one part of the traffic arrive, numbered from 0, in milliseconds from the start. */
export interface Timetable {
  /** When a call arrives; Infinity where there is none of that number. */
  at(number: number): number
  /** The number of the first call at or after a moment. */
  from(ms: number): number
  /** How many calls there are. */
  readonly size: number
  /** Present where the arrivals repeat after so long, from begin to end. */
  readonly periodMs?: number
}

/** The timetables of the parts of a flow: each has its share, and together they make the flow. */
export function timetablesOf(flow: FlowSpec, seed: number, name: string): readonly Timetable[] {
  const { pattern, parts, fromMs, forMs } = flow
  if (pattern.kind === 'replay')
    return pattern.timesMs.map((times) =>
      listed(
        times.filter((ms) => ms < forMs),
        fromMs,
      ),
    )
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
  let before = 0
  return parts.map(({ weight }, i) => {
    const share = weight / whole
    // The parts of a flow take turns: each begins where those before it have had their share.
    const phase = before / whole
    before += weight
    const { pace, poisson } = paceOf(pattern, share)
    if (poisson) return cut(poissonCalls(pace, seed, `${name}/${i}`), fromMs, forMs)
    return cut(regularCalls(pace, phase), fromMs, forMs)
  })
}

type Paced = Exclude<FlowSpec['pattern'], { kind: 'replay' }>

function paceOf(pattern: Paced, share: number): { readonly pace: Pace; readonly poisson: boolean } {
  switch (pattern.kind) {
    case 'rate':
      return { pace: steadyPace(pattern.everyMs / share), poisson: pattern.poisson }
    case 'curve': {
      const points = pattern.points.map(({ atMs, rate }) => ({ atMs, rate: rate * share }))
      return { pace: curvePace(points), poisson: pattern.poisson }
    }
    case 'bursts': {
      const { everyMs, calls, withinMs } = pattern
      return { pace: burstPace(everyMs, calls * share, withinMs), poisson: false }
    }
  }
}

/** Arrivals without an end, from moment 0 on. */
interface Endless {
  at(number: number): number
  /** A number at or near that of the first arrival at or after a moment. */
  near(ms: number): number
  readonly periodMs?: number
}

/** Times are whole 64ths of a millisecond: exact in binary, so that sums of them stay exact. */
const exact = (ms: number): number => Math.round(ms / leastDistanceMs) * leastDistanceMs

function regularCalls(pace: Pace, phase: number): Endless {
  const { periodMs } = pace
  return {
    at: (number) => exact(pace.momentOf(number + phase)),
    near: (ms) => Math.ceil(pace.dueBy(ms) - phase),
    ...(periodMs !== undefined && isExact(periodMs) && { periodMs }),
  }
}

const isExact = (ms: number): boolean => exact(ms) === ms

/** Of a Poisson flow so many calls are expected in a block, which draws from a stream of its own. */
const blockSize = 64
const blocksKept = 64

/** A Poisson flow of that pace: one of one call a unit, stretched as the pace has it. */
function poissonCalls(pace: Pace, seed: number, stream: string): Endless {
  /** The number of the first call of each block drawn so far, and of the next one. */
  const firsts = [0]
  const kept = new Map<number, readonly number[]>()
  const draw = (block: number): readonly number[] => {
    const known = kept.get(block)
    if (known) return known
    const drawn = drawBlock(seed, `${stream}/${block}`, block * blockSize)
    if (kept.size >= blocksKept) kept.delete(kept.keys().next().value!)
    kept.set(block, drawn)
    return drawn
  }
  const drawUntil = (holds: () => boolean): void => {
    while (!holds()) firsts.push(firsts.at(-1)! + draw(firsts.length - 1).length)
  }
  return {
    at(number) {
      drawUntil(() => firsts.at(-1)! > number)
      const block = lastAtMost(firsts, number)
      return exact(pace.momentOf(draw(block)[number - firsts[block]!]!))
    },
    near(ms) {
      const due = pace.dueBy(ms)
      const block = Math.floor(due / blockSize)
      drawUntil(() => firsts.length > block)
      const within = draw(block).findIndex((each) => each >= due)
      return firsts[block]! + (within < 0 ? draw(block).length : within)
    },
  }
}

// A memoryless flow may be drawn block by block: what is left of one says nothing of the next.
function drawBlock(seed: number, stream: string, from: number): number[] {
  const random = randomStream(seed, stream)
  const drawn: number[] = []
  const distance = () => -Math.log(1 - random())
  for (let at = from + distance(); at < from + blockSize; at += distance()) drawn.push(at)
  return drawn
}

/** Where in a list that never falls the last number stands that is not above `most`. */
function lastAtMost(numbers: readonly number[], most: number): number {
  let low = 0
  let high = numbers.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (numbers[middle]! <= most) low = middle
    else high = middle
  }
  return low
}

/** The calls of the first `forMs`, from `fromMs` on. */
function cut(calls: Endless, fromMs: number, forMs: number): Timetable {
  const first = (ms: number): number => {
    let number = Math.max(0, calls.near(ms))
    while (number > 0 && calls.at(number - 1) >= ms) number--
    while (calls.at(number) < ms) number++
    return number
  }
  const size = first(forMs)
  const { periodMs } = calls
  return {
    at: (number) => (number < size ? fromMs + calls.at(number) : Infinity),
    from(ms) {
      if (ms <= fromMs) return 0
      return ms >= fromMs + forMs ? size : first(ms - fromMs)
    },
    size,
    ...(periodMs !== undefined && { periodMs }),
  }
}

/** Calls at the moments given, in order. */
function listed(times: readonly number[], fromMs: number): Timetable {
  const moments = times.map((ms) => exact(fromMs + ms))
  return {
    at: (number) => moments[number] ?? Infinity,
    from(ms) {
      let low = 0
      let high = moments.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if (moments[middle]! < ms) low = middle + 1
        else high = middle
      }
      return low
    },
    size: moments.length,
  }
}
