import type { RealVaults, PreparedVault, VaultOptions } from '../../harness/fakes/fake.ts'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createAuthority } from '../../harness/network/certificates.ts'
import { EmbeddedVault } from '../contract/embedded.ts'

export interface PretendedVaults extends RealVaults {
  /** Every request that arrived, as `METHOD /path`. */
  readonly arrived: string[]
}

export interface Pretence {
  /** What it is made of, where that is not what the scenario says. */
  readonly made?: (options: VaultOptions) => VaultOptions
  /** What its audit log forgets. */
  readonly unheard?: (request: string) => boolean
  readonly isMade?: boolean
  /** Ends after so many requests. */
  readonly endsAfter?: number
  /** Listens with TLS, and asks for the certificates of clients or does not. */
  readonly tls?: 'asks' | 'asks not'
}

/**
 * An embedded Vault behind HTTP that passes for a real one: it has a clock of its own, which stands still,
 * and an audit log. It proves what hands requests on, without a server that would have to be installed.
 */
export async function pretendedVaults({
  made = (options) => options,
  unheard = () => false,
  isMade = true,
  endsAfter = Infinity,
  tls,
}: Pretence = {}): Promise<PretendedVaults> {
  const arrived: string[] = []
  let vault: EmbeddedVault | undefined
  const authority = tls && (await createAuthority())
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void serve(request, response)
  const http = authority
    ? createTlsServer(
        {
          ...(await authority.issue('127.0.0.1')),
          requestCert: tls === 'asks',
          rejectUnauthorized: false,
        },
        listener,
      )
    : createServer(listener)
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = request
    if (arrived.length >= endsAfter) return void request.socket.destroy()
    arrived.push(`${method} ${url}`)
    const body = Buffer.concat(await request.toArray()).toString()
    const headers = request.headers as Record<string, string>
    const certificate = authority && (request.socket as TLSSocket).getPeerX509Certificate()
    const answer = await vault!.ask({ method, path: url, headers, body, certificate })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text)
  }
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const server = { kind: 'binary', product: 'Vault', version: '1.2.3' } as const
  const alive = async (token: string) => (await vault!.fake.verify!(token, {})).valid
  return {
    server,
    arrived,
    async prepare(options): Promise<PreparedVault> {
      const from = arrived.length
      vault = new EmbeddedVault(made(options))
      const operations: Readonly<Record<string, string>> = { GET: 'read', POST: 'update' }
      return {
        server,
        address: authority
          ? { url: `https://127.0.0.1:${port}`, ca: authority.ca }
          : { url: `http://127.0.0.1:${port}` },
        isMade,
        isAlive: alive,
        loggedIn() {},
        async revoke(token) {
          const was = await alive(token)
          const headers = { 'x-vault-token': token }
          await vault!.send('POST', '/v1/auth/token/revoke-self', headers, '{}')
          return was
        },
        audited: async () =>
          arrived
            .slice(from)
            .filter((each) => !unheard(each))
            .map((each) => {
              const [method = '', path = ''] = each.split(' ')
              return { operation: operations[method] ?? 'list', path: path.slice('/v1/'.length) }
            }),
        async [Symbol.asyncDispose]() {},
      }
    },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}
