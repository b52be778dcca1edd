import type {
  Authority,
  PreparedVault,
  RealServer,
  RealVaults,
  VaultOptions,
} from '../harness/fakes/fake.ts'
import { startBinary } from './binary.ts'
import { Client } from './client.ts'
import { startContainer } from './container.ts'
import { externalServer, type Surroundings } from './external.ts'
import { defaultImage } from './images.ts'
import { preparedVault } from './prepared.ts'
import { checkAccess, reach } from './reach.ts'
import { CannotStart, type Server } from './server.ts'

export { CannotStart }

export interface VaultsWanted extends Surroundings {
  readonly kind: RealServer['kind']
  /** Makes who vouches for the servers that are started here. */
  readonly authority: () => Promise<Authority>
  /** Of a container. */
  readonly image?: string
  /** Whether an external server may be changed. */
  readonly prepare?: boolean
}

interface Started {
  readonly server: Server
  readonly said: RealServer
}

/** Real servers for the scenarios of one run: started once, prepared for one scenario after another. */
export async function startVaults(wanted: VaultsWanted): Promise<RealVaults> {
  const started: Started[] = [await start(wanted)]
  const prepared = new Set<PreparedVault>()
  const serverFor = async (nth: number): Promise<Started> => {
    while (started.length <= nth) {
      if (wanted.kind === 'external')
        throw new CannotStart('the scenario has several vaults, and --vault external is one server')
      started.push(await start(wanted))
    }
    return started[nth]!
  }
  return {
    server: started[0]!.said,
    async prepare(options: VaultOptions, nth: number) {
      const { server, said } = await serverFor(nth)
      const make = server.kind !== 'external' || wanted.prepare === true
      const vault = await preparedVault(server, said, options, make)
      prepared.add(vault)
      return vault
    },
    async [Symbol.asyncDispose]() {
      try {
        for (const vault of prepared) await vault[Symbol.asyncDispose]()
      } finally {
        await Promise.all(started.map(({ server }) => server[Symbol.asyncDispose]()))
      }
    },
  }
}

async function start(wanted: VaultsWanted): Promise<Started> {
  const server = await startServer(wanted)
  try {
    const said = await makeReady(server)
    const { image, prepare = false } = wanted
    const asked = { ...(image !== undefined && { image }), ...(prepare && { isPrepared: prepare }) }
    return { server, said: { ...said, ...asked } }
  } catch (thrown) {
    await server[Symbol.asyncDispose]()
    throw thrown
  }
}

async function startServer(wanted: VaultsWanted): Promise<Server> {
  switch (wanted.kind) {
    case 'container':
      return startContainer(wanted.image ?? defaultImage, await wanted.authority())
    case 'binary':
      return startBinary(await wanted.authority())
    case 'external':
      return externalServer(wanted, wanted.prepare === true)
  }
}

/** Asks a server what it is; one of our own is emptied and writes an audit log from then on. */
async function makeReady(server: Server): Promise<RealServer> {
  const { kind, address, token, own } = server
  const client = new Client(address, token)
  const { version = 'unknown' } = await reach(server, client)
  if (!own) await checkAccess(server, client)
  if (own) {
    await client.write('sys/config/auditing/request-headers/x-baqlab-preparation', { hmac: false })
    await client.write('sys/audit/baqlab', { type: 'file', options: { file_path: 'stdout' } })
    await client.write('sys/quotas/config', { enable_rate_limit_audit_logging: true })
    await client.remove('sys/mounts/secret')
  }
  return { kind, product: await productOf(client), version }
}

/** What a server calls itself: the version of its built-in plugins says whose they are. */
async function productOf(client: Client): Promise<RealServer['product']> {
  const mounts = await client.read('sys/mounts').catch(() => undefined)
  const plugins = JSON.stringify(mounts?.data ?? {})
  if (plugins.includes('+builtin.bao')) return 'OpenBao'
  return plugins.includes('+builtin.vault') ? 'Vault' : 'a Vault'
}
