import { expect, it } from 'vitest'
import {
  decode1047,
  looksEbcdicText,
  looksEbcdicXml,
  otherPage,
} from '../../../emulator/config/ebcdic.ts'
import { textOfFile } from '../../../emulator/config/index.ts'
import { readFiles, serverXml, summary, tokenXml } from '../../support/server-xml.ts'

/** The reverse of the table under test, made by decoding every byte. */
function encode(text: string, newline = 0x15): Uint8Array {
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decode1047(Uint8Array.of(byte)), byte]),
  )
  return Uint8Array.from(Array.from(text), (char) => (char === '\n' ? newline : bytes.get(char)!))
}

it.each([
  [0x4c, '<'],
  [0x6e, '>'],
  [0x50, '&'],
  [0x7f, '"'],
  [0x7d, "'"],
  [0x7e, '='],
  [0x61, '/'],
  [0x5a, '!'],
  [0x6f, '?'],
  [0x60, '-'],
  [0x6d, '_'],
  [0x7a, ':'],
  [0x7b, '#'],
  [0x5b, '$'],
  [0xc0, '{'],
  [0xd0, '}'],
  [0xad, '['],
  [0xbd, ']'],
  [0xe0, '\\'],
  [0x5f, '^'],
  [0x4f, '|'],
  [0xa1, '~'],
  [0x79, '`'],
  [0x40, ' '],
  [0x05, '\t'],
  [0x15, '\n'],
  [0x25, '\n'],
  [0x0d, '\r'],
  [0x81, 'a'],
  [0xe9, 'Z'],
  [0xf9, '9'],
  [0x4b, '.'],
  [0x6b, ','],
])('reads the byte %i of IBM-1047 as %j (config.ebcdic)', (byte, char) => {
  expect(decode1047(Uint8Array.of(byte))).toBe(char)
})

it('has a character of its own for every byte, but for the two line ends', () => {
  const all = Array.from({ length: 256 }, (_, byte) => decode1047(Uint8Array.of(byte)))
  expect(new Set(all).size).toBe(255)
})

const xml = serverXml(...tokenXml({}))

it.each([
  ['0x15', 0x15, xml],
  ['0x25', 0x25, xml],
  ['a declaration of IBM-1047', 0x15, `<?xml version="1.0" encoding="IBM-1047"?>\n${xml}`],
  ['a declaration of UTF-8', 0x15, `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`],
])('reads an EBCDIC file with %s and says so (config.ebcdic)', (_, newline, text) => {
  const bytes = encode(text, newline)
  const read = readFiles({ 'server.xml': bytes })
  expect(summary(read)).toEqual(['note FILE-ENCODING 1:1'])
  expect(read.config?.authTokens.size).toBe(1)
  expect(textOfFile('server.xml', bytes)).toBe(text)
})

it.each([
  ['another code page', encode('<?xml version="1.0" encoding="IBM-037"?><server/>'), 'IBM-037'],
  ['a control character', encode('<server>\u0007</server>'), 'IBM-037'],
])('refuses EBCDIC with %s and says what to type', (_, bytes, page) => {
  const read = readFiles({ 'server.xml': bytes })
  expect(summary(read)).toEqual(['error FILE-ENCODING 1:1'])
  expect(read.problems[0]?.tries[0]).toContain(`iconv -f ${page} -t UTF-8 server.xml`)
})

it('reads the files beside server.xml in EBCDIC, too', () => {
  const read = readFiles({
    'server.xml': serverXml('<zosconnect_authData id="a" user="${v}-${w}" password="p"/>'),
    'server.env': encode('# made on z/OS\nv=one\n'),
    'bootstrap.properties': encode('w=two\n'),
  })
  expect(read.config?.authData.get('a')?.user?.value).toBe('one-two')
})

it('reads a file with CR alone as line end, each line at its place', () => {
  const text = serverXml('<zosconnect_authTokn/>').replaceAll('\n', '\r')
  expect(summary(readFiles({ 'server.xml': text }))).toEqual(['error UNKNOWN-ELEMENT 3:1'])
})

it.each([
  ['<server', true],
  ['<?xml', true],
  ['<!--', true],
  ['<azZ', true],
  ['<Z', true],
  ['  \n\r\t<server', true],
  ['<', false],
  ['< server', false],
  ['</server', false],
  ['<1', false],
  ['server', false],
  ['', false],
])('%j in EBCDIC begins as XML does: %s', (text, expected) => {
  expect(looksEbcdicXml(encode(text))).toBe(expected)
})

it('takes a line end of EBCDIC of either kind before the first element', () => {
  expect(looksEbcdicXml(encode('\n<server', 0x25))).toBe(true)
})

it.each([
  ['a=b', true],
  ['# a comment alone\n', true],
  ['letters', false],
  ['= = = = a', false],
  ['ab =', false],
  ['abc =', true],
])('%j in EBCDIC looks like lines with names and values: %s', (text, expected) => {
  expect(looksEbcdicText(encode(text))).toBe(expected)
})

it('takes nothing in ASCII for EBCDIC', () => {
  expect(looksEbcdicText(Buffer.from('a~=b\u0015'))).toBe(false)
})

it.each([
  ['IBM-1047', undefined],
  ['ibm1047', undefined],
  ['cp1047', undefined],
  ['CP-01047', undefined],
  ['IBM-10470', 'IBM-10470'],
  ['ebcdic-de', 'ebcdic-de'],
  ['x-ibm-037', undefined],
  ['cp037', 'cp037'],
  ['UTF-8', undefined],
])('a declared %s is the other code page %s', (encoding, expected) => {
  expect(otherPage(`<?xml version="1.0" encoding = '${encoding}'?><server/>`)).toBe(expected)
})

it('looks for a declared code page only where a declaration stands', () => {
  const declared = '<?xml version="1.0" encoding="IBM-037"?>'
  expect(otherPage(` \n${declared}`)).toBe('IBM-037')
  expect(otherPage(`<server/>${declared}`)).toBeUndefined()
  expect(otherPage(`${' '.repeat(300)}${declared}`)).toBeUndefined()
})
