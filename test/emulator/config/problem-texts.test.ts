import { expect, test } from 'vitest'
import { readElements, readText, said, tokenXml } from '../../support/server-xml.ts'

const server = '<zosconnect_authorizationServer id="s" tokenEndpoint="http://s/t"/>'
const oauth = (attributes: string) => [
  server,
  `<zosconnect_oAuthConfig id="o" authServerRef="s" ${attributes}/>`,
]
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

test.for<[readonly string[], string]>([
  [
    ['<zosconnect_authData id="a" password="p"/>'],
    'zosconnect_authData "a" has no "user" | write user="…"',
  ],
  [
    ['<zosconnect_authTokenLocal id="l"/>'],
    'zosconnect_authTokenLocal "l" has no "tokenGeneratorRef" | write the id of a jwtBuilder',
  ],
  [
    [
      '<jwtBuilder id="j" issuer="i"/>',
      '<zosconnect_authTokenLocal id="l" tokenGeneratorRef="j"><claims>[1]</claims></zosconnect_authTokenLocal>',
    ],
    '"claims" of zosconnect_authTokenLocal "l" is not a JSON object | write it as {"name": "value"}',
  ],
  [
    tokenXml({}).map((line) => line.replace('authServerRef="srv"', '')),
    'zosconnect_authToken "tok" has no "authServerRef" | write authServerRef="…" with the id of a zosconnect_authorizationServer',
  ],
  [
    tokenXml({
      token: 'tokenLifetime="5m"',
      response:
        'tokenLocation="body" responseFormat="JSON" tokenPath="$.a" tokenLifetimePath="$.b"',
    }),
    '"tokenLifetime" serves only where the answer has no lifetime: the answer wins | keep both, if that is meant',
  ],
  [
    ['<zosconnect_authorizationServer id="s"/>'],
    'zosconnect_authorizationServer "s" has no "tokenEndpoint" | write tokenEndpoint="https://…" with the full URL',
  ],
  [
    ['<zosconnect_authorizationServer id="s" tokenEndpoint="ftp://s"/>'],
    '"ftp://s" is not a value of "tokenEndpoint" | write a full URL, as https://host:port/path',
  ],
  [
    ['<zosconnect_authorizationServer id="s" tokenEndpoint="x https://s"/>'],
    '"x https://s" is not a value of "tokenEndpoint" | write a full URL, as https://host:port/path',
  ],
  [
    [server.replace('/>', ' sslCertsRef="k"/>')],
    '"sslCertsRef" of zosconnect_authorizationServer "s" refers to "k", which is not there | define a ssl with this id',
  ],
  [
    [server.replace('/>', ' proxyConfigRef="p"/>')],
    '"proxyConfigRef" of zosconnect_authorizationServer "s" refers to "p", which is not there | define a zosconnect_proxyConfig with this id',
  ],
  [
    ['<zosconnect_endpointConnection id="c"/>'],
    'zosconnect_endpointConnection "c" has no "host" | write host="https://…"',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="https://h:1"/>'],
    '"https://h:1" is not a value of "host" | write https:// and the host alone; its port goes to port',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="http://h" port="443"/>'],
    'zosconnect_endpointConnection "c" sends plain http to the port "443" | write host="https://h", or another port',
  ],
  [
    ['<zosconnect_endpointConnection id="c" host="https://h" domainBasePath="/a"/>'],
    '"domainBasePath" is not used: baqlab does not emulate it yet | give the whole path in the call',
  ],
  [
    ['<zosconnect_oAuthConfig id="o" authServerRef="s"/>', server],
    'zosconnect_oAuthConfig "o" has no "grantType" | write grantType="client_credentials" or grantType="password"',
  ],
  [
    ['<zosconnect_oAuthConfig id="o" grantType="password"/>'],
    'zosconnect_oAuthConfig "o" has no "authServerRef" | write the id of a zosconnect_authorizationServer',
  ],
  [
    oauth('grantType="password" tokenRetryCheckLevel="2"'),
    'tokenRetryCheckLevel="2" is not implemented by the product: it means 3 | write tokenRetryCheckLevel="1" or "3"',
  ],
  [
    ['<jwtBuilder id="j" issuer="i"/>', ...oauth(`grantType="${jwtBearer}" tokenGeneratorRef="j"`)],
    'the jwt-bearer grant is an extension of baqlab: the product does not have it | use it to try the idea ZCEE-I-445 out',
  ],
  [
    ['<zosconnect_authData user="a" password="b"/>'],
    '"zosconnect_authData" has no id: nothing can refer to it | write id="…"',
  ],
  [
    ['<zosconnect_authData id="${x}" user="a" password="b"/>'],
    'the id "${x}" stays as it is: an id takes no variables | write the id itself',
  ],
  [
    ['<zosconnect_authData id="a" user="a" password="b"/>', '<zosconnect_authData id="a"/>'],
    '"zosconnect_authData" has the id "a" twice in this file: the two are united | keep one, or give the second an id of its own',
  ],
  [
    ['<zosconnect_authDatum id="a"/>'],
    '"zosconnect_authDatum" is not known to baqlab; Liberty would ignore it | check its spelling against IBM\'s list',
  ],
  [
    ['<zosconnect_authData id="a" user="a" password="b" usr="c"/>'],
    '"usr" is not known to baqlab; Liberty would ignore it | did you mean "user"?',
  ],
  [
    ['<zosconnect_authData id="a" user="a" password="b"><x/></zosconnect_authData>'],
    '"x" in "zosconnect_authData" is not known to baqlab; Liberty would ignore it',
  ],
  [['<include/>'], 'an include without "location" | write location="…" with the path of a file'],
  [
    ['<include location="http://h/x.xml"/>'],
    'an include from a URL is not read: baqlab fetches nothing | save what is there beside server.xml and include that file',
  ],
  [
    ['<include location="x.xml"/>'],
    'the included file "x.xml" cannot be read | check its path, or write optional="true"',
  ],
  [
    ['<include location="dir/"/>'],
    'the included folder "dir/" cannot be read | check its path, or write optional="true"',
  ],
  [
    ['<include location="server.xml"/>'],
    'an include leads back to where it began: server.xml, server.xml | remove one include of the circle',
  ],
  [
    ['<include location="x.xml" onConflict="MIX" optional="true"/>'],
    '"MIX" is not a value of "onConflict": Liberty takes MERGE | use one of: MERGE, REPLACE, IGNORE',
  ],
])('of %j an administrator reads: %s', ([elements, text]) => {
  expect(said(readElements(...elements))).toEqual([text])
})

const hostHelp = 'write https:// and the host alone; its port goes to port'
const urlHelp = 'write a full URL, as https://host:port/path'

test.for([
  ['https://me:hunter2@h', `"https://…@h" is not a value of "host" | ${hostHelp}`],
  ['me:hunter2@h/x', `"…@h/x" is not a value of "host" | ${hostHelp}`],
  ['x https://h', `"x https://h" is not a value of "host" | ${hostHelp}`],
])('shows no password in the host %s', ([host, text]) => {
  const read = readElements(`<zosconnect_endpointConnection id="c" host="${host}"/>`)
  expect(said(read)).toEqual([text])
})

test.for([
  [
    'https://me:hunter2@ h/t?code=hunter3',
    `"https://…@ h/t?…" is not a value of "tokenEndpoint" | ${urlHelp}`,
  ],
  ['me:hunter2@h', `"…@h" is not a value of "tokenEndpoint" | ${urlHelp}`],
])('shows no password in the URL %s', ([url, text]) => {
  const read = readElements(`<zosconnect_authorizationServer id="s" tokenEndpoint="${url}"/>`)
  expect(said(read)).toEqual([text])
})

test('unites authenticationConfigRef and basicAuthRef, and counts an id once', () => {
  const data = ['a', 'b'].map((id) => `<zosconnect_authData id="${id}" user="u" password="p"/>`)
  const listed = (refs: string) => {
    const connection = `<zosconnect_endpointConnection id="c" host=" https://h/ " ${refs}/>`
    const read = readElements(connection, ...data)
    const { origin, authenticationConfigRef } = read.config!.connections.get('c')!
    return [origin, authenticationConfigRef.value, ...said(read)]
  }
  expect(listed('authenticationConfigRef="a" basicAuthRef="a"')).toEqual(['https://h', ['a']])
  expect(listed('authenticationConfigRef="a" basicAuthRef="b"')).toEqual([
    'https://h',
    ['a', 'b'],
    '"a" and "b" are both zosconnect_authData: each needs the header "Authorization" | leave one of them out of authenticationConfigRef',
  ])
  expect(listed('authenticationConfigRef="a,a"')).toEqual([
    'https://h',
    ['a'],
    '"authenticationConfigRef" names an id twice | name it once',
  ])
})

test('points at the feature whose name was slipped, not at the first', () => {
  const names = ['jsp-2.3', 'zosconnect:apiRequestr-1.0']
  const lines = names.map((name) => `<feature>${name}</feature>`)
  const manager = ['<featureManager>', ...lines, '</featureManager>']
  const { problems } = readText(['<server>', ...manager, '</server>'].join('\n'))
  expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([['MISSING-FEATURE', 4]])
})

test('names the extension and what the jwt-bearer grant lacks', () => {
  expect(said(readElements(...oauth(`grantType="${jwtBearer}"`)))).toEqual([
    'zosconnect_oAuthConfig "o" has no "tokenGeneratorRef" | write the id of a jwtBuilder',
    'the jwt-bearer grant is an extension of baqlab: the product does not have it | use it to try the idea ZCEE-I-445 out',
  ])
})

test('takes a URL with blanks around it, and a host without a scheme', () => {
  const read = readElements(
    '<zosconnect_authorizationServer id="s" tokenEndpoint=" https://s/t "/>',
    '<zosconnect_endpointConnection id="c" host="api.example.com"/>',
  )
  expect(said(read)).toEqual([])
  expect(read.config?.authorizationServers.get('s')?.tokenEndpoint?.value).toBe('https://s/t')
})

const feature = (name: string) =>
  `<server><featureManager><feature>${name}</feature></featureManager></server>`
const noFeature = 'the feature "zosconnect:apiRequester-1.0" is not in featureManager'
const write = 'write <feature>zosconnect:apiRequester-1.0</feature>'
const noConnection = `${noFeature} and there is no connection: this server calls no API | if programs are to call APIs through it, ${write}`

test.for<[string, string]>([
  ['', 'the file is empty | write <server></server>'],
  ['<server>', '"server" is never closed | close it with </server>'],
  ['<serve/>', 'the root element is "serve", not "server" | did you mean "server"?'],
  ['<web-app/>', 'the root element is "web-app", not "server" | give a server.xml'],
  ['<server><a', 'a tag is not closed | close it with >'],
  ['<server/', 'a tag is not closed | close it with >'],
  ['<server><a b></a></server>', 'the attribute "b" has no quoted value | write b="…"'],
  ['<server a="x></server>', 'a quote is not closed | close it with "'],
  ["<server a='x></server>", "a quote is not closed | close it with '"],
  ['<server a="1" a="2"/>', 'the attribute "a" stands twice | keep one of the two'],
  ['<!DOCTYPE a><server/>', 'a DOCTYPE is refused | remove it; a server.xml needs none'],
  ['<server/><server/>', '"server" is a second root element | put it inside the first'],
  ['<server/>x', 'there is text after the root element | remove it'],
  ['<server><!-- </server>', 'a comment is not closed | close it with -->'],
  ['<server><?a </server>', 'a processing instruction is not closed | close it with ?>'],
  ['<server><![CDATA[ </server>', 'a CDATA section is not closed | close it with ]]>'],
  ['<server></srv>', '"server" is not closed before </srv> in line 1 | close it with </server>'],
  ['</server>', '</server> closes nothing | remove it'],
  ['<server/>', noConnection],
  [
    '<server><zosconnect_endpointConnection id="c" host="https://h"/></server>',
    `${noFeature}: a server would call no API | ${write}`,
  ],
  [
    feature('zosconnect:apiRequestr-1.0'),
    `${noFeature}: a server would call no API | did you mean that by "zosconnect:apiRequestr-1.0"? | ${write}`,
  ],
  [
    '<?xml version="1.0" encoding="KOI8-R"?><server/>',
    'the encoding "KOI8-R" is not read | convert it: iconv -f KOI8-R -t UTF-8 server.xml > server.xml.utf8, and declare encoding="UTF-8"',
  ],
])('of the text %j an administrator reads: %s', ([text, line]) => {
  expect(said(readText(text))).toEqual([line])
})

test.for<[string, string]>([
  ['a="<"', 'a "<" may not stand in an attribute | write &lt; or the real value'],
  [
    'a="&foo;"',
    '"&foo;" is not an entity that XML knows | use &amp; &lt; &gt; &quot; &apos; or a number like &#65;',
  ],
])('of a server with %s an administrator reads: %s', ([attribute, line]) => {
  expect(said(readText(`<server ${attribute}/>`))).toEqual([noConnection, line])
})

test('says how to convert bytes that are no text', () => {
  const convert = (from: string) =>
    `convert it: iconv -f ${from} -t UTF-8 server.xml > server.xml.utf8, and declare encoding="UTF-8"`
  expect(said(readText(Uint8Array.of(0x3c, 0xff, 0x3e)))).toEqual([
    `the byte "0xff" is not UTF-8 | ${convert('ISO-8859-1')}`,
  ])
  expect(said(readText(Uint8Array.of(0xff, 0xfe, 0x3c, 0x00, 0xd8)))).toEqual([
    `the file is not valid UTF-16 | ${convert('UTF-16')}`,
  ])
  expect(said(readText('', { readFile: () => undefined }))).toEqual([
    'the file "server.xml" cannot be read | check its path and its permissions',
  ])
})

test('shows two hundred characters of a value', () => {
  const shown = (value: string) =>
    said(readElements(`<zosconnect_endpointConnection id="c" host="https://h" port="${value}"/>`))
  const tries = 'is not a value of "port" | write a number from 1 to 65535'
  expect(shown('x'.repeat(200))).toEqual([`"${'x'.repeat(200)}" ${tries}`])
  expect(shown('x'.repeat(201))).toEqual([`"${'x'.repeat(200)}…" ${tries}`])
})
