import type { MpJwt, OpenidConnectClient } from '../config/index.ts'
import type { Header } from '../http.ts'
import type { Rule } from '../rule.ts'
import type { DistributedIdentity } from '../saf/index.ts'

/** An element of server.xml that takes JWTs from requests. */
export type TokenConsumer = OpenidConnectClient | MpJwt

/** A request from outside for one API. */
export interface InboundRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly Header[]
  /** The name of the API it is for. */
  readonly api: string
}

/** One decision about a request, in words that hold no token, with the rules it rests on. */
export interface InboundEvent {
  readonly text: string
  readonly rules: readonly Rule[]
}

/** Whom a request runs as. */
export interface InboundIdentity {
  /** The SAF user that authority is checked for. */
  readonly user: string
  /** The person, as the identity provider knows it; absent where nobody logged on. */
  readonly person?: DistributedIdentity
}

/** What became of a request before any backend saw it. */
export type InboundResult = {
  readonly trace: readonly InboundEvent[]
} & (
  | ({ readonly kind: 'granted' } & InboundIdentity)
  | {
      readonly kind: 'refused'
      readonly status: 401 | 403
      readonly why: string
      /** Absent where it was not found out. */
      readonly user?: string
      readonly person?: DistributedIdentity
    }
)

/** A step that went well, or why it ends the request. */
export type Step<T> =
  | ({ readonly kind: 'found' } & T & { readonly events: readonly InboundEvent[] })
  | {
      readonly kind: 'refused'
      readonly status: 401 | 403
      readonly events: readonly InboundEvent[]
    }

/** Ends a request; the last event says why. */
export const refuse = (
  status: 401 | 403,
  text: string,
  ...rules: readonly Rule[]
): Extract<Step<unknown>, { kind: 'refused' }> => ({
  kind: 'refused',
  status,
  events: [{ text, rules }],
})

/** A value of a token as a trace may show it: short, and on one line. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  const plain = text.replace(/[^\x20-\x7e\xa0-\uffff]/g, '?')
  return `"${plain.length > 60 ? `${plain.slice(0, 60)}…` : plain}"`
}
