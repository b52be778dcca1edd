import { expect, it } from 'vitest'
import { readXml } from '../../../emulator/config/xml.ts'

/** Every Problem of a text: its code, its place and length, what is wrong and what to try. */
const said = (text: string) =>
  readXml('f.xml', text)
    .problems.map(({ code, at, message, tries }) =>
      [`${code} ${at?.line}:${at?.col}+${at?.length} ${message}`, ...tries].join(' | '),
    )
    .join('; ')

it.each([
  ['', 'XML-EMPTY 1:1+1 the file is empty | write <server></server>'],
  [' \n ', 'XML-EMPTY 1:1+1 the file is empty | write <server></server>'],
  ['<!-- only -->', 'XML-ROOT 1:1+1 there is no root element | write <server></server>'],
  ['<a/><b/>', 'XML-ROOT 1:5+2 "b" is a second root element | put it inside the first'],
  ['<a/>\ntext', 'XML-SYNTAX 2:1+1 there is text after the root element | remove it'],
  ['text<a/>', 'XML-SYNTAX 1:1+1 there is text before the root element | remove it'],
  [
    '<a b="<x>"/>',
    'XML-SYNTAX 1:7+1 a "<" may not stand in an attribute | write &lt; or the real value',
  ],
  [
    '<a b="x>\n<c d="y"/>',
    'XML-SYNTAX 1:6+1 a quote is not closed before the next tag | close the quote, or write &lt; for "<"',
  ],
  ['<a b="x', 'XML-SYNTAX 1:6+1 a quote is not closed | close it with "'],
  ['<a b', 'XML-SYNTAX 1:1+1 a tag is not closed | close it with >'],
  ['<a>&</a>', 'XML-ENTITY 1:4+1 "&" is not an entity that XML knows | write &amp;'],
  [
    '<a b="x&y;z"/>',
    'XML-ENTITY 1:8+3 "&y;" is not an entity that XML knows | use &amp; &lt; &gt; &quot; &apos; or a number like &#65;',
  ],
  [
    '<a>&#0;</a>',
    'XML-ENTITY 1:4+4 "&#0;" is not an entity that XML knows | use &amp; &lt; &gt; &quot; &apos; or a number like &#65;',
  ],
  ['<a>\n\u0001</a>', 'XML-CHARACTER 2:1+1 the character "0x01" may not stand in XML | remove it'],
  [
    '<!DOCTYPE a []><a/>',
    'XML-DOCTYPE 1:1+9 a DOCTYPE is refused | remove it; a server.xml needs none',
  ],
  ['<!ELEMENT a><a/>', 'XML-SYNTAX 1:1+2 this is no element and no comment | remove it'],
  [
    '<a>\n<b>\n</a>',
    'XML-SYNTAX 2:1+2 "b" is not closed before </a> in line 3 | close it with </b>',
  ],
  ['<a>\r<b><c></c>\r', 'XML-SYNTAX 2:1+2 "b" is never closed | close it with </b>'],
  ['<a/></a>', 'XML-SYNTAX 1:5+3 </a> closes nothing | remove it'],
  ['<a><!-- x</a>', 'XML-SYNTAX 1:4+2 a comment is not closed | close it with -->'],
  ['<a><![CDATA[ x</a>', 'XML-SYNTAX 1:4+2 a CDATA section is not closed | close it with ]]>'],
  ['<![CDATA[x]]><a/>', 'XML-SYNTAX 1:1+1 there is text before the root element | remove it'],
  ['<a b="1" b="2"/>', 'XML-SYNTAX 1:10+1 the attribute "b" stands twice | keep one of the two'],
  ['<a b="1"c="2"/>', 'XML-SYNTAX 1:9+1 a blank is missing before "c" | put a blank before it'],
  ['<a b/>', 'XML-SYNTAX 1:4+1 the attribute "b" has no quoted value | write b="…"'],
  ['<a b=1/>', 'XML-SYNTAX 1:4+1 the attribute "b" has no quoted value | write b="…"'],
  ['<1a/>', 'XML-SYNTAX 1:4+2 "1a" is not a name | begin it with a letter'],
  ['<a>< b/></a>', 'XML-SYNTAX 1:4+1 "<" begins no element | write &lt;'],
  [
    '\n<?xml version="1.0"?><a/>',
    'XML-SYNTAX 2:6+undefined <?xml … ?> is not at the start of the file | move it',
  ],
  ['\u0001<a/>', 'XML-CHARACTER 1:1+1 the character "0x01" may not stand in XML | remove it'],
  ['<a></a b>', 'XML-SYNTAX 1:4+1 this is not well-formed XML | check it with xmllint'],
  ['<a></a><b', 'XML-SYNTAX 1:8+1 a tag is not closed | close it with >'],
  ['<!-->', 'XML-SYNTAX 1:1+2 a comment is not closed | close it with -->'],
  ['<a>--><!-- x</a>', 'XML-SYNTAX 1:7+2 a comment is not closed | close it with -->'],
  ['<a/>{"x": 1}', 'XML-SYNTAX 1:5+1 there is text after the root element | remove it'],
  [
    '<!-- x -->{"a": 1}',
    'NOT-A-SERVER 1:11+1 this is JSON, and no server.xml | give a server.xml, or the folder it is in',
  ],
  [
    '<a/><!DOCTYPE html>',
    'XML-DOCTYPE 1:5+9 a DOCTYPE is refused | remove it; a server.xml needs none',
  ],
  [
    '<!-- x --><!DOCTYPE html>',
    'NOT-A-SERVER 1:11+1 this is an HTML page, and no server.xml | save the server.xml itself, not the page that shows it',
  ],
  [
    '<a b="x<y"/>',
    'XML-SYNTAX 1:8+1 a "<" may not stand in an attribute | write &lt; or the real value',
  ],
  [
    '<a b=“1”/>',
    'XML-SYNTAX 1:4+1 the value of "b" stands in curly quotes | write b="…" with straight ones',
  ],
  ['<a b', 'XML-SYNTAX 1:1+1 a tag is not closed | close it with >'],
  [`<a\n b='1' b='2'/>`, 'XML-SYNTAX 2:8+1 the attribute "b" stands twice | keep one of the two'],
  [
    '<a>'.repeat(65) + '</a>'.repeat(65),
    'XML-TOO-DEEP 1:193+2 more than 64 elements lie inside one another | close the elements around it',
  ],
])('refuses %j', (text, expected) => {
  expect(said(text)).toBe(expected)
})

it.each(['<a><??></a>', '<a><?b?></a>', '<a><!----></a>'])('finds nothing wrong in %s', (text) => {
  expect(said(text)).toBe('')
})

it.each([
  ['&#xD7FF;&#xE000;', '\ud7ff\ue000'],
  ['&#xD800;', '&#xD800;'],
  ['&#xDFFF;', '&#xDFFF;'],
  ['&#x10FFFF;', '\u{10ffff}'],
  ['&#x110000;', '&#x110000;'],
  ['&#1;', '&#1;'],
  ['&#9;&#x9;', '\t\t'],
  ['&#xFFFE;', '&#xFFFE;'],
  ['&#;', '&#;'],
  ['& &foo;', '& &foo;'],
  ['&lt;&gt;&quot;&apos;&amp;', `<>"'&`],
  ['&abcdefghijklmnopqrstu;', '&abcdefghijklmnopqrstu;'],
])('reads the entities %s as %j', (text, expected) => {
  const { root } = readXml('f.xml', `<a b="${text}"/>`)
  expect(root?.attributes[0]?.value).toBe(expected)
})

it.each([
  ['&#xD7FF;&#xE000;&#x10FFFF;', []],
  ['&#xD800;&#xDFFF;', ['&#xD800;', '&#xDFFF;']],
  ['&#x110000;', ['&#x110000;']],
  ['& &foo;', ['&', '&foo;']],
  ['&abcdefghijklmnopqrst;', ['&abcdefghijklmnopqrst;']],
  ['&abcdefghijklmnopqrstu;', ['&']],
])('of %s it names as unknown %j', (text, expected) => {
  const { problems } = readXml('f.xml', `<a b="${text}"/>`)
  expect(problems.map(({ message }) => message.split('"')[1])).toEqual(expected)
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
  expect(root).toMatchObject({ text: 'x>&<y', children: [], attributes: [{ value: '<AB&amp;"' }] })
})

it('joins the text around elements, and leaves out theirs', () => {
  const { root } = readXml('f.xml', '<a>x<b>no</b>y<c/><![CDATA[]]>z</a>')
  expect(root?.text).toBe('xyz')
  expect(root?.children.map(({ name, text }) => name + text)).toEqual(['bno', 'c'])
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

it.each(['<a>x & y</a>', '<a b="x & y"/>'])('reads on after an & that is no entity: %s', (xml) => {
  const { root, problems } = readXml('f.xml', `<s>${xml}<c/></s>`)
  expect(problems.map(({ code }) => code)).toEqual(['XML-ENTITY'])
  expect(root?.children.map(({ name }) => name)).toEqual(['a', 'c'])
})
