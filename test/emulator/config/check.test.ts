import { expect, it } from 'vitest'
import type { Level } from '../../../emulator/level.ts'
import {
  readElements,
  readText,
  serverXml,
  summary,
  tokenXml,
  withCode,
} from '../../support/server-xml.ts'

const request = 'requestMethod="POST" credentialLocation='
const body = 'tokenLocation="body" responseFormat='

it.each([
  ['BAQR1001E', '5:1', { request: `${request}"body"` }],
  ['BAQR1001E', '5:1', { request: `${request}"BODY" requestBody=""` }],
  ['BAQR1002E', '6:1', { response: `${body}"JSON"` }],
  ['BAQR1003E', '6:1', { response: 'tokenLocation="body"' }],
  ['BAQR1005E', '6:1', { response: 'tokenLocation="header"' }],
] as const)(
  'reports %s at %s and does not use the token (config.baqr1001e, config.baqr1002e, config.baqr1003e, config.baqr1005e, config.unusable)',
  (code, place, parts) => {
    const read = readElements(...tokenXml(parts))
    expect(summary(read)).toEqual([`error ${code} ${place}`])
    expect(read.config?.authTokens.get('tok')?.unusable).toMatchObject({ code })
    expect(read.config?.connections.get('conn')?.unusable).toBeUndefined()
  },
)

it('reports BAQR1004E at the authorization server (config.baqr1004e)', () => {
  const read = readElements('<zosconnect_authorizationServer id="s"/>')
  expect(summary(read)).toEqual(['error BAQR1004E 3:1'])
  expect(read.config?.authorizationServers.get('s')?.unusable?.code).toBe('BAQR1004E')
})

it('needs no requestBody for a GET (config.baqr1001e.get)', () => {
  const read = readElements(
    ...tokenXml({ request: 'requestMethod="GET" credentialLocation="body"' }),
  )
  expect(read.problems).toEqual([])
})

it('reports a token without children at the token itself', () => {
  const xml = [
    '<zosconnect_authToken id="t" authServerRef="s"/>',
    '<zosconnect_authorizationServer id="s" tokenEndpoint="http://s/"/>',
  ]
  const read = readElements(...xml)
  expect(withCode(read, 'BAQR1005E')[0]?.at).toMatchObject({ line: 3, col: 1, length: 21 })
  expect(withCode(read, 'DEFAULT-ASSUMED')).toHaveLength(3)
})

it.each([
  ['requestMethod="PATCH" credentialLocation="header"', 'GET, PUT, POST'],
  ['requestMethod="POST" credentialLocation="query"', 'header, body'],
])('refuses %s with the list of values and nothing more', (written, list) => {
  const read = readElements(...tokenXml({ request: written }))
  expect(read.problems).toMatchObject([
    { code: 'BAD-VALUE', severity: 'error', tries: [`use one of: ${list}`] },
  ])
  expect(read.config?.authTokens.get('tok')?.unusable?.code).toBe('BAD-VALUE')
})

it('compares fixed values without regard to case and gives them in their own (config.enum.case)', () => {
  const read = readElements(
    ...tokenXml({
      request: 'requestMethod="get" credentialLocation="Header"',
      response: `${body}"text"`,
    }),
  )
  expect(read.problems).toEqual([])
  expect(read.config?.authTokens.get('tok')).toMatchObject({
    tokenRequest: { requestMethod: { value: 'GET' } },
    tokenResponse: { responseFormat: { value: 'Text' } },
  })
})

it.each([
  [{ token: 'useBearerScheme="yes"' }, 'BAD-VALUE'],
  [{ token: 'tokenLifetime="soon"' }, 'BAD-DURATION'],
  [{ token: 'tokenLifetime="5 w"' }, 'BAD-DURATION'],
] as const)('reports %j as an error and takes the default', (parts, code) => {
  const read = readElements(...tokenXml(parts))
  expect(read.problems).toMatchObject([{ severity: 'error', code }])
  expect(read.config?.authTokens.get('tok')?.unusable).toBeUndefined()
})

it('counts bare numbers in the unit of the attribute (config.duration.unit)', () => {
  const read = readElements(...tokenXml({ token: 'tokenLifetime="900" tokenRefreshRate="60"' }))
  expect(read.config?.authTokens.get('tok')).toMatchObject({
    tokenLifetimeMs: { value: 900_000 },
    tokenRefreshRateMs: { value: 60_000 },
  })
})

it('warns of a duration that Liberty reads only in part', () => {
  const read = readElements(...tokenXml({ token: 'tokenLifetime="5m30"' }))
  expect(read.problems).toMatchObject([{ severity: 'warning', code: 'BAD-DURATION' }])
  expect(read.config?.authTokens.get('tok')?.tokenLifetimeMs?.value).toBe(300_000)
})

it.each([
  ['"X-User, X-Pass"', ['X-User', 'X-Pass']],
  ['"X-User"', ['X-User']],
])('reads the header names %s (config.header.separator)', (header, expected) => {
  const read = readElements(...tokenXml({ request: `${request}"header" header=${header}` }))
  expect(read.problems).toEqual([])
  expect(read.config?.authTokens.get('tok')?.tokenRequest.header.value).toEqual(expected)
})

it.each(['"a b"', '"a,b,c"', '"a,"', '"a:b"'])('refuses the header names %s', (header) => {
  const read = readElements(...tokenXml({ request: `${request}"header" header=${header}` }))
  expect(summary(read)).toMatchObject([/^error BAD-VALUE 5/])
})

const at = (level: Level, parts: Parameters<typeof tokenXml>[0]) =>
  readText(serverXml(...tokenXml(parts)), { level })

it.each([
  [{ token: 'tokenRefreshRate="1m"' }, [3, 0, 69, 0], [3, 0, 70, 0]],
  [{ token: 'tokenLifetime="1m"' }, [3, 0, 85, 0], [3, 0, 86, 0]],
  [
    { response: `${body}"JSON" tokenPath="$.t" tokenLifetimePath="$.l"` },
    [3, 0, 85, 9],
    [3, 0, 86, 0],
  ],
] as const)(
  'ignores %j below its level and says so (config.since.token-refresh-rate, config.since.token-lifetime)',
  (parts, below, from) => {
    expect(at(below, parts).problems).toMatchObject([{ severity: 'warning', code: 'TOO-NEW' }])
    expect(at(from, parts).problems).toEqual([])
    const token = at(below, parts).config?.authTokens.get('tok')
    expect(
      token?.tokenLifetimeMs ?? token?.tokenRefreshRateMs ?? token?.tokenResponse.tokenLifetimePath,
    ).toBeUndefined()
  },
)

it('refuses two header names below 3.0.70.0 (config.since.two-headers)', () => {
  const read = at([3, 0, 69, 0], { request: `${request}"header" header="a,b"` })
  expect(read.problems).toMatchObject([{ severity: 'error', code: 'TOO-NEW' }])
  expect(read.config?.authTokens.get('tok')?.unusable?.code).toBe('TOO-NEW')
})

it('says that a body is not sent beside header credentials below 3.0.70.0 (config.since.body-with-header)', () => {
  const parts = { request: `${request}"header" requestBody="x"` }
  expect(at([3, 0, 69, 0], parts).problems).toMatchObject([
    { severity: 'warning', code: 'NO-EFFECT' },
  ])
  expect(at([3, 0, 70, 0], parts).problems).toEqual([])
})

it.each([
  [
    { response: `${body}"Text" tokenPath="$.t"` },
    '"tokenPath" has no effect with responseFormat="Text"',
  ],
  [
    { response: `${body}"JWT" tokenLifetimePath="$.t"` },
    '"tokenLifetimePath" has no effect with responseFormat="JWT"',
  ],
  [{ response: `${body}"Text" header="X"` }, '"header" has no effect with tokenLocation="body"'],
  [
    { response: 'tokenLocation="header" header="X" responseFormat="JSON"' },
    '"responseFormat" has no effect with tokenLocation="header"',
  ],
  [
    { response: 'tokenLocation="header" header="X" tokenPath="$.t"' },
    '"tokenPath" has no effect with tokenLocation="header"',
  ],
  [
    { request: `${request}"body" requestBody="x" header="X"` },
    '"header" has no effect with credentialLocation="body"',
  ],
])('warns of %j', (parts, message) => {
  expect(readElements(...tokenXml(parts)).problems).toMatchObject([
    { severity: 'warning', code: 'NO-EFFECT', message },
  ])
})

it('notes that a lifetime in the answer wins', () => {
  const response = `${body}"JSON" tokenPath="$.t" tokenLifetimePath="$.l"`
  const read = readElements(...tokenXml({ token: 'tokenLifetime="1m"', response }))
  expect(read.problems).toMatchObject([{ severity: 'note', code: 'NO-EFFECT' }])
})

const connection = (refs: string) =>
  `<zosconnect_endpointConnection id="c" host="api" authenticationConfigRef="${refs}"/>`

it.each([
  ['tokk', 'did you mean "tok"?'],
  [
    'srv',
    '"srv" is a zosconnect_authorizationServer: name a zosconnect_authToken or zosconnect_authTokenLocal or zosconnect_oAuthConfig or zosconnect_authData',
  ],
])('refuses a reference to "%s"', (id, tries) => {
  const read = readElements(...tokenXml({}), connection(`tok,${id}`))
  expect(read.problems).toMatchObject([
    { severity: 'error', code: 'MISSING-REFERENCE', tries: [tries] },
  ])
  expect(read.config?.connections.get('c')?.unusable?.code).toBe('MISSING-REFERENCE')
})

it('refuses a token without an authorization server', () => {
  const read = readElements(
    '<zosconnect_authToken id="t"><tokenRequest credentialLocation="header" requestMethod="GET"/>',
    '<tokenResponse tokenLocation="header" header="X"/></zosconnect_authToken>',
  )
  expect(summary(read)).toEqual(['error MISSING-ATTRIBUTE 3:1'])
  expect(read.config?.authTokens.get('t')?.unusable?.code).toBe('MISSING-ATTRIBUTE')
})

it('warns of an SSL configuration that is not in the files, and goes on', () => {
  const read = readElements(
    '<zosconnect_endpointConnection id="c" host="https://a" sslCertsRef="mySSL"/>',
  )
  expect(read.problems).toMatchObject([{ severity: 'warning', code: 'MISSING-REFERENCE' }])
  expect(read.config?.connections.get('c')?.unusable).toBeUndefined()
})

it.each(['defaultSSLConfig', 'mySSL'])('accepts the SSL configuration "%s"', (id) => {
  const xml = `<zosconnect_endpointConnection id="c" host="https://a" sslCertsRef="${id}"/>`
  const ssl = '<ssl id="mySSL" keyStoreRef="k"/><keyStore id="k" location="k.p12"/>'
  expect(readElements(xml, ssl).problems).toEqual([])
})

it('refuses tokens that share a header, in any case, and names both (config.header.collision)', () => {
  const other = tokenXml({ token: 'header="AUTHORIZATION"' })
    .slice(1, 5)
    .join('\n')
    .replace('"tok"', '"two"')
  const read = readElements(...tokenXml({}), other, connection('tok,two'))
  expect(read.problems).toMatchObject([
    {
      severity: 'error',
      code: 'HEADER-COLLISION',
      message: '"tok" and "two" both send the header "AUTHORIZATION"',
    },
  ])
  expect(read.config?.connections.get('c')?.unusable?.code).toBe('HEADER-COLLISION')
})

it('names an id only once in a connection', () => {
  const read = readElements(...tokenXml({}), connection('tok, tok'))
  expect(read.problems).toMatchObject([{ severity: 'warning', code: 'NO-EFFECT' }])
  expect(read.config?.connections.get('c')?.authenticationConfigRef.value).toEqual(['tok'])
})

it.each([
  '<zosconnect_oAuthConfig id="x" grantType="password" authServerRef="srv"/>',
  '<zosconnect_authTokenLocal id="x" header="X-Jwt" tokenGeneratorRef="defaultJWT"/>',
  '<zosconnect_authData id="x" user="u" password="p"/>',
])('takes %s for a way to authenticate', (xml) => {
  const read = readElements(...tokenXml({}), xml, connection('x'))
  expect(read.problems).toEqual([])
  expect(read.config?.connections.get('c')?.unusable).toBeUndefined()
})

it('says that domainBasePath is not emulated and goes on', () => {
  const read = readElements('<zosconnect_endpointConnection id="c" host="a" domainBasePath="/v1"/>')
  expect(read.problems).toMatchObject([{ severity: 'warning', code: 'NOT-EMULATED' }])
  expect(read.config?.connections.get('c')?.unusable).toBeUndefined()
})

it('checks the values of elements that are not emulated', () => {
  const read = readElements(
    '<zosconnect_oAuthConfig id="o" grantType="code" authServerRef="none" tokenRetryCheckLevel="4"/>',
    '<zosconnect_apiRequesters idAssertion="on" pollingRate="5x"><apiRequester name="a" requireSecure="si"/></zosconnect_apiRequesters>',
  )
  expect(summary(read)).toEqual([
    'error BAD-VALUE 3:43',
    'error MISSING-REFERENCE 3:64',
    'error BAD-VALUE 3:92',
    'error BAD-VALUE 4:40',
    'error BAD-DURATION 4:57',
    'error BAD-VALUE 4:99',
  ])
})

it('asks for user and password of authData', () => {
  expect(summary(readElements('<zosconnect_authData id="a"/>'))).toEqual([
    'warning MISSING-ATTRIBUTE 3:1',
    'warning MISSING-ATTRIBUTE 3:1',
  ])
})
