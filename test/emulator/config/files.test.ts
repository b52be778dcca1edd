import { expect, it } from 'vitest'
import { readElements, readText, serverXml, summary, tokenXml } from '../../support/server-xml.ts'

const dropin = (...elements: readonly string[]) => ({
  file: 'dropin.xml',
  text: `<server>\n${elements.join('\n')}\n</server>`,
})

it('unites what has no id and adds up features (config.merge.singleton)', () => {
  const read = readText(
    '<server><featureManager><feature>one-1.0</feature></featureManager></server>',
    {
      dropins: [
        dropin('<featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>'),
      ],
    },
  )
  expect(read.problems).toEqual([])
  expect(read.config?.features).toMatchObject([
    { value: 'one-1.0', at: { file: 'server.xml' } },
    { value: 'zosconnect:apiRequester-1.0', at: { file: 'dropin.xml', line: 2 } },
  ])
})

it('unites elements of one name and id, attribute by attribute, the last one winning (config.merge.factory)', () => {
  const change =
    '<zosconnect_authToken id="tok" header="X"><tokenRequest requestMethod="PUT"/></zosconnect_authToken>'
  const read = readText(serverXml(...tokenXml({})), { dropins: [dropin(change)] })
  expect(read.problems).toEqual([])
  const token = read.config?.authTokens.get('tok')
  expect(token).toMatchObject({
    at: { file: 'server.xml', line: 4 },
    authServerRef: { value: 'srv', at: { file: 'server.xml' } },
    header: { value: 'X', at: { file: 'dropin.xml', line: 2 } },
    tokenRequest: { requestMethod: { value: 'PUT' }, credentialLocation: { value: 'header' } },
  })
})

it('keeps elements of another name or id apart', () => {
  const read = readElements(
    '<zosconnect_authData id="a" user="1" password="p"/>',
    '<zosconnect_authData id="A" user="2" password="p"/>',
    '<zosconnect_endpointConnection id="a" host="h"/>',
  )
  expect(read.problems).toEqual([])
  expect([...read.config!.authData.values()].map(({ user }) => user?.value)).toEqual(['1', '2'])
})

it('notes an id that stands twice in one file', () => {
  const read = readElements(
    '<zosconnect_authData id="a" user="1" password="p"/>',
    '<zosconnect_authData id="a" user="2"/>',
  )
  expect(summary(read)).toEqual(['note DUPLICATE-ID 4:26'])
  expect(read.config?.authData.get('a')).toMatchObject({ user: { value: '2' }, password: {} })
})

it('reads server.xml on where a drop-in is broken', () => {
  const read = readText(serverXml(...tokenXml({})), {
    dropins: [{ file: 'dropin.xml', text: '<server>' }],
  })
  expect(read.config?.connections.size).toBe(1)
  expect(read.problems).toMatchObject([{ code: 'XML-SYNTAX', at: { file: 'dropin.xml', line: 1 } }])
})

it('sorts problems by document and place', () => {
  const read = readText(
    serverXml('<usr_b/>', '<zosconnect_authData id="a" user="${x}" password="p"/>'),
    {
      dropins: [dropin('<usr_c/>')],
    },
  )
  expect(summary(read)).toEqual([
    'note UNKNOWN-ELEMENT 3:1',
    'warning BAD-VARIABLE 4:35',
    'note UNKNOWN-ELEMENT 2:1',
  ])
})
