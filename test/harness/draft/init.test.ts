import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import { serverXml, tokenXml } from '../../support/server-xml.ts'
import { capturedTerminal } from '../../support/virtual-files.ts'
import { writtenFiles } from '../../support/written-files.ts'

const flagship = 'scenarios/flagship/server.xml'

/** Runs command lines one after the other on the same files, and gives back what the last one printed. */
async function run(files: ReturnType<typeof writtenFiles>, ...lines: readonly string[]) {
  let last = { code: 0, text: '' }
  for (const line of lines) {
    const terminal = capturedTerminal(files)
    const code = await runCommandLine(line.split(' '), terminal)
    last = { code, text: terminal.text() }
  }
  return last
}

/** Runs `baqlab init` on a server.xml of these elements. */
const initOf = (elements: readonly string[], more = '') => {
  const files = writtenFiles({ 'mine.xml': serverXml(...elements) })
  return run(files, `init mine.xml${more}`).then((ended) => ({
    ...ended,
    written: files.written.get('first.yaml') ?? '',
  }))
}

test.each([
  ['flagship', flagship],
  ['oauth', 'scenarios/oauth/server.xml'],
])('writes a scenario of the %s configuration', async (name, file) => {
  const files = writtenFiles()
  const { code, text } = await run(files, `init ${file} --out first.yaml`)
  expect(code).toBe(0)
  const written = files.written.get('first.yaml')!
  await expect(`${text}\n${written}`).toMatchFileSnapshot(`../../golden/draft/${name}.txt`)
})

const folders = readdirSync('scenarios').filter(
  (folder) => folder !== 'inbound' && readdirSync(`scenarios/${folder}`).includes('server.xml'),
)

test.each(folders)('what it writes of scenarios/%s passes', async (folder) => {
  const files = writtenFiles()
  const { code, text } = await run(
    files,
    `init scenarios/${folder}/server.xml --out scenarios/${folder}/first.yaml`,
    `test scenarios/${folder}/first.yaml`,
  )
  expect(text).toContain('1 passed, 0 failed')
  expect(code).toBe(0)
})

test('what it writes can be compared: a login for every call below 3.0.86.0, few above', async () => {
  const { text } = await run(
    writtenFiles(),
    `init ${flagship} vaultConn`,
    'compare first.yaml --reporter json',
  )
  const { variants } = JSON.parse(text) as {
    readonly variants: readonly {
      readonly figures: { readonly services: readonly { readonly tokenRequests: number }[] }
    }[]
  }
  const logins = variants.map(({ figures }) => figures.services[0]?.tokenRequests)
  // One call a second, and 15 minutes less a second for each token: a login every 900 s.
  expect(logins).toEqual([86_400, 96])
})

test('a fake and a drop-in have a test password, and the one of server.xml is nowhere', async () => {
  const { written, code } = await initOf([
    '<zosconnect_endpointConnection id="conn" host="https://api.example.com" authenticationConfigRef="user"/>',
    '<zosconnect_authData id="user" user="BATCH01" password="t0psecret"/>',
  ])
  expect(code).toBe(0)
  expect(written).toContain('basic: { user: BATCH01, password: test-password }')
  expect(written).toContain('<zosconnect_authData id="user" password="test-password"/>')
  expect(written).not.toContain('t0psecret')
})

test('the custom parameters that a body needs are supplied', async () => {
  const { written, text } = await initOf(
    tokenXml({
      request: `credentialLocation="body" requestBody='{"u":"\${userid}","p":["\${password}"],"b":"\${branch}"}'`,
    }),
  )
  expect(written).toContain('tokenCustomParms: branch=test')
  expect(written).toContain('credentials: { in: body, user: $.u, password: "$.p[0]" }')
  expect(text).toContain('conn  BAQ-SUCCESS 200, tok miss, srv.login 1, conn 1')
})

test('a body that is no JSON is taken to have no credentials in it', async () => {
  const { written, text } = await initOf(
    tokenXml({ request: `credentialLocation="body" requestBody="user=\${userid}"` }),
  )
  expect(written).toContain('credentials: none')
  expect(text).toContain('conn  BAQ-SUCCESS 200')
})

test('a connection whose login server is asked in another way by another one is left out', async () => {
  const { text, code } = await initOf([
    ...tokenXml({}),
    '<zosconnect_endpointConnection id="other" host="https://api.example.com" authenticationConfigRef="get"/>',
    '<zosconnect_authToken id="get" authServerRef="srv">',
    '<tokenRequest requestMethod="GET"/><tokenResponse header="X-Token"/>',
    '</zosconnect_authToken>',
  ])
  expect(code).toBe(0)
  expect(text).toContain(
    'left out: other: another connection asks https://vault.example.com/login in another way',
  )
  expect(text).toContain('one alone: baqlab init mine.xml CONNECTION --out FILE')
})

test('one connection alone is drafted where it is named', async () => {
  const { written } = await initOf(
    [
      ...tokenXml({}),
      '<zosconnect_endpointConnection id="plain" host="https://plain.example.com"/>',
    ],
    ' plain',
  )
  expect(written).toContain('plain.example.com')
  expect(written).not.toContain('vault.example.com')
})

test('a file that exists is left as it is', async () => {
  const files = writtenFiles({ 'first.yaml': 'mine' })
  const { code, text } = await run(files, `init ${flagship}`)
  expect(code).toBe(2)
  expect(text).toBe(
    `error: "first.yaml" exists already and is left as it is\n  = try: baqlab init ${flagship} --out FILE\n`,
  )
  expect(files.written.get('first.yaml')).toBe('mine')
})

test.each([
  ['init nowhere.xml', 3, 'error: nowhere.xml: the file "nowhere.xml" cannot be read'],
  [`init ${flagship} vaultCon`, 2, 'did you mean "vaultConn"?'],
  ['init scenarios/inbound/server.xml', 3, 'that a call can be made through'],
] as const)('%s ends with %i: %s', async (line, code, said) => {
  const ended = await run(writtenFiles(), line)
  expect(ended.code).toBe(code)
  expect(ended.text).toContain(said)
  expect(ended.text).toContain('= try: ')
})

test('a connection that cannot be used is named with its reason', async () => {
  const { code, text } = await initOf([
    '<zosconnect_endpointConnection id="conn" host="https://${STAGE}"/>',
  ])
  expect(code).toBe(3)
  expect(text).toContain('\n  conn: ')
})

test('a disk that takes no file ends with 4', async () => {
  const files = { ...writtenFiles(), writeFile: () => 'the disk is full' }
  const { code, text } = await run(files, `init ${flagship}`)
  expect(code).toBe(4)
  expect(text).toContain('error: "first.yaml" cannot be written: the disk is full')
})

test.each([
  [`test ${flagship}`, `baqlab init ${flagship} makes a scenario of a server.xml`],
  ['test test/golden/draft', 'baqlab init SERVER.XML writes one to begin with'],
  [`serve ${flagship} --port 0`, `with fakes: baqlab init ${flagship} --out first.yaml`],
])('who has no scenario yet is told of init: %s', async (line, said) => {
  expect((await run(writtenFiles(), line)).text).toContain(said)
})
