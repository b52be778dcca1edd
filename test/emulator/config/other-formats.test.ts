import { expect, it } from 'vitest'
import { isPlaceholder, otherFormat } from '../../../emulator/config/other-formats.ts'
import { readElements, readFiles, readText, summary } from '../../support/server-xml.ts'

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const first = (text: string | Uint8Array) => {
  const [problem] = readText(text).problems
  return [problem?.code, problem?.message, problem?.tries[0]]
}

it.each([
  ['{"server": {}}', 'JSON', 'give a server.xml'],
  ['[1]', 'JSON', 'give a server.xml'],
  ['---\nserver:\n', 'YAML', 'baqlab test'],
  ['scenario: A call\nconfig: server.xml\n', 'YAML', 'baqlab test'],
  ['# Made\n\nconfig: a\ndropins:\n  - |\n    <server>\n    </server>\n', 'YAML', 'baqlab test'],
  ['{% raw %}<server/>{% endraw %}', 'a template', 'made from it'],
  ['{{ toXml .Values }}', 'a template', 'made from it'],
  [
    '<!doctype html><html></html>'.replace('doctype', 'DOCTYPE'),
    'an HTML page',
    'save the server.xml',
  ],
])('says of %j that it is %s', (text, what, tries) => {
  const [code, message, advice] = first(text)
  expect([code, message]).toEqual(['NOT-A-SERVER', `this is ${what}, and no server.xml`])
  expect(advice).toContain(tries)
})

it.each([
  [[0x50, 0x4b, 3, 4, 0xff, 0xfe], 'a ZIP archive'],
  [[0x1f, 0x8b, 8, 0], 'compressed by gzip'],
  [[0x7f, 0x45, 0x4c, 0x46, 2, 0], 'binary'],
])('says of the bytes %j that they are %s', (bytes, what) => {
  const [code, message] = first(new Uint8Array(bytes))
  expect(code).toBe('NOT-A-SERVER')
  expect(message).toContain(what)
})

it('still finds what is wrong in a server.xml with text before it', () => {
  expect(first('Note: mine\n<server/>').slice(0, 2)).toEqual([
    'XML-SYNTAX',
    'there is text before the root element',
  ])
})

it('reads UTF-16 without a byte order mark by its first character, in either order', () => {
  const bytes = utf16('<server><zosconnect_new id="ä"/></server>')
  for (const each of [bytes, bytes.slice().map((_, i) => bytes[i ^ 1]!)]) {
    expect(summary(readText(each))).toContain('warning UNKNOWN-ELEMENT 1:9')
  }
})

it('tells a server.xml of Tomcat from a slip', () => {
  expect(first('<Server port="8005" shutdown="SHUTDOWN"/>')[2]).toContain('Tomcat')
  expect(first('<Server/>')[2]).toBe('did you mean "server"?')
})

it.each(['{{ port }}', '<%= @port %>', '@PORT@', '__PORT__'])(
  'takes %s for a place-holder that a template fills',
  (port) => {
    const escaped = port.replaceAll('<', '&lt;')
    const [problem] = readElements(
      `<zosconnect_endpointConnection id="c" host="https://h" port="${escaped}"/>`,
    ).problems
    expect(problem?.tries).toEqual(['check the file that is made from this template'])
  },
)

it('names curly quotes', () => {
  const [, message, tries] = first('<server>\n<jsp a=“b”/></server>')
  expect(message).toBe('the value of "a" stands in curly quotes')
  expect(tries).toBe('write a="…" with straight ones')
})

it('says of a folder without server.xml what is there instead', () => {
  const advice = (files: Readonly<Record<string, string>>) =>
    readFiles(files, { file: 'conf' }).problems[0]?.tries[0]
  expect(advice({ 'conf/serverr.xml': '' })).toBe('did you mean "serverr.xml"?')
  expect(advice({ 'conf/cics.xml': '', 'conf/a.txt': '' })).toContain('cics.xml')
  expect(advice({ 'conf/a.txt': '' })).toContain('wlp/usr/servers/NAME')
})

it('names the file of an included folder that cannot be read, and not the folder', () => {
  const listed = {
    'server.xml': '<server><include location="parts/"/></server>',
    'parts/a.xml': '<server/>',
  }
  const options = {
    listFolder: (path: string) => (/parts/.test(path) ? ['a.xml', 'gone.xml'] : undefined),
  }
  const missing = readFiles(listed, options).problems.filter(
    ({ code }) => code === 'INCLUDE-MISSING',
  )
  expect(missing.map(({ message }) => message)).toEqual([
    'the included file "parts/gone.xml" cannot be read',
  ])
})

it.each([
  [' \n{"a": 1}', 'JSON'],
  ['[1] <serverx>', 'JSON'],
  ['[1] <server id="a">', undefined],
  ['[1] <server/>', undefined],
  ['[1] <server>', undefined],
  ['x {{ y }}', undefined],
  ['{{ y }} <server/>', 'a template'],
  ['<!doctype  html>', 'an HTML page'],
  ['x <!DOCTYPE html>', undefined],
  ['<!DOCTYPE html5>', 'an HTML page'],
  ['a:', 'YAML'],
  ['a-b: 1', 'YAML'],
  ['a:b', undefined],
  ['text a: 1', undefined],
  ['# a\n\n  # b\n\n\n--- 1', 'YAML'],
  ['---a', undefined],
  ['a: 1\n<server/>', undefined],
  ['a: 1\n  <server/>', 'YAML'],
])('says what %j is', (text, what) => {
  expect(otherFormat(text)?.what).toBe(what)
})

it('says how to come by the file in a compressed one', () => {
  expect(first(new Uint8Array([0x1f, 0x8b, 8, 0]))[2]).toBe('unpack it')
})

it.each([
  ['a {{ b }} c', true],
  ['{{}}', true],
  ['a {% if b %} c', true],
  ['a <% b %> c', true],
  [' @A.b@ ', true],
  ['__A_b__', true],
  ['<host name-1>', true],
  ['x@A@', false],
  ['@A@x', false],
  ['x__A__', false],
  ['__A__x', false],
  ['a<b>', false],
  ['<b>c', false],
  ['<a.b>', false],
  ['<>', false],
  ['{{ a }', false],
  ['{% {a} %}', false],
])('of %j it is %s that it is a place-holder', (value, expected) => {
  expect(isPlaceholder(value)).toBe(expected)
})
