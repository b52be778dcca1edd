import { expect, it } from 'vitest'
import { include, top, user, userOf, xml } from '../../support/include-xml.ts'
import { readFiles, said, type ServerFiles } from '../../support/server-xml.ts'

it.each([
  [' conf/in.xml ', 'usr/servers/s/conf/in.xml'],
  ['${blank}', 'usr/servers/s/conf/in.xml'],
  ['file:/etc/in.xml', '/etc/in.xml'],
  ['FILE:etc/in.xml', '/etc/in.xml'],
  ['myfile:in.xml', 'usr/servers/s/myfile:in.xml'],
  ['${wlp.server.name}.xml', 'usr/servers/s/s.xml'],
  ['conf/${server.config.dir}/in.xml', 'usr/servers/s/conf/usr/servers/s/in.xml'],
])('finds %j at %s (config.include.location)', (location, file) => {
  const blank = '<variable name="blank" value=" conf/in.xml "/>'
  const read = readFiles(
    { 'usr/servers/s/server.xml': top(blank, include(location)), [file]: xml(user('found')) },
    { file: 'usr/servers/s/server.xml' },
  )
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe('found')
})

it.each([
  [
    '<include location=" "/>',
    'an include without "location" | write location="…" with the path of a file',
  ],
  [
    include('${empty}'),
    'the variables in "${empty}" are empty: the include names no file | give them a value, or write optional="true"',
  ],
  [
    include('/gone.xml'),
    'the included file "/gone.xml" cannot be read | check its path, or write optional="true"',
  ],
])('of %s an administrator reads: %s', (element, text) => {
  const empty = '<variable name="empty" value=""/>'
  expect(said(readFiles({ 'server.xml': top(empty, element) }))).toEqual([text])
})

it('takes the blanks around optional and onConflict away', () => {
  const read = readFiles({
    'server.xml': top(
      user('own'),
      include('b.xml', 'onConflict=" ignore "'),
      include('gone.xml', 'optional=" true "'),
    ),
    'b.xml': xml(user('b')),
  })
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe('own')
})

it('hands down the onConflict of the nearest include (config.include.inherit)', () => {
  const read = readFiles({
    'server.xml': top(include('b.xml', 'onConflict="IGNORE"')),
    'b.xml': xml(include('c.xml', 'onConflict="MERGE"')),
    'c.xml': xml(user('c'), include('d.xml')),
    'd.xml': xml(user('d')),
  })
  expect(userOf(read)).toBe('d')
})

it.each([
  ['', '1'],
  ['<variable name="v" value="0"/>', '0'],
  ['<variable name="v" defaultValue="0"/>', '0'],
])(
  'takes a variable of a file that is included with IGNORE, beside %j, as %s',
  (before, expected) => {
    const read = readFiles({
      'server.xml': top(before, include('b.xml', 'onConflict="MERGE"'), user('${v}')),
      'b.xml': xml(include('c.xml', 'onConflict="IGNORE"')),
      'c.xml': xml('<variable name="v" value="1"/>'),
    })
    expect(userOf(read)).toBe(expected)
  },
)

it('reads of a folder what ends in .xml alone (config.include.folder-xml)', () => {
  const read = readFiles({ 'server.xml': top(include('d/')), 'd/a.xml.old': 'x', 'd/a.XML': xml() })
  expect(read.problems).toEqual([])
})

/** Files of which each includes the next; the last has a user of its own. */
const chainOf = (length: number): ServerFiles => {
  const name = (i: number) => (i === 0 ? 'server.xml' : `${i}.xml`)
  const texts = Array.from({ length }, (_, i) => [
    name(i),
    xml(user(name(i)), ...(i + 1 < length ? [include(name(i + 1))] : [])),
  ])
  return Object.fromEntries(texts) as ServerFiles
}

it('reads files that lie thirty-two includes deep, and no deeper', () => {
  expect(userOf(readFiles(chainOf(33)))).toBe('32.xml')
  const deeper = readFiles(chainOf(34))
  expect(userOf(deeper)).toBe('32.xml')
  expect(said(deeper)).toContain('more than 32 files include one another | include fewer files')
})

it('reads two thousand includes and no more', () => {
  const after = (count: number) => {
    const many = Array.from({ length: count }, () => include('b.xml'))
    return readFiles({
      'server.xml': top(...many, include('last.xml')),
      'b.xml': xml(),
      'last.xml': xml(user('last')),
    })
  }
  expect(said(after(1999))).toEqual([])
  expect(userOf(after(1999))).toBe('last')
  expect(said(after(2001))).toEqual(['there are more includes than are read | include fewer files'])
  expect(userOf(after(2000))).toBeUndefined()
})
