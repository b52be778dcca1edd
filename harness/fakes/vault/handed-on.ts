import type { Context } from 'hono'
import type { HttpRequest, HttpResponse } from '../../../emulator/index.ts'
import type { AuditedRequest, FakeEnv, RealAddress } from '../fake.ts'
import type { VaultServer } from './server.ts'
import { storedText } from './token.ts'

/** So long a real server may take; it is on the same machine, or near it. */
const patienceMs = 30_000

/** The request as it goes to the real server: its path and body unchanged, its headers but for what `address` adds. */
export function requestFor(
  c: Context<FakeEnv>,
  body: Uint8Array,
  { url: to, namespace }: RealAddress,
): HttpRequest {
  const { url, method } = c.req
  const headers = [...c.req.raw.headers].map(([name, value]) => [name, storedText(value)] as const)
  const named = headers.some(([name]) => name.toLowerCase() === 'x-vault-namespace')
  const added = namespace === undefined || named ? [] : [['x-vault-namespace', namespace] as const]
  return {
    method,
    url: to + url.slice(url.indexOf('/', url.indexOf('://') + 3)),
    headers: [...headers, ...added],
    ...(body.length > 0 && { body }),
    connectTimeoutMs: patienceMs,
    receiveTimeoutMs: patienceMs,
    purpose: c.env.entry.request.purpose,
  }
}

/** An answer of the real server as a fake gives it. */
export const responseOf = ({ status, headers, body }: HttpResponse) => ({
  status,
  headers: Object.fromEntries(headers),
  text: new TextDecoder().decode(body),
})

/** What an answer to a login issues. */
export interface Issued {
  readonly token: string
  /** Empty where the token belongs to nobody. */
  readonly entityId: string
}

/** The token that an answer issues; a renewal gives the old one back. */
export function issuedIn(endpoint: string, status: number, text: string): Issued | undefined {
  if (endpoint !== 'login' || status !== 200) return undefined
  const { auth } = JSON.parse(text) as {
    auth?: { client_token?: string; entity_id?: string } | null
  }
  return auth?.client_token === undefined
    ? undefined
    : { token: auth.client_token, entityId: auth.entity_id ?? '' }
}

/**
 * Whether a server answers so before its core has the request, and so before its audit log: it is sealed,
 * cannot read the body, knows no such namespace or sends the client to a path with fewer slashes.
 */
export function isBeforeAudit(status: number, text: string): boolean {
  switch (status) {
    case 301:
    case 307:
    case 413:
      return true
    case 400:
      return /(decode|parse|parsing) JSON|^\{"errors":\[\]\}/.test(text)
    case 404:
      return text.includes('namespace not found')
    case 503:
      return text.includes('Vault is sealed')
    default:
      return false
  }
}

const methods: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'POST',
  patch: 'PATCH',
  read: 'GET',
  list: 'LIST',
  delete: 'DELETE',
}

/** The endpoint that a request in an audit log went to. */
export const endpointOfAudited = (
  { operation, path }: AuditedRequest,
  routes: VaultServer,
): string => routes.endpointOf(methods[operation] ?? operation, `/v1/${path}`)
