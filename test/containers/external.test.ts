import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import { real } from '../contract/real.ts'
import { serverXml } from '../support/server-xml.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

// A server of somebody else: one that the run has started, but --vault external knows only by its address.
const kind = process.env['CONTRACT_VAULT'] as 'container' | 'binary' | undefined
const somebody: VaultOptions = {
  kind: 'vault',
  rootToken: 'somebody-elses-root',
  mounts: [{ path: 'taken', type: 'kv-v2' }],
  approle: {},
  userpass: {},
  policies: { payroll: { 'taken/*': ['read'] } },
  secrets: { 'taken/salary': { of: 'somebody else' } },
  sealed: false,
}
const vault = await (kind && real(kind, process.env['CONTRACT_IMAGE'], somebody))
const root = { 'x-vault-token': somebody.rootToken! }

afterAll(() => vault?.[Symbol.asyncDispose]())

/** Everything a scenario could have made and left behind. */
async function contents(namespace = ''): Promise<string> {
  const paths = [
    'sys/mounts',
    'sys/auth',
    'sys/policies/acl?list=true',
    'sys/namespaces?list=true',
    'identity/entity/id?list=true',
    'sys/quotas/rate-limit?list=true',
  ]
  const headers = { ...root, ...(namespace && { 'x-vault-namespace': namespace }) }
  const answers = paths.map((path) => vault!.send('GET', `/v1/${path}`, headers))
  return (await Promise.all(answers))
    .map(({ body }) => JSON.stringify((JSON.parse(body) as { data?: unknown }).data))
    .join('\n')
}

const xml = serverXml(`
  <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200" authenticationConfigRef="vaultLogin"/>
  <zosconnect_authorizationServer id="vaultSrv" tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
  <zosconnect_authToken id="vaultLogin" authServerRef="vaultSrv" header="X-Vault-Token" useBearerScheme="false">
    <tokenRequest credentialLocation="body" requestMethod="POST" requestBody='{"role_id":"\${userid}","secret_id":"\${password}"}'/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token" tokenLifetimePath="$.auth.lease_duration"/>
  </zosconnect_authToken>`)

const scenario = (expectation: string, more = ''): string => `
scenario: A server of somebody else
config: server.xml
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    approle: { ims: { roleId: ims-role, secretId: ims-secret, tokenTtl: 15m } }
    secrets: { secret/apimesh: { client_id: ims-app } }
    ${more}
steps:
  - call: { connection: vaultConn, path: /v1/secret/data/apimesh }
    as: { tokenUsername: ims-role, tokenPassword: ims-secret }
    expect: ${expectation}`

interface Run {
  readonly more?: string
  readonly prepare?: boolean
  readonly env?: Readonly<Record<string, string>>
}

async function run(expectation: string, { more, prepare = true, env = {} }: Run = {}) {
  const { url, ca = '' } = vault!.address
  const files = { 'server.xml': xml, 'a.yaml': scenario(expectation, more), 'ca.pem': ca }
  const address = { VAULT_ADDR: url, VAULT_TOKEN: somebody.rootToken!, VAULT_CACERT: 'ca.pem' }
  const base = capturedTerminal(virtualFiles(files, { ...address, ...env }))
  const terminal = { ...base, untilStopped: () => new Promise<void>(() => {}) }
  const args = ['test', 'a.yaml', '--vault', 'external', ...(prepare ? ['--prepare'] : [])]
  return { code: await runCommandLine(args, terminal), text: terminal.text() }
}

const onServer = test.extend('before', async ({ skip }: { skip: (why: string) => void }) => {
  if (!vault) skip('CONTRACT_VAULT names no kind of server')
  return vault ? contents() : ''
})

onServer(
  'prepares an external server where it is told to, and leaves nothing',
  async ({ before }) => {
    const { code, text } = await run('{ statusCode: 200, calls: { vault.login: 1 } }')
    expect([code, text]).toEqual([0, expect.stringMatching(/no audit log could be compared in 1/)])
    expect(await contents()).toBe(before)
  },
)

onServer('clears an external server after a scenario that fails', async ({ before }) => {
  expect((await run('{ statusCode: 404 }')).code).toBe(1)
  expect(await contents()).toBe(before)
})

onServer('changes nothing on an external server unless it is told to', async ({ before }) => {
  const { code } = await run('{ returnCode: BAQ-ERROR-IN-ZCEE }', { prepare: false })
  expect(code).toBe(0)
  expect(await contents()).toBe(before)
})

onServer.for([
  ['a mount', 'secrets: { taken/salary: { of: me } }', '"taken"'],
  ['a policy', 'policies: { payroll: { secret/*: [read] } }', '"payroll"'],
])('refuses with 4 where %s of that name exists', async ([, more, name], { before }) => {
  const said = more!.startsWith('secrets') ? `mounts: { taken: kv-v2, secret: kv-v2 }` : more!
  const { code, text } = await run('{ statusCode: 200 }', { more: said })
  expect([code, text]).toEqual([4, expect.stringContaining(`${name} already`)])
  expect(await contents()).toBe(before)
})

onServer.for([
  [{ VAULT_TOKEN: 'n0-token' }, /^VAULT_TOKEN is no living token of https:/],
  [{ VAULT_NAMESPACE: 'n0-namespace' }, /^VAULT_NAMESPACE, "n0-namespace", is unknown at https:/],
  [{ VAULT_CACERT: 'a.yaml' }, /^VAULT_ADDR, https:.* does not answer .*: VAULT_CACERT names/],
] as const)('refuses before anything runs: %j', async ([env, why], { before, skip }) => {
  skip('VAULT_NAMESPACE' in env && vault!.product === 'vault', 'it has no namespaces')
  for (const prepare of [true, false]) {
    const { code, text } = await run('{ statusCode: 200 }', { env, prepare })
    expect([code, text]).toEqual([4, expect.stringMatching(why)])
    expect(text).not.toContain('n0-token')
  }
  expect(await contents()).toBe(before)
})

onServer('says what a token may not do that is to prepare', async ({ before }) => {
  const made = await vault!.send(
    'POST',
    '/v1/auth/token/create',
    root,
    '{"policies":["default"],"ttl":"60s"}',
  )
  const { auth } = JSON.parse(made.body) as { auth: { client_token: string } }
  const env = { VAULT_TOKEN: auth.client_token }
  const { code, text } = await run('{ statusCode: 200 }', { env })
  expect([code, text]).toEqual([4, expect.stringContaining('VAULT_TOKEN may not use sys/mounts')])
  expect(await contents()).toBe(before)
})

onServer.for(['SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
  'a run that is ended by %s leaves nothing on an external server',
  { timeout: 60_000 },
  async (signal, { before }) => {
    const ca = join(mkdtempSync(join(tmpdir(), 'external-')), 'ca.pem')
    writeFileSync(ca, vault!.address.ca!)
    const env = {
      VAULT_ADDR: vault!.address.url,
      VAULT_TOKEN: somebody.rootToken,
      VAULT_CACERT: ca,
    }
    const args = ['harness/cli/main.ts', 'test', 'test/containers/scenarios']
    const killed = spawn('node', [...args, '--vault', 'external', '--prepare'], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    })
    const patient = { timeout: 30_000, interval: 200 }
    await expect.poll(() => contents(), patient).toContain('ims-role')
    const ended = once(killed, 'exit')
    killed.kill(signal)
    await ended
    await expect.poll(() => contents(), patient).toBe(before)
  },
)

onServer('works in the namespace of VAULT_NAMESPACE alone', async ({ before, skip }) => {
  skip(vault!.product === 'vault', 'only OpenBao and Vault Enterprise have namespaces')
  await vault!.send('POST', '/v1/sys/namespaces/team', root, '{}')
  const within = await contents('team')
  const env = { VAULT_NAMESPACE: 'team' }
  const { code, text } = await run('{ statusCode: 200 }', { env })
  expect([code, text]).toEqual([0, expect.anything()])
  expect(await contents('team')).toBe(within)
  await vault!.send('DELETE', '/v1/sys/namespaces/team', root)
  await expect.poll(() => contents()).toBe(before)
})
