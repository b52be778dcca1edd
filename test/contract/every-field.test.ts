import { afterAll, expect, test } from 'vitest'
import { EmbeddedVault } from './embedded.ts'
import { describedFields, differencesOf } from './every-field.ts'
import { preparation } from './preparation.ts'
import { real } from './real.ts'

// As in real.test.ts.
const kind = process.env['CONTRACT_VAULT'] as 'container' | 'binary' | 'external' | undefined
const vault = await (kind && real(kind, process.env['CONTRACT_IMAGE'], preparation))
const name = vault ? `${vault.server.product} ${vault.server.version} (${kind})` : 'real Vault'

afterAll(() => vault?.[Symbol.asyncDispose]())

test(
  `every field of a ${name} is read as the embedded one reads it`,
  { timeout: 900_000 },
  async ({ skip }) => {
    if (!vault) return skip('CONTRACT_VAULT names no kind of server')
    const fields = await describedFields(vault)
    const ours = new EmbeddedVault({ ...preparation, product: vault.product })
    const differences: string[] = []
    for (const field of fields) differences.push(...(await differencesOf(field, ours, vault)))
    expect(fields.length).toBeGreaterThan(400)
    expect(differences).toEqual([])
  },
)
