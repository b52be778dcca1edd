import type { VariantSpec } from '../scenario/compare-model.ts'
import type { World } from '../world.ts'
import type { Effect, RequestMade } from './effect.ts'
import type { Part } from './lane.ts'
import type { Latencies } from './latency.ts'
import type { Engine } from './model.ts'
import type { Life } from './peak.ts'
import { Steadiness } from './steady.ts'
import type { Tally } from './tally.ts'

/** Whether calls may be counted without being made: none, only those that ask for no token, or all that are certain. */
export type Skipping = boolean | 'hits'

/** What may be counted at all, and why not more. */
export interface Allowed {
  readonly skipping: Skipping
  readonly because?: string | undefined
}

/** Decides whether calls may be counted, and remembers why not. */
export class Judge {
  readonly #world: World
  readonly #latencies: Latencies
  readonly #steadiness: Steadiness
  readonly #tally: Tally
  readonly #skipping: Skipping
  readonly #captured = new Map<Part, string>()
  #because: string | undefined

  constructor(
    world: World,
    { policies }: VariantSpec,
    latencies: Latencies,
    parts: readonly Part[],
    tally: Tally,
    { skipping, because }: Allowed,
  ) {
    this.#world = world
    this.#latencies = latencies
    this.#tally = tally
    this.#skipping = skipping
    this.#because = because
    this.#steadiness = new Steadiness({
      services: world.scenario.services,
      faults: world.faults,
      latencies,
      policies,
      tables: parts.map(({ timetable }) => timetable),
      hasFaults: world.scenario.compare!.faults.length > 0,
      hasTimeout: world.scenario.program.timeoutMs !== undefined,
    })
  }

  isSteady(part: Part, effect: Effect): boolean {
    if (this.#skipping === false || !this.#capturesAsBefore(part, effect)) return false
    const asks = effect.requests.some(({ isToken }) => isToken)
    if (asks && this.#skipping === 'hits') return false
    const doubt = this.#steadiness.doubt(effect)
    if (doubt !== undefined) {
      this.#because ??= doubt
      return false
    }
    if (this.#steadiness.isStruck(effect, this.#world.clock.now())) return false
    if (!asks || this.#tally.learnLives(effect, (request) => this.#lifeOf(request))) return true
    this.#because ??= 'tokens that are not kept live for different times'
    return false
  }

  /** Whether an arrival has captured what the one of its part before it did; the first one has none before it. */
  #capturesAsBefore(part: Part, { captured }: Effect): boolean {
    const before = this.#captured.get(part)
    this.#captured.set(part, captured)
    if (captured === (before ?? '')) return true
    if (before !== undefined) this.#because ??= 'what calls capture differs from one to the next'
    return false
  }

  engine(callsMade: number): Engine {
    const because = this.#skipping === false ? 'every call was asked for' : this.#because
    if (because === undefined) return { kind: 'fast-path', callsMade }
    return { kind: 'call-by-call', because, callsMade }
  }

  /** How long the token lives that a request has had issued. */
  #lifeOf(request: RequestMade): Life | undefined {
    const { service, issued } = request
    const afterMs = this.#latencies.isDrawn(request) ? 0 : request.endAfterMs
    const { options } = this.#world.scenario.services.find(({ name }) => name === service)!
    const untilWholeSecond = 'token' in options && options.token.kind !== 'opaque'
    if ('token' in options)
      return { ms: options.token.lifetimeMs ?? Infinity, untilWholeSecond, afterMs }
    if (!issued) return undefined
    const fake = this.#world.fakes.get(service)!
    const end = fake.tokenEnd?.(fake.issuedToken(issued.ordinal) ?? '')
    return end === undefined ? undefined : { ms: end - issued.at, untilWholeSecond, afterMs }
  }
}
