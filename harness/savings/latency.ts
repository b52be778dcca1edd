import type { JournalEntry } from '../journal.ts'
import type { Latency, LatencySpec } from '../scenario/compare-model.ts'
import { randomStream, type Random } from '../seed.ts'
import { leastDistanceMs } from '../traffic.ts'

/** How far the 99th percentile of a normal distribution is from its middle, in standard deviations. */
const z99 = 2.3263478740408408

/** How long services take: each endpoint draws from a stream of its own, in the order of arrival. */
export function latencyDrawer(
  specs: readonly LatencySpec[],
  seed: number,
): (entry: JournalEntry) => number {
  const draws = new Map(
    specs.map(({ service, endpoint, latency }) => {
      const name = `${service}.${endpoint}`
      return [name, drawer(latency, randomStream(seed, `latency ${name}`))] as const
    }),
  )
  return ({ service, endpoint }) => draws.get(`${service}.${endpoint}`)?.() ?? 0
}

/** Draws one length after another, in whole 64ths of a millisecond. */
function drawer(latency: Latency, random: Random): () => number {
  const draw = drawerOf(latency, random)
  return () => Math.round(Math.max(0, draw()) / leastDistanceMs) * leastDistanceMs
}

function drawerOf(latency: Latency, random: Random): () => number {
  switch (latency.kind) {
    case 'fixed':
      return () => latency.ms
    case 'uniform':
      return () => latency.fromMs + random() * (latency.toMs - latency.fromMs)
    case 'exponential':
      return () => -Math.log(1 - random()) * latency.meanMs
    case 'lognormal': {
      const { medianMs, p99Ms } = latency
      const sigma = Math.log(p99Ms / medianMs) / z99
      return () => medianMs * Math.exp(sigma * normal(random))
    }
  }
}

/** By Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
