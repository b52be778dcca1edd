import type { JournalEntry } from '../journal.ts'
import type { World } from '../world.ts'
import type { Lane } from './drive.ts'
import { effectOf, type Arrived, type Effect, type RequestMade } from './effect.ts'
import { AddedTimes } from './added-times.ts'
import { mostAliveDrawn } from './drawn-lives.ts'
import type { Part } from './lane.ts'
import type { Latencies } from './latency.ts'
import type { Figures, Series, ServiceFigures } from './model.ts'
import { mostAlive, mostOf, mostWithin, type Life } from './peak.ts'

const secondMs = 1000

/** Arrivals that were counted and whose calls were not made: numbers `from` to `to` of a part, those of one lane. */
interface Skip {
  readonly lane: Lane
  readonly from: number
  readonly to: number
  readonly count: number
  readonly effect: Effect
}

/** Everything that is counted while traffic goes on. All moments are milliseconds from its begin. */
export class Tally {
  readonly #entries = new WeakMap<object, JournalEntry>()
  readonly #tokenMoments = new Map<string, number[]>()
  readonly #livePeaks = new Map<string, number>()
  /** How many tokens each service has issued to calls that were made. */
  readonly #issued = new Map<string, number>()
  /** Services that issue tokens, and a fault struck a request for one. */
  readonly #struck = new Set<string>()
  readonly #lockouts: { readonly service: string; readonly at: number; readonly ms: number }[] = []
  readonly #skips: Skip[] = []
  readonly #skippedFetches: Skip[] = []
  readonly #added = new AddedTimes()
  readonly #lives = new Map<string, Life>()
  readonly #forMs: number
  readonly #peakMs: number
  readonly #latencies: Latencies
  /** A request that was counted and would have failed, because it takes too long. */
  #overdue: RequestMade | undefined
  #apiCalls = 0
  #world: World | undefined

  /** What a world tells this tally while it runs. */
  readonly watch = {
    onArrive: (entry: JournalEntry) => this.#arrived(entry),
    onEnd: (entry: JournalEntry) => this.#ended(entry),
    onLockout: (service: string, ms: number) =>
      void this.#lockouts.push({ service, at: this.#world!.clock.now(), ms }),
  }

  constructor(forMs: number, latencies: Latencies, peakMs = secondMs) {
    this.#forMs = forMs
    this.#latencies = latencies
    this.#peakMs = peakMs
  }

  begin(world: World): void {
    this.#world = world
  }

  #arrived(entry: JournalEntry): void {
    const { request, service } = entry
    this.#entries.set(request, entry)
    if (request.purpose.kind === 'api') this.#apiCalls++
    if (request.purpose.kind !== 'token' || service === undefined) return
    const moments = this.#tokenMoments.get(service)
    const at = entry.at - this.#world!.scenario.start
    if (moments) moments.push(at)
    else this.#tokenMoments.set(service, [at])
  }

  #ended({ service, request, issued, fault }: JournalEntry): void {
    if (request.purpose.kind !== 'token' || service === undefined) return
    if (fault !== undefined) this.#struck.add(service)
    if (issued === undefined) return
    const live = this.#world!.fakes.get(service)!.liveTokens()
    this.#issued.set(service, (this.#issued.get(service) ?? 0) + 1)
    this.#livePeaks.set(service, Math.max(this.#livePeaks.get(service) ?? 0, live))
  }

  /** The entry of a request, where it arrived at all. */
  readonly entryOf = (request: object): JournalEntry | undefined => this.#entries.get(request)

  /** Counts what an arrival has added whose calls were made. */
  made(arrived: Arrived): Effect {
    const effect = effectOf(arrived, this.entryOf)
    this.#added.add(effect.addedMs, 1)
    return effect
  }

  skipped(lane: Lane, from: number, to: number, effect: Effect): void {
    const count = lane.share.count(from, to)
    if (count === 0) return
    const skip = { lane, from, to, count, effect }
    this.#skips.push(skip)
    if (effect.requests.some(({ isToken }) => isToken)) this.#skippedFetches.push(skip)
    const drawn = this.#drawnOf(effect)
    if (drawn) this.#addDrawn(skip, drawn)
    else this.#added.add(effect.addedMs, count)
  }

  #drawnOf({ requests }: Effect): RequestMade | undefined {
    return requests.find((each) => each.isToken && this.#latencies.isDrawn(each))
  }

  /** Every arrival has its own time for the one token that it asks for. */
  #addDrawn({ lane: { part, share }, from, to, effect }: Skip, drawn: RequestMade): void {
    const name = `${drawn.service}.${drawn.endpoint}`
    for (let number = share.next(from); number < to; number = share.next(number + 1)) {
      const ms = this.#latencies.of(name, { part: part.name, number })
      if (ms >= drawn.timeoutMs) this.#overdue ??= drawn
      this.#added.add(
        effect.addedMs.map((_, i) => (i === drawn.call ? ms : 0)),
        1,
      )
    }
  }

  /** Remembers how long the tokens live that an effect had issued; false where others live longer or shorter. */
  learnLives(effect: Effect, lifeOf: (request: RequestMade) => Life | undefined): boolean {
    for (const request of effect.requests) {
      if (!request.isToken) continue
      const { service } = request
      const life = lifeOf(request)
      const known = this.#lives.get(service)
      if (!life || (known && JSON.stringify(known) !== JSON.stringify(life))) return false
      this.#lives.set(service, life)
    }
    return true
  }

  /** Why calls were counted that should have been made; undefined where all is well. */
  uncountable(lanes: readonly Lane[]): string | undefined {
    if (this.#overdue) {
      const { service, endpoint } = this.#overdue
      return `some ${endpoint} at ${service} takes longer than receiveTimeout`
    }
    const mixed = this.#mixedService(lanes)
    return mixed && `not every call of the same kind is issued a token by ${mixed}`
  }

  /** A service of which not every call of the same parts is issued the same tokens: its peaks are not known. */
  #mixedService(lanes: readonly Lane[]): string | undefined {
    for (const service of this.#skippedServices()) {
      const parts = this.#fetchingParts(service)
      const expected = lanes
        .filter(({ part }) => parts.has(part))
        .reduce((sum, { part, made }) => sum + made * parts.get(part)!, 0)
      const asked = this.#tokenMoments.get(service)?.length ?? 0
      const issued = this.#issued.get(service) ?? 0
      const isEven = new Set(parts.values()).size === 1
      const isPlain = !this.#struck.has(service)
      if (!isEven || !isPlain || expected !== asked || asked !== issued) return service
    }
    return undefined
  }

  #skippedServices(): ReadonlySet<string> {
    const requests = this.#skippedFetches.flatMap(({ effect }) => effect.requests)
    return new Set(requests.filter(({ isToken }) => isToken).map(({ service }) => service))
  }

  /** The parts whose calls all ask a service for tokens, and how many each call asks for. */
  #fetchingParts(service: string): ReadonlyMap<Part, number> {
    const parts = new Map<Part, number>()
    for (const { lane, effect } of this.#skippedFetches) {
      const times = effect.requests.filter(
        (each) => each.isToken && each.service === service,
      ).length
      if (times > 0) parts.set(lane.part, times)
    }
    return parts
  }

  figures(lanes: readonly Lane[]): Figures {
    const { meters, scenario } = this.#world!
    const outcomes = new Map(meters.all.outcomes)
    let calls = meters.all.calls
    let apiCalls = this.#apiCalls
    for (const { count, effect } of this.#skips) {
      calls += count * effect.outcomes.length
      apiCalls += count * effect.requests.filter(({ isToken }) => !isToken).length
      for (const outcome of effect.outcomes)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
    }
    const failed = [...outcomes].filter(([name]) => !name.startsWith('0/'))
    return {
      calls,
      failures: failed.reduce((sum, [, count]) => sum + count, 0),
      outcomes: Object.fromEntries([...outcomes].toSorted(([, a], [, b]) => b - a)),
      apiCalls,
      retries: meters.all.retries,
      services: scenario.services.map(({ name }) => this.#serviceFigures(name, lanes)),
      addedLatency: this.#added.figures(),
    }
  }

  #serviceFigures(name: string, lanes: readonly Lane[]): ServiceFigures {
    const { journal, fakes } = this.#world!
    const endpoints = new Map(
      fakes.get(name)!.endpoints.map((each) => [each, journal.count(`${name}.${each}`)] as const),
    )
    let requests = journal.count(name)
    let tokenRequests = this.#tokenMoments.get(name)?.length ?? 0
    let refusals = journal.count(`${name}:429`)
    for (const { count, effect } of this.#skips) {
      for (const { service, endpoint, isToken, isRefusal } of effect.requests) {
        if (service !== name) continue
        requests += count
        if (isToken) tokenRequests += count
        if (isRefusal) refusals += count
        endpoints.set(endpoint, (endpoints.get(endpoint) ?? 0) + count)
      }
    }
    return {
      name,
      requests,
      endpoints: Object.fromEntries([...endpoints].filter(([, count]) => count > 0)),
      tokenRequests,
      refusals,
      lockedOutMs: this.#lockedOutMs(name),
      ...this.#peaks(name, lanes),
    }
  }

  /** Where calls were counted that ask for tokens, all calls of their parts do, so arrivals tell the peaks. */
  #peaks(
    service: string,
    lanes: readonly Lane[],
  ): Pick<ServiceFigures, 'livePeak' | 'tokenRequestPeak'> {
    const parts = this.#fetchingParts(service)
    const [times] = parts.values()
    if (times === undefined)
      return {
        livePeak: this.#livePeaks.get(service) ?? 0,
        tokenRequestPeak: mostOf(this.#tokenMoments.get(service) ?? [], this.#peakMs),
      }
    const fetching = [...new Set(lanes.map(({ part }) => part))].filter((part) => parts.has(part))
    const tables = fetching.map(({ timetable }) => timetable)
    const { start } = this.#world!.scenario
    const life = this.#lives.get(service)!
    const drawn = this.#skippedFetches
      .map(({ effect }) => this.#drawnOf(effect))
      .find((each) => each?.service === service)
    const name = drawn && `${drawn.service}.${drawn.endpoint}`
    const afterMs = ({ name: part }: Part, number: number) =>
      this.#latencies.of(name!, { part, number })
    return {
      livePeak:
        times *
        (drawn ? mostAliveDrawn(fetching, life, start, afterMs) : mostAlive(tables, life, start)),
      tokenRequestPeak: times * mostWithin(tables, this.#peakMs),
    }
  }

  /** Until the last moment at which calls arrive. */
  #lockedOutMs(service: string): number {
    const end = this.#world!.scenario.start + this.#forMs
    return this.#lockouts
      .filter((each) => each.service === service)
      .reduce((sum, { at, ms }) => sum + Math.max(0, Math.min(ms, end - at)), 0)
  }

  /** Token requests over time, of services that issue tokens. */
  series(bucketMs: number): readonly Series[] {
    const { scenario, fakes } = this.#world!
    const issuers = scenario.services.filter(({ name }) => fakes.get(name)?.verify !== undefined)
    return issuers.map(({ name: service }) => {
      const counts = Array.from({ length: Math.ceil(this.#forMs / bucketMs) }, () => 0)
      for (const at of this.#tokenMoments.get(service) ?? [])
        counts[Math.min(counts.length - 1, Math.floor(at / bucketMs))]!++
      for (const skip of this.#skippedFetches) addSkip(skip, service, counts, bucketMs)
      return { service, bucketMs, tokenRequests: counts }
    })
  }
}

function addSkip(
  { lane, from, to, effect }: Skip,
  service: string,
  counts: number[],
  bucketMs: number,
) {
  const { timetable } = lane.part
  for (const request of effect.requests) {
    if (!request.isToken || request.service !== service) continue
    const bucketOf = (number: number) =>
      Math.min(counts.length - 1, Math.floor((timetable.at(number) + request.afterMs) / bucketMs))
    let number = from
    for (let bucket = bucketOf(from); number < to; bucket++) {
      const isLast = bucket === counts.length - 1
      const next = isLast ? to : timetable.from((bucket + 1) * bucketMs - request.afterMs)
      const end = Math.max(number, Math.min(to, next))
      counts[bucket]! += lane.share.count(number, end)
      number = end
    }
  }
}
