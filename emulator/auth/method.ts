import type { HttpRequest, HttpResponse } from '../http.ts'
import type { Place } from '../problem.ts'
import type { Rule } from '../rule.ts'
import type { Secret } from '../secret.ts'
import type { CacheKey } from '../token/key.ts'
import type { LeastLeft } from '../token/cache.ts'
import type { AnsweredLifetime, Lifetime } from '../token/lifetime.ts'
import type { Token } from '../token/token.ts'
import type { RequestInfo } from './request-info.ts'
import type { SigningKeys } from './signing-keys.ts'

/** How the token goes into the API request. */
export interface AttachPlan {
  readonly header: string
  readonly scheme: 'Bearer' | 'Basic' | 'none'
  readonly rules: readonly Rule[]
}

/** When a 401 of the API earns one more try with a new token of this element. */
export interface RetryPlan {
  /** Any 401, or only one whose WWW-Authenticate speaks of `invalid_token`. */
  readonly on: 'any-401' | 'invalid-token'
  readonly rules: readonly Rule[]
}

/** What every way to prove who is calling says of itself before any call is made. */
export interface TokenPlanBase {
  /** The id of the element in server.xml. */
  readonly id: string
  readonly at: Place
  readonly attach: AttachPlan
}

/** A token that a server issues, and the cache may keep. */
export interface FetchedPlanBase extends TokenPlanBase {
  readonly refreshRateMs?: number
  /** A cached token with less than this left is replaced. */
  readonly leastLeft: LeastLeft
  readonly retry: RetryPlan
}

/** Who stands behind a call: the user that asserts it, and the one the stub logged on with. */
export interface Caller {
  readonly assertedUser?: string
  readonly linkUser?: string
}

/** What a method takes from its server to make a JWT. */
export interface Maker {
  readonly now: number
  readonly newId: () => string
  readonly keys: SigningKeys
}

/** A token request made ready for one call. */
export interface Prepared {
  readonly kind: 'prepared'
  readonly request: HttpRequest
  /** Adds what is made anew for each request, as an assertion; absent where nothing is. */
  readonly complete?: (request: HttpRequest, maker: Maker) => Promise<HttpRequest | Unmade>
  readonly key: CacheKey
  /** Whose credentials the request carries. */
  readonly credentialsFrom: 'server.xml' | 'program' | 'nobody'
  readonly rules: readonly Rule[]
  /** What a careful person would want to know, as a value that breaks the JSON it is put into. */
  readonly warnings: readonly string[]
}

/** Why a JWT could not be made, or may not be for this caller: classes T6 and T7. */
export interface Unmade {
  readonly kind: 'unmade'
  readonly because: 'key' | 'not-permitted'
  readonly message: string
  readonly rules: readonly Rule[]
}

/** Why no token request can be made for a call: class T1 of what a program can see. */
export interface Unprepared {
  readonly kind: 'unprepared'
  readonly message: string
  readonly rules: readonly Rule[]
}

/** Something odd that a careful person would want to know. */
export interface Warning {
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
      /** What is odd about the answer and stops nothing; each with the rule that lets it pass. */
      readonly warnings?: readonly Warning[]
    }
  | { readonly kind: 'no-token'; readonly missing: string; readonly rules: readonly Rule[] }

/** One way to get a token from a server; the engine knows nothing else of it. */
export interface FetchMethod<Plan extends FetchedPlanBase> {
  prepare(plan: Plan, info: RequestInfo, caller: Caller): Prepared | Unprepared
  read(plan: Plan, response: HttpResponse): TokenAnswer
  /** Until when a token received at `now` may be kept. */
  lifetime(plan: Plan, answer: Extract<TokenAnswer, { kind: 'token' }>, now: number): Lifetime
}

/** What was made without any server: the value that is attached. */
export interface Made {
  readonly kind: 'made'
  readonly value: Secret
  readonly rules: readonly Rule[]
}

/** One way to prove who is calling without asking a server; made anew for each call. */
export interface MakeMethod<Plan extends TokenPlanBase> {
  make(plan: Plan, caller: Caller, maker: Maker): Promise<Made | Unmade>
}

/** A user ID and its password; they always come from one place together. */
export interface Credentials {
  readonly user: string
  readonly password: Secret
}
