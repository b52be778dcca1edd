import { expect, test } from 'vitest'
import { readElements, summary, withCode } from '../../support/server-xml.ts'

const provider = (...xml: readonly string[]) => readElements(...xml).config!.provider

test('reads the defaults of openidConnectClient [config.inbound.oidc-defaults]', () => {
  const [client] = provider('<openidConnectClient id="a"/>').openidConnectClients
  expect(client).toMatchObject({
    inboundPropagation: { value: 'none' },
    signatureAlgorithm: { value: 'HS256' },
    issuers: { value: [] },
    audiences: { value: [] },
    clockSkewMs: { value: 300_000 },
    tokenReuse: { value: false, from: 'default' },
    userClaim: { value: 'sub' },
    uniqueUserClaim: { value: 'uniqueSecurityName' },
    realmClaim: { value: 'realmName' },
    groupClaim: { value: 'groupIds' },
    inRegistry: { value: false },
  })
  expect(client).not.toHaveProperty('headerName')
})

test('reads the defaults of mpJwt, whose tokenReuse is the opposite [config.inbound.mp-jwt-defaults]', () => {
  const [mp] = provider('<mpJwt id="a"/>').mpJwts
  expect(mp).toMatchObject({
    signatureAlgorithm: { value: 'RS256' },
    clockSkewMs: { value: 300_000 },
    tokenReuse: { value: true, from: 'default' },
    userClaim: { value: 'upn' },
    groupClaim: { value: 'groups' },
    inRegistry: { value: false },
  })
})

test('reads the defaults of the security manager and of APIs [config.inbound.saf-defaults, config.inbound.api-defaults]', () => {
  const read = provider(
    '<zosconnect_zosConnectAPIs><zosConnectAPI name="a"/></zosconnect_zosConnectAPIs>',
  )
  expect(read.safCredentials).toMatchObject({
    unauthenticatedUser: { value: 'WSGUEST' },
    profilePrefix: { value: 'BBGZDFLT' },
    mapDistributedIdentities: { value: false },
  })
  expect(read.requireAuth.value).toBe(true)
  expect(read.apis[0]).toMatchObject({ runGlobalInterceptors: { value: true }, groups: {} })
  expect(read).not.toHaveProperty('safRegistry')
  expect(read).not.toHaveProperty('safAuthorization')
})

test('reads lists, durations, filters, groups and keys', () => {
  const read = provider(
    '<openidConnectClient id="a" issuerIdentifier="i1, i2" clockSkew="90" clientSecret="{xor}CDo9Hgw=" trustAliasName="cert"/>',
    '<mpJwt id="b" clockSkew="2" keyName="cert"/>',
    '<authFilter id="f"><requestUrl urlPattern="/a" matchType="equals"/><cookie name="c"/></authFilter>',
    '<zosconnect_zosConnectManager requireAuth="false" globalInvokeGroup="G" globalAdminGroup="A"/>',
  )
  expect(read.openidConnectClients[0]).toMatchObject({
    issuers: { value: ['i1', 'i2'] },
    clockSkewMs: { value: 90_000 },
    keyName: { value: 'cert' },
  })
  expect(read.openidConnectClients[0]!.sharedKey!.value.reveal()).toBe('WebAS')
  expect(read.mpJwts[0]!.clockSkewMs.value).toBe(120_000)
  expect(read.authFilters.get('f')!.conditions).toMatchObject([
    { what: 'requestUrl', value: '/a', matchType: 'equals' },
    { what: 'cookie', name: 'c', matchType: 'contains' },
  ])
  expect(read.requireAuth.value).toBe(false)
  expect(read.globalGroups).toMatchObject({ invoke: { value: 'G' }, admin: { value: 'A' } })
})

test('warns of a signature that nobody checks [config.inbound.unsigned]', () => {
  const read = readElements('<openidConnectClient id="a" signatureAlgorithm="none"/>')
  expect(withCode(read, 'UNSIGNED').map(({ severity, at }) => `${severity} ${at?.line}`)).toEqual([
    'warning 3',
  ])
})

test.for([
  ['<openidConnectClient id="a" authFilterRef="f"/>', 'warning MISSING-REFERENCE 3:44'],
  ['<openidConnectClient id="a" inboundPropagation="always"/>', 'error BAD-VALUE 3:49'],
  ['<mpJwt id="a" tokenReuse="perhaps"/>', 'error BAD-VALUE 3:27'],
  ['<mpJwt id="a" clockSkew="soon"/>', 'error BAD-DURATION 3:26'],
  [
    '<authFilter id="f"><requestUrl urlPattern="/a" matchType="like"/></authFilter>',
    'error BAD-VALUE 3:59',
  ],
  ['<openidConnectClient id="a" issuerIdentifer="i"/>', 'error UNKNOWN-ATTRIBUTE 3:29'],
] as const)('names what is wrong in %s', ([xml, problem]) => {
  expect(summary(readElements(xml))).toEqual([problem])
})
