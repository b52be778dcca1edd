import { AsyncLocalStorage } from 'node:async_hooks'
import type { JournalEntry } from '../journal.ts'
import type { Latency, LatencySpec } from '../scenario/compare-model.ts'
import { randomStream, type Random } from '../seed.ts'
import { leastDistanceMs } from '../traffic.ts'

/** How far the 99th percentile of a normal distribution is from its middle, in standard deviations. */
const z99 = 2.3263478740408408

/** An arrival of a part of the traffic. */
export interface ArrivalId {
  readonly part: string
  readonly number: number
}

/**
 * How long services take. What a request takes depends on its arrival alone, and not on what else was
 * asked before it, so that it is known of requests that nobody makes.
 */
export class Latencies {
  readonly #specs: ReadonlyMap<string, Latency>
  readonly #seed: number
  /** A request does not say for which arrival it is made; the activity that makes it does. */
  readonly #current = new AsyncLocalStorage<{
    readonly arrival: ArrivalId
    readonly asked: Map<string, number>
  }>()

  constructor(specs: readonly LatencySpec[], seed: number) {
    this.#specs = new Map(
      specs.map(({ service, endpoint, latency }) => [`${service}.${endpoint}`, latency]),
    )
    this.#seed = seed
  }

  /** Whether anything takes any time. */
  get isAny(): boolean {
    return this.#specs.size > 0
  }

  /** Whether each request to an endpoint takes another time. */
  isDrawn({ service, endpoint }: { readonly service: string; readonly endpoint: string }): boolean {
    return (this.#specs.get(`${service}.${endpoint}`)?.kind ?? 'fixed') !== 'fixed'
  }

  /** Makes the requests of an arrival. */
  during<T>(arrival: ArrivalId, body: () => Promise<T>): Promise<T> {
    return this.#current.run({ arrival, asked: new Map() }, body)
  }

  /** How long the request takes that has just arrived. */
  readonly ofRequest = ({ service, endpoint }: JournalEntry): number => {
    const name = `${service}.${endpoint}`
    const current = this.#current.getStore()
    if (!current || !this.#specs.has(name)) return 0
    const { arrival, asked } = current
    const nth = asked.get(name) ?? 0
    asked.set(name, nth + 1)
    return this.of(name, arrival, nth)
  }

  /** How long the nth request of an arrival to an endpoint takes, in whole 64ths of a millisecond. */
  of(name: string, { part, number }: ArrivalId, nth = 0): number {
    const latency = this.#specs.get(name)
    if (!latency) return 0
    const random = randomStream(this.#seed, `${number}/${nth} ${part} ${name}`)
    return Math.round(Math.max(0, lengthOf(latency, random)) / leastDistanceMs) * leastDistanceMs
  }
}

function lengthOf(latency: Latency, random: Random): number {
  switch (latency.kind) {
    case 'fixed':
      return latency.ms
    case 'uniform':
      return latency.fromMs + random() * (latency.toMs - latency.fromMs)
    case 'exponential':
      return -Math.log(1 - random()) * latency.meanMs
    case 'lognormal': {
      const { medianMs, p99Ms } = latency
      const sigma = Math.log(p99Ms / medianMs) / z99
      return medianMs * Math.exp(sigma * normal(random))
    }
  }
}

/** By Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
