import { expect, test } from 'vitest'
import { cases } from './cases.ts'
import { EmbeddedVault } from './embedded.ts'
import { preparation } from './preparation.ts'
import { runCase } from './run-case.ts'

test.each(cases.map((each) => ({ ...each })))('embedded Vault: $name', async (each) => {
  const subject = new EmbeddedVault({ ...preparation, product: 'vault' })
  expect(await runCase(each, subject)).toEqual([])
})

test.each(cases.map((each) => ({ ...each })))('embedded OpenBao: $name', async (each) => {
  const subject = new EmbeddedVault({ ...preparation, product: 'openbao' })
  expect(await runCase(each, subject)).toEqual([])
})
