import { expect, test } from 'vitest'
import { readElements, summary, withCode } from '../../support/server-xml.ts'
import { shown, type Pick } from '../../support/shown-config.ts'

const providerOf = (...xml: readonly string[]) => readElements(...xml).config!.provider

test('reads the defaults of openidConnectClient [config.inbound.oidc-defaults]', () => {
  const [client] = providerOf('<openidConnectClient id="a"/>').openidConnectClients
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
  const [mp] = providerOf('<mpJwt id="a"/>').mpJwts
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
  const read = providerOf(
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
  const read = providerOf(
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

const rows: readonly (readonly [string, Pick, unknown])[] = [
  [
    `<openidConnectClient id="o" inboundPropagation="supported" signatureAlgorithm="RS512" issuerIdentifier="i"
audiences="a" clockSkew="1" tokenReuse="true" userIdentifier="u" userIdentityToCreateSubject="v"
uniqueUserIdentifier="w" realmIdentifier="r" groupIdentifier="g" mapIdentityToRegistryUser="true" realmName="R"
jwkEndpointUrl="https://j" trustStoreRef="k" trustAliasName="t" clientSecret="s" sslRef="l" authFilterRef="f"
headerName="X-A"/><keyStore id="k"/><ssl id="l"/><authFilter id="f"/>`,
    ({ provider }) => provider.openidConnectClients,
    [
      {
        kind: 'openidConnectClient',
        id: 'o',
        at: '3:1',
        inboundPropagation: 'supported',
        signatureAlgorithm: 'RS512',
        issuers: ['i'],
        audiences: ['a'],
        clockSkewMs: 1000,
        tokenReuse: true,
        userClaim: 'u',
        uniqueUserClaim: 'w',
        realmClaim: 'r',
        groupClaim: 'g',
        inRegistry: true,
        realmName: 'R',
        jwksUri: 'https://j',
        trustStoreRef: 'k',
        keyName: 't',
        sharedKey: 's',
        sslRef: 'l',
        authFilterRef: 'f',
        headerName: 'X-A',
      },
    ],
  ],
  [
    `<mpJwt id="m" signatureAlgorithm="HS256" issuer="i" audiences="a" clockSkew="1" tokenReuse="false"
userNameAttribute="u" groupNameAttribute="g" mapToUserRegistry="true" jwksUri="https://j" keyName="n"
sharedKey="s" sslRef="l" authFilterRef="f"/><ssl id="l"/><authFilter id="f"/>`,
    ({ provider }) => provider.mpJwts,
    [
      {
        kind: 'mpJwt',
        id: 'm',
        at: '3:1',
        signatureAlgorithm: 'HS256',
        issuers: ['i'],
        audiences: ['a'],
        clockSkewMs: 60_000,
        tokenReuse: false,
        userClaim: 'u',
        groupClaim: 'g',
        inRegistry: true,
        jwksUri: 'https://j',
        keyName: 'n',
        sharedKey: 's',
        sslRef: 'l',
        authFilterRef: 'f',
      },
    ],
  ],
  [
    `<openidConnectClient id="a" inboundPropagation="none" userIdentityToCreateSubject="v"/>
<openidConnectClient id="b" inboundPropagation="required"/>`,
    ({ provider }) =>
      provider.openidConnectClients.map((each) => [each.inboundPropagation, each.userClaim]),
    [
      ['none', 'v'],
      ['required', ['default', 'sub']],
    ],
  ],
  [
    `<safRegistry realm="R"/><safAuthorization/><safCredentials unauthenticatedUser="U" profilePrefix="P"
mapDistributedIdentities="true"/>`,
    ({ provider: { safRegistry, safAuthorization, safCredentials } }) => [
      safRegistry,
      safAuthorization,
      safCredentials,
    ],
    [
      { at: '3:1', realm: 'R' },
      { at: '3:25' },
      {
        at: '3:44',
        unauthenticatedUser: 'U',
        profilePrefix: 'P',
        mapDistributedIdentities: true,
      },
    ],
  ],
  [
    '<safRegistry/>',
    ({ provider: { safRegistry, safCredentials } }) => [safRegistry, safCredentials],
    [
      { at: '3:1' },
      {
        at: '1:1',
        unauthenticatedUser: ['default', 'WSGUEST'],
        profilePrefix: ['default', 'BBGZDFLT'],
        mapDistributedIdentities: ['default', false],
      },
    ],
  ],
  [
    `<zosconnect_zosConnectManager globalInterceptorsRef="l" globalAdminGroup="A" globalOperationsGroup="O"
globalInvokeGroup="I" globalReaderGroup="R"/><zosconnect_zosConnectInterceptors id="l" interceptorRef="a,b"/>
<zosconnect_zosConnectInterceptors interceptorRef="c"/><zosconnect_authorizationInterceptor id="a"/>
<zosconnect_authorizationInterceptor/>`,
    ({ provider }) => [
      provider.requireAuth,
      provider.globalInterceptorsRef,
      provider.globalGroups,
      provider.interceptorLists,
      provider.authorizationInterceptors,
    ],
    [
      ['default', true],
      ['l'],
      { admin: 'A', operations: 'O', invoke: 'I', reader: 'R' },
      [['l', ['a', 'b']]],
      ['a'],
    ],
  ],
  [
    `<zosconnect_zosConnectAPIs><zosConnectAPI name="x" requireAuth="false" runGlobalInterceptors="false"
interceptorsRef="l" adminGroup="A" operationsGroup="O" invokeGroup="I" readerGroup="R"/><other/>
<zosConnectAPI/></zosconnect_zosConnectAPIs><zosconnect_zosConnectInterceptors id="l"/>`,
    ({ provider: { apis, globalInterceptorsRef, globalGroups } }) => [
      apis,
      globalInterceptorsRef,
      globalGroups,
    ],
    [
      [
        {
          at: '3:28',
          name: 'x',
          requireAuth: false,
          runGlobalInterceptors: false,
          interceptorsRef: ['l'],
          groups: { admin: 'A', operations: 'O', invoke: 'I', reader: 'R' },
        },
        {
          at: '5:1',
          runGlobalInterceptors: ['default', true],
          interceptorsRef: ['default', []],
          groups: {},
        },
      ],
      ['default', []],
      {},
    ],
  ],
  [
    `<authFilter id="f"><requestUrl urlPattern="/a" matchType="equals"/><requestHeader name="n" value="v"/>
<host name="h" matchType="notContain"/><userAgent agent="u"/><webApp name="w"/><cookie name="c"/>
<remoteAddress ip="1" matchType="greaterThan"/><remoteAddress ip="2" matchType="lessThan"/>
<userAgent matchType="contains"/><requestHeader/><other/></authFilter>`,
    ({ provider }) => provider.authFilters.get('f'),
    {
      id: 'f',
      at: '3:1',
      conditions: [
        { what: 'requestUrl', at: '3:20', matchType: 'equals', value: '/a' },
        { what: 'requestHeader', at: '3:68', matchType: 'contains', name: 'n', value: 'v' },
        { what: 'host', at: '4:1', matchType: 'notContain', value: 'h' },
        { what: 'userAgent', at: '4:40', matchType: 'contains', value: 'u' },
        { what: 'webApp', at: '4:62', matchType: 'contains', value: 'w' },
        { what: 'cookie', at: '4:80', matchType: 'contains', name: 'c' },
        { what: 'remoteAddress', at: '5:1', matchType: 'greaterThan', value: '1' },
        { what: 'remoteAddress', at: '5:48', matchType: 'lessThan', value: '2' },
        { what: 'userAgent', at: '6:1', matchType: 'contains' },
        { what: 'requestHeader', at: '6:34', matchType: 'contains' },
      ],
    },
  ],
]

test.for(rows)('reads every attribute of %s', ([xml, pick, expected]) => {
  const { config } = readElements(xml)
  expect(shown(pick(config!))).toStrictEqual(expected)
})
