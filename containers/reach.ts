import { VaultRefusal, type Body, type Client } from './client.ts'
import { CannotStart, type Server } from './server.ts'

/** Asks a server how it is, or says in one sentence why it cannot be asked. */
export async function reach(
  { kind, address: { url } }: Pick<Server, 'kind' | 'address'>,
  client: Pick<Client, 'read'>,
): Promise<Body> {
  const name = kind === 'external' ? `VAULT_ADDR, ${url},` : `the server at ${url}`
  const status = await client.read('sys/seal-status').catch((thrown: VaultRefusal) => {
    const { status: answered, reason } = thrown
    if (answered === undefined)
      throw new CannotStart(`${name} does not answer (${reason})${remedyOf(reason)}`)
    const tls = answered === 400 && url.startsWith('http:') ? ': it may want https' : ''
    throw new CannotStart(`${name} answers ${answered} to /v1/sys/seal-status${tls}`)
  })
  if (status?.sealed !== undefined) return status
  const end = url.endsWith('/v1') ? ': write it without /v1 at its end' : ''
  throw new CannotStart(`${name} is no Vault: it knows no /v1/sys/seal-status${end}`)
}

function remedyOf(reason: string): string {
  if (/ALTNAME/.test(reason)) return ': its certificate is for another host name'
  if (/CERT|SIGNATURE/.test(reason))
    return ': VAULT_CACERT names the file of the authority to trust'
  return /EPROTO|SSL/.test(reason) ? ': it may want http' : ''
}

/** Refuses a token and a namespace that the server does not know. What the token may do, the first use shows. */
export async function checkAccess(
  { address }: Pick<Server, 'address'>,
  client: Pick<Client, 'get'>,
): Promise<void> {
  try {
    await client.get('auth/token/lookup-self')
  } catch (thrown) {
    if (!(thrown instanceof VaultRefusal)) throw thrown
    const { status, reason } = thrown
    const { namespace } = address
    if (status === 403 && isUnknownToken(reason))
      throw new CannotStart(
        `VAULT_TOKEN is no living token of ${address.url}${namespace ? ` and its namespace "${namespace}"` : ''} (403)`,
      )
    if (namespace !== undefined && (status === 404 || status === 400))
      throw new CannotStart(
        `VAULT_NAMESPACE, "${namespace}", is unknown at ${address.url} (${status}: ${reason})`,
      )
  }
}

/** A living token that may not look itself up is refused with a list, by OpenBao as by Vault. */
const isUnknownToken = (reason: string): boolean =>
  reason === 'permission denied' || /invalid token|bad token/.test(reason)
