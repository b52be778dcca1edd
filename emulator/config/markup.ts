import { error } from '../problem.ts'
import { badEntities, firstForbidden } from './entities.ts'
import type { ConfigCode, ConfigProblem } from './model.ts'
import { otherFormat } from './other-formats.ts'
import type { OtherFormat } from './other-formats.ts'
import type { Locate } from './places.ts'

/** How many elements may lie inside one another; real configurations stay below ten. */
export const maxDepth = 64

/** What is wrong with a file's markup before a library reads it; `fatal` where no tree can be made. */
export interface MarkupFindings {
  readonly problems: readonly ConfigProblem[]
  readonly fatal: boolean
}

interface OpenTag {
  readonly name: string
  readonly offset: number
}

/** One pass over the file: `at` moves on, `open` are the elements not yet closed. */
interface Scan {
  readonly text: string
  readonly locate: Locate
  readonly problems: ConfigProblem[]
  readonly open: OpenTag[]
  at: number
  roots: number
  fatal: boolean
}

/** Checks in one linear pass what fast-xml-parser lets through or reports without a place. */
export function checkMarkup(text: string, locate: Locate): MarkupFindings {
  const scan: Scan = { text, locate, problems: [], open: [], at: 0, roots: 0, fatal: false }
  if (text.trim() === '')
    fail(scan, 'XML-EMPTY', 'the file is empty', 0, 1, 'write <server></server>')
  checkCharacters(scan)
  while (!scan.fatal && scan.at < text.length) step(scan)
  if (!scan.fatal) checkEnd(scan)
  return { problems: scan.problems, fatal: scan.fatal }
}

function checkCharacters(scan: Scan): void {
  const offset = firstForbidden(scan.text)
  if (offset < 0 || scan.fatal) return
  const code = scan.text.charCodeAt(offset).toString(16).padStart(2, '0')
  const message = `the character "0x${code}" may not stand in XML`
  fail(scan, 'XML-CHARACTER', message, offset, 1, 'remove it')
}

function step(scan: Scan): void {
  const next = scan.text.indexOf('<', scan.at)
  const end = next < 0 ? scan.text.length : next
  checkText(scan, scan.at, end)
  scan.at = end
  if (next < 0 || scan.fatal) return
  if (scan.text.startsWith('<!--', next)) skip(scan, next, '-->', 'a comment')
  else if (scan.text.startsWith('<![CDATA[', next)) skipCdata(scan, next)
  else if (scan.text.startsWith('<?', next)) skip(scan, next, '?>', 'a processing instruction')
  else if (scan.text.startsWith('<!', next)) refuseDeclaration(scan, next)
  else readTag(scan, next)
}

function skip(scan: Scan, offset: number, end: string, what: string): void {
  const found = scan.text.indexOf(end, offset + (end === '-->' ? 4 : 2))
  if (found < 0)
    fail(scan, 'XML-SYNTAX', `${what} is not closed`, offset, 2, `close it with ${end}`)
  else scan.at = found + end.length
}

function skipCdata(scan: Scan, offset: number): void {
  if (scan.open.length === 0) return stray(scan, offset)
  skip(scan, offset, ']]>', 'a CDATA section')
}

function refuseDeclaration(scan: Scan, offset: number): void {
  const isDoctype = scan.text.startsWith('<!DOCTYPE', offset)
  const other = scan.roots === 0 ? otherFormat(scan.text.slice(offset)) : undefined
  if (other) return failAs(scan, other, offset)
  const tries = 'remove it; a server.xml needs none'
  if (isDoctype) fail(scan, 'XML-DOCTYPE', 'a DOCTYPE is refused', offset, 9, tries)
  else fail(scan, 'XML-SYNTAX', 'this is no element and no comment', offset, 2, 'remove it')
}

function checkText(scan: Scan, start: number, end: number): void {
  if (scan.open.length > 0) return checkEntities(scan, start, end)
  const offset = firstInk(scan.text, start, end)
  if (offset >= 0) stray(scan, offset)
}

function firstInk(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (!/\s/.test(text[at]!)) return at
  return -1
}

function stray(scan: Scan, offset: number): void {
  const other = scan.roots === 0 ? otherFormat(scan.text.slice(offset)) : undefined
  if (other) return failAs(scan, other, offset)
  const where = scan.roots === 0 ? 'before' : 'after'
  fail(scan, 'XML-SYNTAX', `there is text ${where} the root element`, offset, 1, 'remove it')
}

const failAs = (scan: Scan, { what, tries }: OtherFormat, offset: number): void =>
  fail(scan, 'NOT-A-SERVER', `this is ${what}, and no server.xml`, offset, 1, tries)

/** An entity that is not known is an error, but the rest of the file is still read. */
function checkEntities(scan: Scan, start: number, end: number): void {
  for (const { offset, shown } of badEntities(scan.text.slice(start, end))) {
    const tries =
      shown === '&' ? 'write &amp;' : 'use &amp; &lt; &gt; &quot; &apos; or a number like &#65;'
    const message = `"${shown}" is not an entity that XML knows`
    const at = scan.locate(start + offset, shown.length)
    scan.problems.push(error('XML-ENTITY', message, at, tries))
  }
}

const tagStart = /<(\/?)([^\s/<>="'&]*)/y

function readTag(scan: Scan, offset: number): void {
  tagStart.lastIndex = offset
  const [whole, slash, name] = tagStart.exec(scan.text)!
  if (name === '') return fail(scan, 'XML-SYNTAX', '"<" begins no element', offset, 1, 'write &lt;')
  const end = tagEnd(scan, offset, offset + whole.length)
  if (end === undefined) return
  scan.at = end + 1
  if (slash === '/') closeTag(scan, name!, offset)
  else openTag(scan, name!, offset, scan.text[end - 1] === '/')
}

/** The offset of the `>` that ends a tag; quoted values are checked on the way. */
function tagEnd(scan: Scan, tag: number, from: number): number | undefined {
  const plain = /[^"'<>]*/y
  for (let at = from; !scan.fatal;) {
    plain.lastIndex = at
    at += plain.exec(scan.text)![0].length
    const char = scan.text[at]
    if (char === '>') return at
    if (char === '"' || char === "'") at = quoteEnd(scan, at, char)
    else fail(scan, 'XML-SYNTAX', 'a tag is not closed', tag, 1, 'close it with >')
  }
  return undefined
}

/** The offset after a quoted value. */
function quoteEnd(scan: Scan, start: number, quote: string): number {
  const end = scan.text.indexOf(quote, start + 1)
  if (end >= 0) checkValue(scan, start + 1, end)
  else fail(scan, 'XML-SYNTAX', 'a quote is not closed', start, 1, `close it with ${quote}`)
  return end + 1
}

/** A `<` inside a value is an error; where the value also runs over lines, its quote is likely missing. */
function checkValue(scan: Scan, start: number, end: number): void {
  checkEntities(scan, start, end)
  const value = scan.text.slice(start, end)
  const less = value.indexOf('<')
  if (less < 0) return
  if (value.includes('\n')) {
    const doubt = 'a quote is not closed before the next tag'
    return fail(scan, 'XML-SYNTAX', doubt, start - 1, 1, 'close the quote, or write &lt; for "<"')
  }
  const message = 'a "<" may not stand in an attribute'
  const tries = 'write &lt; or the real value'
  scan.problems.push(error('XML-SYNTAX', message, scan.locate(start + less), tries))
}

function openTag(scan: Scan, name: string, offset: number, selfClosed: boolean): void {
  if (scan.open.length === 0 && ++scan.roots > 1) {
    const message = `"${name}" is a second root element`
    return fail(scan, 'XML-ROOT', message, offset, name.length + 1, 'put it inside the first')
  }
  if (selfClosed) return
  scan.open.push({ name, offset })
  if (scan.open.length <= maxDepth) return
  const message = `more than ${maxDepth} elements lie inside one another`
  fail(scan, 'XML-TOO-DEEP', message, offset, name.length + 1, 'close the elements around it')
}

function closeTag(scan: Scan, name: string, offset: number): void {
  const opened = scan.open.pop()
  if (opened?.name === name) return
  if (!opened) {
    const message = `</${name}> closes nothing`
    return fail(scan, 'XML-SYNTAX', message, offset, name.length + 2, 'remove it')
  }
  const { line } = scan.locate(offset)
  const message = `"${opened.name}" is not closed before </${name}> in line ${line}`
  notClosed(scan, opened, message)
}

function checkEnd(scan: Scan): void {
  const opened = scan.open.at(-1)
  if (opened) notClosed(scan, opened, `"${opened.name}" is never closed`)
  else if (scan.roots === 0) {
    fail(scan, 'XML-ROOT', 'there is no root element', 0, 1, 'write <server></server>')
  }
}

const notClosed = (scan: Scan, { name, offset }: OpenTag, message: string) =>
  fail(scan, 'XML-SYNTAX', message, offset, name.length + 1, `close it with </${name}>`)

function fail(
  scan: Scan,
  code: ConfigCode,
  message: string,
  offset: number,
  length: number,
  ...tries: readonly string[]
): void {
  scan.problems.push(error(code, message, scan.locate(offset, length), ...tries))
  scan.fatal = true
}
