import { cacheKey, TokenCache, type LookupDecision } from '../../emulator/token/index.ts'
import type { FetchedPlan, IssuedToken } from './issued-token.ts'

/** One look-up that may have taken place, and the state of the cache it would have met. */
export interface Possible {
  readonly decision: LookupDecision
  /** When the state began. */
  readonly since: number
  /** Whether it was the newest one. */
  readonly isLast: boolean
}

/** What the cache may have held from one moment to another; several worlds where records leave it open. */
interface State {
  readonly since: number
  until: number
  worlds: readonly World[]
}

/** A cache of one key: the token it keeps, and the last one that it did not. */
class World {
  #kept: IssuedToken | undefined
  readonly #cache = new TokenCache({ sweepIntervalMs: Infinity })

  constructor(kept?: IssuedToken, notKept?: IssuedToken) {
    this.#kept = kept
    for (const each of [kept, notKept])
      if (each) this.#cache.store(theKey, each.token, each.lifetime, each.obtainedAt)
  }

  lookup(at: number, plan: FetchedPlan): LookupDecision {
    return this.#cache.lookup(theKey, at, plan)
  }

  /** The world after the API has rejected the token. */
  without(): World {
    const world = new World(this.#kept)
    if (this.#kept) world.#cache.reject(theKey, this.#kept.token)
    world.#kept = undefined
    return world
  }

  with(issued: IssuedToken): World {
    return issued.lifetime.kind === 'until' ? new World(issued) : new World(this.#kept, issued)
  }
}

const theKey = cacheKey(['the one key of a history'])

/** So many worlds of one moment are looked at. */
const mostWorlds = 8

/** What one key of one server's cache may have held, as far as records and rules tell. */
export class TokenHistory {
  readonly plan: FetchedPlan
  #states: State[] = []
  #obtained: number[] = []
  #fetches = 0

  constructor(plan: FetchedPlan) {
    this.plan = plan
  }

  /** Whether something is known of every moment of a time, both ends included. */
  isKnown(from: number, to: number): boolean {
    const first = this.#states[0]
    if (!first || first.since >= from) return false
    return this.#overlapping(from, to).every(({ worlds }) => worlds.length > 0)
  }

  /** When the newest token came, before that moment. */
  obtainedBefore(at: number): number | undefined {
    return this.#obtained.findLast((each) => each < at)
  }

  /** Every look-up that may have taken place in a time, both ends included; oldest state first. */
  lookups(from: number, to: number): readonly Possible[] {
    return this.#overlapping(from, to).flatMap((state) => {
      const moments = new Set([Math.max(from, state.since), Math.min(to, state.until)])
      return state.worlds.flatMap((world) =>
        [...moments].map((at) => ({
          decision: world.lookup(at, this.plan),
          since: state.since,
          isLast: state.until === Infinity,
        })),
      )
    })
  }

  /** How many tokens were seen to be fetched; tells them apart. */
  nextOrdinal(): number {
    return ++this.#fetches
  }

  /** A token came. `orOld`: or none did, and the old one serves on. */
  stored(at: number, issued: readonly IssuedToken[], orOld: boolean): void {
    this.#obtained = [...this.#obtained.slice(-1), at]
    const before = this.#worldsAt(at)
    const after = (before ?? [new World()]).flatMap((world) =>
      issued.map((each) => world.with(each)),
    )
    this.#begin(at, orOld && before ? [...after, ...before] : after)
  }

  /** The API rejected the token, and it was removed. */
  rejected(at: number): void {
    const before = this.#worldsAt(at)
    if (before)
      this.#begin(
        at,
        before.map((world) => world.without()),
      )
  }

  /** Nothing is known from now on. */
  forget(at: number): void {
    this.#begin(at, [])
  }

  /** Leaves out the worlds of the newest state in which a look-up in that time was never as it was seen. */
  learn(from: number, to: number, fits: (decision: LookupDecision) => boolean): void {
    const state = this.#states.at(-1)
    if (!state || state.worlds.length < 2 || state.since > from) return
    const fitting = state.worlds.filter((world) =>
      [from, to].some((at) => fits(world.lookup(at, this.plan))),
    )
    if (fitting.length > 0) state.worlds = fitting
  }

  #worldsAt(at: number): readonly World[] | undefined {
    const state = this.#states.at(-1)
    return state && state.since <= at && state.worlds.length > 0 ? state.worlds : undefined
  }

  #begin(since: number, worlds: readonly World[]): void {
    const last = this.#states.at(-1)
    if (last) last.until = since
    this.#states.push({ since, until: Infinity, worlds: worlds.slice(0, mostWorlds) })
    if (this.#states.length > 20_000) this.#states = this.#states.slice(-10_000)
  }

  // From the newest on, so that the cost does not grow with the past.
  #overlapping(from: number, to: number): readonly State[] {
    const found: State[] = []
    for (let i = this.#states.length - 1; i >= 0 && this.#states[i]!.until >= from; i--)
      if (this.#states[i]!.since <= to) found.push(this.#states[i]!)
    return found.reverse()
  }
}
