import { expect, it } from 'vitest'
import { configSecrets, sslIdOf } from '../../../emulator/config/index.ts'
import { readElements, readText, serverXml, summary, withCode } from '../../support/server-xml.ts'

const server = '<zosconnect_authorizationServer id="s" tokenEndpoint="https://a/token"/>'
const builder = '<jwtBuilder id="b"/>'
const oauth = (more = '', id = 'o') =>
  `<zosconnect_oAuthConfig id="${id}" grantType="client_credentials" authServerRef="s" ${more}/>`
const local = (more = 'header="X-Jwt"', id = 'l') =>
  `<zosconnect_authTokenLocal id="${id}" tokenGeneratorRef="b" ${more}/>`
const basic = (id = 'a') => `<zosconnect_authData id="${id}" user="u" password="p"/>`

it('reads oAuthConfig with all that it may have (config.oauth.names, config.grant-type)', () => {
  const more = 'scope="x y" resource="r" audience="au" customParms="k=v" oAuthTokenConfigRef="j"'
  const read = readElements(
    server,
    oauth(more),
    '<zosconnect_oAuthTokenConfig id="j" tokenGeneratorRef="b" clientId="c"/>',
    builder,
  )
  expect(read.problems).toEqual([])
  expect(read.config?.oAuthConfigs.get('o')).toMatchObject({
    grantType: { value: 'client_credentials' },
    authServerRef: { value: 's' },
    scope: { value: 'x y' },
    resource: { value: 'r' },
    audience: { value: 'au' },
    customParms: { value: 'k=v' },
    oAuthTokenConfigRef: { value: 'j' },
  })
})

it('has defaults for oAuth (config.default.token-retry-check-level, config.default.client-id-in-body)', () => {
  const read = readElements(
    server,
    oauth(),
    '<zosconnect_oAuthTokenConfig id="j" tokenGeneratorRef="b" clientId="c"/>',
    builder,
  )
  expect(read.config?.oAuthConfigs.get('o')?.tokenRetryCheckLevel).toMatchObject({
    value: '3',
    from: 'default',
  })
  expect(read.config?.oAuthTokenConfigs.get('j')?.includeClientIdInBody.value).toBe(false)
})

it('warns of tokenRetryCheckLevel="2" (config.token-retry-check-level.two)', () => {
  const read = readElements(server, oauth('tokenRetryCheckLevel="2"'))
  expect(read.problems).toMatchObject([{ severity: 'warning', code: 'NO-EFFECT' }])
})

it('ignores tokenRetryCheckLevel below its level (config.since.token-retry-check-level)', () => {
  const xml = serverXml(server, oauth('tokenRetryCheckLevel="1"'))
  const at = (fix: number) => readText(xml, { level: [3, 0, fix, 0] })
  expect(at(92).problems).toMatchObject([{ severity: 'warning', code: 'TOO-NEW' }])
  expect(at(92).config?.oAuthConfigs.get('o')?.tokenRetryCheckLevel.value).toBe('3')
  expect(at(93).config?.oAuthConfigs.get('o')?.tokenRetryCheckLevel.value).toBe('1')
})

it.each([
  ['<zosconnect_oAuthConfig id="o"/>', ['grantType', 'authServerRef']],
  ['<zosconnect_oAuthTokenConfig id="o"/>', ['tokenGeneratorRef', 'clientId']],
  ['<zosconnect_authTokenLocal id="o"/>', ['tokenGeneratorRef']],
])('needs of %s: %j', (xml, names) => {
  const read = readElements(xml)
  const messages = withCode(read, 'MISSING-ATTRIBUTE').map(({ message }) => message)
  expect(messages.map((message) => /"(\w+)"$/.exec(message)?.[1])).toEqual(names)
})

it('refuses a tokenGeneratorRef that is not there', () => {
  const read = readElements(local())
  expect(read.problems).toMatchObject([{ severity: 'error', code: 'MISSING-REFERENCE' }])
  expect(read.config?.authTokensLocal.get('l')?.unusable?.code).toBe('MISSING-REFERENCE')
})

it('reads authTokenLocal with its claims (config.local.claims, config.default.local-header)', () => {
  const xml = local('').replace(
    '/>',
    '><claims>{"role": "${r}", "n": [1]}</claims></zosconnect_authTokenLocal>',
  )
  const read = readElements(builder, '<variable name="r" value="admin"/>', xml)
  expect(read.problems).toEqual([])
  expect(read.config?.authTokensLocal.get('l')).toMatchObject({
    header: { value: 'Authorization', from: 'default' },
    claims: { value: { role: 'admin', n: [1] }, at: { line: 5 } },
  })
})

it.each(['[1]', 'null', '"s3cret"', '{"s3cret"', ''])(
  'refuses the claims %s without showing them',
  (text) => {
    const xml = local().replace('/>', `><claims>${text}</claims></zosconnect_authTokenLocal>`)
    const read = readElements(builder, xml)
    expect(read.problems).toMatchObject([{ severity: 'error', code: 'BAD-VALUE' }])
    expect(JSON.stringify(read.problems)).not.toContain('s3cret')
  },
)

it('has the defaults of Liberty for jwtBuilder (config.jwt-builder.default)', () => {
  const read = readElements(builder)
  expect(read.problems).toEqual([])
  expect(read.config?.jwtBuilders.get('b')).toMatchObject({
    expiryMs: { value: 7_200_000 },
    jti: { value: false },
    signatureAlgorithm: { value: 'RS256' },
    jwkEnabled: { value: false },
    jwkSigningKeySize: { value: 2048 },
    audiences: { value: [] },
  })
  expect(read.config?.jwtBuilders.get('b')).not.toHaveProperty('nbfOffsetMs')
})

it.each([
  ['expiry="1"', 3_600_000],
  ['expiry="90m"', 3_600_000],
  ['expiry="3h" expiresInSeconds="30m"', 1_800_000],
  ['expiry="3h" expiresInSeconds="-1"', 10_800_000],
  ['expiresInSeconds="60"', 60_000],
])('lets a JWT live for %s (config.jwt-builder.expiry)', (attributes, expected) => {
  const read = readElements(`<jwtBuilder id="b" ${attributes}/>`)
  expect(read.problems).toEqual([])
  expect(read.config?.jwtBuilders.get('b')?.expiryMs.value).toBe(expected)
})

it('reads jwtBuilder with all that it may have', () => {
  const read = readElements(
    '<jwtBuilder id="b" issuer="i" audiences="x, y" scope="s t" claims="c" jti="true" nbfOffset="5"',
    ' signatureAlgorithm="es256" keyStoreRef="k" keyAlias="ka" sharedKey="{xor}LDo8Ki02KyY="',
    ' jwkEnabled="true" jwkSigningKeySize="4096" keyManagementKeyAlgorithm="RSA-OAEP"',
    ' keyManagementKeyAlias="kma" contentEncryptionAlgorithm="A256GCM" trustStoreRef="k">',
    '<audiences>z</audiences></jwtBuilder><keyStore id="k" location="safkeyring:///Ring"/>',
  )
  expect(read.problems).toEqual([])
  expect(read.config?.jwtBuilders.get('b')).toMatchObject({
    audiences: { value: ['x', 'y', 'z'] },
    scope: { value: ['s', 't'] },
    nbfOffsetMs: { value: 5000 },
    signatureAlgorithm: { value: 'ES256' },
    jwkSigningKeySize: { value: 4096 },
    trustStoreRef: { value: 'k' },
  })
  expect(configSecrets(read.config!).map((secret) => secret.reveal())).toEqual(['security'])
})

it.each([
  ['safkeyring:///Ring.A', { name: 'Ring.A' }],
  ['safkeyring://USER/Ring.A', { owner: 'USER', name: 'Ring.A' }],
  ['safkeyring:////USER/Ring.A', { owner: 'USER', name: 'Ring.A' }],
  ['safkeyringhybrid:///Ring', { name: 'Ring' }],
])('reads the key ring %s (config.key-ring)', (location, keyRing) => {
  const read = readElements(
    `<keyStore id="k" location="${location}" type="JCERACFKS" password="p"/>`,
  )
  expect(read.problems).toEqual([])
  expect(read.config?.keyStores.get('k')).toMatchObject({ keyRing, type: { value: 'JCERACFKS' } })
})

it.each([
  ['sslCertsRef="mine"', '<sslDefault sslRef="in" outboundSSLRef="out"/>', 'mine'],
  ['', '<sslDefault sslRef="in" outboundSSLRef="out"/>', 'out'],
  ['', '<sslDefault sslRef="in"/>', 'in'],
  ['', '', 'defaultSSLConfig'],
])(
  'connects with %s beside %s by the SSL configuration %s (config.ssl.default)',
  (own, xml, id) => {
    const ssl = ['mine', 'in', 'out'].map(
      (each) => `<ssl id="${each}" keyStoreRef="defaultKeyStore"/>`,
    )
    const read = readElements(
      ...ssl,
      xml,
      `<zosconnect_endpointConnection id="c" host="https://a" ${own}/>`,
    )
    expect(read.problems).toEqual([])
    const { sslDefault, connections } = read.config!
    expect(sslIdOf(connections.get('c')?.sslCertsRef, sslDefault)).toBe(id)
  },
)

it('reads proxyConfig (config.proxy.names)', () => {
  const read = readElements('<zosconnect_proxyConfig id="p" host="h" port="8080" type="HTTP"/>')
  expect(read.problems).toEqual([])
  expect(read.config?.proxies.get('p')).toMatchObject({
    host: { value: 'h' },
    port: { value: 8080 },
  })
})

it('has defaults for apiRequesters (config.api-requesters.default, config.api-requesters.location)', () => {
  expect(readElements().config?.apiRequesters).toMatchObject({
    location: { value: './/resources/zosconnect/apiRequesters/', from: 'default' },
    idAssertion: { value: 'OFF' },
    updateTrigger: { value: 'disabled' },
    pollingRateMs: { value: 5000 },
    apiRequesters: [],
  })
})

it('reads apiRequesters, each with its own idAssertion or the outer one (config.api-requesters.id-assertion)', () => {
  const read = readElements(
    '<zosconnect_apiRequesters location="/var//zcee/" idAssertion="ASSERT_ONLY" updateTrigger="polled">',
    '<apiRequester name="a_1.0.0" requireSecure="true" invokeGroup="G"/>',
    '<apiRequester name="b_1.0.0" idAssertion="OFF"/></zosconnect_apiRequesters>',
  )
  expect(read.problems).toEqual([])
  expect(read.config?.apiRequesters).toMatchObject({
    location: { value: '/var/zcee/' },
    apiRequesters: [
      {
        name: { value: 'a_1.0.0' },
        idAssertion: { value: 'ASSERT_ONLY' },
        requireSecure: { value: true },
      },
      { name: { value: 'b_1.0.0' }, idAssertion: { value: 'OFF' } },
    ],
  })
})

const connection = (refs: string) =>
  `<zosconnect_endpointConnection id="c" host="api" authenticationConfigRef="${refs}"/>`
const all = [
  server,
  builder,
  oauth(),
  oauth('', 'o2'),
  basic(),
  basic('a2'),
  local(),
  local('', 'plain'),
  local('header="x-jwt"', 'same'),
]

it.each([
  ['a,o', 'are zosconnect_authData and zosconnect_oAuthConfig'],
  ['o,o2', 'are both zosconnect_oAuthConfig'],
  ['a,a2', 'are both zosconnect_authData'],
  ['o,plain', 'both send the header "Authorization"'],
  ['plain,a', 'both send the header "Authorization"'],
  ['l,same', 'both send the header "x-jwt"'],
])(
  'refuses a connection with %s (config.combine.basic-or-oauth, config.combine.one-oauth, config.combine.one-basic, config.combine.token-header)',
  (refs, message) => {
    const read = readElements(...all, connection(refs))
    expect(withCode(read, 'HEADER-COLLISION')).toMatchObject([
      { severity: 'error', message: expect.stringContaining(message) },
    ])
    expect(read.config?.connections.get('c')?.unusable?.code).toBe('HEADER-COLLISION')
  },
)

it.each(['o', 'a', 'l', 'plain', 'o,l', 'a,l', 'l,plain'])('combines %s', (refs) => {
  expect(withCode(readElements(...all, connection(refs)), 'HEADER-COLLISION')).toEqual([])
})

it('names a configuration of zosConnect-3.0 and what of it is emulated (config.feature.third)', () => {
  const read = readText(
    '<server><featureManager><feature>zosconnect:oasRequester-1.0</feature></featureManager></server>',
  )
  expect(summary(read)).toEqual(['note NOT-EMULATED 1:25'])
  expect(read.problems[0]?.message).toMatch(/connections, tokens and retries.*Host API/)
})
