import { error, note } from '../problem.ts'
import { decode1047, looksEbcdicText, looksEbcdicXml, otherPage } from './ebcdic.ts'
import type { ConfigProblem } from './model.ts'
import { binaryFormat } from './other-formats.ts'
import type { OtherFormat } from './other-formats.ts'

/** The most bytes one file of the configuration may have; larger ones are refused unread. */
export const maxFileBytes = 8 * 1024 * 1024

/** A file's text, without a byte order mark, with a note where it was EBCDIC; or why there is none. */
export type Decoded =
  | { readonly text: string; readonly problem?: ConfigProblem }
  | { readonly text?: undefined; readonly problem: ConfigProblem }

/** Turns a file's bytes into text by its byte order mark, its first `<` or its declared encoding; never guesses. */
export function decodeFile(file: string, bytes: Uint8Array): Decoded {
  if (bytes.length > maxFileBytes) return { problem: tooLarge(file, bytes.length) }
  if (startsWith(bytes, 0xff, 0xfe)) return decodeAs(file, bytes, 'utf-16le')
  if (startsWith(bytes, 0xfe, 0xff)) return decodeAs(file, bytes, 'utf-16be')
  if (startsWith(bytes, 0x3c, 0x00)) return decodeAs(file, bytes, 'utf-16le')
  if (startsWith(bytes, 0x00, 0x3c)) return decodeAs(file, bytes, 'utf-16be')
  const binary = binaryFormat(bytes)
  if (binary) return { problem: notText(file, binary) }
  if (looksEbcdicXml(bytes)) return decodeEbcdic(file, bytes)
  const declared = declaredEncoding(bytes)
  if (declared === undefined || /^utf-?8$/i.test(declared)) return decodeAs(file, bytes, 'utf-8')
  if (/^(us-)?ascii$/i.test(declared)) return decodeAscii(file, bytes)
  if (/^(iso-8859-1|latin-?1)$/i.test(declared)) return { text: latin1(bytes) }
  return refuse(file, `the encoding "${declared}" is not read`, declared)
}

/** The text of a configuration file as its Problems count lines and columns, XML or not; never fails. */
export function textOfFile(file: string, bytes: Uint8Array): string {
  return (/\.xml$/i.test(file) ? decodeFile(file, bytes).text : undefined) ?? decodeBeside(bytes)
}

/** Refuses text that would be too large a file. */
export const tooLarge = (file: string, size: number): ConfigProblem =>
  error(
    'FILE-TOO-LARGE',
    `the file has "${size}" bytes, more than the ${maxFileBytes} that are read`,
    { file, line: 1, col: 1 },
    'check that this is a server.xml; split it if it really is',
  )

const notText = (file: string, { what, tries }: OtherFormat): ConfigProblem =>
  error('NOT-A-SERVER', `this is ${what}, and no server.xml`, { file, line: 1, col: 1 }, tries)

const startsWith = (bytes: Uint8Array, ...start: readonly number[]) =>
  start.every((byte, i) => bytes[i] === byte)

function decodeEbcdic(file: string, bytes: Uint8Array): Decoded {
  const text = decode1047(bytes)
  const other = otherPage(text)
  if (other !== undefined) {
    return refuse(file, 'the file is in EBCDIC, and not in IBM-1047', other)
  }
  const message = 'the file is in EBCDIC: it is read as IBM-1047'
  return { text, problem: note('FILE-ENCODING', message, { file, line: 1, col: 1 }) }
}

/** The text of a file beside server.xml, which declares no encoding; whatever it holds, it is read. */
export function decodeBeside(bytes: Uint8Array): string {
  if (bytes.length > maxFileBytes) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return looksEbcdicText(bytes) ? decode1047(bytes) : latin1(bytes)
  }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = latin1(bytes.subarray(0, 200)).replace(/^\xef\xbb\xbf/, '')
  const declaration = /^<\?xml[^>]*\?>/.exec(head)?.[0] ?? ''
  return /\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(declaration)?.[1]
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function decodeAs(file: string, bytes: Uint8Array, label: string): Decoded {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes) }
  } catch {
    if (label !== 'utf-8') return refuse(file, 'the file is not valid UTF-16', 'UTF-16')
    return badByte(file, bytes, validStart(bytes), 'UTF-8')
  }
}

function decodeAscii(file: string, bytes: Uint8Array): Decoded {
  const bad = bytes.findIndex((byte) => byte > 0x7f)
  if (bad < 0) return { text: latin1(bytes) }
  return badByte(file, bytes, latin1(bytes.subarray(0, bad)), 'US-ASCII')
}

/** The text before the first byte that is not UTF-8: before a U+FFFD that the file does not hold itself. */
function validStart(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  let offset = 0
  let from = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    offset += Buffer.byteLength(text.slice(from, at))
    if (!startsWith(bytes.subarray(offset, offset + 3), 0xef, 0xbf, 0xbd)) return text.slice(0, at)
    from = at
  }
  return text
}

function badByte(file: string, bytes: Uint8Array, before: string, encoding: string): Decoded {
  const offset = Buffer.byteLength(before)
  const lines = before.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const at = { file, line: lines.length, col: lines.at(-1)!.length + 1 }
  const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`
  const message = `the byte "${byte}" is not ${encoding}`
  return { problem: error('FILE-ENCODING', message, at, iconv(file, 'ISO-8859-1')) }
}

const refuse = (file: string, message: string, from: string): Decoded => ({
  problem: error('FILE-ENCODING', message, { file, line: 1, col: 1 }, iconv(file, from)),
})

const iconv = (file: string, from: string) =>
  `convert it: iconv -f ${from} -t UTF-8 ${file} > ${file}.utf8, and declare encoding="UTF-8"`
