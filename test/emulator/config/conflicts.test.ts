import { expect, test } from 'vitest'
import { effectiveConfig } from '../../../emulator/config/index.ts'
import {
  filesOptions,
  readFiles,
  readText,
  said,
  tokenXml,
  type ServerFiles,
} from '../../support/server-xml.ts'

const xml = (...elements: readonly string[]) => `<server>\n${elements.join('\n')}\n</server>`
const include = (file: string, how = 'MERGE') => `<include location="${file}" onConflict="${how}"/>`
const own = (name: string) =>
  `<zosconnect_authData id="a" user="${name}"/><x id="i">${name}</x>
<featureManager><feature>${name}</feature></featureManager>`

/** The user that wins, the features and the texts that are left. */
function left(files: ServerFiles): readonly unknown[] {
  const { config } = readFiles(files)
  const element = effectiveConfig(filesOptions(files)).find(({ name }) => name === 'x')
  const features = config?.features.map(({ value }) => value).join(' ')
  return [config?.authData.get('a')?.user?.value, features, element?.texts.join(' ')]
}

test.for([
  ['MERGE', ['c', 'b c', 'b c']],
  ['IGNORE', ['b', 'b', 'b']],
  ['REPLACE', ['c', 'c', 'c']],
] as const)(
  'unites two files of which neither includes the other by %s (config.conflict.nested)',
  ([how, expected]) => {
    const files = { 'b.xml': xml(own('b')), 'c.xml': xml(own('c')) }
    const server = xml(include('b.xml'), include('c.xml', how))
    expect(left({ ...files, 'server.xml': server })).toEqual(expected)
  },
)

test('takes a file that is included again for what it was at first', () => {
  const server = xml(include('b.xml'), include('c.xml'), include('b.xml', 'IGNORE'))
  const files = { 'server.xml': server, 'b.xml': xml(own('b')), 'c.xml': xml(own('c')) }
  expect(left(files)).toEqual(['b', 'b c b', 'b c b'])
})

test('goes by the nearest include between files of which neither includes the other', () => {
  const files = {
    'server.xml': xml(include('b.xml'), include('c.xml', 'IGNORE')),
    'b.xml': xml(own('b')),
    'c.xml': xml(include('d.xml', 'MERGE')),
    'd.xml': xml(own('d')),
  }
  expect(left(files)).toEqual(['d', 'b d', 'b d'])
})

test('goes by the include of the outer file that has the element', () => {
  const files = {
    'server.xml': xml(own('own'), include('b.xml', 'IGNORE')),
    'b.xml': xml(include('c.xml', 'MERGE')),
    'c.xml': xml(own('c')),
  }
  expect(left(files)).toEqual(['own', 'own', 'own'])
})

test('keeps all of one file that replaces another', () => {
  const files = {
    'server.xml': xml(own('own'), include('b.xml', 'REPLACE')),
    'b.xml': xml(own('one'), own('two')),
  }
  expect(left(files)).toEqual(['two', 'one two', 'one two'])
})

test('replaces children by their names, and leaves the others', () => {
  const change =
    '<zosconnect_authToken id="tok"><tokenRequest requestMethod="PUT"/></zosconnect_authToken>'
  const read = readFiles({
    'server.xml': xml(...tokenXml({}), include('b.xml', 'REPLACE')),
    'b.xml': xml(change),
  })
  expect(read.config?.authTokens.get('tok')).toMatchObject({
    tokenRequest: { requestMethod: { value: 'PUT' }, credentialLocation: { from: 'default' } },
    tokenResponse: { header: { value: 'X-Token', from: 'written' } },
  })
})

test('counts no blank text, and no blank around an id', () => {
  const user = '<zosconnect_authData id=" a " user="u"/><zosconnect_authData id="a" password="p"/>'
  const features = '<featureManager><feature> </feature><feature> b </feature></featureManager>'
  const { config } = readFiles({ 'server.xml': xml(user, features) })
  expect(config?.authData.get('a')).toMatchObject({ user: {}, password: {} })
  expect(config?.features.map(({ value }) => value)).toEqual(['b'])
})

const feature = '<featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>'

test.for([
  ['/srv/server.xml', '/srv/server.xml'],
  ['/', '/server.xml'],
  ['srv//', 'srv/server.xml'],
  ['/srv/', '/srv/server.xml'],
])('finds the server of %s at %s', ([file, path]) => {
  const files = { [path!]: xml(feature) }
  expect(readFiles(files, { file: file! }).config?.file).toBe(path)
})

test.for<[string, ServerFiles, string]>([
  [
    'conf/server.xml',
    { 'conf/serverr.xml': '', 'conf/a.xml.old': '' },
    'there is no file "conf/server.xml" | did you mean "serverr.xml"?',
  ],
  [
    'conf/server.xml',
    { 'conf/a.xml.old': '' },
    'there is no file "conf/server.xml" | name the folder of one server, as wlp/usr/servers/NAME, or a file in it',
  ],
  [
    'gone/server.xml',
    {},
    'the file "gone/server.xml" cannot be read | check its path and its permissions',
  ],
])('of the file %s beside %j an administrator reads: %s', ([file, files, text]) => {
  expect(said(readFiles(files, { file }))).toEqual([text])
})

test('says of a file that is there and cannot be read to check its permissions', () => {
  const files = { 'conf/server.xml': '', 'conf/other.xml': '' }
  const read = readFiles(files, { file: 'conf/server.xml', readFile: () => undefined })
  expect(said(read)).toEqual([
    'the file "conf/server.xml" cannot be read | check its path and its permissions',
  ])
})

test('reads of configDropins what ends in .xml alone', () => {
  const read = readFiles({
    'server.xml': xml(feature),
    'configDropins/defaults/a.xml.old': 'x',
    'configDropins/overrides/b.XML': xml('<zosconnect_authData id="a" user="u" password="p"/>'),
  })
  expect(read.problems).toEqual([])
  expect(read.config?.authData.size).toBe(1)
})

test('takes a byte order mark away where a drop-in begins, and nowhere else', () => {
  const user = '<zosconnect_authData id="a" user="u\ufeffv" password="p"/>'
  const dropins = [{ file: 'd', text: `\ufeff${xml(user)}` }]
  const read = readText(xml(feature), { dropins })
  expect(read.problems).toEqual([])
  expect(read.config?.authData.get('a')?.user?.value).toBe('u\ufeffv')
})

test.for([
  ['<Server port="1"/>', 'did you mean "server"?'],
  ['<client shutdown="x"/>', 'give a server.xml'],
  ['<Server a="b" shutdown="x"/>', 'this is one of Tomcat: give that of Liberty or z/OS Connect'],
])('of the root %s it says: %s', ([text, tries]) => {
  expect(readText(text!).problems[0]?.tries).toEqual([tries])
})
