import type { Header, Place } from '../../emulator/index.ts'
import type { TokenFault } from '../fakes/fake.ts'

/** What happens instead of, or to, the answer of a service. */
export type FaultAction =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: readonly Header[]
      readonly body: Uint8Array
    }
  | { readonly kind: 'refused' | 'reset' | 'connect-timeout' | 'dns' | 'tls' | 'no-answer' }
  | { readonly kind: 'empty-body' | 'cut-body' | 'endless-body' | 'malformed-json' }
  | { readonly kind: 'slow' }
  | { readonly kind: TokenFault }

/** Which arrivals a fault strikes: by ordinal from the moment it was set, or all until a moment. */
export type FaultWindow =
  | { readonly kind: 'ordinals'; readonly first: number; readonly last: number }
  | { readonly kind: 'until'; readonly at: number }

export interface Fault {
  /** The words of the scenario, for the timeline. */
  readonly text: string
  /** Where the scenario sets it. */
  readonly at?: Place
  readonly service: string
  /** Absent: every endpoint of the service. */
  readonly endpoint?: string
  readonly window: FaultWindow
  /** Milliseconds the service waits before the action; 0 for none. */
  readonly delayMs: number
  readonly action: FaultAction
}

interface Pending {
  readonly fault: Fault
  arrivals: number
  strikes: number
}

/** The faults of one world. An arrival draws its ordinal here, so parallel calls cannot share one. */
export class FaultBoard {
  readonly #pending: Pending[] = []

  set(fault: Fault): void {
    this.#pending.push({ fault, arrivals: 0, strikes: 0 })
  }

  /** Counts one arrival for every fault on that endpoint; the fault set first among those due strikes. */
  strike(service: string, endpoint: string | undefined, now: number): Fault | undefined {
    let struck: Pending | undefined
    for (const pending of this.#pending) {
      const { fault } = pending
      if (fault.service !== service) continue
      if (fault.endpoint !== undefined && fault.endpoint !== endpoint) continue
      pending.arrivals++
      if (!struck && isDue(fault.window, pending.arrivals, now)) struck = pending
    }
    if (!struck) return undefined
    struck.strikes++
    return struck.fault
  }

  /** Whether a fault that is set may strike an arrival there from now on. */
  mayStrike(service: string, endpoint: string | undefined, now: number): boolean {
    return this.#pending.some(({ fault, arrivals }) => {
      if (fault.service !== service) return false
      if (fault.endpoint !== undefined && fault.endpoint !== endpoint) return false
      return fault.window.kind === 'until' ? now < fault.window.at : arrivals < fault.window.last
    })
  }

  /** The faults that no arrival has met. */
  neverStruck(): readonly Fault[] {
    return this.#pending.filter(({ strikes }) => strikes === 0).map(({ fault }) => fault)
  }
}

function isDue(window: FaultWindow, ordinal: number, now: number): boolean {
  return window.kind === 'until'
    ? now < window.at
    : ordinal >= window.first && ordinal <= window.last
}
