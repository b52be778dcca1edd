import { expect, test } from 'vitest'
import { preparedVault } from '../../containers/prepared.ts'
import type { Server } from '../../containers/server.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import { preparation } from '../contract/preparation.ts'

const said = { kind: 'external', product: 'OpenBao', version: '2.7.2' } as const
const external: Server = {
  kind: 'external',
  address: { url: 'http://127.0.0.1:9' },
  token: 'root',
  async [Symbol.asyncDispose]() {},
}
const cert: VaultOptions['cert'] = {
  ims: {
    certificate: '',
    allowedCommonNames: [],
    tokenTtlMs: 900_000,
    tokenMaxTtlMs: 900_000,
    tokenNumUses: 0,
    tokenType: 'service',
    policies: [],
    mount: 'cert',
  },
}

test.for([true, false])(
  'a login with a certificate is refused where the server has no TLS, prepared: %s',
  async (make) => {
    const prepared = preparedVault(external, said, { ...preparation, cert }, make)
    await expect(prepared).rejects.toThrow(/needs a server that listens with TLS.*VAULT_ADDR/)
  },
)
