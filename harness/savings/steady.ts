import type { Rate } from '../fakes/options.ts'
import type { FaultBoard } from '../network/faults.ts'
import type { Policy } from '../scenario/compare-model.ts'
import type { Service } from '../scenario/model.ts'
import type { Effect, RequestMade } from './effect.ts'
import type { Latencies } from './latency.ts'
import { mostWithin } from './peak.ts'
import type { Timetable } from './timetable.ts'

export interface SteadyContext {
  readonly services: readonly Service[]
  readonly faults: FaultBoard
  readonly latencies: Latencies
  readonly policies: readonly Policy[]
  readonly tables: readonly Timetable[]
  /** Whether a fault begins some time, or a program may stop waiting. */
  readonly hasFaults: boolean
  readonly hasTimeout: boolean
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
      const doubt = this.#ofLimit(request, requests) ?? this.#ofTokens(request)
      if (doubt !== undefined) return doubt
    }
    const drawn = requests.find((each) => each.isToken && this.#context.latencies.isDrawn(each))
    const why = drawn && this.#ofDrawn(drawn, requests, hitAfterMs)
    if (why !== undefined) return why
    if (hitAfterMs !== undefined && hitAfterMs > 0)
      return 'calls look for a token some time after they arrive'
    const waits = drawn !== undefined || addedMs.some((ms) => ms > 0)
    const flights = this.#context.policies.find(({ kind }) => kind === 'single-flight')
    return flights && waits ? 'calls wait for the token requests of others' : undefined
  }

  /** Whether a fault may strike one of the requests at this moment, or later without being set anew. */
  isStruck({ requests }: Effect, now: number): boolean {
    return requests.some(({ service, endpoint }) =>
      this.#context.faults.mayStrike(service, endpoint, now),
    )
  }

  /** Where requests take another time each, what comes after them comes at another moment. */
  #ofDrawn(
    { service, endpoint, afterMs }: RequestMade,
    all: readonly RequestMade[],
    hitAfterMs: number | undefined,
  ): string | undefined {
    const { hasFaults, hasTimeout } = this.#context
    const said = `each ${endpoint} at ${service} takes another time`
    if (all.filter(({ isToken }) => isToken).length > 1 || afterMs > 0 || hitAfterMs !== undefined)
      return `${said}, and calls need other tokens, too`
    if (hasTimeout) return `${said}, and programs do not wait for ever`
    if (hasFaults) return `${said}, and faults begin meanwhile`
    const limited = all.find((each) => !each.isToken && this.#rateOf(each))
    return limited && `${said}, and ${limited.service}.${limited.endpoint} has a limit`
  }

  #rateOf({ service, endpoint }: RequestMade): Rate | undefined {
    const options = this.#services.get(service)?.options
    return options && 'limits' in options ? options.limits?.rates[endpoint] : undefined
  }

  #ofLimit(request: RequestMade, all: readonly RequestMade[]): string | undefined {
    const { service, endpoint } = request
    const rate = this.#rateOf(request)
    if (!rate) return undefined
    const times = all.filter(
      (each) => each.service === service && each.endpoint === endpoint,
    ).length
    // A call may be repeated once after a 401.
    if (2 * times * this.#mostCalls(rate.perMs) <= rate.count) return undefined
    return `${service}.${endpoint} has a limit that the calls can reach`
  }

  #ofTokens({ service, isToken }: RequestMade): string | undefined {
    const options = this.#services.get(service)?.options
    if (options?.kind === 'outside') return `${service} is a real server`
    if (options?.kind === 'vault') {
      const people = [...Object.values(options.approle), ...Object.values(options.userpass)]
      if (people.some(({ tokenNumUses }) => tokenNumUses > 0))
        return `tokens of ${service} are for so many uses`
    }
    if (!isToken) return undefined
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
