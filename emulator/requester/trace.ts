import type { HttpRequest, HttpResponse, SendFailure } from '../http.ts'
import type { Rule } from '../rule.ts'
import type { CacheKey } from '../token/key.ts'
import type { Outcome } from './outcome.ts'

interface TraceBase {
  /** Epoch milliseconds. */
  readonly at: number
  /** The rules the decision rests on; empty where nothing was decided. */
  readonly rules: readonly Rule[]
}

/** What the cache said of an element's token. */
export interface LookedUp extends TraceBase {
  readonly kind: 'lookup'
  readonly element: string
  /** What calls that share the token have in common; to be compared, never to be shown. */
  readonly key: CacheKey
  readonly result: 'hit' | 'refresh' | 'miss'
  /** Epoch milliseconds of the first moment at which the same look-up may end otherwise. */
  readonly holdsUntil: number
}

/** What became of a token that was obtained: kept until a moment, or not at all. */
export interface Stored extends TraceBase {
  readonly kind: 'stored'
  readonly element: string
  readonly token: 'jws' | 'jwe' | 'opaque'
  readonly keptUntil?: number
  readonly from?: 'exp' | 'response' | 'config'
}

/** One exchange, with a token server or with the API. */
export interface Exchanged extends TraceBase {
  readonly kind: 'token-request' | 'api-request'
  /** The element's id, or the connection's. */
  readonly target: string
  readonly request: HttpRequest
  readonly result: HttpResponse | SendFailure
  readonly endedAt: number
}

/** Every decision of one call, in order. */
export type TraceEvent =
  | (TraceBase & {
      readonly kind: 'credentials'
      readonly element: string
      readonly from: 'server.xml' | 'program' | 'nobody'
    })
  | LookedUp
  | Stored
  | Exchanged
  | (TraceBase & {
      readonly kind: 'made'
      readonly element: string
      readonly what: 'localJwt' | 'basic'
    })
  | (TraceBase & { readonly kind: 'attached'; readonly element: string; readonly header: string })
  | (TraceBase & {
      readonly kind: 'fallback'
      readonly element: string
      /** Why the attempt to refresh failed. */
      readonly because: string
    })
  | (TraceBase & { readonly kind: 'rejected'; readonly element: string; readonly removed: boolean })
  | (TraceBase & { readonly kind: 'retry'; readonly status: number; readonly again: boolean })
  | (TraceBase & { readonly kind: 'warning'; readonly message: string })
  | (TraceBase & { readonly kind: 'outcome'; readonly outcome: Outcome })

/** How the token of an element was come by in a call, the last decision counting. */
export type TokenResult = 'hit' | 'miss' | 'refreshed' | 'not-kept'

/** The result for one element; undefined where the call never asked for its token. */
export function tokenResult(
  trace: readonly TraceEvent[],
  element: string,
): TokenResult | undefined {
  let result: TokenResult | undefined
  for (const event of trace) {
    if (event.kind === 'lookup' && event.element === element)
      result = event.result === 'refresh' ? 'refreshed' : event.result
    if (event.kind === 'fallback' && event.element === element) result = 'hit'
    if (event.kind === 'stored' && event.element === element && event.keptUntil === undefined)
      result = 'not-kept'
  }
  return result
}
