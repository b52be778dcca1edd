import { expect, it } from 'vitest'
import { include, top, user, userOf, xml } from '../../support/include-xml.ts'
import { filesOptions, readFiles, said, summary, withCode } from '../../support/server-xml.ts'
import { readServerConfig } from '../../../emulator/config/index.ts'

it.each([
  ['an include after it', [user('own'), include('b.xml')], 'b'],
  ['what follows the include', [include('b.xml'), user('own')], 'own'],
  ['the second of two includes', [include('b.xml'), include('c.xml')], 'c'],
  ['a file included twice', [include('b.xml'), include('c.xml'), include('b.xml')], 'b'],
])('lets %s win (config.include.place)', (_, elements, expected) => {
  const read = readFiles({
    'server.xml': top(...elements),
    'b.xml': xml(user('b')),
    'c.xml': xml(user('c')),
  })
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe(expected)
})

it.each([
  ['conf/in.xml', 'relative to the including file'],
  ['/etc/in.xml', 'absolute'],
  ['file:///etc/in.xml', 'a file URL'],
  ['${server.config.dir}/conf/../conf/in.xml', 'in a predefined folder'],
  ['${conf}/in.xml', 'by a variable that stands before'],
  ['${shared.config.dir}in.xml', 'in the shared folder'],
])('finds %s, %s (config.include.location)', (location) => {
  const read = readFiles(
    {
      'usr/servers/s/server.xml': top('<variable name="conf" value="conf"/>', include(location)),
      'usr/servers/s/conf/in.xml': xml(include('deep.xml')),
      'usr/servers/s/conf/deep.xml': xml(user('found')),
      'usr/shared/config/in.xml': xml(user('found')),
      '/etc/in.xml': xml(user('found')),
    },
    { file: 'usr/servers/s/server.xml' },
  )
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe('found')
})

it('does not know a variable that stands after the include', () => {
  const read = readFiles({
    'server.xml': top(include('${conf}.xml'), '<variable name="conf" value="b"/>'),
    'b.xml': xml(user('b')),
  })
  expect(summary(read)).toEqual(['error INCLUDE-MISSING 3:20'])
})

it('reads the files of a folder by lower-cased name, and no folder in it (config.include.folder, config.include.folder-xml)', () => {
  const read = readFiles({
    'server.xml': top(include('d/')),
    'd/B.xml': xml(user('B')),
    'd/a.xml': xml(user('a')),
    'd/read.me': 'nothing',
    'd/deep/z.xml': xml(user('z')),
  })
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe('B')
})

it('includes nothing where the variables of a location are empty, least of all its own folder', () => {
  const empty = '<variable name="extra" defaultValue=""/>'
  const files = (more: string) => ({
    'server.xml': top(empty, include('${extra}', more)),
    'other.xml': xml('<zosconnect_nothing/>'),
  })
  expect(readFiles(files('optional="true"')).problems).toEqual([])
  const [problem] = readFiles(files('')).problems
  expect(problem).toMatchObject({ code: 'INCLUDE-MISSING', at: { line: 4, col: 20 } })
  expect(problem?.message).toContain('"${extra}"')
})

it('names the variable of a location that has no value', () => {
  const [problem] = readFiles({ 'server.xml': top(include('${kind}.xml')) }).problems
  expect(problem?.code).toBe('INCLUDE-MISSING')
  expect(problem?.tries[0]).toContain('the variable "kind"')
})

it('reports an included file that is missing, unless it is optional (config.include.optional)', () => {
  const read = readFiles({
    'server.xml': top(include('none.xml'), include('no/'), include('nil.xml', 'optional="TRUE"')),
  })
  expect(summary(read)).toEqual(['error INCLUDE-MISSING 3:20', 'error INCLUDE-MISSING 4:20'])
  expect(read.config).toBeDefined()
})

it('asks for the slash where an include names a folder', () => {
  const read = readFiles({ 'server.xml': top(include('d')), 'd/a.xml': xml() })
  expect(read.problems[0]?.tries[0]).toMatch(/slash at its end/)
})

it.each(['http://config.example.com/a.xml?key=s3cret', 'https://u:s3cret@h/a.xml'])(
  'reads nothing from the URL %s, not even where it is optional',
  (url) => {
    const read = readFiles({ 'server.xml': top(include(url, 'optional="true"')) })
    expect(summary(read)).toEqual(['error INCLUDE-URL 3:20'])
    expect(JSON.stringify(read.problems)).not.toContain('s3cret')
  },
)

it('names the circle of files that include one another, and reads on (config.include.cycle)', () => {
  const read = readFiles({
    'server.xml': top(include('b.xml'), user('own')),
    'b.xml': xml(include('c.xml')),
    'c.xml': xml(include('b.xml'), include('c.xml'), include('./server.xml')),
  })
  expect(withCode(read, 'INCLUDE-CYCLE').map(({ message }) => message.split(': ')[1])).toEqual([
    'b.xml, c.xml, b.xml',
    'c.xml, c.xml',
    'server.xml, b.xml, c.xml, server.xml',
  ])
  expect(userOf(read)).toBe('own')
})

it('shows the stack of includes with a problem inside one', () => {
  const read = readFiles({
    'server.xml': top(include('b.xml')),
    'b.xml': xml('', include('c.xml')),
    'c.xml': '<server>\n<zosconnect_authTokn/></server>',
  })
  expect(read.problems).toMatchObject([
    {
      code: 'UNKNOWN-ELEMENT',
      at: { file: 'c.xml', line: 2 },
      includedFrom: [
        { file: 'b.xml', line: 3, col: 20 },
        { file: 'server.xml', line: 3, col: 20 },
      ],
    },
  ])
})

it('tells what is wrong in a file once, however often it is included', () => {
  const read = readFiles({
    'server.xml': top(include('b.xml'), include('b.xml')),
    'b.xml': xml('<zosconnect_authTokn/>', user('u'), user('u')),
  })
  expect(summary(read)).toEqual(['error UNKNOWN-ELEMENT 2:1', 'note DUPLICATE-ID 4:26'])
})

it('wants a location', () => {
  const read = readFiles({ 'server.xml': top('<include/>') })
  expect(summary(read)).toEqual(['error MISSING-ATTRIBUTE 3:1'])
})

const conflict = (how: string) => include('b.xml', `onConflict="${how}"`)
const features = (name: string) =>
  `<featureManager onError="${name}"><feature>${name}</feature></featureManager>`

it.each([
  ['IGNORE', 'own', ['own']],
  ['ignore', 'own', ['own']],
  ['MERGE', 'b', ['own', 'b']],
  ['REPLACE', 'b', ['b']],
])(
  'unites by onConflict="%s" (config.conflict.ignore, config.conflict.replace)',
  (how, expected, names) => {
    const read = readFiles({
      'server.xml': xml(features('own'), user('own'), conflict(how)),
      'b.xml': xml(
        features('b'),
        '<zosconnect_authData id="a" user="b"/>',
        '<zosconnect_authData id="n" user="new" password="p"/>',
      ),
    })
    expect(userOf(read)).toBe(expected)
    expect(read.config?.features.map(({ value }) => value)).toEqual(names)
    expect(read.config?.authData.get('a')?.password).toBeDefined()
    expect(read.config?.authData.has('n')).toBe(true)
  },
)

it('takes MERGE for an onConflict that Liberty does not know', () => {
  const read = readFiles({
    'server.xml': top(user('own'), conflict('KEEP')),
    'b.xml': xml(user('b')),
  })
  expect(summary(read)).toEqual(['warning BAD-VALUE 4:39'])
  expect(userOf(read)).toBe('b')
})

it('hands onConflict down to includes that have none (config.include.inherit)', () => {
  const read = readFiles({
    'server.xml': top(user('own'), conflict('IGNORE')),
    'b.xml': xml(include('c.xml')),
    'c.xml': xml(user('c')),
  })
  expect(userOf(read)).toBe('own')
})

it.each([
  ['IGNORE', 'REPLACE', 'own'],
  ['REPLACE', 'IGNORE', 'b'],
  ['MERGE', 'MERGE', 'c'],
])(
  'lets each file say what its include does: %s around %s (config.conflict.nested)',
  (outer, inner, expected) => {
    const read = readFiles({
      'server.xml': top(user('own'), conflict(outer)),
      'b.xml': xml(user('b'), include('c.xml', `onConflict="${inner}"`)),
      'c.xml': xml(user('c')),
    })
    expect(userOf(read)).toBe(expected)
  },
)

it('asks the nearest file that has the element what its include does (config.conflict.nested)', () => {
  const read = readFiles({
    'server.xml': top(include('b.xml')),
    'b.xml': xml(user('b'), include('c.xml', 'onConflict="REPLACE"')),
    'c.xml': xml(include('d.xml', 'onConflict="IGNORE"')),
    'd.xml': xml(user('d')),
  })
  expect(userOf(read)).toBe('d')
})

it.each([
  ['IGNORE', 'own'],
  ['REPLACE', 'b'],
])('applies onConflict="%s" to variables (config.variable.conflict)', (how, expected) => {
  const variable = (value: string) => `<variable name="v" value="${value}"/>`
  const read = readFiles({
    'server.xml': top(variable('own'), conflict(how), user('${v}')),
    'b.xml': xml(variable('b')),
  })
  expect(userOf(read)).toBe(expected)
})

it('reads configDropins around server.xml by lower-cased name (config.files.order)', () => {
  const files = {
    'server.xml': top('<zosconnect_authData id="s" user="server" password="p"/>', user('server')),
    'configDropins/defaults/Z.xml': xml(user('Z')),
    'configDropins/defaults/a.xml': xml('<zosconnect_authData id="s" user="a"/>'),
    'configDropins/overrides/b.XML': xml(user('b')),
    'configDropins/overrides/A.xml': xml(user('A')),
    'configDropins/overrides/note.txt': 'no xml',
  }
  const read = readFiles(files, { dropins: [{ file: 'scenario', text: xml() }] })
  expect(read.problems).toEqual([])
  expect(userOf(read)).toBe('b')
  expect(read.config?.authData.get('s')?.user?.value).toBe('server')
  const { listFolder: _, ...blind } = filesOptions(files)
  expect(userOf(readServerConfig(blind))).toBe('server')
})

it.each(['srv', 'srv/', 'srv/server.xml'])('finds server.xml by "%s"', (file) => {
  const read = readFiles({ 'srv/server.xml': top(user('u')) }, { file })
  expect(read.problems).toEqual([])
  expect(read.config?.file).toBe('srv/server.xml')
})

it.each([
  [
    'that double at each step',
    (i: number) => xml(include(`${i + 1}.xml`), include(`${i + 1}.xml`)),
  ],
  ['without end', (i: number) => xml(include(`${i + 1}.xml`), user(`${i}`))],
])('ends at includes %s', (_, text) => {
  const read = readFiles(
    {},
    {
      readFile: (path) => {
        if (path === 'server.xml') return new TextEncoder().encode(top(include('0.xml')))
        const number = /^(\d+)\.xml$/.exec(path)?.[1]
        return number === undefined ? undefined : new TextEncoder().encode(text(Number(number)))
      },
    },
  )
  expect(withCode(read, 'INCLUDE-LIMIT')).toHaveLength(1)
})

it('ends at a large file that is included again and again', () => {
  const many = Array.from({ length: 2000 }, () => include('big.xml'))
  const big = xml('<a/>'.repeat(20_000))
  const read = readFiles({ 'server.xml': top(...many), 'big.xml': big })
  const limit = 'the files have more than 200000 elements together; the rest is not read'
  expect(said(read).filter((each) => each === `${limit} | include fewer files`)).toHaveLength(1)
}, 20_000)

it('unites twenty thousand elements of one id in a moment', () => {
  const elements = Array.from(
    { length: 20_000 },
    (_, i) => `<zosconnect_authData id="a" x${i}=""/>`,
  )
  const read = readFiles({ 'server.xml': top(elements.join('\n')) })
  expect(read.config?.authData.size).toBe(1)
}, 20_000)
