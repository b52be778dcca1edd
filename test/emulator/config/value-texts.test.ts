import { expect, test } from 'vitest'
import type { Level } from '../../../emulator/level.ts'
import { readElements, readText, said, serverXml, tokenXml } from '../../support/server-xml.ts'

const connection = (attributes: string) => [
  `<zosconnect_endpointConnection id="c" host="https://h" ${attributes}/>`,
]
const request = (attributes: string) => tokenXml({ request: attributes })
const response = (attributes: string) => tokenXml({ response: attributes })
const oauth = (attributes: string) =>
  `<zosconnect_oAuthConfig id="o" authServerRef="s" ${attributes}/><zosconnect_authorizationServer id="s" tokenEndpoint="http://s/t"/>`
const portHelp = 'is not a value of "port" | write a number from 1 to 65535'
const flagHelp = 'is not a value of "useBearerScheme" | use one of: true, false'
const headerHelp = 'is not a value of "header" | write the name of one HTTP header'
const headersHelp =
  'is not a value of "header" | write one header name, or two with a comma between them'
const durationHelp = 'write it as 1h30m or 900ms'

test.for<[readonly string[], ...(readonly string[])]>([
  [connection('port=" 9443 "')],
  [connection('port="65535"')],
  [connection('port="1"')],
  [connection('port="65536"'), `"65536" ${portHelp}`],
  [connection('port="0"'), `"0" ${portHelp}`],
  [connection('port="x80"'), `"x80" ${portHelp}`],
  [connection('port="80 x "'), `"80 x" ${portHelp}`],
  [connection('port="000080"'), `"000080" ${portHelp}`],
  [tokenXml({ token: 'useBearerScheme=" TRUE "' })],
  [tokenXml({ token: 'useBearerScheme=" yes "' }), `" yes " ${flagHelp}`],
  [
    tokenXml({ token: 'useBearerScheme="{{ bearer }}"' }),
    '"{{ bearer }}" is not a value of "useBearerScheme" | check the file that is made from this template',
  ],
  [
    tokenXml({ token: 'useBearerScheme="${bearer}"' }),
    'the variable "bearer" in "useBearerScheme" has no value | define it, or give "bearer" under variables: in a scenario',
  ],
  [
    tokenXml({ token: 'tokenLifetime="soon"' }),
    `"soon" is not a duration: it has no number with a unit | ${durationHelp}`,
  ],
  [
    tokenXml({ token: 'tokenLifetime="-5"' }),
    `"-5" is not a duration: it is negative | ${durationHelp}`,
  ],
  [
    tokenXml({ token: 'tokenLifetime="5m30"' }),
    'Liberty passes over "30" in "5m30" | write the 300000 ms that are left, or give every number a unit',
  ],
  [['<jwtBuilder id="j" issuer="i" expiresInSeconds=" -15"/>']],
  [
    ['<jwtBuilder id="j" issuer="i" expiresInSeconds="x-15"/>'],
    `"x-15" is not a duration: it has no number with a unit | ${durationHelp}`,
  ],
  [response('tokenLocation="header" header=" X-A "')],
  [response('tokenLocation="header" header=" X A "'), `"X A" ${headerHelp}`],
  [request('credentialLocation="header" requestMethod=" post "')],
  [
    request('credentialLocation="header" requestMethod="PATCH"'),
    '"PATCH" is not a value of "requestMethod" | use one of: GET, PUT, POST',
  ],
  [
    request('credentialLocation="header" requestMethod="POST" header="a,b,c"'),
    `"a,b,c" ${headersHelp}`,
  ],
  [
    request('requestMethod="POST"'),
    '"credentialLocation" is not set: "header" is assumed | write credentialLocation="header"',
  ],
  [
    request('credentialLocation="header"'),
    '"requestMethod" is not set: "POST" is assumed | write requestMethod="POST"',
  ],
  [
    request('credentialLocation="cookie" requestMethod="POST" requestBody="$(userid)"'),
    '"cookie" is not a value of "credentialLocation" | use one of: header, body',
  ],
  [
    request('credentialLocation="body" requestMethod="POST"'),
    '"tokenRequest" has credentialLocation="body" and no "requestBody" | write requestBody="…"',
  ],
  [
    request('credentialLocation="body" requestMethod="POST" requestBody="x" header="A"'),
    '"header" has no effect with credentialLocation="body" | remove it, or set credentialLocation="header"',
  ],
  [
    request('credentialLocation="body" requestMethod="POST" requestBody="$(userid)"'),
    '"$(userid)" is no place-holder: it is sent as it stands | write ${userid}',
  ],
  [
    response('header="X-A"'),
    '"tokenLocation" is not set: "header" is assumed | write tokenLocation="header"',
  ],
  [
    response('tokenLocation="cookie"'),
    '"cookie" is not a value of "tokenLocation" | use one of: header, body',
  ],
  [
    response('tokenLocation="header"'),
    '"tokenResponse" has no "header" for the token | write header="…" with the name of the response header, or tokenLocation="body"',
  ],
  [
    response('tokenLocation="body"'),
    '"tokenResponse" has tokenLocation="body" and no "responseFormat" | write responseFormat="JSON" or "Text"',
  ],
  [
    response('tokenLocation="body" responseFormat="JSON"'),
    '"tokenResponse" has responseFormat="JSON" and no "tokenPath" | write tokenPath="$.…" with the place of the token',
  ],
  [
    response('tokenLocation="body" responseFormat="Text" header="A"'),
    '"header" has no effect with tokenLocation="body" | remove one of the two',
  ],
  [
    ['<openidConnectClient id="a" signatureAlgorithm="none"/>'],
    'with signatureAlgorithm="none" everybody can make a token that is accepted | name the algorithm of the issuer, as RS256',
  ],
  [['<variable value="x"/>'], 'the variable has no "name" and defines nothing | write name="…"'],
  [['<variable name="x"/>'], 'the variable has no "value" and defines nothing | write value="…"'],
  [
    [
      '<variable name="a" value="${b}"/><variable name="b" value="${a}"/>',
      '<zosconnect_authData id="u" user="${a}${b}" password="${b}"/>',
    ],
    'the variable "a" leads back to itself | give it a value without that variable',
    'the variable "a" in "user" has no value | define it, or give "a" under variables: in a scenario',
  ],
  [
    [
      ...Array.from({ length: 51 }, (_, i) => `<variable name="v${i}" value="\${v${i + 1}}"/>`),
      '<zosconnect_authData id="u" user="${v0}" password="p"/>',
    ],
    'the variable "v50" lies more than 50 variables deep | give it a value without that variable',
  ],
  [
    [
      '<variable name="userid" value="x"/>',
      ...request('credentialLocation="body" requestMethod="POST" requestBody="${userid}"'),
    ],
    '"${userid}" is no place-holder any more: the variable "userid" (server.xml:3) fills it once for all | rename the variable "userid"',
  ],
  [
    [
      '<variable name="n" value="5"/>',
      ...request('credentialLocation="body" requestMethod="POST" requestBody="${n+1}"'),
    ],
    '"${n+1}" is no place-holder any more: "n+1" fills it once for all | rename the variable "n+1"',
  ],
  [
    ['<zosconnect_proxyConfig id="p" type="SOCKS"/>'],
    'zosconnect_proxyConfig "p" has no "host" | write host="…"',
    'zosconnect_proxyConfig "p" has no "port" | write port="…"',
    'baqlab emulates HTTP proxies alone, and the type is "SOCKS" | write type="HTTP", or leave proxyConfigRef out',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="https://h" port="80"/>'],
    'zosconnect_endpointConnection "c" speaks TLS to the port "80" | write host="http://h", or another port',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="https://h" port="9080"/>'],
    'zosconnect_endpointConnection "c" speaks TLS to the port "9080", where http is usual | if it is a slip, write host="http://h", or another port',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="http://h" port="8443"/>'],
    'zosconnect_endpointConnection "c" sends plain http to the port "8443", where https is usual | if it is a slip, write host="https://h", or another port',
  ],
  [
    ['<jwtBuilder id="j"/>', oauth('grantType="password" tokenGeneratorRef="j"')],
    '"tokenGeneratorRef" belongs to the jwt-bearer extension and has no effect here | remove it',
  ],
  [
    ['<zosconnect_oAuthTokenConfig id="t"/>'],
    'zosconnect_oAuthTokenConfig "t" has no "tokenGeneratorRef" | write the id of a jwtBuilder',
    'zosconnect_oAuthTokenConfig "t" has no "clientId" | write clientId="…"',
  ],
  [
    ['<zosconnect_authData password="p"/>'],
    '"zosconnect_authData" has no "user" | write user="…"',
    '"zosconnect_authData" has no id: nothing can refer to it | write id="…"',
  ],
  [
    ['<zosconnect_authData id="a" user="u" password="${p}"/>'],
    'a variable in "password" has no value | define it, take it over by --env NAME, or give it under variables: in a scenario',
  ],
  [['<zosconnect_authData id="a" user="u" password="{$p}"/>']],
  [request('credentialLocation="body" requestMethod="POST" requestBody="{$p}"')],
])('of %j an administrator reads: %s', ([elements, ...texts]) => {
  expect(said(readElements(...elements))).toEqual(texts)
})

test('names twenty variables of a value, and no more', () => {
  const many = Array.from({ length: 21 }, (_, i) => `\${v${i}}`).join('')
  const user = `<zosconnect_authData id="a" user="${many}" password="p"/>`
  expect(readElements(user).problems).toHaveLength(20)
  const defined = Array.from({ length: 21 }, (_, i) => `<variable name="v${i}" value="x"/>`)
  const body = request(`credentialLocation="body" requestMethod="POST" requestBody="${many}"`)
  expect(readElements(...defined, ...body).problems).toHaveLength(20)
})

test.for([
  ['${gone}', 35, 7],
  ['ab${gone}', 37, 7],
  ['a&amp;${gone}', 35, 13],
] as const)('points in %s at the variable, where it stands as it reads', ([user, col, length]) => {
  const read = readElements(`<zosconnect_authData id="a" user="${user}" password="p"/>`)
  expect(read.problems[0]?.at).toMatchObject({ col, length })
})

const older: Level = [3, 0, 69, 0]

test.for<[string, ...(readonly string[])]>([
  ['credentialLocation="header" requestMethod="POST" header="A"'],
  [
    'credentialLocation="header" requestMethod="POST" header="A,B"',
    'two names in "header" came with 3.0.70.0; at 3.0.69.0 there is one | write one header name, or use the level 3.0.70.0',
  ],
  [
    'credentialLocation="header" requestMethod="POST" requestBody="x"',
    '"requestBody" is not sent with credentialLocation="header" at 3.0.69.0 | remove it, or use the level 3.0.70.0',
  ],
])('of tokenRequest %s below 3.0.70.0 an administrator reads: %s', ([attributes, ...texts]) => {
  const read = readText(serverXml(...request(attributes)), { level: older })
  expect(said(read)).toEqual(texts)
})

test.for([
  ['<zosconnect_oAuthConfig id="x"/>', 'oAuthConfigs', 'MISSING-ATTRIBUTE'],
  ['<zosconnect_oAuthTokenConfig id="x"/>', 'oAuthTokenConfigs', 'MISSING-ATTRIBUTE'],
  ['<keyStore id="x" password="{aes}x"/>', 'keyStores', 'BAD-PASSWORD'],
  ['<jwtBuilder id="x" jti="${a}" signatureAlgorithm="MD5"/>', 'jwtBuilders', 'BAD-VALUE'],
  ['<zosconnect_proxyConfig id="x" host="h" port="${p}"/>', 'proxies', 'BAD-VARIABLE'],
] as const)('keeps of %s why it cannot be used', ([xml, table, code]) => {
  expect(readElements(xml).config?.[table].get('x')?.unusable).toMatchObject({
    code,
    message: code === 'BAD-VARIABLE' ? 'a variable in "port" has no value' : expect.anything(),
    at: { line: 3 },
  })
})

test.for([
  ['<openidConnectClient id="x" inboundPropagation="a"/>', 'openidConnectClients'],
  ['<mpJwt id="x" signatureAlgorithm="a"/>', 'mpJwts'],
] as const)('keeps of %s that it cannot be used', ([xml, list]) => {
  const { provider } = readElements(xml).config!
  expect(provider[list][0]?.unusable?.code).toBe('BAD-VALUE')
})

test('reads a list from an attribute and from children of its name', () => {
  const { provider } = readElements(
    '<openidConnectClient id="a" audiences="a, ,b">',
    '<audiences>c,${d}</audiences><groupIdentifier>g</groupIdentifier></openidConnectClient>',
    '<mpJwt id="m"><audiences>e</audiences></mpJwt><variable name="d" value="d"/>',
  ).config!
  expect(provider.openidConnectClients[0]?.audiences.value).toEqual(['a', 'b', 'c', 'd'])
  expect(provider.mpJwts[0]?.audiences).toEqual({
    value: ['e'],
    at: expect.objectContaining({ line: 5, col: 15 }),
    from: 'written',
  })
})

test('takes the blanks around a text away', () => {
  const read = readElements('<zosconnect_authData id="a" user=" u v " password="p"/>')
  expect(read.config?.authData.get('a')?.user?.value).toBe('u v')
})

test('says from which level on an attribute is known', () => {
  const xml = serverXml(...tokenXml({ token: 'tokenLifetime="1m"' }))
  expect(said(readText(xml, { level: older }))).toEqual([
    '"tokenLifetime" came with 3.0.86.0; at 3.0.69.0 it is ignored | remove it, or use the level 3.0.86.0',
  ])
})
