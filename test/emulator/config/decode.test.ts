import { expect, it } from 'vitest'
import { decodeFile, maxFileBytes, textOfFile, tooLarge } from '../../../emulator/config/decode.ts'
import { readText, withCode } from '../../support/server-xml.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><server/>`

it.each([
  ['UTF-8', bytes('<server/>')],
  ['UTF-8 with a byte order mark', bytes('\ufeff<server/>')],
  ['UTF-16 little endian', bytes('\ufeff<server/>', 'utf16le')],
  ['UTF-16 big endian', utf16be('\ufeff<server/>')],
])('reads %s', (_, file) => {
  expect(decodeFile('f.xml', file)).toEqual({ text: '<server/>' })
})

it.each(['UTF-8', 'utf8', 'US-ASCII', 'ascii', 'ISO-8859-1', 'latin1', 'Latin-1'])(
  'reads a declared %s',
  (encoding) => {
    expect(decodeFile('f.xml', bytes(declared(encoding)))).toEqual({ text: declared(encoding) })
  },
)

it('reads the letters of ISO-8859-1', () => {
  const text = `${declared('iso-8859-1')}<!-- ä -->`
  expect(decodeFile('f.xml', bytes(text, 'latin1'))).toEqual({ text })
})

it.each([
  [`<?xml version='1.0' encoding = 'KOI8-R' ?><server/>`, 'KOI8-R'],
  [`\ufeff${declared('KOI8-R')}`, 'KOI8-R'],
  [declared('my-utf-8'), 'my-utf-8'],
  [declared('utf-80'), 'utf-80'],
  [declared('x-ascii'), 'x-ascii'],
  [declared('ascii-7'), 'ascii-7'],
  [declared('iso-8859-15'), 'iso-8859-15'],
  [declared('x-latin1'), 'x-latin1'],
])('refuses the encoding of %j', (text, encoding) => {
  const problem = {
    severity: 'error',
    code: 'FILE-ENCODING',
    message: `the encoding "${encoding}" is not read`,
    at: { file: 'f.xml', line: 1, col: 1 },
    tries: [
      `convert it: iconv -f ${encoding} -t UTF-8 f.xml > f.xml.utf8, and declare encoding="UTF-8"`,
    ],
  }
  expect(decodeFile('f.xml', bytes(text))).toEqual({ problem })
})

it.each([
  ['no declaration', `<server a='<?xml encoding="KOI8-R"?>'/>`],
  ['an attribute of another name', '<?xml myencoding="KOI8-R"?><server/>'],
  ['a declaration without an encoding', '<?xml version="1.0"?><a encoding="KOI8-R"/>'],
])('takes %s for UTF-8', (_, text) => {
  expect(decodeFile('f.xml', bytes(text))).toEqual({ text })
})

it.each([
  ['UTF-16 in the other order', Buffer.from([0x00, 0x3c]), '<'],
  ['UTF-16 without a mark', Buffer.from([0x3c, 0x00]), '<'],
  ['one byte of a mark', Buffer.from('a'), 'a'],
])('reads %s', (_, file, text) => {
  expect(decodeFile('f.xml', file)).toEqual({ text })
})

it.each([
  ['f.xml', Buffer.from('\ufeff<a/>', 'utf16le'), '<a/>'],
  ['F.XML', Buffer.from('\ufeff<a/>', 'utf16le'), '<a/>'],
  ['f.xml.env', Buffer.from('é', 'latin1'), 'é'],
  ['f.xml', Buffer.from('<é', 'latin1'), '<é'],
  ['server.env', bytes('\ufeffé'), 'é'],
])('gives the text of %s for its Problems', (file, content, text) => {
  expect(textOfFile(file, content)).toBe(text)
})

it('gives no text of a file above the cap, and that of one at it', () => {
  expect(textOfFile('server.env', Buffer.alloc(maxFileBytes + 1, 0x61))).toBe('')
  expect(textOfFile('server.env', Buffer.alloc(maxFileBytes, 0x61))).toHaveLength(maxFileBytes)
  expect(decodeFile('f.xml', Buffer.alloc(maxFileBytes, 0x61)).text).toHaveLength(maxFileBytes)
})

it('says what to do with a file above the cap', () => {
  expect(tooLarge('f.xml', 9)).toEqual({
    severity: 'error',
    code: 'FILE-TOO-LARGE',
    message: 'the file has "9" bytes, more than the 8388608 that are read',
    at: { file: 'f.xml', line: 1, col: 1 },
    tries: ['check that this is a server.xml; split it if it really is'],
  })
})

it.each([
  ['windows-1252', bytes(declared('windows-1252')), 'iconv -f windows-1252 -t UTF-8 f.xml'],
  ['broken UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'iconv -f UTF-16'],
])('refuses %s and says what to type', (_, file, tries) => {
  const decoded = decodeFile('f.xml', file)
  expect(decoded).toMatchObject({ problem: { code: 'FILE-ENCODING', severity: 'error' } })
  expect(decoded.problem?.tries[0]).toContain(tries)
})

it.each([
  ['after a real U+FFFD', [...bytes('a\ufffd\nbé'), 0xff, 0x41], 2, 3, 8],
  ['after two of them', [...bytes('\ufffd\ufffdb'), 0xff, 0x41], 1, 4, 7],
  ['in a cut character', [...bytes('x\r\ny\rz'), 0xc3], 3, 2, 6],
  ['after a byte order mark', [...bytes('\ufeffab'), 0xe4, 0x20], 1, 3, 5],
])('names the byte that is not UTF-8 %s', (_, file, line, col, at) => {
  const decoded = decodeFile('f.xml', Uint8Array.from(file))
  expect(decoded).toMatchObject({ problem: { code: 'FILE-ENCODING', at: { line, col } } })
  expect(decoded.problem?.message).toBe(`the byte "0x${file[at]!.toString(16)}" is not UTF-8`)
})

it('names the byte that is not ASCII', () => {
  const decoded = decodeFile('f.xml', bytes(`${declared('US-ASCII')}\n\u007fé`))
  expect(decoded.problem).toMatchObject({
    at: { file: 'f.xml', line: 2, col: 2 },
    message: 'the byte "0xc3" is not US-ASCII',
  })
  expect(decoded.problem?.tries[0]).toContain('iconv -f ISO-8859-1 -t UTF-8')
})

it('refuses a file above the cap without reading it', () => {
  const read = readText(new Uint8Array(maxFileBytes + 1))
  expect(read.config).toBeUndefined()
  expect(withCode(read, 'FILE-TOO-LARGE')).toHaveLength(1)
})

it('refuses a drop-in above the cap and keeps server.xml', () => {
  const read = readText('<server/>', {
    dropins: [{ file: 'd.xml', text: ' '.repeat(maxFileBytes + 1) }],
  })
  expect(read.config).toBeDefined()
  expect(withCode(read, 'FILE-TOO-LARGE')[0]?.at?.file).toBe('d.xml')
})

it.each([
  ['undefined', () => undefined],
  [
    'an exception',
    () => {
      throw new Error('EACCES')
    },
  ],
])('reports a missing file when the reader gives %s', (_, readFile) => {
  const read = readText('', { readFile })
  expect(read).toMatchObject({ problems: [{ code: 'FILE-MISSING', at: { file: 'server.xml' } }] })
})

it.each(['<client/>', '<Server/>', '<servr></servr>'])('refuses %s as no server', (text) => {
  expect(withCode(readText(text), 'NOT-A-SERVER')).toHaveLength(1)
})
