import { expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import { reporterNames } from '../../harness/reporters/index.ts'
import { leaks, secrets, secretScenario, secretServerXml } from '../support/secret-files.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

const files = (): Record<string, string> => ({
  'server.xml': secretServerXml,
  'fails.yaml': scenario('', steps),
  'expects.yaml': scenario('', ''),
  'broken.yaml': scenario(
    `
  - call: read
    as: { tokenUsername: ims, tokenPassword: ${secrets.programPassword}, tokenColour: red }`,
    '',
  ),
})

const steps = `
  - call: show
    expect:
      returnCode: 0`

const scenario = (more: string, last: string): string =>
  secretScenario(`steps:
  - call: read
    as: { tokenUsername: ims-role, tokenPassword: ${secrets.secretId} }
    capture: { secret: $.data.data }${more}
  - call: other${last}
expect:
  calls: { vault.login: 7 }
  requests:
    - { to: vault.login, body: { secret_id: ${secrets.secretId}, wrong: true } }
    - { to: vault.login, headers: { content-type: ${secrets.secretId} } }
    - { to: vault.read, headers: { x-vault-token: ${secrets.rootToken} } }
    - { to: other.login, headers: { authorization: "Basic ${Buffer.from(`ims:${secrets.authDataPassword}`).toString('base64')}x" } }
`)

/** Records say what was called, and nothing of why a scenario failed. */
const telling = reporterNames.filter((name) => name !== 'smf')

test.for(
  telling.flatMap((name) =>
    ['fails.yaml', 'expects.yaml', 'broken.yaml'].flatMap((file) => [
      { name, file, transport: 'memory' },
      { name, file, transport: 'sockets' },
    ]),
  ),
)('$name shows no secret of $file with $transport', async ({ name, file, transport }) => {
  const environment = virtualFiles(files(), { KEY: secrets.environment })
  const terminal = capturedTerminal(environment)
  const args = ['test', file, '--reporter', name, '--verbose', '--transport', transport]
  const code = await runCommandLine(args, terminal)
  expect(code).toBe(file === 'broken.yaml' ? 3 : 1)
  expect(leaks(terminal.text())).toEqual([])
  expect(terminal.text()).toContain(file)
  if (file === 'expects.yaml') expect(terminal.text().match(/REQUEST/g)?.length).toBeGreaterThan(3)
})

test('the records of calls show no secret, in a path or anywhere else', async () => {
  const captured = scenario('\n  - call: show', '')
  const environment = virtualFiles({ ...files(), 'expects.yaml': captured }, { KEY: 'a-key' })
  const terminal = capturedTerminal(environment)
  await runCommandLine(['test', 'expects.yaml', '--reporter', 'smf'], terminal)
  expect(terminal.text()).toContain(`/login/${'*'.repeat(secrets.vaultSecret.length)}`)
  expect(terminal.text()).toContain('SMF123S2_ENDPOINT_FULL_PATH')
  expect(leaks(terminal.text())).toEqual([])
})

test('check shows no secret, with a problem on its very line', async () => {
  const terminal = capturedTerminal(virtualFiles(files()))
  await runCommandLine(['check', 'server.xml'], terminal)
  expect(terminal.text()).toContain('colour')
  expect(terminal.text()).toContain('shade')
  expect(leaks(terminal.text())).toEqual([])
})

test('init shows no secret, nor does what it writes', async () => {
  const disk = files()
  const terminal = capturedTerminal(virtualFiles(disk))
  expect(await runCommandLine(['init', 'server.xml'], terminal)).toBe(0)
  expect(disk['first.yaml']).toContain('otherData')
  expect(leaks(terminal.text() + disk['first.yaml'])).toEqual([])
})

test('an error of the YAML on the very line of a secret does not show it', async () => {
  const broken = `${scenario('', '')}\n  password: "${secrets.programPassword}\n`
  const terminal = capturedTerminal(virtualFiles({ 'fails.yaml': broken }))
  expect(await runCommandLine(['test', 'fails.yaml'], terminal)).toBe(3)
  expect(leaks(terminal.text())).toEqual([])
})
