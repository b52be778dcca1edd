import type { PreparedVault, RealServer, VaultOptions } from '../harness/fakes/fake.ts'
import { Client, VaultRefusal } from './client.ts'
import { prepare, seal, taken, type Made } from './prepare.ts'
import { CannotStart, type Server } from './server.ts'
import { Undoes } from './undoes.ts'

/** Makes a server ready for one scenario; without `make` it is taken as it is. */
export async function preparedVault(
  server: Server,
  said: RealServer,
  options: VaultOptions,
  make: boolean,
): Promise<PreparedVault> {
  const byCertificate = Object.keys(options.cert ?? {}).length > 0
  if (byCertificate && !server.address.url.startsWith('https:'))
    throw new CannotStart(
      'a login with a client certificate needs a server that listens with TLS, and VAULT_ADDR is no https address: --vault binary and --vault container start one',
    )
  const undoes = new Undoes(server.keeper)
  const made: Made = (undo) => undoes.add(undo)
  try {
    const place = await placeFor(server, options, make, made)
    const client = new Client(place, server.token)
    if (make) await prepare(client, options, made)
    const from = await auditMark(server)
    if (make && options.sealed) await seal(server, client, made)
    return {
      server: said,
      address: addressOf(server, options),
      isMade: make,
      revoke: (token) => revoke(client, token),
      isAlive: (token) => isAlive(client, token),
      loggedIn(entityId) {
        if (make && !server.own) undoes.addLast(client.removal(`identity/entity/id/${entityId}`))
      },
      async audited() {
        if (!server.own || from === undefined) return undefined
        // The log goes on once the server is unsealed; what it refused until then is not in it.
        if (options.sealed) await client.write('sys/unseal', { key: server.own.unsealKey })
        return server.own.output.between(from, (await auditMark(server))!)
      },
      [Symbol.asyncDispose]: () => undoes.run(),
    }
  } catch (thrown) {
    await undoes.run()
    throw lacksRights(server, thrown) ?? thrown
  }
}

/** What a token of somebody else's server may not do, in a sentence; undefined where it is not about that. */
function lacksRights({ own }: Server, thrown: unknown): CannotStart | undefined {
  if (own || !(thrown instanceof VaultRefusal) || thrown.status !== 403) return undefined
  return new CannotStart(
    `VAULT_TOKEN may not use ${thrown.path} (403): --prepare needs a token that may make and remove mounts, logins, policies and secrets`,
  )
}

/** Where requests go: those of a scenario that has the server's own namespace name it themselves. */
const addressOf = ({ address: { namespace, ...address } }: Server, options: VaultOptions) =>
  namespace === undefined || namespace === options.namespace ? address : { ...address, namespace }

/** Where the scenario's things are: in its own namespace, made where there is none. */
async function placeFor(
  { address, token }: Server,
  { namespace }: VaultOptions,
  make: boolean,
  made: Made,
) {
  if (namespace === undefined || namespace === address.namespace) return address
  let above = address
  for (const name of namespace.split('/')) {
    const client = new Client(above, token)
    above = { ...above, namespace: [above.namespace, name].filter(Boolean).join('/') }
    if (!make) continue
    if (await client.read(`sys/namespaces/${name}`)) throw taken('a namespace', namespace)
    await client.write(`sys/namespaces/${name}`)
    made(client.removal(`sys/namespaces/${name}`))
  }
  return above
}

/** Where the audit log stands now; undefined of a server whose log nobody here can read. */
async function auditMark({ own, address, token }: Server): Promise<number | undefined> {
  if (!own) return undefined
  const { request_id } = (await new Client(address, token).read('auth/token/lookup-self')) ?? {}
  return own.output.upTo(request_id ?? '')
}

async function revoke(client: Client, token: string): Promise<boolean> {
  if (!(await isAlive(client, token))) return false
  await client.write('auth/token/revoke', { token })
  return true
}

async function isAlive(client: Client, token: string): Promise<boolean> {
  return client.write('auth/token/lookup', { token }).then(
    () => true,
    () => false,
  )
}
