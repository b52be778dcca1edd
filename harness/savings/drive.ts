import type { CacheKey, TokenCache } from '../../emulator/index.ts'
import type { CallRecord } from '../call-record.ts'
import { setFault } from '../perform.ts'
import { captureFrom, makeCall } from '../program.ts'
import type { TimedFault } from '../scenario/compare-model.ts'
import type { CallSpec } from '../scenario/model.ts'
import type { World } from '../world.ts'
import type { Arrived, Effect } from './effect.ts'
import { leastDistanceMs } from '../traffic.ts'
import type { Part, Share } from './lane.ts'
import type { ArrivalId } from './latency.ts'

/** The arrivals of one part of the traffic that go to one server. */
export interface Lane {
  readonly part: Part
  readonly server: string
  readonly share: Share
  /** Of each arrival, one after the other. */
  readonly calls: readonly CallSpec[]
  /** How many arrivals had their calls made by the requester. */
  made: number
}

/** What a driver tells of what it does. */
export interface DriveListener {
  /** The calls of an arrival have ended, the first of them being of that ordinal; returns what they did. */
  ended(lane: Lane, arrived: Arrived, ordinal: number): Effect
  /** Arrivals that do the same as one whose calls were made: numbers `from` (included) to `to` of the part. */
  skipped(lane: Lane, from: number, to: number, effect: Effect): void
  /** Whether the next arrivals of a lane do the same as this one, as far as services are concerned. */
  isSteady(lane: Lane, effect: Effect): boolean
}

export interface DriveOptions {
  readonly world: World
  readonly parts: readonly Part[]
  readonly lanes: readonly Lane[]
  readonly forMs: number
  readonly faults: readonly TimedFault[]
  readonly listener: DriveListener
  /** So many arrivals have their calls made in any case, before anything is skipped. */
  readonly madeAtLeast: number
  /** Told now and then which share (0..1) of the time is over. */
  readonly onShare?: (share: number) => void
  /** Makes the calls of an arrival, of which their requests cannot tell. */
  readonly during: (arrival: ArrivalId, body: () => Promise<Arrived>) => Promise<Arrived>
  /** The cache of a server; several may share one. */
  readonly cacheOf: (server: string) => TokenCache
  /** The epoch at which the first of the tokens under these keys ends at the service that issued it. */
  readonly tokensEnd: (server: string, keys: readonly CacheKey[]) => number
}

/** A drive under way. */
export interface Drive {
  readonly done: Promise<void>
  /** A cache has another token under a key than before, or none. */
  changed(cache: TokenCache, key: CacheKey): void
  /** A server has come to the end of a call, whether its program still waits or not. */
  served(): void
}

/**
 * Lets the calls of all lanes arrive. They are made by the requester unless an arrival of the lane
 * before had the same answers for certain: the cache has said until when its word holds, no key has
 * another token since, and no service remembers what it was asked. Such arrivals are counted.
 *
 * Calls of one moment come one after the other, in the order of the lanes, and after everything else
 * that is due at that moment.
 */
export function drive(options: DriveOptions): Drive {
  const driver = new Driver(options)
  return {
    done: options.world.clock.drive('traffic', () => driver.run()),
    changed: (cache, key) => driver.changed(cache, key),
    served: () => driver.served(),
  }
}

/** The cache says a whole millisecond until when its word holds; calls that arrive within it are made. */
const wholeMomentMs = 1

/** So many arrivals are made before it is told again how far it is. */
const toldEvery = 1000

/** The driver's own notes of a lane. */
interface Course {
  readonly lane: Lane
  /** The number of the first call that is neither made nor counted. */
  next: number
  /** When the next call must be made. */
  dueAt: number
  steady: Effect | undefined
  /** What it hears of the changes of. */
  keys: readonly CacheKey[]
}

/** A key of a cache: which change of all was its last, and who wants to hear of the next. */
interface Watched {
  changed: number
  readonly courses: Set<Course>
}

class Driver {
  readonly #options: DriveOptions
  readonly #courses: readonly Course[]
  readonly #faults: TimedFault[]
  readonly #begin: number
  readonly #held = new Map<TokenCache, Map<CacheKey, Watched>>()
  #changes = 0
  /** Calls whose program waits, and calls that a server is busy with. */
  #inFlight = 0
  #serving = 0
  #made = 0
  #crash: { readonly reason: unknown } | undefined
  #wake: () => void = () => {}

  constructor(options: DriveOptions) {
    this.#options = options
    this.#begin = options.world.clock.now()
    this.#faults = options.faults.toSorted((a, b) => a.afterMs - b.afterMs)
    this.#courses = options.lanes.map((lane) => {
      const next = lane.share.next(0)
      const dueAt = lane.part.timetable.at(next)
      return { lane, next, dueAt, steady: undefined, keys: [] }
    })
  }

  async run(): Promise<void> {
    const { clock } = this.#options.world
    for (;;) {
      if (this.#crash) throw this.#crash.reason
      const dueAt = Math.min(
        this.#faults[0]?.afterMs ?? Infinity,
        this.#nextCourse()?.dueAt ?? Infinity,
      )
      const isOver = dueAt >= this.#options.forMs
      if (isOver && this.#inFlight + this.#serving === 0) break
      if (dueAt > this.#now()) await this.#until(isOver ? Infinity : dueAt)
      else {
        // Whatever else is due at this moment comes first.
        await clock.sleep(0)
        this.#setFaults()
        const course = this.#nextCourse()
        if (course && course.dueAt <= this.#now()) this.#make(course)
      }
    }
    // What nobody waits for any more may still reach a service before the end.
    await clock.sleep(this.#options.forMs - this.#now())
    for (const course of this.#courses) this.#count(course, Infinity)
  }

  /** Waits until a moment, or until something has happened that may be news. */
  async #until(moment: number): Promise<void> {
    const { clock } = this.#options.world
    const woken = Promise.withResolvers<void>()
    this.#wake = woken.resolve
    const cancel = moment === Infinity ? () => {} : clock.timer(moment - this.#now(), woken.resolve)
    await clock.wait(woken.promise, 'the next call')
    cancel()
  }

  #now(): number {
    return this.#options.world.clock.now() - this.#begin
  }

  #nextCourse(): Course | undefined {
    let first: Course | undefined
    for (const course of this.#courses) if (!first || course.dueAt < first.dueAt) first = course
    return first
  }

  #setFaults(): void {
    while (this.#faults[0] && this.#faults[0].afterMs <= this.#now())
      setFault(this.#options.world, this.#faults.shift()!)
  }

  #make(course: Course): void {
    const { world, parts, listener, during } = this.#options
    const at = course.dueAt
    this.#count(course, at)
    const ordinal = ordinalOf(course, parts, at)
    const arrival = { part: course.lane.part.name, number: course.next }
    course.next = course.lane.share.next(course.next + 1)
    course.dueAt = course.lane.part.timetable.at(course.next)
    course.lane.made++
    if (++this.#made % toldEvery === 0) this.#options.onShare?.(at / this.#options.forMs)
    this.#inFlight++
    void world.clock.run('caller', async () => {
      try {
        const changes = this.#changes
        const arrived = await during(arrival, () => this.#arrive(course.lane))
        this.#settle(course, listener.ended(course.lane, arrived, ordinal), changes)
      } catch (reason) {
        this.#crash ??= { reason }
      } finally {
        this.#inFlight--
        this.#wake()
      }
    })
  }

  /** Makes the calls of an arrival; a program goes no further than the first one that does not end well. */
  async #arrive({ calls }: Lane): Promise<Arrived> {
    const { world } = this.#options
    const captured = new Map<string, unknown>()
    const records: CallRecord[] = []
    for (const call of calls) {
      this.#serving++
      const record = await makeCall(world, { ...call, capture: {} }, captured)
      records.push(record)
      if (record.outcome.returnCode !== 0) break
      captureFrom(captured, call, record)
    }
    return { records, captured }
  }

  #watched(cache: TokenCache, key: CacheKey): Watched {
    const keys = this.#held.get(cache) ?? new Map<CacheKey, Watched>()
    this.#held.set(cache, keys)
    const watched = keys.get(key) ?? { changed: 0, courses: new Set() }
    keys.set(key, watched)
    return watched
  }

  /** Lets a lane hear of changes to these keys; false where one has changed since so many changes. */
  #watch(course: Course, keys: readonly CacheKey[], changes: number): boolean {
    const cache = this.#options.cacheOf(course.lane.server)
    for (const key of course.keys) this.#watched(cache, key).courses.delete(course)
    course.keys = keys
    for (const key of keys) this.#watched(cache, key).courses.add(course)
    return keys.every((key) => this.#watched(cache, key).changed <= changes)
  }

  served(): void {
    this.#serving--
    this.#wake()
  }

  changed(cache: TokenCache, key: CacheKey): void {
    const watched = this.#watched(cache, key)
    watched.changed = ++this.#changes
    for (const course of watched.courses) {
      if (!course.steady) continue
      this.#count(course, this.#now())
      course.dueAt = course.lane.part.timetable.at(course.next)
      this.#wake()
    }
  }

  /** Counts the calls of a lane that arrived before a moment and did what the last one made did. */
  #count(course: Course, ms: number): void {
    const { steady, next } = course
    if (!steady) return
    const { timetable } = course.lane.part
    const to = ms === Infinity ? timetable.size : timetable.from(ms)
    if (to > next) this.#options.listener.skipped(course.lane, next, to, steady)
    course.next = course.lane.share.next(Math.max(to, next))
    course.steady = undefined
  }

  /** The next arrivals of a lane do the same, until a moment at least; where that is so. */
  #settle(course: Course, effect: Effect, changes: number): void {
    const { listener, madeAtLeast, tokensEnd } = this.#options
    if (effect.holdsUntil === undefined || this.#made < madeAtLeast) return
    if (!listener.isSteady(course.lane, effect)) return
    if (!this.#watch(course, effect.keys, changes)) return
    // The last request of a call must arrive before anything about it changes.
    const reach = Math.max(0, ...effect.requests.map(({ afterMs }) => afterMs))
    const until = Math.min(
      effect.holdsUntil - wholeMomentMs - this.#begin,
      tokensEnd(course.lane.server, course.keys) - this.#begin - reach,
      (this.#faults[0]?.afterMs ?? Infinity) - reach,
    )
    if (until <= this.#now()) return
    course.steady = effect
    const { timetable } = course.lane.part
    course.dueAt = timetable.at(
      course.lane.share.next(Math.max(course.next, timetable.from(until))),
    )
  }
}

/** Of the first call of an arrival, from 1: calls of one moment in the order of their parts. */
function ordinalOf({ lane: { part }, next }: Course, parts: readonly Part[], at: number): number {
  const own = parts.indexOf(part)
  const before = ({ timetable }: Part, i: number): number =>
    i === own ? next : timetable.from(i < own ? at + leastDistanceMs : at)
  return parts.reduce((sum, each, i) => sum + before(each, i) * each.calls.length, 1)
}
