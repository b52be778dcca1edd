import { afterAll, expect, test } from 'vitest'
import { EmbeddedVault } from './embedded.ts'
import { admitStrong, describedPaths, differencesAt } from './every-path.ts'
import { preparation } from './preparation.ts'
import { real } from './real.ts'

// As in real.test.ts.
const kind = process.env['CONTRACT_VAULT'] as 'container' | 'binary' | 'external' | undefined
const vault = await (kind && real(kind, process.env['CONTRACT_IMAGE'], preparation))
const name = vault ? `${vault.server.product} ${vault.server.version} (${kind})` : 'real Vault'
const paths = vault ? await describedPaths(vault) : []

afterAll(() => vault?.[Symbol.asyncDispose]())

test(
  `every path of a ${name} answers every method and everybody as the embedded one`,
  { timeout: 600_000 },
  async ({ skip }) => {
    if (!vault) return skip('CONTRACT_VAULT names no kind of server')
    const ours = new EmbeddedVault({ ...preparation, product: vault.product })
    await admitStrong([ours, vault])
    const differences = new Map<string, readonly string[]>()
    for (const path of paths) {
      const found = await differencesAt(path, ours, vault)
      if (found.length > 0) differences.set(path.path, found)
    }
    expect(paths.length).toBeGreaterThan(250)
    expect(Object.fromEntries(differences)).toEqual({})
  },
)
