import { expect, it } from 'vitest'
import { readXml } from '../../../emulator/config/xml.ts'

const first = (text: string) => {
  const [problem] = readXml('f.xml', text).problems
  return problem && `${problem.code} ${problem.at?.line}:${problem.at?.col} ${problem.message}`
}

it.each([
  ['', 'XML-EMPTY 1:1 the file is empty'],
  [' \n ', 'XML-EMPTY 1:1 the file is empty'],
  ['<!-- only -->', 'XML-ROOT 1:1 there is no root element'],
  ['<a/><b/>', 'XML-ROOT 1:5 "b" is a second root element'],
  ['<a/>\ntext', 'XML-SYNTAX 2:1 there is text after the root element'],
  ['text<a/>', 'XML-SYNTAX 1:1 there is text before the root element'],
  ['<a b="<x>"/>', 'XML-SYNTAX 1:7 a "<" may not stand in an attribute'],
  ['<a b="x>\n<c d="y"/>', 'XML-SYNTAX 1:6 a quote is not closed before the next tag'],
  ['<a b="x', 'XML-SYNTAX 1:6 a quote is not closed'],
  ['<a b', 'XML-SYNTAX 1:1 a tag is not closed'],
  ['<a>&</a>', 'XML-ENTITY 1:4 "&" is not an entity that XML knows'],
  ['<a b="x&y;z"/>', 'XML-ENTITY 1:8 "&y;" is not an entity that XML knows'],
  ['<a>&#0;</a>', 'XML-ENTITY 1:4 "&#0;" is not an entity that XML knows'],
  ['<a>\n\u0001</a>', 'XML-CHARACTER 2:1 the character "0x01" may not stand in XML'],
  ['<!DOCTYPE a []><a/>', 'XML-DOCTYPE 1:1 a DOCTYPE is refused'],
  ['<!ELEMENT a><a/>', 'XML-SYNTAX 1:1 this is no element and no comment'],
  ['<a>\n<b>\n</a>', 'XML-SYNTAX 2:1 "b" is not closed before </a> in line 3'],
  ['<a>\r<b><c></c>\r', 'XML-SYNTAX 2:1 "b" is never closed'],
  ['<a/></a>', 'XML-SYNTAX 1:5 </a> closes nothing'],
  ['<a><!-- x</a>', 'XML-SYNTAX 1:4 a comment is not closed'],
  ['<a><![CDATA[ x</a>', 'XML-SYNTAX 1:4 a CDATA section is not closed'],
  ['<![CDATA[x]]><a/>', 'XML-SYNTAX 1:1 there is text before the root element'],
  ['<a b="1" b="2"/>', 'XML-SYNTAX 1:10 the attribute "b" stands twice'],
  ['<a b="1"c="2"/>', 'XML-SYNTAX 1:9 a blank is missing before "c"'],
  ['<a b/>', 'XML-SYNTAX 1:4 the attribute "b" has no quoted value'],
  ['<a b=1/>', 'XML-SYNTAX 1:4 the attribute "b" has no quoted value'],
  ['<1a/>', 'XML-SYNTAX 1:4 "1a" is not a name'],
  ['<a>< b/></a>', 'XML-SYNTAX 1:4 "<" begins no element'],
  ['\n<?xml version="1.0"?><a/>', 'XML-SYNTAX 2:6 <?xml … ?> is not at the start of the file'],
  [
    '<a>'.repeat(65) + '</a>'.repeat(65),
    'XML-TOO-DEEP 1:193 more than 64 elements lie inside one another',
  ],
])('refuses %j', (text, expected) => {
  expect(first(text)).toBe(expected)
})

it('reads on after an unknown entity and a "<" in an attribute, and reports all of them', () => {
  const { root, problems } = readXml('f.xml', '<a b="<h>" c="&x;">&y;</a>')
  expect(root?.attributes.map(({ value }) => value)).toEqual(['<h>', '&x;'])
  expect(problems.map(({ at }) => at?.col)).toEqual([7, 15, 20])
})

it('decodes entities, joins CDATA and passes over comments and declarations', () => {
  const text = `<?xml version="1.0"?><!-- <!DOCTYPE x> --><a b='&lt;&#65;&#x42;&amp;amp;"'>x&gt;<![CDATA[&<]]>y</a>`
  const { root, problems } = readXml('f.xml', text)
  expect(problems).toEqual([])
  expect(root).toMatchObject({ text: 'x>&<y', attributes: [{ value: '<AB&amp;"' }] })
})

it('reads an attribute over several lines as XML asks, and cuts its place at the line', () => {
  const { root } = readXml('f.xml', '<a\r\n  b="one\r\n\ttwo&#10;three"/>')
  expect(root?.attributes[0]).toMatchObject({
    value: 'one  two\nthree',
    at: { line: 2, col: 3, length: 1 },
    valueAt: { line: 2, col: 6 },
  })
})

it('keeps names that could harm a prototype', () => {
  const { root } = readXml('f.xml', '<a><__proto__ constructor="1"/><constructor/></a>')
  expect(root?.children.map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  expect(root?.children[0]?.attributes[0]?.name).toBe('constructor')
})

/** Writes elements with attributes and remembers where each was put. */
function generate(eol: string, count: number) {
  const places: string[] = []
  let [text, line, col] = ['', 1, 1]
  const write = (part: string, length?: number) => {
    if (length !== undefined) places.push(`${line}:${col}:${length}`)
    text += part
    if (part === eol) [line, col] = [line + 1, 1]
    else col += part.length
  }
  write('<server', 7)
  write('>')
  for (let i = 0; i < count; i++) {
    write(eol)
    write(' '.repeat(i % 5))
    if (i % 7 === 0) write('<!-- > " < -->')
    write(`<element${i}`, `<element${i}`.length)
    for (let j = 0; j < i % 4; j++) {
      write(j % 2 === 0 ? ' ' : eol)
      write(`name${j}`, `name${j}`.length)
      write(j % 3 === 0 ? '=' : ' = ')
      write('"')
      write('value', 5)
      write('"')
    }
    write(i % 2 === 0 ? '/>' : `>&amp; text</element${i}>`)
  }
  write('</server>')
  return { text, places }
}

it.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('knows every place in a file with %s line ends', (_, eol) => {
  const { text, places } = generate(eol, 2000)
  const { root, problems } = readXml('f.xml', text)
  expect(problems).toEqual([])
  const found = [root!, ...root!.children].flatMap((element) => [
    element.at,
    ...element.attributes.flatMap(({ at, valueAt }) => [at, valueAt]),
  ])
  expect(found.map(({ line, col, length }) => `${line}:${col}:${length}`)).toEqual(places)
})
