import { expect, it } from 'vitest'
import { configRules, readServerConfig } from '../../../emulator/config/index.ts'
import { Secret } from '../../../emulator/secret.ts'
import {
  readElements,
  readText,
  serverXml,
  summary,
  tokenXml,
  withCode,
} from '../../support/server-xml.ts'

it('reads a whole configuration without a problem', () => {
  const read = readElements(
    '<zosconnect_endpointConnection id="vault" host="https://vault.example.com" port="8200"',
    '  authenticationConfigRef="login" connectionTimeout="10s" receiveTimeout="20s"/>',
    '<zosconnect_authToken id="login" authServerRef="srv" header="X-Vault-Token"',
    '  useBearerScheme="false" cacheTokensWithJti="true" tokenRefreshRate="10m">',
    '  <tokenRequest credentialLocation="body" requestMethod="POST"',
    '    requestBody="{&quot;role_id&quot;:&quot;${userid}&quot;}"/>',
    '  <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token"',
    '    tokenLifetimePath="$.auth.lease_duration"/>',
    '</zosconnect_authToken>',
    '<zosconnect_authorizationServer id="srv" tokenEndpoint="https://vault.example.com:8200/v1/login"',
    '  basicAuthRef="approle"/>',
    '<zosconnect_authData id="approle" user="role" password="secret"/>',
  )
  expect(read.problems).toEqual([])
  const config = read.config!
  expect(config.connections.get('vault')).toMatchObject({
    origin: 'https://vault.example.com:8200',
    authenticationConfigRef: { value: ['login'] },
    connectionTimeoutMs: { value: 10_000, from: 'written' },
    receiveTimeoutMs: { value: 20_000 },
  })
  expect(config.authTokens.get('login')).toMatchObject({
    at: { file: 'server.xml', line: 5, col: 1 },
    header: { value: 'X-Vault-Token', at: { line: 5, col: 62, length: 13 } },
    useBearerScheme: { value: false },
    cacheTokensWithJti: { value: true },
    tokenRefreshRateMs: { value: 600_000 },
    tokenRequest: {
      at: { line: 7, col: 3 },
      credentialLocation: { value: 'body' },
      requestBody: { value: '{"role_id":"${userid}"}' },
    },
    tokenResponse: {
      responseFormat: { value: 'JSON' },
      tokenPath: { value: '$.auth.client_token' },
    },
  })
  expect(config.authorizationServers.get('srv')?.basicAuthRef?.value).toBe('approle')
  expect(config.authData.get('approle')?.password?.value).toBeInstanceOf(Secret)
  expect(config.features.map(({ value }) => value)).toEqual(['zosconnect:apiRequester-1.0'])
})

it('takes documented and assumed defaults and tells the assumed ones (config.default.header, config.default.use-bearer-scheme, config.default.cache-tokens-with-jti, config.default.request-header, config.default.timeouts, config.default.credential-location, config.default.request-method, config.default.token-location)', () => {
  const read = readElements(...tokenXml({ request: '', response: 'header="X"' }))
  expect(read.config?.authTokens.get('tok')).toMatchObject({
    header: { value: 'Authorization', from: 'default', at: { line: 4, col: 1 } },
    useBearerScheme: { value: true },
    cacheTokensWithJti: { value: false },
    tokenRequest: {
      credentialLocation: { value: 'header', from: 'default' },
      requestMethod: { value: 'POST' },
      header: { value: ['Authorization'] },
    },
    tokenResponse: { tokenLocation: { value: 'header' } },
  })
  expect(read.config?.connections.get('conn')).toMatchObject({
    connectionTimeoutMs: { value: 30_000, from: 'default' },
    receiveTimeoutMs: { value: 60_000, from: 'default' },
  })
  const assumedOnes = 'note DEFAULT-ASSUMED'
  expect(summary(read)).toEqual([`${assumedOnes} 5:1`, `${assumedOnes} 5:1`, `${assumedOnes} 6:1`])
})

it('lets a scenario assume another default', () => {
  const xml = serverXml(
    ...tokenXml({ request: 'requestBody="x"', response: 'responseFormat="Text"' }),
  )
  const assume = {
    credentialLocation: 'body',
    tokenLocation: 'body',
    requestMethod: 'PUT',
  } as const
  const read = readText(xml, { assume: { ...assume, receiveTimeoutMs: 5 } })
  expect(read.config?.authTokens.get('tok')).toMatchObject({
    tokenRequest: { credentialLocation: { value: 'body' }, requestMethod: { value: 'PUT' } },
    tokenResponse: { tokenLocation: { value: 'body' } },
  })
  expect(read.config?.authTokens.get('tok')?.unusable).toBeUndefined()
  expect(read.config?.connections.get('conn')?.receiveTimeoutMs.value).toBe(5)
})

it.each([
  ['api.example.com', '', 'http://api.example.com', 80],
  ['api.example.com', '8000', 'http://api.example.com:8000', 8000],
  ['https://api.example.com/', '', 'https://api.example.com', 443],
  ['HTTPS://API.example.com', '8443', 'https://api.example.com:8443', 8443],
  ['http://[::1]', '9', 'http://[::1]:9', 9],
])(
  'reaches host "%s" and port "%s" (config.host.bare, config.port.default)',
  (host, port, origin, used) => {
    const written = port === '' ? '' : `port="${port}"`
    const read = readElements(`<zosconnect_endpointConnection id="c" host="${host}" ${written}/>`)
    expect(read.problems).toEqual([])
    expect(read.config?.connections.get('c')).toMatchObject({ origin, port: { value: used } })
  },
)

it.each(['https://a b', 'https://api:8000', 'ftp://api', 'https://api/path', 'https://'])(
  'refuses the host "%s"',
  (host) => {
    const read = readElements(`<zosconnect_endpointConnection id="c" host="${host}"/>`)
    expect(summary(read)).toEqual(['error BAD-VALUE 3:45'])
    expect(read.config?.connections.get('c')?.unusable?.code).toBe('BAD-VALUE')
  },
)

it('warns of plain http to the port of https', () => {
  const read = readElements('<zosconnect_endpointConnection id="c" host="http://api" port="443"/>')
  expect(summary(read)).toEqual(['warning BAD-VALUE 3:63'])
  expect(withCode(read, 'BAD-VALUE')[0]?.tries).toEqual([
    'write host="https://api", or another port',
  ])
})

it.each([
  ['http', 443, 'warning'],
  ['https', 80, 'warning'],
  ['http', 8443, 'note'],
  ['http', 9443, 'note'],
  ['https', 8080, 'note'],
  ['https', 9080, 'note'],
  ['https', 443, undefined],
  ['http', 80, undefined],
  ['http', 9480, undefined],
])('sees whether %s to port %i is likely a slip', (scheme, port, severity) => {
  const read = readElements(
    `<zosconnect_endpointConnection id="c" host="${scheme}://api" port="${port}"/>`,
    `<zosconnect_authorizationServer id="s" tokenEndpoint="${scheme}://login:${port}/token"/>`,
  )
  expect(read.problems.map((problem) => problem.severity)).toEqual(
    severity === undefined ? [] : [severity, severity],
  )
  for (const { message } of read.problems) expect(message).toContain(`to the port "${port}"`)
})

it('does not use a connection without a host', () => {
  const read = readElements('<zosconnect_endpointConnection id="c"/>')
  expect(summary(read)).toEqual(['error MISSING-ATTRIBUTE 3:1'])
  expect(read.config?.connections.get('c')?.unusable?.code).toBe('MISSING-ATTRIBUTE')
})

it('takes basicAuthRef of a connection for one more entry (config.basic-auth-ref)', () => {
  const read = readElements(
    '<zosconnect_authData id="basic" user="u" password="p"/>',
    '<zosconnect_endpointConnection id="c" host="api" basicAuthRef="basic"/>',
  )
  const connection = read.config?.connections.get('c')
  expect(connection?.authenticationConfigRef).toMatchObject({
    value: ['basic'],
    at: { line: 4, col: 64 },
  })
  expect(connection?.unusable).toBeUndefined()
})

it('never shows what a URL may hold of a secret', () => {
  const url = 'https://user:s3cret@a b/login?key=s3cret'
  const read = readElements(`<zosconnect_authorizationServer id="s" tokenEndpoint="${url}"/>`)
  expect(withCode(read, 'BAD-VALUE')).toHaveLength(1)
  expect(JSON.stringify(read)).not.toContain('s3cret')
})

it('reads everything else after an error in one element', () => {
  const read = readElements(
    '<zosconnect_endpointConnection id="bad" port="x"/>',
    '<zosconnect_endpointConnection id="good" host="api" port="x1"/>',
    '<zosconnect_authorizationServer id="s" tokenEndpoint="nowhere"/>',
    ...tokenXml({}).slice(0, 1),
  )
  expect(withCode(read, 'BAD-VALUE').map(({ at }) => at?.line)).toEqual([3, 4, 5])
  expect(read.config?.connections.size).toBe(3)
})

it('leaves out and reports what has no id', () => {
  const read = readElements('<zosconnect_authData user="u" password="p"/>')
  expect(summary(read)).toEqual(['warning MISSING-ID 3:1'])
  expect(read.config?.authData.size).toBe(0)
})

it('accepts an id with a variable as it stands (config.id.literal)', () => {
  const read = readElements(
    '<variable name="v" value="x"/>',
    '<zosconnect_authData id="${v}" user="u" password="p"/>',
  )
  expect(summary(read)).toEqual(['warning BAD-VARIABLE 4:26'])
  expect([...read.config!.authData.keys()]).toEqual(['${v}'])
})

it.each([
  ['zosconnect:APIREQUESTER-1.0', []],
  ['zosconnect:apiRequestor-1.0', ['warning MISSING-FEATURE 1:25']],
  ['zosconnect:zosConnect-3.0', ['note NOT-EMULATED 1:25', 'note MISSING-FEATURE 1:25']],
  ['zosconnect:cicsService-1.0', ['note MISSING-FEATURE 1:25']],
])(
  'looks for the feature of API requesters beside "%s" (config.feature.case)',
  (feature, expected) => {
    const read = readText(
      `<server><featureManager><feature> ${feature} </feature></featureManager></server>`,
    )
    expect(summary(read)).toEqual(expected)
  },
)

it('asks for the feature of zosConnect-3.0 beside one of its providers', () => {
  const [problem] = readText(
    '<server><featureManager><feature>zosconnect:cics-1.0</feature></featureManager>' +
      '<zosconnect_endpointConnection id="c" host="h"/></server>',
  ).problems
  expect(problem?.severity).toBe('warning')
  expect(problem?.message).toContain('"zosconnect:oasRequester-1.0"')
})

it('reports a configuration without any feature', () => {
  expect(summary(readText('<server/>'))).toEqual(['note MISSING-FEATURE 1:1'])
})

it('reads nothing where server.xml and every drop-in are broken', () => {
  const read = readText('<server>', { dropins: [{ file: 'd.xml', text: '' }] })
  expect(read.config).toBeUndefined()
  expect(read.problems.map(({ at }) => at?.file)).toEqual(['server.xml', 'd.xml'])
})

it('gives every rule an id of its own and a source', () => {
  expect(new Set(configRules.map(({ id }) => id)).size).toBe(configRules.length)
  for (const { id, source, says, status } of configRules) {
    expect(id).toMatch(/^config\./)
    expect(source.startsWith('Assumed: ')).toBe(status === 'assumed')
    expect(says).not.toBe('')
  }
})

it('reads a file only through the function that is given', () => {
  const asked: string[] = []
  const readFile = (path: string) => void asked.push(path)
  readServerConfig({ file: 'some/server.xml', readFile, level: [3, 0, 86, 0] })
  expect(asked.toSorted()).toEqual(
    ['bootstrap.properties', 'jvm.options', 'server.env', 'server.xml'].map(
      (name) => `some/${name}`,
    ),
  )
})
