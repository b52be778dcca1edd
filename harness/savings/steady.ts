import type { FaultBoard } from '../network/faults.ts'
import type { LatencySpec, Policy } from '../scenario/compare-model.ts'
import type { Service } from '../scenario/model.ts'
import type { Effect, RequestMade } from './effect.ts'
import { mostWithin } from './peak.ts'
import type { Timetable } from './timetable.ts'

export interface SteadyContext {
  readonly services: readonly Service[]
  readonly faults: FaultBoard
  readonly latencies: readonly LatencySpec[]
  readonly policies: readonly Policy[]
  readonly tables: readonly Timetable[]
}

/**
 * Says why calls that do the same need not be answered the same: because a service remembers what it
 * was asked before, or draws something anew. Where it says nothing, they are.
 */
export class Steadiness {
  readonly #context: SteadyContext
  readonly #services: ReadonlyMap<string, Service>
  readonly #most = new Map<number, number>()

  constructor(context: SteadyContext) {
    this.#context = context
    this.#services = new Map(context.services.map((each) => [each.name, each]))
  }

  /** A reason that holds for the whole run; undefined where there is none. */
  doubt({ requests, addedMs, hitAfterMs }: Effect): string | undefined {
    for (const request of requests) {
      const why = this.#ofLimit(request, requests) ?? this.#ofTokens(request)
      if (why !== undefined) return why
    }
    if (hitAfterMs > 0) return 'calls look for a token some time after they arrive'
    const waits = addedMs.some((ms) => ms > 0)
    const flights = this.#context.policies.find(({ kind }) => kind === 'single-flight')
    return flights && waits ? 'calls wait for the token requests of others' : undefined
  }

  /** Whether a fault may strike one of the requests at this moment, or later without being set anew. */
  isStruck({ requests }: Effect, now: number): boolean {
    return requests.some(({ service, endpoint }) =>
      this.#context.faults.mayStrike(service, endpoint, now),
    )
  }

  #ofLimit({ service, endpoint }: RequestMade, all: readonly RequestMade[]): string | undefined {
    const options = this.#services.get(service)?.options
    const limits = options && 'limits' in options ? options.limits : undefined
    const rate = limits?.rates[endpoint]
    if (!rate) return undefined
    const times = all.filter(
      (each) => each.service === service && each.endpoint === endpoint,
    ).length
    // A call may be repeated once after a 401.
    if (2 * times * this.#mostCalls(rate.perMs) <= rate.count) return undefined
    return `${service}.${endpoint} has a limit that the calls can reach`
  }

  #ofTokens({ service, endpoint, isToken }: RequestMade): string | undefined {
    const options = this.#services.get(service)?.options
    if (options?.kind === 'outside') return `${service} is a real server`
    if (options?.kind === 'vault') {
      const people = [...Object.values(options.approle), ...Object.values(options.userpass)]
      if (people.some(({ tokenNumUses }) => tokenNumUses > 0))
        return `tokens of ${service} are for so many uses`
    }
    if (!isToken) return undefined
    const drawn = this.#context.latencies.some(
      (each) =>
        each.service === service && each.endpoint === endpoint && each.latency.kind !== 'fixed',
    )
    if (drawn) return `each ${endpoint} at ${service} takes another time, and each call makes one`
    if (options && 'lockout' in options && options.lockout) return `${service} locks users out`
    if (options && 'limits' in options && options.limits?.leases !== undefined)
      return `${service} has a limit of leases`
    if (options?.kind === 'vault') {
      const roles = Object.values(options.approle)
      if (roles.some((role) => role.secretIdNumUses > 0 || role.secretIdTtlMs !== undefined))
        return `secret ids of ${service} end`
    }
    if (options && 'token' in options && options.token.claims['exp'] !== undefined)
      return `tokens of ${service} have an exp of their own`
    return undefined
  }

  #mostCalls(perMs: number): number {
    const known = this.#most.get(perMs) ?? mostWithin(this.#context.tables, perMs)
    this.#most.set(perMs, known)
    return known
  }
}
