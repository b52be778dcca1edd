import type { Clock } from '../../emulator/index.ts'
import type { FakeContext } from './fake.ts'
import type { Limits, Lockout } from './options.ts'

/** Refuses what exceeds a server's rates: at most so many in any window of that length. */
export class Limiter {
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #seen = new Map<string, number[]>()

  constructor(clock: Clock, limits: Limits = { rates: {} }) {
    this.#clock = clock
    this.#limits = limits
  }

  /** Counts one request; milliseconds until it would be allowed, or 0 where it is. */
  retryAfterMs(endpoint: string): number {
    const rate = this.#limits.rates[endpoint]
    if (!rate) return 0
    const now = this.#clock.now()
    const seen = (this.#seen.get(endpoint) ?? []).filter((at) => at > now - rate.perMs)
    this.#seen.set(endpoint, seen)
    if (seen.length >= rate.count) return seen[0]! + rate.perMs - now
    seen.push(now)
    return 0
  }

  /** Whether one more token may live beside `live` others. */
  allowsLease(live: number): boolean {
    return live < (this.#limits.leases ?? Infinity)
  }
}

/** Locks a user out after wrong credentials in a row; a success in time forgets them. */
export class Lock {
  readonly #clock: Clock
  readonly #lockout: Lockout | undefined
  readonly #onLockout: ((ms: number) => void) | undefined
  readonly #failures = new Map<string, { count: number; until: number }>()

  constructor(
    { clock, onLockout }: Pick<FakeContext, 'clock' | 'onLockout'>,
    lockout: Lockout | undefined,
  ) {
    this.#clock = clock
    this.#onLockout = onLockout
    this.#lockout = lockout
  }

  isLocked(user: string): boolean {
    return (this.#failures.get(user)?.until ?? 0) > this.#clock.now()
  }

  /** Those who are locked out now. */
  get locked(): readonly string[] {
    return [...this.#failures.keys()].filter((user) => this.isLocked(user))
  }

  /** Counts wrong credentials where somebody is locked out, by what is said of this user alone, too. */
  failed(
    user: string,
    own: { readonly [Name in keyof Lockout]?: Lockout[Name] | undefined } = {},
  ): void {
    if (!this.#lockout) return
    const after = own.after ?? this.#lockout.after
    const forMs = own.forMs ?? this.#lockout.forMs
    const count = (this.#failures.get(user)?.count ?? 0) + 1
    const locked = count >= after
    const until = locked ? this.#clock.now() + forMs : 0
    if (locked) this.#onLockout?.(forMs)
    this.#failures.set(user, { count: locked ? 0 : count, until })
  }

  passed(user: string): void {
    this.#failures.delete(user)
  }
}
