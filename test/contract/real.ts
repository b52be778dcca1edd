import { startVaults } from '../../containers/vault.ts'
import { systemClock } from '../../emulator/index.ts'
import { createAuthority } from '../../harness/network/certificates.ts'
import { sendOut } from '../../harness/network/outside.ts'
import type { RealAddress, RealServer } from '../../harness/fakes/fake.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import type { Subject } from './run-case.ts'

/** A real server with what the cases need; it keeps real time, and is cleared away when it is disposed of. */
export interface RealSubject extends Subject, AsyncDisposable {
  readonly server: RealServer
  readonly address: RealAddress
}

const patienceMs = 30_000

/** Starts a server of that kind and prepares it as a scenario would be. */
export async function real(
  kind: RealServer['kind'],
  image: string | undefined,
  options: VaultOptions,
): Promise<RealSubject> {
  const vaults = await startVaults({
    kind,
    prepare: true,
    authority: createAuthority,
    env: (name) => process.env[name],
    readFile: () => undefined,
    ...(image && { image }),
  })
  const { server, address } = await vaults.prepare(options, 0)
  return {
    server,
    address,
    rootToken: options.rootToken ?? '',
    product: server.product === 'OpenBao' ? 'openbao' : 'vault',
    now: () => systemClock.now(),
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async send(method, path, headers, body) {
      const request = {
        method,
        url: `${address.url}${path}`,
        headers: Object.entries(headers),
        ...(body !== undefined && { body: new TextEncoder().encode(body) }),
        connectTimeoutMs: patienceMs,
        receiveTimeoutMs: patienceMs,
        purpose: { kind: 'api', connection: 'contract' },
      } as const
      const outcome = await sendOut(request, address.ca)
      if (outcome.kind !== 'response') throw new Error(`${method} ${path}: ${outcome.detail}`)
      return { status: outcome.status, body: new TextDecoder().decode(outcome.body) }
    },
    [Symbol.asyncDispose]: () => vaults[Symbol.asyncDispose](),
  }
}
