import { expect, test } from 'vitest'
import { casesOf, type Product } from './case.ts'
import { cases } from './cases.ts'
import { EmbeddedVault } from './embedded.ts'
import { preparation } from './preparation.ts'
import { runCase } from './run-case.ts'

const mine = (product: Product) => casesOf(cases, product).map((each) => ({ ...each }))

test.each(mine('vault'))('embedded Vault: $name', async (each) => {
  const subject = new EmbeddedVault({ ...preparation, product: 'vault' })
  expect(await runCase(each, subject)).toEqual([])
})

test.each(mine('openbao'))('embedded OpenBao: $name', async (each) => {
  const subject = new EmbeddedVault({ ...preparation, product: 'openbao' })
  expect(await runCase(each, subject)).toEqual([])
})
