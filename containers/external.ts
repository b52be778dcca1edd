import { guard } from './guard.ts'
import { CannotStart, type Server } from './server.ts'

/** Where an external server's settings come from. */
export interface Surroundings {
  readonly env: (name: string) => string | undefined
  readonly readFile: (path: string) => Uint8Array | undefined
}

/** The server that VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE and VAULT_CACERT name; nothing is started. */
export function externalServer({ env, readFile }: Surroundings, prepare: boolean): Server {
  const [url, token] = [env('VAULT_ADDR'), env('VAULT_TOKEN')]
  if (!url || !token) {
    const missing = [!url && 'VAULT_ADDR', !token && 'VAULT_TOKEN'].filter(Boolean).join(' and ')
    throw new CannotStart(
      `--vault external needs ${missing} in the environment; --vault embedded needs nothing`,
    )
  }
  if (!isAddress(url))
    throw new CannotStart(
      `VAULT_ADDR${url.includes('@') ? '' : ` "${url}"`} is not an address, as https://vault.example.com:8200`,
    )
  const namespace = env('VAULT_NAMESPACE')?.replace(/^\/+|\/+$/g, '')
  const ca = authority(env('VAULT_CACERT'), readFile)
  const address = {
    url: url.replace(/\/+$/, ''),
    ...(ca !== undefined && { ca }),
    ...(namespace && { namespace }),
  }
  if (!prepare) return { kind: 'external', address, token, [Symbol.asyncDispose]: async () => {} }
  const keeper = guard({ external: true })
  keeper.tell({ address, token })
  const stop = async () => keeper[Symbol.dispose]()
  return { kind: 'external', address, token, keeper, [Symbol.asyncDispose]: stop }
}

/** A URL that says no user: nobody would send it, and it would be printed. */
function isAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, username } = new URL(url)
  return /^https?:$/.test(protocol) && username === ''
}

function authority(file: string | undefined, readFile: Surroundings['readFile']) {
  if (!file) return undefined
  const bytes = readFile(file)
  if (!bytes) throw new CannotStart(`VAULT_CACERT names "${file}", which cannot be read`)
  return Buffer.from(bytes).toString('utf8')
}
