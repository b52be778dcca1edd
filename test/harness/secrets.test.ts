import { expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import { reporterNames } from '../../harness/reporters/index.ts'
import { serverXml } from '../support/server-xml.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

/** Every secret of the files below, each in a place of its own. */
const secrets = {
  programPassword: 'Pr0gramPassw0rd',
  authDataPassword: 'Auth-Data-Passw0rd',
  bodyLiteral: 'L1teral-In-Request-Body',
  vaultSecret: 'Vault-Kept-S3cret',
  secretId: 'secret-id-0f-the-role',
  rootToken: 'hvs.root-token-0f-vault',
  environment: 'From-The-Env1ronment',
}

const files = (): Record<string, string> => ({
  'server.xml': serverXml(`
    <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200" authenticationConfigRef="vaultLogin"/>
    <zosconnect_endpointConnection id="otherConn" host="https://other.example.com" authenticationConfigRef="otherLogin"/>
    <zosconnect_authorizationServer id="vaultSrv" tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
    <zosconnect_authorizationServer id="otherSrv" tokenEndpoint="https://other.example.com/login" basicAuthRef="otherData"/>
    <zosconnect_authData id="otherData" user="ims" password="${secrets.authDataPassword}" colour="red"/>
    <zosconnect_authToken id="vaultLogin" authServerRef="vaultSrv" header="X-Vault-Token" useBearerScheme="false">
      <tokenRequest credentialLocation="body" requestMethod="POST" requestBody='{"role_id":"\${userid}","secret_id":"\${password}","note":"${secrets.bodyLiteral}"}' shade="dark"/>
      <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token"/>
    </zosconnect_authToken>
    <zosconnect_authToken id="otherLogin" authServerRef="otherSrv">
      <tokenRequest credentialLocation="header" requestMethod="POST"/>
      <tokenResponse tokenLocation="body" responseFormat="Text"/>
    </zosconnect_authToken>`),
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

const scenario = (more: string, last: string): string => `
scenario: Everything secret is in here
config: server.xml
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    rootToken: ${secrets.rootToken}
    approle: { ims: { roleId: ims-role, secretId: ${secrets.secretId} } }
    secrets: { secret/mesh: { client_secret: ${secrets.vaultSecret} } }
  other:
    kind: jwt
    at: https://other.example.com
    path: /login
    users: { ims: ${secrets.authDataPassword} }
    answer: { format: Text }
requests:
  read: { connection: vaultConn, method: GET, path: /v1/secret/data/mesh }
  other: { connection: otherConn, method: GET, path: "/login?key=\${env.KEY}" }
  show: { connection: otherConn, method: GET, path: "/login/\${secret.client_secret}" }
steps:
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
`

const forms = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
]

const leaks = (text: string): readonly string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name)

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
  expect(terminal.text()).not.toMatch(/hv[sb]\.[A-Za-z0-9]{5}/)
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

test('an error of the YAML on the very line of a secret does not show it', async () => {
  const broken = `${scenario('', '')}\n  password: "${secrets.programPassword}\n`
  const terminal = capturedTerminal(virtualFiles({ 'fails.yaml': broken }))
  expect(await runCommandLine(['test', 'fails.yaml'], terminal)).toBe(3)
  expect(leaks(terminal.text())).toEqual([])
})
