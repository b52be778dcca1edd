import { expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import { serverXml } from '../support/server-xml.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

/** A laptop whose variables would change the host and a password of the configuration. */
const laptop = { STAGE: 'prod', DB_PASSWORD: 'Laptop-Passw0rd', HOME: '/u/me' }

const files = (): Record<string, string> => ({
  'server.xml': serverXml(
    '<variable name="stage" defaultValue="test"/>',
    '<zosconnect_endpointConnection id="conn" host="http://${stage}.example.com" authenticationConfigRef="login"/>',
    '<zosconnect_authorizationServer id="srv" tokenEndpoint="http://login.example.com/token"/>',
    '<zosconnect_authToken id="login" authServerRef="srv">',
    `<tokenRequest credentialLocation="body" requestBody='{"p":"\${db.password}","u":"\${userid}"}'/>`,
    '<tokenResponse tokenLocation="body" responseFormat="Text"/></zosconnect_authToken>',
  ),
  'prod.yaml': [
    'scenario: Production is called',
    'config: server.xml',
    'services:',
    '  login: { kind: jwt, at: "http://login.example.com", path: /token, credentials: none, answer: { format: Text } }',
    '  api: { kind: api, at: "http://prod.example.com", routes: { GET / } }',
    'requests: { get: { connection: conn, method: GET, path: / } }',
    'steps:',
    '  - call: get',
    '    as: { tokenUsername: u, tokenPassword: p, tokenCustomParms: "db.password=x" }',
    '    expect: { calls: { api: 1 }, requests: [{ to: login, body: { p: wrong } }] }',
  ].join('\n'),
})

async function run(...args: readonly string[]) {
  const terminal = capturedTerminal(virtualFiles(files(), laptop))
  const code = await runCommandLine(args, terminal)
  return { code, text: terminal.text() }
}

test('no variable of our environment changes a configuration unasked', async () => {
  expect((await run('explain', 'server.xml')).text).toContain('http://test.example.com')
  expect((await run('check', 'server.xml')).text).not.toContain('PLACEHOLDER-RESOLVED')
  expect((await run('test', 'prod.yaml')).text).toContain('http://test.example.com')
})

test.each([
  [['explain', 'server.xml'], 0, 'http://prod.example.com'],
  [['explain', 'server.xml', '--effective'], 0, '${stage} is the environment variable "stage"'],
  [['check', 'server.xml'], 0, 'nothing was sent'],
  [['test', 'prod.yaml'], 1, 'GET http://prod.example.com/: 200'],
  [['serve', 'prod.yaml', '--port', '0', '--clock', 'manual'], 0, 'http://prod.example.com'],
] as const)('baqlab %j sees a variable that is named', async ([command, ...rest], code, shown) => {
  const ran = await run(command, ...rest, '--env', 'STAGE')
  expect(ran.text).toContain(shown)
  expect(ran.code).toBe(code)
  expect(ran.text).not.toContain('DB_PASSWORD')
})

test.each([
  ['check', 'server.xml'],
  ['explain', 'server.xml'],
  ['explain', 'server.xml', '--effective'],
  ['test', 'prod.yaml', '--verbose'],
])('baqlab %s %s never shows a variable whose name says it is secret', async (...args) => {
  const { text } = await run(...args, '--env', 'STAGE', '--env', 'DB_PASSWORD')
  expect(text).not.toContain('Laptop-Passw0rd')
  if (args[0] === 'check') expect(text).toContain('the environment variable "DB_PASSWORD" fills it')
})

test('a variable that is not set is wrong usage', async () => {
  const { code, text } = await run('check', 'server.xml', '--env', 'NONE')
  expect(code).toBe(2)
  expect(text).toBe('error: your environment has no variable "NONE"\n  = try: export NONE=…\n')
})
