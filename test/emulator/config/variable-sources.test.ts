import { expect, it } from 'vitest'
import {
  readEnvironmentFile,
  readJvmOptions,
  readProperties,
} from '../../../emulator/config/properties.ts'
import { readFiles, withCode, type ServerFiles } from '../../support/server-xml.ts'

const userXml = (text: string, ...more: readonly string[]) =>
  [
    '<server><featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>',
    ...more,
    `<zosconnect_authData id="a" user="${text}" password="p"/></server>`,
  ].join('\n')

const userOf = (files: ServerFiles, options: Parameters<typeof readFiles>[1] = {}) => {
  const read = readFiles(files, options)
  expect(read.problems).toEqual([])
  return read.config?.authData.get('a')?.user?.value
}

const fallback = '<variable name="v" defaultValue="default"/>'
const value = '<variable name="v" value="value"/>'
const order: readonly (readonly [string, ServerFiles])[] = [
  ['default', { 'server.xml': userXml('${v}', fallback) }],
  ['server.env', { 'server.env': '# no\nv=server.env\n' }],
  ['bootstrap', { 'bootstrap.properties': 'v=bootstrap' }],
  ['jvm', { 'jvm.options': '-Xmx2g\n-Dv=jvm\n' }],
  ['file', { 'variables/v': 'file\n' }],
  ['value', { 'server.xml': userXml('${v}', fallback, value) }],
]

it.each(order.map(([name], i) => [name, i] as const))(
  'takes %s over all that stand below it (config.variable.order)',
  (name, i) => {
    const files = Object.assign({}, ...order.slice(0, i + 1).map(([, each]) => each)) as ServerFiles
    expect(userOf(files)).toBe(name)
    expect(userOf(files, { variables: { v: 'scenario' } })).toBe('scenario')
  },
)

it('takes a variable of the environment over server.env (config.variable.environment)', () => {
  const files = { 'server.xml': userXml('${v}'), 'server.env': 'v=file' }
  expect(userOf(files, { processVariables: { v: 'given' } })).toBe('given')
})

it.each([
  ['my.env.var', 'one'],
  ['my_env_var', 'two'],
  ['MY_ENV_VAR', 'three'],
])('looks %s up in the environment (config.variable.environment-names)', (name, expected) => {
  const files = { 'server.xml': userXml('${my.env.var}') }
  const all = { MY_ENV_VAR: 'three', my_env_var: 'two', 'my.env.var': 'one' }
  const from = Object.keys(all).indexOf(name)
  const processVariables = Object.fromEntries(Object.entries(all).slice(0, from + 1))
  expect(userOf(files, { processVariables })).toBe(expected)
})

it('reads the environment also by its old name', () => {
  expect(userOf({ 'server.xml': userXml('${env.HOST}'), 'server.env': 'HOST=h' })).toBe('h')
})

it('reads one more file that bootstrap.properties includes (config.variable.bootstrap-include)', () => {
  const files = {
    'server.xml': userXml('${v}-${w}-${x}'),
    'bootstrap.properties': 'v=own\nbootstrap.include=conf/more.properties',
    'conf/more.properties': 'v=other\nw=more\nbootstrap.include=again.properties',
    'conf/again.properties': 'x=last\nbootstrap.include=more.properties',
  }
  expect(userOf(files)).toBe('own-more-last')
})

type Read = typeof readProperties
const pairs = (read: Read, text: string) =>
  read('f', text).map((each) => `${each.at.line} ${each.name}=${each.value} (${each.at.length})`)

it.each([
  ['a=b', '1 a=b (3)'],
  ['a : b', '1 a=b (5)'],
  ['a b', '1 a=b (3)'],
  ['a  b', '1 a=b (4)'],
  ['a', '1 a= (1)'],
  ['  a = b c ', '1 a=b c  (8)'],
  ['a==b', '1 a==b (4)'],
  ['a=\nb=1', '1 a= (2)', '2 b=1 (3)'],
  ['a=b\\\n   c', '1 a=bc (4)'],
  ['a=b\\\n\\\n c\nd=e', '1 a=bc (4)', '4 d=e (3)'],
  ['a=b\\', '1 a=b (3)'],
  ['a=b\\\\\nc=d', '1 a=b\\ (5)', '2 c=d (3)'],
  ['a=b\\\\\\\nc=d', '1 a=b\\c=d (8)'],
  ['\\\na=b', '1 a=b (3)'],
  ['\\\\=b', '1 \\=b (4)'],
  ['a\\ b\\==\\u0041\\t\\n\\r\\f\\q', '1 a b==A\t\n\r\fq (23)'],
  ['\\u0061\\u00e9=1', '1 aé=1 (14)'],
  ['a=\\uZZZZ', '1 a=\\uZZZZ (8)'],
  ['! a=x\n  # a=y\r\ra=z\r\nb#=1', '4 a=z (3)', '5 b#=1 (4)'],
  ['\n \n=b\n'],
  ['\ufeffa=x\ufeff', '1 a=x\ufeff (4)'],
  [`a=${'x'.repeat(300)}`, `1 a=${'x'.repeat(300)} (200)`],
])('reads the properties %j', (text, ...expected) => {
  expect(pairs(readProperties, text)).toEqual(expected)
})

it.each([
  [' A=b c \r\nB=\rC.d-e_1==f', '1 A=b c (7)', '2 B= (2)', '3 C.d-e_1==f (10)'],
  ['\ufeff_a=1\n\n#b=2\n1c=3\nd e=4\n-f=5\nx;A=6', '1 _a=1 (4)'],
  ['A="b"\\', '1 A="b"\\ (6)'],
])('reads the lines of server.env %j', (text, ...expected) => {
  expect(pairs(readEnvironmentFile, text)).toEqual(expected)
})

it.each([
  ['-Da=b', '1 a=b (5)'],
  [' -Da= b c \r\n-Db\r-Dc=d=e', '1 a=b c (10)', '2 b= (3)', '3 c=d=e (7)'],
  ['\ufeff-Da=1\n-Xmx2g\n#-Db=1\n-D=1\n-Dc d\nx -De=1', '1 a=1 (5)'],
])('reads the system properties of jvm.options %j', (text, ...expected) => {
  expect(pairs(readJvmOptions, text)).toEqual(expected)
})

it('says in which file a property stands', () => {
  const at = { file: 'f', line: 1, col: 1, length: 3 }
  expect(readProperties('f', 'a=b')).toEqual([{ name: 'a', value: 'b', at }])
  expect(readEnvironmentFile('f', 'a=b')).toEqual([{ name: 'a', value: 'b', at }])
  expect(readJvmOptions('f', '-Da')).toEqual([{ name: 'a', value: '', at }])
})

it('reads the folder variables: names, properties and folders in it (config.variable.files)', () => {
  const files = {
    'server.xml': userXml('${plain}-${p}-${db/user}'),
    'variables/plain': 'x\r\n\r\n',
    'variables/all.properties': 'p=q',
    'variables/db/user': 'u',
  }
  expect(userOf(files)).toBe('x-q-u')
})

it('looks where VARIABLE_SOURCE_DIRS points instead', () => {
  const files = {
    'server.xml': userXml('${v}'),
    'server.env': 'VARIABLE_SOURCE_DIRS=/etc/vars:mine',
    'variables/v': 'no',
    '/etc/vars/v': 'absolute',
    'mine/v': 'relative',
  }
  expect(userOf(files)).toBe('relative')
})

it.each([
  ['${list(x)}', 'one,two'],
  ['${a+1}', '6'],
  ['${a-b}', '3'],
  ['${a*b+1}', '11'],
  ['${1+a*b}', '12'],
  ['${a/b}', '2'],
  ['${10-20}', '-10'],
  ['${my-name}', 'plain'],
])('fills %s as %s (config.variable.list, config.variable.arithmetic)', (text, expected) => {
  const variables = { x: 'one,two', a: '5', b: '2', 'my-name': 'plain' }
  expect(userOf({ 'server.xml': userXml(text) }, { variables })).toBe(expected)
})

it.each(['${a/0}', '${a+}', '${a+x}', '${a+1.5}', '${a+99999999999999999999}', '${(a)}'])(
  'leaves %s, which cannot be counted',
  (text) => {
    const read = readFiles({ 'server.xml': userXml(text) }, { variables: { a: '5', x: 'y' } })
    expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
    expect(read.config?.authData.get('a')?.user?.value).toBe(text)
  },
)

it('does not count with the environment, as Liberty does not', () => {
  const read = readFiles({ 'server.xml': userXml('${n+1}') }, { processVariables: { n: '1' } })
  expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
})

it.each([
  ['${server.config.dir}/x', 'usr/servers/one/x'],
  ['${server.config.dir}x', 'usr/servers/one/x'],
  ['${server.output.dir}//x/', 'usr/servers/one/x/'],
  ['${shared.resource.dir}x', 'usr/shared/resources/x'],
  ['${wlp.user.dir}/${wlp.server.name}', 'usr/one'],
  ['safkeyring:///Ring', 'safkeyring:///Ring'],
])(
  'knows the folders of the server: %s (config.variable.predefined, config.variable.predefined-layout)',
  (location, expected) => {
    const read = readFiles(
      { 'usr/servers/one/server.xml': userXml('u', `<keyStore id="k" location="${location}"/>`) },
      { file: 'usr/servers/one' },
    )
    expect(read.problems).toEqual([])
    expect(read.config?.keyStores.get('k')?.location?.value).toBe(expected)
  },
)

const body = [
  '<zosconnect_authToken id="t" authServerRef="s"><tokenRequest requestMethod="POST"',
  ' credentialLocation="body" requestBody="${userid}"/><tokenResponse tokenLocation="header" header="X"/>',
  '</zosconnect_authToken><zosconnect_authorizationServer id="s" tokenEndpoint="http://s/"/>',
].join('')

it.each([
  [{ 'server.env': 'A=1\nUSERID=IBMUSER' }, {}, 'the environment variable "USERID" (server.env:2)'],
  [{}, { processVariables: { USERID: 'IBMUSER' } }, 'the environment variable "USERID"'],
  [
    { 'bootstrap.properties': 'userid=x' },
    {},
    'the bootstrap property "userid" (bootstrap.properties:1)',
  ],
  [{ 'variables/userid': 'x' }, {}, 'the variable file "variables/userid"'],
  [{}, { variables: { userid: 'x' } }, 'the variable of the scenario "userid"'],
])('names what fills a place-holder once for all: %j %j', (files, options, origin) => {
  const read = readFiles({ 'server.xml': userXml('u', body), ...files }, options)
  expect(withCode(read, 'PLACEHOLDER-RESOLVED')).toMatchObject([
    { severity: 'warning', message: expect.stringContaining(origin), at: { line: 2 } },
  ])
})

it('takes nothing from the environment of this process', () => {
  const [name] = Object.keys(process.env)
  const read = readFiles({ 'server.xml': userXml(`\${${name}}`) })
  expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
})

it('follows ten properties files and no more', () => {
  const chain = Array.from({ length: 11 }, (_, i) => [
    i === 0 ? 'bootstrap.properties' : `${i}.properties`,
    `v${i}=${i}\nbootstrap.include=${i + 1}.properties \n`,
  ])
  const files = { ...Object.fromEntries(chain), 'server.xml': userXml('${v9}') } as ServerFiles
  expect(userOf(files)).toBe('9')
  const read = readFiles({ ...files, 'server.xml': userXml('${v10}') })
  expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
})

it.each([
  ['/etc/vars', '/etc/vars/v'],
  [':mine', 'usr/one/mine/v'],
  ['none;mine:', 'usr/one/mine/v'],
])('looks in the folders of VARIABLE_SOURCE_DIRS=%s and in no other', (folders, file) => {
  const files = {
    'usr/one/server.xml': userXml('${v}-${w}'),
    'usr/one/server.env': `VARIABLE_SOURCE_DIRS=${folders}`,
    'usr/one/w': 'not a variable',
    [file]: 'found',
  }
  const read = readFiles(files, { file: 'usr/one/server.xml' })
  expect(read.config?.authData.get('a')?.user?.value).toBe('found-${w}')
})

it('reads a thousand files of variables and no more', () => {
  const names = Array.from({ length: 1001 }, (_, i) => `variables/v${10_000 + i}`)
  const files = Object.fromEntries(names.map((name) => [name, 'x']))
  const read = readFiles({ ...files, 'server.xml': userXml('${v10999}-${v11000}') })
  expect(read.config?.authData.get('a')?.user?.value).toBe('x-${v11000}')
})

it('takes a file for properties by the end of its name', () => {
  const files = { 'variables/a.properties.old': 'a=x', 'variables/B.PROPERTIES': 'b=y' }
  const read = readFiles({ ...files, 'server.xml': userXml('${a.properties.old}-${a}-${b}') })
  expect(read.config?.authData.get('a')?.user?.value).toBe('a=x-${a}-y')
})
