import { expect, test } from 'vitest'
import { rules } from '../../../emulator/index.ts'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import { apiArchive } from '../../support/archive.ts'
import { serverXml, tokenXml } from '../../support/server-xml.ts'
import { realFiles } from '../../support/real-files.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'

const flagship = 'scenarios/flagship/server.xml'
const old = 'test/golden/explain/old.xml'
const next = 'test/golden/explain/new.xml'
/** A folder of a server: an include, a drop-in, and variables of four kinds. */
const server = 'test/golden/explain/server'

/** The text without the breaks and columns it was given. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** Runs `baqlab explain` and gives back what it printed. */
async function explain(args: readonly string[], environment = realFiles()) {
  const terminal = capturedTerminal(environment)
  const code = await runCommandLine(['explain', ...args], terminal)
  return { code, text: terminal.text() }
}

test.each([
  ['flagship-3.0.85.txt', 0, [flagship, '--level', '3.0.85.0']],
  ['flagship-3.0.86.txt', 0, [flagship, '--level', '3.0.86.0']],
  ['flagship.md', 0, [flagship, 'vaultConn', '--format', 'markdown']],
  ['flagship.json', 0, [flagship, 'vaultConn', '--format', 'json']],
  ['two-tokens.txt', 3, [old]],
  ['combined.txt', 0, ['scenarios/oauth/server.xml', 'conn']],
  ['levels.txt', 0, [flagship, '--level', '3.0.69.0..3.0.93.0']],
  ['levels-from-the-oldest.txt', 3, [old, 'both', '--level', '3.0.68.0..3.0.86.0']],
  ['folder.txt', 0, [server]],
  ['effective.txt', 0, [server, '--effective']],
  ['effective.md', 0, [server, '--effective', '--format', 'markdown']],
  ['effective.json', 0, [server, '--effective', '--format', 'json']],
  ['files.txt', 3, [old, next]],
  ['files.md', 3, [old, next, '--format', 'markdown']],
  ['files.json', 3, [old, next, '--format', 'json']],
] as const)('prints %s', async (name, code, args) => {
  const printed = await explain(args)
  expect(printed.code).toBe(code)
  expect(printed.text).not.toMatch(/topsecret|another-secret/)
  await expect(printed.text).toMatchFileSnapshot(`../../golden/explain/${name}`)
})

test.each([
  ['byPassword', 'every program logs in as imsuser, as the URL says'],
  ['byJwt', 'the user ID of the program is not sent, for requestBody has no ${userid}'],
  ['fixed', 'tokenLifetime has no effect on an answer in which tokenLifetimePath finds a lifetime'],
  ['leased', 'Vault answers 403 to a dead token, so there is no second request'],
])('says of the Vault connection %s: %s', async (connection, note) => {
  const { code, text } = await explain(['scenarios/vault/server.xml', connection])
  expect(code).toBe(0)
  expect(oneLine(text)).toContain(note)
})

test('prints every rule, the score first', async () => {
  const { code, text } = await explain(['--rules'])
  expect(code).toBe(0)
  for (const { id } of rules) expect(text).toContain(`    ${id}  (`)
  const first = text.split('\n').slice(0, 12).join('\n')
  await expect(first).toMatchFileSnapshot('../../golden/explain/rules.txt')
})

test('prints the rules as JSON and as markdown', async () => {
  const { text } = await explain(['--rules', '--format', 'json'])
  expect(JSON.parse(text)).toMatchObject({ score: { rules: rules.length } })
  const markdown = await explain(['--rules', '--format', 'markdown'])
  for (const { id } of rules) expect(markdown.text).toContain(`| \`${id}\` |`)
})

test('says in a sentence that nothing changes', async () => {
  const { code, text } = await explain([flagship, flagship])
  expect(code).toBe(0)
  expect(text).toBe(
    `Nothing changes from ${flagship} to ${flagship} in what is sent, kept and retried.\n`,
  )
})

test('sees that a hidden value changed and does not show it', async () => {
  const xml = (secret: string) =>
    serverXml(...tokenXml({ request: `credentialLocation="body" requestBody='{"k":"${secret}"}'` }))
  const files = virtualFiles({ 'a.xml': xml('secret-one'), 'b.xml': xml('secret-two') })
  const { text } = await explain(['a.xml', 'b.xml'], files)
  expect(text).toContain('a hidden value of credentials or request is another')
  expect(text).not.toContain('secret-')
})

test.each([
  [[], 'try: baqlab explain server.xml'],
  [[flagship, 'vaultCon'], 'try: did you mean "vaultConn"?'],
  [[flagship, '--level', '3.0.x'], 'try: --level 3.0.86.0, or --level 3.0.69.0..3.0.93.0'],
  [[flagship, '--level', '3.0.93.0..3.0.69.0'], 'try: --level 3.0.69.0..3.0.93.0'],
  [[old, next, '--level', '3.0.69.0..3.0.93.0'], `explain ${old} ${next} --level 3.0.93.0`],
  [[flagship, '--rules'], 'try: baqlab explain --rules'],
  [['--effective', '--rules'], 'try: baqlab explain --rules'],
  [[flagship, 'vaultConn', '--effective'], `try: baqlab explain ${flagship} --effective`],
  [[server, 'vaultCon'], 'try: did you mean "vaultConn"?'],
] as const)('refuses %j and says what to type', async (args, advice) => {
  const { code, text } = await explain(args)
  expect(code).toBe(2)
  expect(text).toContain(advice)
})

test('points at a file that is not there', async () => {
  const { code, text } = await explain(['missing.xml'])
  expect(code).toBe(3)
  expect(text).toContain('FILE-MISSING')
})

test('sees another host, a connection that is new and one that is gone', async () => {
  const connection = (id: string, host: string) =>
    serverXml(`<zosconnect_endpointConnection id="${id}" host="https://${host}" port="443"/>`)
  const files = virtualFiles({
    'a.xml': connection('conn', 'old.example.com'),
    'b.xml': connection('conn', 'new.example.com'),
    'c.xml': connection('other', 'new.example.com'),
  })
  expect((await explain(['a.xml', 'b.xml'], files)).text).toContain('https://new.example.com')
  const { text } = await explain(['b.xml', 'c.xml'], files)
  expect(text.match(/there is no such connection/g)).toHaveLength(2)
})

test('compares two folders of servers with their drop-ins', async () => {
  const files = {
    'a/server.xml': serverXml('<zosconnect_endpointConnection id="c" host="https://h"/>'),
    'b/server.xml': serverXml('<zosconnect_endpointConnection id="c" host="https://h"/>'),
    'b/configDropins/overrides/o.xml':
      '<server><zosconnect_endpointConnection id="c" receiveTimeout="5s"/></server>',
  }
  const { code, text } = await explain(['a', 'b'], virtualFiles(files))
  expect(code).toBe(0)
  expect(text).toContain('5 s for the answer')
})

test('an effective configuration has the errors of its files below it', async () => {
  const files = virtualFiles({ 'a.xml': serverXml('<include location="gone.xml"/>') })
  const { code, text } = await explain(['a.xml', '--effective'], files)
  expect(code).toBe(3)
  expect(text).toMatch(/featureManager {2}a\.xml:2:1\n[^]*a\.xml:3:20: error: INCLUDE-MISSING/)
})

test('says by which keys and through which proxy every server is reached', async () => {
  const [connection = '', ...token] = tokenXml({})
  const files = virtualFiles({
    'a.xml': serverXml(
      connection.replace(' host', ' sslCertsRef="out" proxyConfigRef="gate" host'),
      ...token,
      '<ssl id="out" keyStoreRef="mine" trustStoreRef="trust" clientKeyAlias="me" verifyHostname="false"/>',
      '<ssl id="usual" keyStoreRef="mine"/><sslDefault outboundSSLRef="usual"/>',
      '<keyStore id="mine" location="safkeyring://OWNER/Keys" password="topsecret"/>',
      '<keyStore id="trust" location="${server.config.dir}/trust.p12"/>',
      '<zosconnect_proxyConfig id="gate" host="proxy.example.com" port="3128"/>',
    ),
  })
  const { text } = await explain(['a.xml'], files)
  const [token1 = '', api = ''] = text.split('the API request')
  expect(oneLine(api)).toContain('TLS by ssl out (a.xml:9:1); trusting keyStore trust (trust.p12)')
  expect(oneLine(api)).toContain('asked for: key me of keyStore mine (key ring OWNER/Keys)')
  expect(oneLine(api)).toContain('host names are not verified [config.key-ring]')
  expect(oneLine(api)).toContain('proxy zosconnect_proxyConfig gate, proxy.example.com:3128')
  expect(oneLine(token1)).toContain('TLS by ssl usual (a.xml:10:1)')
  expect(oneLine(token1)).toContain('[config.ssl.default (assumed), config.key-ring]')
  expect(text).not.toContain('topsecret')
})

test('lists the APIs of the archives under their connection', async () => {
  const files = virtualFiles({
    'server.xml': serverXml(
      '<zosconnect_endpointConnection id="c" host="http://api.example.com"/>',
      '<zosconnect_endpointConnection id="other"/>',
    ),
  })
  const folder = 'resources/zosconnect/apiRequesters'
  const { readFile, listFolder } = files
  const ara = apiArchive(
    'c',
    Array.from({ length: 22 }, (_, i) => `GET /e/${i}`),
  )
  const environment = {
    ...files,
    readFile: (path: string) => (path === `${folder}/a.ara` ? ara : readFile(path)),
    listFolder: (path: string) => (path === folder ? ['a.ara'] : listFolder(path)),
  }
  const { text } = await explain(['server.xml'], environment)
  expect(oneLine(text)).toContain(
    `the APIs called through it cscvinc_1.0.0 ${folder}/a.ara: GET /cscvinc/e/0, GET /cscvinc/e/1,`,
  )
  expect(oneLine(text)).toContain('GET /cscvinc/e/19 and 2 more [config.archive.connection')
  expect(text.match(/the APIs called/g)).toHaveLength(1)
})

test('explains what a scenario makes of its configuration', async () => {
  const files = {
    'server.xml': serverXml(
      '<zosconnect_endpointConnection id="c" host="http://${stage}.example.com"/>',
    ),
    'a.yaml': [
      'scenario: Calls are made',
      'config: server.xml',
      'level: 3.0.85.0',
      'variables: { stage: prod }',
      `dropins: ['<server><zosconnect_endpointConnection id="c" receiveTimeout="7s"/></server>']`,
      'assume: { retryFreshToken: true }',
      'extensions: [jwt-bearer]',
      'services: { api: { kind: api, for: c, routes: { GET / } } }',
      'requests: { get: { connection: c, method: GET, path: / } }',
      'steps: [{ call: get }]',
      'expect: { calls: { api: 1 } }',
    ].join('\n'),
    'broken.yaml': 'scenarios: a\n',
  }
  const { code, text } = await explain(['a.yaml'], virtualFiles(files))
  expect(code).toBe(0)
  expect(text).toContain('c  http://prod.example.com  z/OS Connect 3.0.85.0  server.xml:3:1')
  expect(text).toContain('7 s for the answer')
  expect(oneLine(text)).toContain('assume retryFreshToken: true, as the scenario says')
  expect(oneLine(text)).toContain('extensions jwt-bearer: the product does not have this')
  const broken = await explain(['broken.yaml'], virtualFiles(files))
  expect(broken.code).toBe(3)
  expect(broken.text).toContain('broken.yaml:1:1: error: UNKNOWN-KEY')
})

test('says that a place-holder without a value ends every call below 3.0.70.0', async () => {
  const request = `credentialLocation="body" requestMethod="POST" requestBody='{"a":"\${branch}"}'`
  const files = virtualFiles({ 'a.xml': serverXml(...tokenXml({ request })) })
  const { text } = await explain(['a.xml', '--level', '3.0.69.0'], files)
  expect(text).toContain('every call ends before the token request is sent')
})

test('says of each API which roles lead to which user and what that user may do', async () => {
  const file = 'scenarios/inbound/a-reader-cannot-change-what-an-updater-can.yaml'
  for (const [format, ending] of [
    ['text', 'txt'],
    ['markdown', 'md'],
    ['json', 'json'],
  ] as const) {
    const { code, text } = await explain([file, '--format', format])
    expect(code).toBe(0)
    await expect(text).toMatchFileSnapshot(`../../golden/explain/roles.${ending}`)
  }
})
