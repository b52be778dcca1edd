import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ScenarioResult } from '../../harness/runner/event.ts'
import { run } from '../../harness/runner/run.ts'
import { pretendedVaults, type Pretence } from '../support/real-vault.ts'
import { virtualFiles } from '../support/virtual-files.ts'

const file = 'scenarios/vault/a-client-certificate-logs-in-and-another-does-not.yaml'

async function play(
  tls: NonNullable<Pretence['tls']>,
  transport: 'memory' | 'sockets' = 'memory',
): Promise<ScenarioResult> {
  await using vaults = await pretendedVaults({ tls })
  const environment = { ...virtualFiles({}), readFile: (path: string) => readFileSync(path) }
  const results: ScenarioResult[] = []
  for await (const event of run({ environment, files: [file], vaults, transport }))
    if (event.kind === 'scenario-finished') results.push(event.result)
  return results[0]!
}

test.for(['memory', 'sockets'] as const)(
  'offers a real Vault the certificate and the key of z/OS Connect, over %s',
  async (transport) => {
    const { status, vault } = await play('asks', transport)
    expect(status).toBe('passed')
    expect(vault).toMatchObject({ audited: { 'vault.login': 2, 'vault.read': 2 } })
  },
)

test('a real Vault that asks for no certificate is a failure that says so', async () => {
  const { failures } = await play('asks not')
  expect(failures.filter(({ code }) => code === 'VAULT-DIFFERS')[0]?.message).toMatch(
    /^Vault 1\.2\.3 has not asked for the client certificate .*tls_disable_client_certs/,
  )
})
