import type { Place } from './problem.ts'

/** One header line. Order and repetition are kept; names compare without regard to case. */
export type Header = readonly [name: string, value: string]

/** What a request is for; the journal and reports say it, the wire does not. */
export type Purpose =
  | { readonly kind: 'token'; readonly element: string }
  | { readonly kind: 'api'; readonly connection: string }

/** The key store that may prove to a server who sends a request; opened outside of the emulator. */
export interface TlsUse {
  /** Ids of the ssl and keyStore elements. */
  readonly ssl: string
  readonly keyStore: string
  /** Absent: the key store has one key alone. */
  readonly alias?: string
  /** Where the alias, or else the key store, is named. */
  readonly at: Place
}

/** The proxy that a request goes through. */
export interface ProxyUse {
  /** The id of the zosconnect_proxyConfig. */
  readonly id: string
  readonly host: string
  readonly port: number
}

/** A request to an absolute URL, complete but for what a transport adds (Host, Content-Length). */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly Header[]
  /** Absent means no body at all; a GET may carry one. */
  readonly body?: Uint8Array
  readonly connectTimeoutMs: number
  /** From the request sent to the response read whole. */
  readonly receiveTimeoutMs: number
  readonly purpose: Purpose
  /** Absent: no certificate can be offered. */
  readonly tls?: TlsUse
  /** Absent: it goes straight to its server. */
  readonly proxy?: ProxyUse
}

export interface HttpResponse {
  readonly kind: 'response'
  readonly status: number
  readonly headers: readonly Header[]
  readonly body: Uint8Array
}

/** Every way a request can end without a response. */
export type FailureKind =
  | 'refused'
  | 'reset'
  | 'connect-timeout'
  | 'receive-timeout'
  | 'tls'
  | 'dns'
  | 'malformed'
  | 'too-large'

export interface SendFailure {
  readonly kind: FailureKind
  /** One lower-case phrase for a person; never a secret. */
  readonly detail: string
}

/** Sends one request; every failure of the network is a value, so a rejection is a crash of ours. */
export type Send = (request: HttpRequest) => Promise<HttpResponse | SendFailure>

/** The first value of a header, whatever the case of its name. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([each]) => each.toLowerCase() === wanted)?.[1]
}

/** The same headers with one set: any of that name are replaced by it, at the place of the first. */
export function withHeader(headers: readonly Header[], name: string, value: string): Header[] {
  const wanted = name.toLowerCase()
  const at = headers.findIndex(([each]) => each.toLowerCase() === wanted)
  if (at < 0) return [...headers, [name, value]]
  return headers.flatMap((header, i): Header[] => {
    if (i === at) return [[name, value]]
    return header[0].toLowerCase() === wanted ? [] : [header]
  })
}
