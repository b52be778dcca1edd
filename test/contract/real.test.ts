import { beforeAll, expect, test } from 'vitest'
import { cases } from './cases.ts'
import { preparation } from './preparation.ts'
import { prepare } from './prepare.ts'
import { real } from './real.ts'
import { runCase } from './run-case.ts'

// An empty dev server, such as `bao server -dev -dev-root-token-id=root`, with its kind: vault or openbao.
const address = process.env['CONTRACT_VAULT_ADDR']
const product = process.env['CONTRACT_VAULT_KIND'] === 'openbao' ? 'openbao' : 'vault'
const subject = real(address ?? '', process.env['CONTRACT_VAULT_TOKEN'] ?? 'root', product)

beforeAll(async () => {
  if (address !== undefined) await prepare(preparation, subject)
})

test.for(cases)('real Vault: $name', async (each, { skip }) => {
  skip(address === undefined, 'CONTRACT_VAULT_ADDR names no server')
  expect(await runCase(each, subject)).toEqual([])
})
