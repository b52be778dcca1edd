import { startVaults } from '../../containers/vault.ts'
import { systemClock } from '../../emulator/index.ts'
import type { RealServer } from '../../harness/fakes/fake.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import type { Subject } from './run-case.ts'

/** A real server with what the cases need; it keeps real time, and is cleared away when it is disposed of. */
export interface RealSubject extends Subject, AsyncDisposable {
  readonly server: RealServer
  readonly address: string
}

/** Starts a server of that kind and prepares it as a scenario would be. */
export async function real(
  kind: RealServer['kind'],
  image: string | undefined,
  options: VaultOptions,
): Promise<RealSubject> {
  const vaults = await startVaults({
    kind,
    prepare: true,
    env: (name) => process.env[name],
    readFile: () => undefined,
    ...(image && { image }),
  })
  const { server, address } = await vaults.prepare(options, 0)
  return {
    server,
    address: address.url,
    rootToken: options.rootToken ?? '',
    product: server.product === 'OpenBao' ? 'openbao' : 'vault',
    now: () => systemClock.now(),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async send(method, path, headers, body) {
      const init = { method, headers, ...(body !== undefined && { body }) }
      const response = await fetch(`${address.url}${path}`, init)
      return { status: response.status, body: await response.text() }
    },
    [Symbol.asyncDispose]: () => vaults[Symbol.asyncDispose](),
  }
}
