import { expect, it } from 'vitest'
import { decodeFile, maxFileBytes, textOfFile } from '../../../emulator/config/decode.ts'
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

it.each(['UTF-8', 'utf8', 'ascii', 'US-ASCII', 'ISO-8859-1', 'latin1', 'Latin-1'])(
  'reads a declared %s',
  (encoding) => {
    expect(decodeFile('f.xml', bytes(declared(encoding)))).toEqual({ text: declared(encoding) })
  },
)

it.each(['x-utf-8', 'utf-8x', 'xascii', 'ascii-7', 'x-latin1', 'latin1-x', 'iso-8859-15'])(
  'refuses a declared %s, which only looks like one that is read',
  (encoding) => {
    expect(decodeFile('f.xml', bytes(declared(encoding)))).toMatchObject({
      problem: { code: 'FILE-ENCODING', message: `the encoding "${encoding}" is not read` },
    })
  },
)

it.each([
  ['a comment', `<server/><!-- ${declared('x-none')} -->`],
  ['an element', '<server encoding = "x-none"/>'],
  ['a blank before it', ` ${declared('x-none')}`],
])('takes an encoding in %s for none', (_, text) => {
  expect(decodeFile('f.xml', bytes(text))).toEqual({ text })
})

it('reads a declaration after a byte order mark, and with blanks around its sign', () => {
  const text = '<?xml version="1.0" encoding = "x-none"?><server/>'
  expect(decodeFile('f.xml', bytes(`\ufeff${text}`))).toMatchObject({
    problem: { message: 'the encoding "x-none" is not read' },
  })
})

it.each([
  ['a.properties', bytes('a=\u00e4', 'latin1'), 'a=\u00e4'],
  ['a.xml.properties', bytes('a=\u00e4'), 'a=\u00e4'],
  ['a.XML', bytes('<a>\u00e4</a>'), '<a>\u00e4</a>'],
  [
    'a.xml',
    bytes('<?xml version="1.0" encoding="ISO-8859-1"?>\u00e4', 'latin1'),
    '<?xml version="1.0" encoding="ISO-8859-1"?>\u00e4',
  ],
  ['a.xml', bytes('<a>\u00e4</a>', 'latin1'), '<a>\u00e4</a>'],
  ['a.env', new Uint8Array(maxFileBytes + 1), ''],
])('shows the text of %s as its problems count it', (file, content, text) => {
  expect(textOfFile(file, content)).toBe(text)
})

it('reads a file of the size that is the most, and says of a larger one how large it is', () => {
  const whole = new Uint8Array(maxFileBytes).fill(0x20)
  expect(decodeFile('f.xml', whole).text?.length).toBe(maxFileBytes)
  expect(textOfFile('f.env', whole).length).toBe(maxFileBytes)
  expect(decodeFile('f.xml', new Uint8Array(maxFileBytes + 1)).problem).toMatchObject({
    message: 'the file has "8388609" bytes, more than the 8388608 that are read',
    tries: ['check that this is a server.xml; split it if it really is'],
  })
})

it.each([
  [0x7f, undefined],
  [0x80, { line: 1, col: 1 }],
])('ASCII ends at 0x7f: %i', (byte, at) => {
  const head = bytes(declared('US-ASCII'))
  const { problem } = decodeFile('f.xml', Uint8Array.from([...head, byte]))
  expect(problem?.at && { line: problem.at.line, col: 1 }).toEqual(at)
  if (problem) expect(problem.message).toBe('the byte "0x80" is not US-ASCII')
})

it('names a byte of one digit with two, and one at the very start', () => {
  expect(decodeFile('f.xml', Uint8Array.from([0xc3, 0x09])).problem).toMatchObject({
    at: { line: 1, col: 1 },
    message: 'the byte "0xc3" is not UTF-8',
  })
})

it('reads the letters of ISO-8859-1', () => {
  const text = `${declared('iso-8859-1')}<!-- ä -->`
  expect(decodeFile('f.xml', bytes(text, 'latin1'))).toEqual({ text })
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
  ['after a real U+FFFD', [...bytes('a\ufffd\nbé'), 0xff, 0x41], 2, 3],
  ['in a cut character', [...bytes('x\r\ny\rz'), 0xc3], 3, 2],
  ['after a byte order mark', [...bytes('\ufeffab'), 0xe4, 0x20], 1, 3],
])('names the byte that is not UTF-8 %s', (_, file, line, col) => {
  const decoded = decodeFile('f.xml', Uint8Array.from(file))
  expect(decoded).toMatchObject({ problem: { code: 'FILE-ENCODING', at: { line, col } } })
})

it('names the byte that is not ASCII', () => {
  const decoded = decodeFile('f.xml', bytes(`${declared('US-ASCII')}\né`))
  expect(decoded).toMatchObject({ problem: { at: { line: 2, col: 1 }, message: /0xc3/ } })
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
