import type { HttpRequest, HttpResponse, ProxyUse, SendFailure } from '../../emulator/index.ts'

/** Where a proxy listens: what is said to it is plain HTTP. */
export const proxyOrigin = ({ host, port }: ProxyUse): string =>
  new URL(`http://${host}:${port}`).origin

/** What a proxy is asked for to reach an https server: a tunnel to its host and port. */
export function connectRequest(request: HttpRequest, proxy: ProxyUse): HttpRequest {
  const { hostname, port } = new URL(request.url)
  const { connectTimeoutMs, purpose } = request
  return {
    method: 'CONNECT',
    url: `${proxyOrigin(proxy)}/`,
    headers: [['Host', `${hostname}:${port === '' ? 443 : port}`]],
    connectTimeoutMs,
    // A tunnel belongs to the connection, so the time for that is what it may take.
    receiveTimeoutMs: connectTimeoutMs,
    purpose,
  }
}

/** Why there is no tunnel; undefined where there is one. */
export function whyNoTunnel(
  outcome: HttpResponse | SendFailure,
  { id }: ProxyUse,
): SendFailure | undefined {
  const of = `the proxy "${id}"`
  if (outcome.kind === 'response') {
    if (outcome.status >= 200 && outcome.status < 300) return undefined
    return { kind: 'refused', detail: `${of} answered ${outcome.status}` }
  }
  const kind = outcome.kind === 'receive-timeout' ? 'connect-timeout' : outcome.kind
  return { kind, detail: `${of}: ${outcome.detail}` }
}
