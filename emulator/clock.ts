import { nextTick } from 'node:process'

/** Reading time and waiting, on one object. All times are epoch milliseconds, all lengths milliseconds. */
export interface Clock {
  now(): number
  /** Lets `ms` pass; other activities run meanwhile. */
  sleep(ms: number): Promise<void>
  /** Waits for what another activity will settle; `what` names it if it never comes. */
  wait<T>(promise: Promise<T>, what: string): Promise<T>
  /** Runs `body` as an activity of its own: it keeps its turn but where it sleeps or waits. */
  run<T>(name: string, body: () => Promise<T>): Promise<T>
  /** Like `run`, for the activity time is moved for: when the last of these ends, time stands still. */
  drive<T>(name: string, body: () => Promise<T>): Promise<T>
  /** Calls `fire` after `ms`, outside any turn, so it may only settle promises. Returns how to cancel it. */
  timer(ms: number, fire: () => void): () => void
}

/** The real time, where everything runs at once. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  wait: (promise) => promise,
  run: (_name, body) => body(),
  drive: (_name, body) => body(),
  timer(ms, fire) {
    const handle = setTimeout(fire, ms)
    return () => clearTimeout(handle)
  },
}

/** The real time for one world: when it is disposed, what still sleeps sleeps for ever and keeps nothing alive. */
export function realClock(): Clock & Disposable {
  const handles = new Set<ReturnType<typeof setTimeout>>()
  const timer = (ms: number, fire: () => void): (() => void) => {
    const handle = setTimeout(() => {
      handles.delete(handle)
      fire()
    }, ms)
    handles.add(handle)
    return () => {
      handles.delete(handle)
      clearTimeout(handle)
    }
  }
  return {
    ...systemClock,
    sleep: (ms) => new Promise((resolve) => void timer(ms, resolve)),
    timer,
    [Symbol.dispose]() {
      for (const handle of handles) clearTimeout(handle)
      handles.clear()
    },
  }
}

/** Thrown out of `drive` when nothing can go on: a bug of ours, or a fake that waits for ever. */
export class ClockStuck extends Error {
  override name = 'ClockStuck'
}

interface Activity {
  readonly name: string
  state: string
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

interface Ready {
  readonly activity: Activity
  readonly go: () => void
}

export interface ManualClockOptions {
  /** Epoch milliseconds at which this clock begins. */
  readonly start: number
  /** Draws which of several ready activities is next; the only randomness there is. */
  readonly random: () => number
  /** Real milliseconds without any progress after which `drive` gives up. */
  readonly patienceMs?: number
}

/**
 * A clock on which one activity runs at a time and time moves only when none is ready.
 * An activity keeps its turn across awaits, threads and the wire; it gives it up in `sleep`, in
 * `wait` and when it ends. So a run depends on its seed alone and never on the machine's speed.
 */
export function manualClock(options: ManualClockOptions): Clock {
  return new TurnClock(options)
}

/** So many turns follow each other before the event loop is let go round. */
const looksInARow = 64

class TurnClock implements Clock {
  readonly #random: () => number
  readonly #patienceMs: number
  readonly #activities = new Set<Activity>()
  readonly #ready: Ready[] = []
  readonly #timers: Timer[] = []
  readonly #giveUp = new Set<(reason: ClockStuck) => void>()
  #now: number
  #order = 0
  #running: Activity | undefined
  #looking = false
  #progress = 0
  #looks = 0

  constructor({ start, random, patienceMs = 10_000 }: ManualClockOptions) {
    this.#now = start
    this.#random = random
    this.#patienceMs = patienceMs
  }

  now(): number {
    return this.#now
  }

  async run<T>(name: string, body: () => Promise<T>): Promise<T> {
    const activity: Activity = { name, state: 'is ready' }
    this.#activities.add(activity)
    await this.#turn(activity)
    try {
      return await body()
    } finally {
      this.#activities.delete(activity)
      this.#release()
    }
  }

  async drive<T>(name: string, body: () => Promise<T>): Promise<T> {
    const stuck = Promise.withResolvers<never>()
    this.#giveUp.add(stuck.reject)
    const watch = this.#watch()
    try {
      return await Promise.race([this.run(name, body), stuck.promise])
    } finally {
      clearInterval(watch)
      this.#giveUp.delete(stuck.reject)
    }
  }

  async sleep(ms: number): Promise<void> {
    const activity = this.#leave(`sleeps for ${ms} ms`)
    await new Promise<void>((go) => this.#add(ms, () => this.#ready.push({ activity, go })))
  }

  async wait<T>(promise: Promise<T>, what: string): Promise<T> {
    const activity = this.#leave(`waits for ${what}`)
    try {
      return await promise
    } finally {
      await this.#turn(activity)
    }
  }

  timer(ms: number, fire: () => void): () => void {
    const timer = this.#add(ms, fire)
    return () => {
      const i = this.#timers.indexOf(timer)
      if (i >= 0) this.#timers.splice(i, 1)
    }
  }

  #turn(activity: Activity): Promise<void> {
    return new Promise((go) => {
      this.#ready.push({ activity, go })
      this.#look()
    })
  }

  /** The running activity gives up its turn; it is told apart so that it can get it back. */
  #leave(state: string): Activity {
    const activity = this.#running
    if (!activity) throw new Error('only a running activity can sleep or wait on a manual clock')
    activity.state = state
    this.#release()
    return activity
  }

  #release(): void {
    this.#running = undefined
    this.#look()
  }

  #add(ms: number, fire: () => void): Timer {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, fire }
    let i = this.#timers.length
    while (i > 0 && this.#timers[i - 1]!.at > timer.at) i--
    this.#timers.splice(i, 0, timer)
    return timer
  }

  // A tick asked for in a microtask comes after all of them: whoever was going to ask for a turn has
  // asked by then. Now and then an immediate takes its place, or sockets would never have theirs.
  #look(): void {
    if (this.#looking || this.#running) return
    this.#looking = true
    if (++this.#looks % looksInARow === 0) setImmediate(this.#pick)
    else queueMicrotask(() => nextTick(this.#pick))
  }

  readonly #pick = (): void => {
    this.#looking = false
    if (!this.#running && this.#giveUp.size > 0) this.#next()
  }

  #next(): void {
    this.#progress++
    if (this.#ready.length > 0) {
      const i = this.#ready.length === 1 ? 0 : Math.floor(this.#random() * this.#ready.length)
      const { activity, go } = this.#ready.splice(i, 1)[0]!
      activity.state = 'has its turn'
      this.#running = activity
      go()
      return
    }
    const first = this.#timers[0]
    if (!first) return this.#fail('nobody is ready and nobody sleeps')
    this.#now = first.at
    while (this.#timers[0]?.at === this.#now) this.#timers.shift()!.fire()
    this.#look()
  }

  #watch(): ReturnType<typeof setInterval> {
    let seen = -1
    const watch = setInterval(() => {
      if (seen === this.#progress) this.#fail(`no progress in ${this.#patienceMs} ms`)
      seen = this.#progress
    }, this.#patienceMs)
    watch.unref()
    return watch
  }

  #fail(why: string): void {
    const who = [...this.#activities].map(({ name, state }) => `${name} ${state}`).join('; ')
    for (const giveUp of this.#giveUp) giveUp(new ClockStuck(`the clock is stuck: ${why}: ${who}`))
  }
}
