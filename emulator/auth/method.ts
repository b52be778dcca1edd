import type { HttpRequest, HttpResponse } from '../http.ts'
import type { Place } from '../problem.ts'
import type { Rule } from '../rule.ts'
import type { Secret } from '../secret.ts'
import type { CacheKey } from '../token/key.ts'
import type { AnsweredLifetime, LifetimePolicy } from '../token/lifetime.ts'
import type { Token } from '../token/token.ts'
import type { RequestInfo } from './request-info.ts'

/** How the token goes into the API request. */
export interface AttachPlan {
  readonly header: string
  readonly scheme: 'Bearer' | 'none'
  readonly rules: readonly Rule[]
}

/** When a 401 of the API earns one more try with a new token of this element. */
export interface RetryPlan {
  readonly on: 'any-401'
}

/** What every way to get a token says of itself before any call is made. */
export interface TokenPlanBase {
  /** The id of the element in server.xml. */
  readonly id: string
  readonly at: Place
  readonly attach: AttachPlan
  readonly lifetime: LifetimePolicy
  readonly refreshRateMs?: number
  readonly retry: RetryPlan
}

/** A token request made ready for one call. */
export interface Prepared {
  readonly kind: 'prepared'
  readonly request: HttpRequest
  readonly key: CacheKey
  /** Whose credentials the request carries. */
  readonly credentialsFrom: 'server.xml' | 'program' | 'nobody'
  readonly rules: readonly Rule[]
  /** What a careful person would want to know, as a value that breaks the JSON it is put into. */
  readonly warnings: readonly string[]
}

/** Why no token request can be made for a call: class T1 of what a program can see. */
export interface Unprepared {
  readonly kind: 'unprepared'
  readonly message: string
  readonly rules: readonly Rule[]
}

/** What an answer of a token server gives: a token and perhaps its lifetime, or what was missing. */
export type TokenAnswer =
  | {
      readonly kind: 'token'
      readonly token: Token
      readonly lifetime: AnsweredLifetime
      readonly rules: readonly Rule[]
    }
  | { readonly kind: 'no-token'; readonly missing: string; readonly rules: readonly Rule[] }

/** One way to get a token; the engine knows nothing else of it. */
export interface AuthMethod<Plan extends TokenPlanBase> {
  prepare(plan: Plan, info: RequestInfo): Prepared | Unprepared
  read(plan: Plan, response: HttpResponse): TokenAnswer
}

/** A user ID and its password; they always come from one place together. */
export interface Credentials {
  readonly user: string
  readonly password: Secret
}
