import { expect, it } from 'vitest'
import { decode1047 } from '../../../emulator/config/ebcdic.ts'
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

const said = (bytes: Uint8Array) =>
  readFiles({ 'server.xml': bytes }).problems.map(({ severity, code, message, at, tries }) =>
    [`${severity} ${code} ${at?.line}:${at?.col} ${message}`, ...tries].join(' | '),
  )
const asRead = 'note FILE-ENCODING 1:1 the file is in EBCDIC: it is read as IBM-1047'
const refused = (page: string) =>
  `error FILE-ENCODING 1:1 the file is in EBCDIC, and not in IBM-1047 | convert it: iconv -f ${page} -t UTF-8 server.xml > server.xml.utf8, and declare encoding="UTF-8"`
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${xml}`

it.each(['IBM-1047', 'ibm1047', 'cp1047', 'Cp01047', 'IBM-001047', 'ISO-8859-1', 'x-ibm-037'])(
  'reads EBCDIC that declares %s as IBM-1047',
  (encoding) => {
    expect(said(encode(declared(encoding)))).toEqual([asRead])
  },
)

it.each([
  ['another code page', declared('IBM-037'), 'IBM-037'],
  ['a code page in quotes of the other kind', "<?xml encoding = 'cp500' ?><server/>", 'cp500'],
  ['a line before its declaration', `\n ${declared('ebcdic-cp-us')}`, 'ebcdic-cp-us'],
  ['a page whose number begins alike', declared('IBM-10470'), 'IBM-10470'],
  ['a page whose number ends alike', declared('IBM-21047'), 'IBM-21047'],
  ['a control character', '<server>\u0007</server>', 'IBM-037'],
  ['a control character above ASCII', '<server>\u0080</server>', 'IBM-037'],
])('refuses EBCDIC with %s and says what to type', (_, text, page) => {
  expect(said(encode(text))).toEqual([refused(page)])
})

it.each([
  ['blanks and line ends before it', [0x40, 0x15, 0x25, 0x0d, 0x05, 0x4c, 0x81]],
  ['a comment first', [0x4c, 0x5a]],
  ['a declaration first', [0x4c, 0x6f]],
  ['a root element a', [0x4c, 0x81]],
  ['a root element Z', [0x4c, 0xe9]],
])('knows EBCDIC by %s', (_, bytes) => {
  expect(said(Uint8Array.from([...bytes, 0x61, 0x6e]))[0]).toBe(asRead)
})

it.each([
  ['a byte below its letters', [0x4c, 0x80]],
  ['a byte above its letters', [0x4c, 0xea]],
  ['a letter and no <', [0x81, 0x82]],
  ['nothing after <', [0x4c]],
  ['blanks alone', [0x40, 0x40]],
  ['a control character before <', [0x02, 0x4c, 0x81]],
])('does not take %s for EBCDIC', (_, bytes) => {
  expect(said(Uint8Array.from(bytes)).join()).not.toContain('EBCDIC')
})

it.each([
  ['half letters, half other', [0x81, 0x7e, 0xf1, 0x6b], '\u0081~ñk'],
  ['letters and =', [0x81, 0x7e, 0xf1], 'a=1'],
  ['letters and a line end', [0x81, 0x15, 0xf1], 'a\n1'],
  ['letters alone', [0x81, 0xf1, 0xf2], '\u0081ñò'],
  ['ASCII with one accent', [0x61, 0x3d, 0xe9], 'a=é'],
  ['a byte below the letters', [0x80, 0x7e, 0x80], '\u0080~\u0080'],
])('reads %s beside server.xml as one of the two codes', (_, bytes, text) => {
  expect(textOfFile('server.env', Uint8Array.from(bytes))).toBe(text)
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
