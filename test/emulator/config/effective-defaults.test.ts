import { expect, it } from 'vitest'
import { defaultsOf, effectiveConfig } from '../../../emulator/config/index.ts'
import { newestKnownLevel, readLevel } from '../../../emulator/level.ts'
import type { Level } from '../../../emulator/level.ts'
import { filesOptions, readFiles, serverXml } from '../../support/server-xml.ts'

function defaults(
  name: string,
  elements: readonly string[],
  level: Level = newestKnownLevel,
  assume = {},
): readonly string[] {
  const files = { 'server.xml': serverXml(...elements) }
  const { config } = readFiles(files, { level, assume })
  const element = effectiveConfig(filesOptions(files)).find((each) => each.name === name)
  return defaultsOf(element!, config!, level).map(
    ({ path, value, rule }) => `${path.join('.')} ${value} ${rule.id}`,
  )
}

it('gives a connection the port of its scheme and the assumed time-outs that are not set', () => {
  const connection = '<zosconnect_endpointConnection id="c" host="https://h" receiveTimeout="5s"/>'
  expect(defaults('zosconnect_endpointConnection', [connection])).toEqual([
    'port 443 config.port.default',
    'connectionTimeout 30s config.default.timeouts',
  ])
})

it('shows the time-out that a scenario assumes instead', () => {
  const server = '<zosconnect_authorizationServer id="s" tokenEndpoint="https://h/t"/>'
  const assume = { connectionTimeoutMs: 1500 }
  expect(defaults('zosconnect_authorizationServer', [server], newestKnownLevel, assume)).toEqual([
    'connectionTimeout 1500ms config.default.timeouts',
    'receiveTimeout 60s config.default.timeouts',
  ])
})

it('gives a token what its children leave out, the header of credentials only where they are in one', () => {
  const token = (request: string) => [
    `<zosconnect_authToken id="t" header="X" authServerRef="s">${request}</zosconnect_authToken>`,
  ]
  const own = [
    'useBearerScheme true config.default.use-bearer-scheme',
    'cacheTokensWithJti false config.default.cache-tokens-with-jti',
  ]
  expect(defaults('zosconnect_authToken', token(''))).toEqual([
    ...own,
    'tokenRequest.credentialLocation header config.default.credential-location',
    'tokenRequest.header Authorization config.default.request-header',
    'tokenRequest.requestMethod POST config.default.request-method',
    'tokenResponse.tokenLocation header config.default.token-location',
  ])
  const body = '<tokenRequest credentialLocation="body" requestBody="x" requestMethod="PUT"/>'
  expect(defaults('zosconnect_authToken', token(body))).toEqual([
    ...own,
    'tokenResponse.tokenLocation header config.default.token-location',
  ])
})

it('gives the method of a request whose credentials are in the body', () => {
  const token = `<zosconnect_authToken id="t" header="X" authServerRef="s" useBearerScheme="true"
cacheTokensWithJti="true"><tokenRequest credentialLocation="body" requestBody="x"/>
<tokenResponse tokenLocation="body"/></zosconnect_authToken>`
  expect(defaults('zosconnect_authToken', [token])).toEqual([
    'tokenRequest.requestMethod POST config.default.request-method',
  ])
})

it('shows no default of an attribute that came after the level', () => {
  const oauth = ['<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="s"/>']
  const older = readLevel('3.0.92.0')!
  expect(defaults('zosconnect_oAuthConfig', oauth, older)).toEqual([])
  expect(defaults('zosconnect_oAuthConfig', oauth)).toEqual([
    'tokenRetryCheckLevel 3 config.default.token-retry-check-level',
  ])
})

it('says where archives are and that no identity is asserted', () => {
  expect(defaults('zosconnect_apiRequesters', ['<zosconnect_apiRequesters/>'])).toEqual([
    expect.stringMatching(/^location .*resources\/zosconnect\/apiRequesters\/ /),
    'idAssertion OFF config.api-requesters.default',
  ])
})

it('shows no defaults of elements that baqlab does not act on', () => {
  expect(defaults('httpEndpoint', ['<httpEndpoint id="e"/>'])).toEqual([])
  expect(
    defaults('zosconnect_cicsIpicConnection', ['<zosconnect_cicsIpicConnection id="c"/>']),
  ).toEqual([])
})
