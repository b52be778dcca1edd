import { expect, it } from 'vitest'
import { attributeNames } from '../../../emulator/config/elements.ts'
import { extensionsOf, isOfExtension } from '../../../emulator/config/extensions.ts'
import { readElements, readText, said, serverXml, summary } from '../../support/server-xml.ts'

it.each([
  [
    '<zosconnect_authTokn id="a"/>',
    'error UNKNOWN-ELEMENT 3:1',
    'did you mean "zosconnect_authToken"?',
  ],
  [
    '<zosconnect_authtoken id="a"/>',
    'error UNKNOWN-ELEMENT 3:1',
    'did you mean "zosconnect_authToken"?',
  ],
  ['<keyStroe id="a"/>', 'error UNKNOWN-ELEMENT 3:1', 'did you mean "keyStore"?'],
  [
    '<zosconnect_somethingNew id="a"/>',
    'warning UNKNOWN-ELEMENT 3:1',
    "check its spelling against IBM's list",
  ],
  ['<usr_myExtension/>', 'note UNKNOWN-ELEMENT 3:1', undefined],
  ['<constructor/>', 'note UNKNOWN-ELEMENT 3:1', undefined],
  [
    '<zosconnect_authData id="a" user="u" password="p" pasword="q"/>',
    'error UNKNOWN-ATTRIBUTE 3:51',
    'did you mean "password"?',
  ],
  [
    '<zosconnect_authData id="a" user="u" password="p" User="q"/>',
    'error UNKNOWN-ATTRIBUTE 3:51',
    'did you mean "user"?',
  ],
  [
    '<zosconnect_authData id="a" user="u" password="p" realm="q"/>',
    'warning UNKNOWN-ATTRIBUTE 3:51',
    'use one of: id, user, password',
  ],
  [
    '<zosconnect_authData id="a" user="u" password="p"><x/></zosconnect_authData>',
    'warning UNKNOWN-ELEMENT 3:51',
    undefined,
  ],
  [
    '<zosconnect_apiRequesters><apiRequestr/></zosconnect_apiRequesters>',
    'error UNKNOWN-ELEMENT 3:27',
    'did you mean "apiRequester"?',
  ],
  [
    '<zosconnect_apiRequesters><other/></zosconnect_apiRequesters>',
    'warning UNKNOWN-ELEMENT 3:27',
    'use one of: apiRequester',
  ],
  [
    '<zosconnect_zosConnectManager requireauth="true"/>',
    'error UNKNOWN-ATTRIBUTE 3:31',
    'did you mean "requireAuth"?',
  ],
  [
    '<zosconnect_services locationn="/apis"/>',
    'error UNKNOWN-ATTRIBUTE 3:22',
    'did you mean "location"?',
  ],
  [
    '<zosconnect_services id="s" somethingElse="true"/>',
    'note UNKNOWN-ATTRIBUTE 3:29',
    "check its spelling against IBM's list",
  ],
  ['<jsf/>', 'note UNKNOWN-ELEMENT 3:1', undefined],
  [
    '<include location="none" optional="true" onconflict="IGNORE"/>',
    'error UNKNOWN-ATTRIBUTE 3:42',
    'did you mean "onConflict"?',
  ],
])('reports %s (config.unknown.ignored)', (xml, expected, tries) => {
  const read = readElements(xml)
  expect(summary(read)).toEqual([expected])
  expect(read.problems[0]?.tries[0]).toBe(tries)
})

it.each([
  '<keyStore id="k" anything="x"><whatever/></keyStore>',
  '<zosconnect_zosConnectManager globalOperationsGroup="G"/>',
  '<httpEndpoint id="defaultHttpEndpoint" host="*" httpPort="80"/>',
  '<fileMonitor id="a"/>',
  '<collectiveCertificate/>',
  '<webService id="a"/>',
  '<zosconnect_apiRequesters location="${server.config.dir}/x" updateTrigger="POLLED" pollingRate="5s"/>',
  '<zosconnect_auditInterceptor id="a" apiRequesterMaxDelay="30s" apiProviderRequestHeaders="a, b"/>',
  '<zosconnect_monitoring apiProviderInterceptorsRef="l" apiRequesterInterceptorsRef="l"/>',
  '<zosconnect_cicsIpicConnection id="c" host="h" port="1" sysid="ZC01" requestTimeout="300s"/>',
  '<zosconnect_cicsIpicConnection id="c" host="h" port="1" connectionRetryInterval="60s"/>',
  '<zosconnect_imsConnection id="i" connectionFactoryRef="f" imsDatastoreName="IMS1"/>',
  '<zosconnect_credential id="c" userName="u" password="p"/>',
  '<zosConnectManager requireAuth="true"/><zosConnectService id="s" serviceRef="r"/>',
  '<concurrencyPolicy max="3"/><jwtSso/><classloader apiTypeVisibility="spec"/><auditEvent/>',
  '<com.ibm.ws.config updateTrigger="mbean"/>',
])('says nothing about %s', (xml) => {
  expect(readElements(xml).problems).toEqual([])
})

it('knows elements of an extension whose feature is there (config.elements.extension)', () => {
  const noted = (feature: string) =>
    summary(
      readElements(
        `<featureManager><feature>${feature}</feature></featureManager>`,
        '<usr_logger id="a"/>',
        '<FileManager_Connection id="b"/>',
      ),
    )
  expect(noted('usr:logger-1.0')).toEqual(['note UNKNOWN-ELEMENT 5:1'])
  expect(noted('filemanager:fm-2.0')).toEqual(['note UNKNOWN-ELEMENT 4:1'])
})

it('names what begins with zosconnect_ although features of z/OS Connect are there', () => {
  const read = readElements('<zosconnect_invented id="a"/>')
  expect(summary(read)).toEqual(['warning UNKNOWN-ELEMENT 3:1'])
})

it.each([
  ['usr_logger', true],
  ['USR_logger', true],
  ['_usr_logger', false],
  ['usr_', false],
  ['b_x', false],
  ['a_x', true],
  ['zosconnect_x', false],
  ['usr', false],
])('of the element %s it is %s that an extension may have it', (name, expected) => {
  const extensions = extensionsOf([
    'usr:logger-1.0',
    ' A:b-1',
    'a b:c-1',
    'zosconnect:x-1',
    'jsp-2.3',
  ])
  expect([...extensions]).toEqual(['usr', 'a', 'zosconnect'])
  expect(isOfExtension(name, extensions)).toBe(expected)
})

it('lists the attributes of an element whose list is complete', () => {
  expect(attributeNames('zosconnect_authData')).toEqual(['id', 'user', 'password'])
  expect(attributeNames('keyStore')).toBeUndefined()
  expect(attributeNames('none')).toBeUndefined()
})

it.each([
  [
    `<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="\${x}"/>`,
    'BAD-VARIABLE',
    'MISSING-REFERENCE',
  ],
  [
    '<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="defaultJWT"/>',
    'MISSING-REFERENCE',
  ],
  ['<ssl id="s" keyStoreRef="defaultKeyStore" trustStoreRef=" defaultTrustStore "/>'],
  ['<ssl id="s" keyStoreRef=" k "/><keyStore id="k"/>'],
  [
    '<zosconnect_zosConnectManager globalInterceptorsRef="a,,a, "/><zosconnect_zosConnectInterceptors id="a"/>',
    'NO-EFFECT',
  ],
  [
    '<zosconnect_zosConnectManager globalInterceptorsRef="a,, "/><zosconnect_zosConnectInterceptors id="a"/>',
  ],
  ['<zosconnect_authData id="${long}" user="u" password="p"/>', 'BAD-VARIABLE'],
])('reports of the ids in %s: %s', (xml, ...codes) => {
  expect(readElements(xml).problems.map(({ code }) => code)).toEqual(codes)
})

it.each([
  [
    '<usr_myExtension/>',
    '"usr_myExtension" is not known to baqlab; Liberty ignores it unless one of its features knows it',
  ],
  [
    '<ssll/>',
    '"ssll" is not known to baqlab; Liberty ignores it unless one of its features knows it',
  ],
  [
    '<my.com.ibm.config/>',
    '"my.com.ibm.config" is not known to baqlab; Liberty ignores it unless one of its features knows it',
  ],
  [
    '<featureManager><other/></featureManager>',
    '"other" in "featureManager" is not known to baqlab; Liberty would ignore it | use one of: feature, platform',
  ],
  [
    '<featureManager><feature kind="x">jsp-2.3</feature></featureManager>',
    'the attribute "kind" of "feature" is not known to baqlab; Liberty would ignore it',
  ],
  [
    '<zosconnect_services id="s" somethingElse="true"/>',
    `the attribute "somethingElse" of "zosconnect_services" is not among those baqlab has seen | check its spelling against IBM's list`,
  ],
  [
    '<zosconnect_authData id="a" user="u" password="p" realm="q"/>',
    'the attribute "realm" of "zosconnect_authData" is not known to baqlab; Liberty would ignore it | use one of: id, user, password',
  ],
])('of %s an administrator reads: %s', (xml, text) => {
  expect(said(readElements(xml))).toEqual([text])
})

it('tells what no file holds before the rest, and says of it no include', () => {
  const variables = { a: '${a}', b: '${b}' }
  const element = '<zosconnect_authData id="x" user="${a}${b}"/><zosconnect_authTokn/>'
  const { problems } = readText(serverXml(element), { variables })
  expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([
    ['BAD-VARIABLE', undefined],
    ['BAD-VARIABLE', undefined],
    ['MISSING-ATTRIBUTE', 3],
    ['BAD-VARIABLE', 3],
    ['BAD-VARIABLE', 3],
    ['UNKNOWN-ELEMENT', 3],
  ])
  for (const problem of problems) expect(problem).not.toHaveProperty('includedFrom')
})

const ssl = (ref: string) => `<ssl id="s" keyStoreRef="${ref}"/>`
const keyStores = (count: number) =>
  Array.from({ length: count }, (_, i) => `<keyStore id="k${i}"/>`).join('')

it('takes an empty id for no id', () => {
  const read = readElements(ssl('${empty}'), '<keyStore/>', '<variable name="empty" value=""/>')
  expect(said(read)).toEqual([
    '"keyStoreRef" of ssl "s" refers to "", which is not there | define a keyStore with this id',
  ])
})

it('proposes an id among the first two hundred', () => {
  const proposed = (count: number) =>
    said(readElements(ssl('allMyKeyz'), keyStores(count), '<keyStore id="allMyKeys"/>'))[0]
  expect(proposed(199)).toContain('did you mean "allMyKeys"?')
  expect(proposed(200)).not.toContain('did you mean')
})

it('proposes an id a hundred times', () => {
  const missing = Array.from({ length: 101 }, (_, i) => `<ssl id="s${i}" keyStoreRef="key"/>`)
  const all = said(readElements(...missing, '<keyStore id="keys"/>'))
  expect(all.filter((each) => each.includes('did you mean "keys"?'))).toHaveLength(100)
  expect(all.at(-1)).toContain('define a keyStore with this id')
})
