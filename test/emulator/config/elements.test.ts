import { expect, test } from 'vitest'
import { readElements, summary } from '../../support/server-xml.ts'
import { shown, type Pick } from '../../support/shown-config.ts'

const rows: readonly (readonly [string, Pick, unknown])[] = [
  [
    `<jwtBuilder id="j" issuer="i" audiences="a,b" scope=" r  w " claims="c,d" expiry="3" jti="true"
nbfOffset="5" signatureAlgorithm="es256" keyStoreRef="k" keyAlias="al" sharedKey="s" jwkEnabled="true"
jwkSigningKeySize="4096" keyManagementKeyAlgorithm="ECDH-ES" keyManagementKeyAlias="m"
contentEncryptionAlgorithm="A256GCM" trustStoreRef="k"/><keyStore id="k"/>`,
    ({ jwtBuilders }) => jwtBuilders.get('j'),
    {
      id: 'j',
      at: '3:1',
      issuer: 'i',
      audiences: ['a', 'b'],
      scope: ['r', 'w'],
      claims: ['c', 'd'],
      expiryMs: 10_800_000,
      jti: true,
      nbfOffsetMs: 5000,
      signatureAlgorithm: 'ES256',
      keyStoreRef: 'k',
      keyAlias: 'al',
      sharedKey: 's',
      jwkEnabled: true,
      jwkSigningKeySize: 4096,
      keyManagementKeyAlgorithm: 'ECDH-ES',
      keyManagementKeyAlias: 'm',
      contentEncryptionAlgorithm: 'A256GCM',
      trustStoreRef: 'k',
    },
  ],
  [
    '<jwtBuilder id="j"/>',
    ({ jwtBuilders }) => jwtBuilders.get('j'),
    {
      id: 'j',
      at: '3:1',
      audiences: ['default', []],
      scope: ['default', []],
      claims: ['default', []],
      expiryMs: ['default', 7_200_000],
      jti: ['default', false],
      signatureAlgorithm: ['default', 'RS256'],
      jwkEnabled: ['default', false],
      jwkSigningKeySize: ['default', 2048],
    },
  ],
  [
    `<jwtBuilder id="a" jwkSigningKeySize="1024" keyManagementKeyAlgorithm="rsa-oaep"/>
<jwtBuilder id="b" jwkSigningKeySize="2048" expiresInSeconds="60" expiry="3"/>`,
    ({ jwtBuilders: all }) => [
      all.get('a')?.jwkSigningKeySize,
      all.get('a')?.keyManagementKeyAlgorithm,
      all.get('b')?.jwkSigningKeySize,
      all.get('b')?.expiryMs,
    ],
    [1024, 'RSA-OAEP', 2048, 60_000],
  ],
  [
    `<zosconnect_apiRequesters location="/a//b/" idAssertion="assert_only" updateTrigger="mbean" pollingRate="7">
<apiRequester name="x" idAssertion="OFF" requireSecure="true" requireAuth="false" runGlobalInterceptors="true"
interceptorsRef="i" adminGroup="A" operationsGroup="O" invokeGroup="I" readerGroup="R"/>
<apiRequester/><other/></zosconnect_apiRequesters>`,
    ({ apiRequesters }) => apiRequesters,
    {
      at: '3:1',
      location: '/a/b/',
      idAssertion: 'ASSERT_ONLY',
      updateTrigger: 'mbean',
      pollingRateMs: 7,
      apiRequesters: [
        {
          at: '4:1',
          name: 'x',
          idAssertion: 'OFF',
          requireSecure: true,
          requireAuth: false,
          runGlobalInterceptors: true,
          interceptorsRef: 'i',
          adminGroup: 'A',
          operationsGroup: 'O',
          invokeGroup: 'I',
          readerGroup: 'R',
        },
        { at: '6:1', idAssertion: 'ASSERT_ONLY' },
      ],
    },
  ],
  [
    '<zosconnect_apiRequesters updateTrigger="disabled" idAssertion="assert_surrogate"/>',
    ({ apiRequesters }) => apiRequesters,
    {
      at: '3:1',
      location: ['default', './/resources/zosconnect/apiRequesters/'],
      idAssertion: 'ASSERT_SURROGATE',
      updateTrigger: 'disabled',
      pollingRateMs: ['default', 5000],
      apiRequesters: [],
    },
  ],
  [
    '<zosconnect_apiRequesters updateTrigger="polled"/>',
    ({ apiRequesters: { idAssertion, updateTrigger } }) => [idAssertion, updateTrigger],
    [['default', 'OFF'], 'polled'],
  ],
  [
    '<variable name="none" value="x"/>',
    ({ apiRequesters: { updateTrigger }, sslDefault }) => [updateTrigger, sslDefault],
    [['default', 'disabled'], {}],
  ],
  [
    `<ssl id="s" keyStoreRef="k" trustStoreRef="k" clientKeyAlias="a" sslProtocol="TLSv1.3" verifyHostname="false"/>
<keyStore id="k" location="safkeyring://ME/RING" type="JCERACFKS" password="p"/><sslDefault sslRef="s" outboundSSLRef="s"/>`,
    ({ ssl, keyStores, sslDefault }) => [ssl.get('s'), keyStores.get('k'), sslDefault],
    [
      {
        id: 's',
        at: '3:1',
        keyStoreRef: 'k',
        trustStoreRef: 'k',
        clientKeyAlias: 'a',
        sslProtocol: 'TLSv1.3',
        verifyHostname: false,
      },
      {
        id: 'k',
        at: '4:1',
        location: 'safkeyring://ME/RING',
        keyRing: { owner: 'ME', name: 'RING' },
        type: 'JCERACFKS',
        password: 'p',
      },
      { sslRef: 's', outboundSSLRef: 's' },
    ],
  ],
  [
    '<ssl id="s"/><keyStore id="k"/><sslDefault/>',
    ({ ssl, keyStores, sslDefault }) => [ssl.get('s'), keyStores.get('k'), sslDefault],
    [{ id: 's', at: '3:1' }, { id: 'k', at: '3:14' }, {}],
  ],
  [
    ['safkeyring:///A', 'safkeyring:////A', 'safkeyringhybrid://U/A', 'xsafkeyring://A', 'a.p12']
      .map((location, i) => `<keyStore id="${i}" location="${location}"/>`)
      .join(''),
    ({ keyStores }) => [...keyStores.values()].map(({ keyRing }) => keyRing),
    [{ name: 'A' }, { name: 'A' }, { owner: 'U', name: 'A' }, undefined, undefined],
  ],
  [
    '<zosconnect_proxyConfig id="p" host="h" port="1" type="http"/>',
    ({ proxies }) => proxies.get('p'),
    { id: 'p', at: '3:1', host: 'h', port: 1, type: 'http' },
  ],
  [
    '<zosconnect_authData id="a" user=" " password=""/>',
    ({ authData }) => authData.get('a'),
    { id: 'a', at: '3:1' },
  ],
]

test.for(rows)('reads every attribute of %s', ([xml, pick, expected]) => {
  const { config } = readElements(xml)
  expect(shown(pick(config!))).toStrictEqual(expected)
})

test.for([
  ['${gone}', 'warning BAD-VARIABLE 3:57'],
  ['{$gone}', 'warning BAD-VARIABLE 3:57'],
])('names the variable %s in an element that nothing reads', ([user, problem]) => {
  const xml = `<zosconnect_credential id="\${c}" applName="x" userName="\${a}"/>`
  const read = readElements(xml.replace('${a}', user!), '<variable name="a" value="b"/>')
  expect(summary(read)).toEqual([problem])
})

test.for([
  ['{"a": 1}', true],
  ['{}', true],
  ['null', false],
  ['[]', false],
  ['1', false],
  ['"a"', false],
  ['{', false],
  ['', false],
  [`{"a": "${'x'.repeat(64 * 1024 - 9)}"}`, true],
  [`{"a": "${'x'.repeat(64 * 1024 - 8)}"}`, false],
] as const)('of the claims %s it is %s that they are an object', ([text, isObject]) => {
  const read = readElements(
    `<zosconnect_authTokenLocal id="l" tokenGeneratorRef="j"><claims>${text}</claims></zosconnect_authTokenLocal>`,
    '<jwtBuilder id="j" issuer="i"/>',
  )
  const { claims, unusable } = read.config!.authTokensLocal.get('l')!
  expect([claims?.value, unusable?.code]).toEqual(
    isObject ? [JSON.parse(text), undefined] : [undefined, 'BAD-VALUE'],
  )
})
