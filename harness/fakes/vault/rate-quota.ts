import type { Clock } from '../../../emulator/index.ts'

/** What a quota allows, and where. */
export interface QuotaTerms {
  readonly name: string
  /** A mount, a path below one, a path with a star at its end, or empty for all paths. */
  readonly path: string
  readonly mount: string
  readonly role: string
  readonly rate: number
  readonly intervalMs: number
  readonly blockMs: number
  readonly isInheritable: boolean
}

/** One request as a quota counts it. */
export interface Counted {
  readonly isAllowed: boolean
  readonly limit: number
  readonly left: number
  readonly resetSeconds: number
}

/** Allows so many requests in each interval, the first of which begins with the first request. */
export class RateQuota {
  readonly terms: QuotaTerms
  readonly #clock: Clock
  #from: number | undefined
  #spent = 0
  #blockedUntil = 0

  constructor(terms: QuotaTerms, clock: Clock) {
    this.terms = terms
    this.#clock = clock
  }

  count(): Counted {
    const { rate, intervalMs, blockMs } = this.terms
    const now = this.#clock.now()
    const limit = Math.ceil(rate)
    if (this.#blockedUntil > now) return this.#refused(limit, this.#blockedUntil - now)
    this.#from ??= now
    const passed = Math.floor((now - this.#from) / intervalMs)
    if (passed > 0) {
      this.#from += passed * intervalMs
      this.#spent = 0
    }
    const resetMs = this.#from + intervalMs - now
    if (this.#spent >= limit) {
      if (blockMs > 0) this.#blockedUntil = now + blockMs
      return this.#refused(limit, blockMs || resetMs)
    }
    this.#spent++
    const resetSeconds = Math.floor(resetMs / 1000)
    return { isAllowed: true, limit, left: limit - this.#spent, resetSeconds }
  }

  #refused(limit: number, waitMs: number): Counted {
    return { isAllowed: false, limit, left: 0, resetSeconds: Math.floor(waitMs / 1000) }
  }

  /** How closely the quota is for a path; undefined where it is for others. */
  fitOf(path: string, roleAt: (prefix: string) => string | undefined): number | undefined {
    const { path: own, mount, role } = this.terms
    if (role !== '') return path.startsWith(mount) && roleAt(mount) === role ? Infinity : undefined
    if (own === '') return 0
    if (own === mount) return path.startsWith(mount) || `${path}/` === mount ? 1 : undefined
    if (own.endsWith('*')) return path.startsWith(own.slice(0, -1)) ? own.length : undefined
    return path === own ? Infinity : undefined
  }
}
