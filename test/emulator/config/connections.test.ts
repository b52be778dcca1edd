import { expect, test } from 'vitest'
import { jwtBearerGrantType } from '../../../emulator/config/model.ts'
import { readElements, said, summary } from '../../support/server-xml.ts'
import { shown, type Pick } from '../../support/shown-config.ts'

const rows: readonly (readonly [string, Pick, unknown])[] = [
  [
    `<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="s" tokenRetryCheckLevel="1" scope="a"
oAuthTokenConfigRef="t" resource="b" audience="c" customParms="d"/><zosconnect_oAuthConfig id="p"/>
<zosconnect_oAuthTokenConfig id="t" tokenGeneratorRef="j" clientId="i" includeClientIdInBody="true"/>
<zosconnect_authorizationServer id="s" tokenEndpoint="http://h"/><jwtBuilder id="j" issuer="i"/>`,
    ({ oAuthConfigs, oAuthTokenConfigs }) => [
      oAuthConfigs.get('o'),
      Object.keys(oAuthConfigs.get('p')!),
      oAuthTokenConfigs.get('t'),
    ],
    [
      {
        id: 'o',
        at: '3:1',
        grantType: 'password',
        authServerRef: 's',
        tokenRetryCheckLevel: '1',
        oAuthTokenConfigRef: 't',
        scope: 'a',
        resource: 'b',
        audience: 'c',
        customParms: 'd',
      },
      ['id', 'at', 'tokenRetryCheckLevel', 'unusable'],
      { id: 't', at: '5:1', tokenGeneratorRef: 'j', clientId: 'i', includeClientIdInBody: true },
    ],
  ],
  [
    `<zosconnect_authToken id="t" authServerRef="s" header="X" useBearerScheme="false" tokenLifetime="1m"
cacheTokensWithJti="true" tokenRefreshRate="2m">
<tokenRequest credentialLocation="body" requestMethod="put" requestBody=" b "/>
<tokenResponse tokenLocation="body" responseFormat="json" tokenPath="$.a" tokenLifetimePath="$.b"/></zosconnect_authToken>
<zosconnect_authToken id="u" authServerRef="s"/><zosconnect_authTokenLocal id="l" tokenGeneratorRef="j" header="Y">
<claims>{"a": "\${c}", "b": [1]}</claims></zosconnect_authTokenLocal><variable name="c" value="d"/>
<zosconnect_authTokenLocal id="m" tokenGeneratorRef="j"/><jwtBuilder id="j" issuer="i"/>
<zosconnect_authorizationServer id="s" tokenEndpoint="http://h"/>`,
    ({ authTokens, authTokensLocal }) => [authTokens, authTokensLocal],
    [
      [
        [
          't',
          {
            id: 't',
            at: '3:1',
            authServerRef: 's',
            header: 'X',
            useBearerScheme: false,
            cacheTokensWithJti: true,
            tokenLifetimeMs: 60_000,
            tokenRefreshRateMs: 120_000,
            tokenRequest: {
              at: '5:1',
              credentialLocation: 'body',
              header: ['default', ['Authorization']],
              requestMethod: 'PUT',
              requestBody: ' b ',
            },
            tokenResponse: {
              at: '6:1',
              tokenLocation: 'body',
              responseFormat: 'JSON',
              tokenPath: '$.a',
              tokenLifetimePath: '$.b',
            },
          },
        ],
        [
          'u',
          {
            id: 'u',
            at: '7:1',
            authServerRef: 's',
            header: ['default', 'Authorization'],
            useBearerScheme: ['default', true],
            cacheTokensWithJti: ['default', false],
            tokenRequest: {
              at: '7:1',
              credentialLocation: ['default', 'header'],
              header: ['default', ['Authorization']],
              requestMethod: ['default', 'POST'],
            },
            tokenResponse: { at: '7:1', tokenLocation: ['default', 'header'] },
            unusable: expect.objectContaining({ code: 'BAQR1005E', at: '7:1' }),
          },
        ],
      ],
      [
        [
          'l',
          {
            id: 'l',
            at: '7:49',
            tokenGeneratorRef: 'j',
            header: 'Y',
            claims: { a: 'd', b: [1] },
          },
        ],
        [
          'm',
          {
            id: 'm',
            at: '9:1',
            tokenGeneratorRef: 'j',
            header: ['default', 'Authorization'],
          },
        ],
      ],
    ],
  ],
  [
    `<zosconnect_endpointConnection id="c" host="HTTPS://h/" port="444" authenticationConfigRef="a" sslCertsRef="s"
connectionTimeout="1s" receiveTimeout="2" proxyConfigRef="p"/><zosconnect_endpointConnection id="d" host="h"/>
<zosconnect_authorizationServer id="e" tokenEndpoint=" https://h/t " basicAuthRef="a" sslCertsRef="s"
connectionTimeout="1s" receiveTimeout="2" proxyConfigRef="p"/><zosconnect_proxyConfig id="p" host="h" port="1"/>
<zosconnect_authorizationServer id="f"/><zosconnect_authData id="a" user="u" password="p"/><ssl id="s"/>
<zosconnect_endpointConnection id="g" port="7"/><zosconnect_endpointConnection id="i" host="https://[::1]" basicAuthRef="a"/>`,
    ({ connections, authorizationServers }) => [
      connections.get('c'),
      connections.get('d'),
      authorizationServers.get('e'),
      Object.keys(authorizationServers.get('f')!),
      Object.keys(connections.get('g')!),
      connections.get('i')?.authenticationConfigRef,
      connections.get('i')?.origin,
    ],
    [
      {
        id: 'c',
        at: '3:1',
        origin: 'https://h:444',
        host: 'HTTPS://h/',
        port: 444,
        authenticationConfigRef: ['a'],
        sslCertsRef: 's',
        proxyConfigRef: 'p',
        connectionTimeoutMs: 1000,
        receiveTimeoutMs: 2,
      },
      {
        id: 'd',
        at: '4:63',
        origin: 'http://h',
        host: 'h',
        port: ['default', 80],
        authenticationConfigRef: ['default', []],
        connectionTimeoutMs: ['default', 30_000],
        receiveTimeoutMs: ['default', 60_000],
      },
      {
        id: 'e',
        at: '5:1',
        tokenEndpoint: 'https://h/t',
        basicAuthRef: 'a',
        sslCertsRef: 's',
        proxyConfigRef: 'p',
        connectionTimeoutMs: 1000,
        receiveTimeoutMs: 2,
      },
      ['id', 'at', 'connectionTimeoutMs', 'receiveTimeoutMs', 'unusable'],
      [
        'id',
        'at',
        'port',
        'authenticationConfigRef',
        'connectionTimeoutMs',
        'receiveTimeoutMs',
        'unusable',
      ],
      ['a'],
      'https://[::1]',
    ],
  ],
]

test.for(rows)('reads every attribute of %s', ([xml, pick, expected]) => {
  const { config } = readElements(xml)
  expect(shown(pick(config!))).toStrictEqual(expected)
})

const hostHelp =
  'is not a value of "host" | write https:// and the host alone; its port goes to port'
const urlHelp = 'is not a value of "tokenEndpoint" | write a full URL, as https://host:port/path'
const unset = (name: string) =>
  `the variable "${name}" in "${name}" has no value | define it, or give "${name}" under variables: in a scenario`

test.for([
  ['a_b.c-d', []],
  ['[::1]', []],
  ['http://h/', []],
  ['h/p', [`"h/p" ${hostHelp}`]],
  ['h:1', [`"h:1" ${hostHelp}`]],
  ['x://h', [`"x://h" ${hostHelp}`]],
  ['http://', [`"http://" ${hostHelp}`]],
  ['[h]', [`"[h]" ${hostHelp}`]],
  ['h//', [`"h//" ${hostHelp}`]],
  ['https://999.1.1.1', [`"https://999.1.1.1" ${hostHelp}`]],
  ['u:p@h', [`"…@h" ${hostHelp}`]],
  ['http://u@h/a@b', [`"http://…@h/a@b" ${hostHelp}`]],
  ['${host}', [unset('host')]],
] as const)('of the host %s an administrator reads: %j', ([host, texts]) => {
  const read = readElements(`<zosconnect_endpointConnection id="c" host="${host}"/>`)
  expect(said(read)).toEqual(texts)
})

test.for([
  ['HTTP://h', []],
  [
    ' ',
    [
      'zosconnect_authorizationServer "s" has no "tokenEndpoint" | write tokenEndpoint="https://…" with the full URL',
    ],
  ],
  ['https://h:1/p?q#r', []],
  ['https:///h', [`"https:///h" ${urlHelp}`]],
  ['https:// h', [`"https:// h" ${urlHelp}`]],
  ['https://h/a b', [`"https://h/a b" ${urlHelp}`]],
  ['https://h/{a', [`"https://h/{a" ${urlHelp}`]],
  ['xhttps://h', [`"xhttps://h" ${urlHelp}`]],
  ['https://h:x/', [`"https://h:x/" ${urlHelp}`]],
  ['https://u:p@h:x/a?b#c', [`"https://…@h:x/a?…" ${urlHelp}`]],
  ['https://h:x/a@b', [`"https://h:x/a@b" ${urlHelp}`]],
  [
    'http://h:443',
    [
      'zosconnect_authorizationServer "s" sends plain http to the port "443" | write https://h, or another port',
    ],
  ],
  ['${tokenEndpoint}', [unset('tokenEndpoint')]],
] as const)('of the URL %s an administrator reads: %j', ([url, texts]) => {
  const read = readElements(`<zosconnect_authorizationServer id="s" tokenEndpoint="${url}"/>`)
  expect(said(read)).toEqual(texts)
})

const server = '<zosconnect_authorizationServer id="s" tokenEndpoint="http://s/t"/>'
const methods = `<zosconnect_authData id="d" user="u" password="p"/><zosconnect_authData id="e" user="u" password="p"/>
<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="s"/>
<zosconnect_authTokenLocal id="l" tokenGeneratorRef="j"/><jwtBuilder id="j" issuer="i"/>
<zosconnect_authTokenLocal id="x" header="X" tokenGeneratorRef="j"/>
<zosconnect_authToken id="t" header="x" authServerRef="s"><tokenRequest requestMethod="POST"
credentialLocation="header"/><tokenResponse tokenLocation="header" header="A"/></zosconnect_authToken>`
const leaveOut = 'leave one of them out of authenticationConfigRef'
const another = 'give one of them another header, or leave it out of authenticationConfigRef'

test.for<[string, ...(readonly string[])]>([
  ['d,x'],
  ['o,t'],
  [
    'd,e',
    `"d" and "e" are both zosconnect_authData: each needs the header "Authorization" | ${leaveOut}`,
  ],
  [
    'd,o',
    `"d" and "o" are zosconnect_authData and zosconnect_oAuthConfig: each needs the header "Authorization" | ${leaveOut}`,
  ],
  ['t,x', `"t" and "x" both send the header "X" | ${another}`],
  [
    'd,l',
    '"d" and "l" both send the header "Authorization" | give "l" another header than Authorization',
  ],
  [
    'l,o',
    '"l" and "o" both send the header "Authorization" | give "l" another header than Authorization',
  ],
  [
    'd,none',
    '"authenticationConfigRef" of zosconnect_endpointConnection "c" refers to "none", which is not there | use one of: t, l, x, o, d, e',
  ],
])('of authenticationConfigRef="%s" an administrator reads: %s', ([refs, ...texts]) => {
  const connection = `<zosconnect_endpointConnection id="c" host="http://h" authenticationConfigRef="${refs}"/>`
  expect(said(readElements(connection, server, methods))).toEqual(texts)
})

test.for([
  [`grantType="${jwtBearerGrantType}" tokenGeneratorRef="j"`, 'EXTENSION'],
  ['grantType="password" tokenGeneratorRef="j"', 'NO-EFFECT'],
])('reports of an oAuthConfig with %s a warning %s', ([attributes, code]) => {
  const oauth = `<zosconnect_oAuthConfig id="a" authServerRef="s" ${attributes}/>`
  expect(summary(readElements(server, methods, oauth))).toEqual([
    expect.stringMatching(new RegExp(`^warning ${code} 10:`)),
  ])
})

test('keeps of a connection the first thing that makes it unusable', () => {
  const connection = (id: string, refs: string) =>
    `<zosconnect_endpointConnection id="${id}" host="http://h" authenticationConfigRef="${refs}"/>`
  const { config } = readElements(
    connection('a', 'd,e,o'),
    connection('b', 'none,d,e'),
    server,
    methods,
  )
  expect(config?.connections.get('a')?.unusable?.message).toContain('"d" and "e"')
  expect(config?.connections.get('b')?.unusable?.code).toBe('MISSING-REFERENCE')
})
