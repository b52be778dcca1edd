import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { effectsOutsideHome, modulesOutsideHome } from './architecture/effects.ts'
import { cycles, withoutExtension, wrongWays } from './architecture/layers.ts'
import { moduleState } from './architecture/module-state.ts'
import {
  badFileNames,
  longFiles,
  prefixedNames,
  undocumented,
  unexplainedTests,
} from './architecture/naming.ts'
import { filesBelow, readSource, readSources } from './architecture/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const areas = ['emulator', 'harness', 'containers', 'test'].filter((path) =>
  existsSync(root + path),
)
const files = filesBelow(root, areas)
const everything = readSources(root, files)
const product = everything.filter(({ path }) => !path.startsWith('test/'))

/** The files of a small project: path to text. */
const project = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([path, text]) => readSource(path, text))

test('imports point the way of style.md', () => {
  expect(wrongWays(product)).toEqual([])
})

test.for([
  ['emulator/auth/a.ts', `import '../../harness/seed.ts'`, 'nothing of ours outside itself'],
  ['emulator/token/a.ts', `import { b } from '../auth/b.ts'`, 'requester -> auth -> token'],
  ['emulator/clock.ts', `import type { B } from './config/b.ts'`, 'requester -> auth -> token'],
  ['emulator/auth/a.ts', `import { rules } from '../fidelity.ts'`, 'gathers all files'],
  ['emulator/new/a.ts', `import { b } from '../rule.ts'`, 'no place in the order'],
  ['harness/seed.ts', `import { b } from '../emulator/clock.ts'`, 'by its index files'],
  ['harness/seed.ts', `import { b } from './world.ts'`, 'root comes before world'],
  ['harness/fakes/a.ts', `import { b } from '../scenario/b.ts'`, 'fakes comes before scenario'],
  ['harness/fakes/a.ts', `import { b } from '../index.ts'`, 'public surface'],
  ['harness/network/a.ts', `import { b } from '../fakes/fake.ts'`, 'network comes before fakes'],
  ['harness/reporters/a.ts', `import { b } from '../runner/event.ts'`, 'as a type'],
  ['harness/reporters/a.ts', `import type { B } from '../runner/run.ts'`, 'by event.ts'],
  ['harness/reporters/a.ts', `import type { B } from '../world.ts'`, 'events and root files'],
  ['harness/cli/a.ts', `import { b } from '../../containers/b.ts'`, 'lazily'],
  ['harness/cli/a.ts', `import { b } from '../../test/support/b.ts'`, 'no part of the package'],
  ['harness/new/a.ts', `import { b } from '../seed.ts'`, 'no place in the order'],
  ['containers/a.ts', `import { b } from '../harness/fakes/fake.ts'`, 'as a type'],
  ['containers/a.ts', `import type { B } from '../harness/world.ts'`, 'only fakes/fake.ts'],
  ['harness/runner/a.ts', `export * from '../cli/b.ts'`, 'runner comes before cli'],
  ['harness/runner/a.ts', `await import('../cli/b.ts')`, 'runner comes before cli'],
  ['harness/runner/a.ts', `let b: import('../cli/b.ts').B`, 'runner comes before cli'],
] as const)('an import the wrong way is found: %s %s', ([path, text, why]) => {
  expect(wrongWays(project({ [path]: text }))).toEqual([expect.stringContaining(why)])
})

test.for([
  ['emulator/requester/a.ts', `import { b } from '../config/b.ts'`],
  ['emulator/fidelity.ts', `import { b } from './requester/b.ts'`],
  ['harness/network/a.ts', `import type { B } from '../fakes/fake.ts'`],
  ['harness/reporters/a.ts', `import { type B } from '../runner/event.ts'`],
  ['harness/cli/a.ts', `const b = await import('../../containers/b.ts')`],
  ['harness/fakes/a.ts', `import { b } from '../../emulator/config/index.ts'`],
  ['containers/a.ts', `import type { B } from '../harness/fakes/fake.ts'`],
] as const)('an import the right way passes: %s %s', ([path, text]) => {
  expect(wrongWays(project({ [path]: text }))).toEqual([])
})

test('no files import each other in a circle', () => {
  expect(cycles(product)).toEqual([])
})

test('a circle of imports is found, and one of types is none', () => {
  const circle = { 'a/a.ts': `import { b } from './b.ts'`, 'a/b.ts': `export * from './a.ts'` }
  const types = { ...circle, 'a/b.ts': `import type { A } from './a.ts'` }
  expect(cycles(project(circle))).toEqual(['a/a.ts -> a/b.ts -> a/a.ts'])
  expect(cycles(project(types))).toEqual([])
})

test('relative imports name their file in full', () => {
  expect(withoutExtension(everything)).toEqual([])
})

test('an import without .ts is found', () => {
  const sources = project({ 'a.ts': `import { b } from './b'\nimport { c } from './c.js'` })
  expect(withoutExtension(sources)).toHaveLength(2)
})

test('time, chance and the process are reached from their homes alone', () => {
  expect(effectsOutsideHome(product)).toEqual([])
})

test.for([
  'Date.now()',
  'new Date()',
  'Date()',
  'setTimeout(f, 1)',
  'const later = { setTimeout }',
  'setInterval(f, 1)',
  'setImmediate(f)',
  'Math.random()',
  'crypto.randomUUID()',
  `import { randomBytes } from 'node:crypto'`,
  'process.exit(1)',
  'const { env } = process',
  'console.log(1)',
  'performance.now()',
  'await fetch(url)',
  'globalThis.x',
])('an effect outside its home is found: %s', (text) => {
  expect(effectsOutsideHome(project({ 'harness/world.ts': text }))).toHaveLength(1)
})

test('names that only look like effects pass', () => {
  const text = `app.fetch(1); new Date(5); const a = { process: 1, fetch() {} }; a.process
    // Date.now()
    const text = 'setTimeout(console)'; interface B { fetch(): void }`
  expect(effectsOutsideHome(project({ 'harness/world.ts': text }))).toEqual([])
  const clock = { 'emulator/clock.ts': 'Date.now(); setTimeout(f, 1)' }
  expect(effectsOutsideHome(project(clock))).toEqual([])
})

test('sockets, files and processes are imported in their homes alone', () => {
  expect(modulesOutsideHome(product)).toEqual([])
})

test.for(['http', 'net', 'fs', 'fs/promises', 'timers/promises', 'process', 'child_process'])(
  'an import outside its home is found: node:%s',
  (name) => {
    const text = `import { a } from 'node:${name}'`
    expect(modulesOutsideHome(project({ 'harness/world.ts': text }))).toHaveLength(1)
  },
)

test('a type of a socket and a socket at home pass', () => {
  const sources = project({
    'harness/world.ts': `import type { Socket } from 'node:net'`,
    'harness/network/a.ts': `import { Socket } from 'node:net'`,
  })
  expect(modulesOutsideHome(sources)).toEqual([])
})

test('no module has a state of its own', () => {
  const found = moduleState(product).map((each) => each.replace(/:\d+: "(\w+)".*/, ' $1'))
  expect(found).toEqual(stickyPatterns)
})

/** Regular expressions whose lastIndex is set before each use: no use sees what another left. */
const stickyPatterns = [
  'emulator/config/markup.ts tagStart',
  'emulator/config/xml.ts opening',
  'emulator/config/xml.ts attribute',
  'emulator/token/json-path.ts step',
]

test.for([
  'let count = 0',
  'export let count = 0',
  'var count = 0',
  'const seen = new Map(); export const see = (x) => seen.set(x, 1)',
  'const list = []; function add(x) { list.push(x) }',
  'const table = {}; function add(x) { table[x] = 1 }',
  'const counter = { n: 0 }; const next = () => counter.n++',
  'const table = {}; const drop = (x) => { delete table[x] }',
  `import { seen } from './seen.ts'; seen.add(1)`,
  'class A { static #all = new Set() }',
])('state of a module is found: %s', (text) => {
  expect(moduleState(project({ 'harness/world.ts': text }))).toHaveLength(1)
})

test('constants, and state inside a function, pass', () => {
  const text = `const names = new Set(['a']); export const has = (x) => names.has(x)
    export function count() { let n = 0; const seen = new Map(); seen.set(n++, 1); return seen }
    export const clear = (names) => names.clear()
    class A { static readonly kinds = ['a']; #seen = new Set(); add(x) { this.#seen.add(x) } }`
  expect(moduleState(project({ 'harness/world.ts': text }))).toEqual([])
})

test('no file is longer than 300 lines', () => {
  expect(longFiles(everything, 300)).toEqual([])
})

test('a file that is too long is found', () => {
  const sources = project({ 'a.ts': '\n'.repeat(301), 'b.ts': '\n'.repeat(300) })
  expect(longFiles(sources, 300)).toEqual(['a.ts: 301 lines'])
})

test('files and folders are kebab-case and named for what they hold', () => {
  expect(badFileNames(files.filter((path) => !path.startsWith('test/golden/')))).toEqual([])
})

test.for(['a/caseUp.ts', 'a/Upper.ts', 'a/with_line.ts', 'utils/a.ts', 'a/token-helpers.ts'])(
  'a bad name is found: %s',
  (path) => {
    expect(badFileNames([path, 'a/good-name.test.ts'])).toHaveLength(1)
  },
)

test('no type begins with the I of an interface', () => {
  expect(prefixedNames(everything)).toEqual([])
})

test('the I of an interface is found, and a word with I passes', () => {
  const text = 'interface IToken {}\nexport type IKey = 1\ninterface Issuer {}\ntype IMS = 1'
  expect(prefixedNames(project({ 'a.ts': text }))).toEqual(['a.ts:1: IToken', 'a.ts:2: IKey'])
})

test('every exported function and class has a sentence', () => {
  const lacking = undocumented(product).filter(
    ({ kind }) => kind === 'function' || kind === 'class',
  )
  expect(lacking.map(({ where }) => where)).toEqual([])
})

test('an export without a sentence is found, whatever it is', () => {
  const text = `/** A. */\nexport function a() {}\nexport function b() {}\nexport class C {}
// not a docstring\nexport const d = () => 1\nexport type E = 1\n/* no */\nexport const f = 1`
  const found = undocumented(project({ 'a.ts': text }))
  expect(found.map(({ kind }) => kind)).toEqual(['function', 'class', 'function', 'type', 'value'])
})

test('no test runs alone, and none is left out without a reason', () => {
  expect(unexplainedTests(everything.filter(({ path }) => path.endsWith('.test.ts')))).toEqual([])
})

test('a lonely test and an unexplained gap are found', () => {
  const text = `test.only('a', f)\ntest.skip('b', f)\nit.concurrent.only('c', f)
// docker is missing on the build machine\ntest.skip('d', f)\ntest('e', f)\nregex.test.only`
  expect(unexplainedTests(project({ 'a.test.ts': text }))).toHaveLength(3)
})

test('the lock file names no registry', () => {
  const lock = readFileSync(`${root}package-lock.json`, 'utf8')
  expect(registriesIn(lock)).toEqual([])
  expect(registriesIn('{ "resolved": "https://registry.example.com/a.tgz" }')).toHaveLength(1)
})

const registriesIn = (lock: string): readonly string[] =>
  lock.split('\n').filter((line) => /"resolved":|https?:\/\/[^"]*\.tgz/.test(line))

/** Everything that may stand beside package.json; what git ignores comes and goes. */
const topLevel = new Set(
  `package.json package-lock.json tsconfig.json README.md LICENSE emulator harness containers
   scenarios test node_modules dist coverage reports`.split(/\s+/),
)

const strangers = (entries: readonly string[]): readonly string[] =>
  entries.filter((entry) => !entry.startsWith('.') && !topLevel.has(entry))

test('the root holds nothing new', () => {
  expect(strangers(readdirSync(root))).toEqual([])
  expect(strangers(['.gitignore', 'vite.config.ts', 'src', 'test'])).toEqual([
    'vite.config.ts',
    'src',
  ])
})
