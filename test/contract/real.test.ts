import { afterAll, expect, test } from 'vitest'
import { cases } from './cases.ts'
import { preparation } from './preparation.ts'
import { recorded, saveRecording, type Answers } from './recording.ts'
import { real } from './real.ts'
import { runCase } from './run-case.ts'

// container, binary or external: where the cases are run on a real server, which `test:containers` does.
const kind = process.env['CONTRACT_VAULT'] as 'container' | 'binary' | 'external' | undefined
const vault = await (kind && real(kind, process.env['CONTRACT_IMAGE'], preparation))
const answers: Answers = new Map()
const name = vault ? `${vault.server.product} ${vault.server.version} (${kind})` : 'real Vault'

afterAll(async () => {
  await vault?.[Symbol.asyncDispose]()
  if (vault && process.env['RECORD']) await saveRecording(vault.server, answers)
})

test.for(cases)(`${name}: $name`, async (each, { skip }) => {
  if (!vault) return skip('CONTRACT_VAULT names no kind of server')
  if (each.only && each.only !== vault.product) return skip(`only ${each.only} has this`)
  expect(await runCase(each, recorded(each, vault, answers))).toEqual([])
})
