import { readBasic } from '../credentials.ts'
import type { Lock } from '../limits.ts'
import type { OAuthClient, OAuthOptions } from '../options.ts'
import type { Assertions } from './assertions.ts'
import { formDecoded, type OAuthForm } from './form.ts'
import { oauthError, type OAuthError } from './refusal.ts'

/** A client whom the server believes, or why it does not. */
export type ClientReading =
  { readonly id: string; readonly client: OAuthClient } | { readonly refused: OAuthError }

/** Finds out which client sends a request (RFC 6749 §2.3, RFC 7523 §2.2). */
export type ClientGate = (
  authorization: string | null,
  form: OAuthForm,
  audiences: readonly string[],
) => Promise<ClientReading>

/** The form of client authentication with a signed JWT (RFC 7523 §2.2). */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const basicChallenge = { 'WWW-Authenticate': 'Basic realm="baqlab"' }

const unknown = (headers: Readonly<Record<string, string>> = {}): ClientReading => ({
  refused: oauthError('invalid_client', 'client authentication failed', { status: 401, headers }),
})

const malformed = (description: string): ClientReading => ({
  refused: oauthError('invalid_request', description),
})

/** The gate before every endpoint that clients alone may use. */
export function clientGate(
  { clients }: OAuthOptions,
  lock: Lock,
  assertions: Assertions,
): ClientGate {
  const clientOf = (id: string): OAuthClient | undefined =>
    Object.hasOwn(clients, id) ? clients[id] : undefined

  function bySecret(ids: readonly (readonly [id: string, secret: string])[]) {
    const [first] = ids
    if (!first || lock.isLocked(`client ${first[0]}`)) return undefined
    for (const [id, secret] of ids) {
      const client = clientOf(id)
      if (client?.secret === undefined || client.secret !== secret) continue
      lock.passed(`client ${id}`)
      return { id, client }
    }
    lock.failed(`client ${first[0]}`)
    return undefined
  }

  async function byAssertion(text: string, id: string | undefined, audiences: readonly string[]) {
    const keysOf = (issuer: string) => clientOf(issuer)?.keys ?? []
    const read = await assertions.read(text, { keysOf, audiences })
    if ('reason' in read || read.issuer !== read.subject) return undefined
    const client = clientOf(read.issuer)
    return client && (id ?? read.issuer) === read.issuer ? { id: read.issuer, client } : undefined
  }

  return async (authorization, { values }, audiences) => {
    const id = values.get('client_id')
    const secret = values.get('client_secret')
    const assertion = values.get('client_assertion')
    const type = values.get('client_assertion_type')
    const ways = [authorization ?? undefined, secret, assertion ?? type]
    if (ways.filter((each) => each !== undefined).length > 1)
      return malformed('the client authenticates in more than one way')
    if (authorization !== null) {
      const basic = readBasic(authorization)
      if (!basic) return unknown(basicChallenge)
      const found = bySecret(readings(basic.user, basic.password))
      if (found && id !== undefined && id !== found.id)
        return malformed('client_id names another client')
      return found ?? unknown(basicChallenge)
    }
    if (assertion !== undefined || type !== undefined) {
      if (assertion === undefined || type === undefined)
        return malformed('client_assertion and client_assertion_type belong together')
      if (type !== assertionType) return unknown()
      return (await byAssertion(assertion, id, audiences)) ?? unknown()
    }
    if (id === undefined) return unknown()
    if (secret !== undefined) return bySecret([[id, secret]]) ?? unknown()
    const client = clientOf(id)
    return client && isPublic(client) ? { id, client } : unknown()
  }
}

/** Whether a client has nothing to prove that it is itself. */
export const isPublic = ({ secret, keys }: OAuthClient): boolean =>
  secret === undefined && keys.length === 0

// RFC 6749 §2.3.1 wants both form-encoded before base64, and most clients do not do so.
function readings(user: string, password: string): (readonly [string, string])[] {
  try {
    return [
      [user, password],
      [formDecoded(user), formDecoded(password)],
    ]
  } catch {
    return [[user, password]]
  }
}
