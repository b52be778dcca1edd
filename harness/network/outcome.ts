import type { Header, HttpRequest, HttpResponse, SendFailure } from '../../emulator/index.ts'
import type { FaultAction } from './faults.ts'
import { headerBytes } from './headers.ts'
import { maxBodyBytes, maxHeaderBytes } from './send.ts'
import type { Served } from './serve.ts'

/** The failures of an exchange, in words that are the same on every transport. */
export const failures = {
  refused: { kind: 'refused', detail: 'the connection was refused' },
  dns: { kind: 'dns', detail: 'the host name was not found' },
  tls: { kind: 'tls', detail: 'the TLS handshake failed' },
  reset: { kind: 'reset', detail: 'the connection was reset' },
  cut: { kind: 'malformed', detail: 'the body ended early' },
  notHttp: { kind: 'malformed', detail: 'the answer was not HTTP' },
  endless: { kind: 'too-large', detail: `the body exceeds ${maxBodyBytes} bytes` },
  headers: { kind: 'too-large', detail: `the headers exceed ${maxHeaderBytes} bytes` },
} as const satisfies Record<string, SendFailure>

/** What node's parsers allow: more than our limit, so that ours alone is what judges. */
export const nodeHeaderBytes = maxHeaderBytes + 64 * 1024

/** The faults that keep a connection from being made at all. */
export type ConnectionFault = 'refused' | 'dns' | 'tls'

/** The fault as one of those, if it is. */
export function connectionFault(action: FaultAction | undefined): ConnectionFault | undefined {
  const kind = action?.kind
  return kind === 'refused' || kind === 'dns' || kind === 'tls' ? kind : undefined
}

/** The failure of a header section that is larger than any transport carries. */
export const oversized = (headers: readonly Header[]): SendFailure | undefined =>
  headerBytes(headers) > maxHeaderBytes ? failures.headers : undefined

/** The failure of a request whose line and headers are larger than any transport carries. */
export const oversizedRequest = ({ url, headers }: HttpRequest): SendFailure | undefined =>
  oversized([[url, ''], ...headers])

/** What the sender sees of what a service did; undefined where no answer ever comes. */
export function outcomeOf(served: Served): HttpResponse | SendFailure | undefined {
  if (!('body' in served)) return served.kind === 'reset' ? failures.reset : undefined
  const tooLarge = oversized(served.headers)
  if (tooLarge) return tooLarge
  if (served.kind === 'endless' || served.body.length > maxBodyBytes) return failures.endless
  if (served.kind === 'cut') return failures.cut
  return { ...served, kind: 'response' }
}
