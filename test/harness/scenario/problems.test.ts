import { expect, test } from 'vitest'
import { head, problemsOf, read } from './reading.ts'

const call = '  - call: secret\n'
const small = 'scenario: x\nconfig: server.xml\n'
const after = (text: string): string =>
  `${text}requests: { a: { connection: c, path: / } }\nsteps: [{ call: a }]\n`
const service = (text: string): string => after(`${small}services:\n  ${text}\n`)

test.each<[string, string, string]>([
  ['an empty file', '', 'YAML-SYNTAX 1:1+undefined the file is empty'],
  ['a list', '- a', 'YAML-SYNTAX 1:1+3 expected a map of keys and values'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'YAML-SYNTAX 2:1+3 a file holds one document'],
  ['a tab', 'a:\n\tb: 1\n', 'YAML-SYNTAX 2:1+1 tabs are not allowed as indentation'],
  [
    'a key twice',
    after(`${small}config: b.xml\n`),
    'DUPLICATE-NAME 3:1+6 "config" stands here twice',
  ],
  [
    'an alias of nothing',
    after(`${small}about: *a\n`),
    'YAML-SYNTAX 3:8+2 nothing before it is called "&a"',
  ],
  [
    'an unknown key',
    after(`${small}balanse: round\n`),
    'UNKNOWN-KEY 3:1+7 "balanse" is not known here',
  ],
  [
    'a key store whose file is missing',
    after(`${small}keystores: { Ring: none.p12 }\n`),
    'FILE-MISSING 3:20+8 there is no file "none.p12"',
  ],
  [
    'an unknown extension',
    after(`${small}extensions: [jwt-barer]\n`),
    'BAD-VALUE 3:14+9 "jwt-barer" is not jwt-bearer or role-mapping',
  ],
  [
    'an unknown key of saf',
    after(`${small}saf: { user: [ADA] }\n`),
    'UNKNOWN-KEY 3:8+4 "user" is not known here',
  ],
  [
    'a profile that is no list',
    after(`${small}saf: { surrogat: { ADA.BAQTOKEN: 1 } }\n`),
    'BAD-VALUE 3:34+1 expected a list, found a number',
  ],
  ['no config', after('scenario: x\n'), 'MISSING-KEY 1:1+11 "config" is missing'],
  [
    'a config that is not there',
    after('scenario: x\nconfig: a.xml\n'),
    'FILE-MISSING 2:9+5 there is no file "a.xml"',
  ],
  [
    'a level that is a number',
    after(`${small}level: 3.0\n`),
    'BAD-LEVEL 3:8+3 YAML reads this as a number, not as a fix level',
  ],
  [
    'a level with two numbers',
    after(`${small}level: "3.0"\n`),
    'BAD-LEVEL 3:8+5 "3.0" is not a fix level',
  ],
  ['too many servers', after(`${small}servers: 65\n`), 'BAD-VALUE 3:10+2 65 is more than 64'],
  [
    'a server in small letters',
    after(`${small}servers: [a]\n`),
    'BAD-VALUE 3:11+1 "a" is not a job name',
  ],
  [
    'a server twice',
    after(`${small}servers: [A, A]\n`),
    'DUPLICATE-NAME 3:14+1 two servers are called "A"',
  ],
  [
    'a start without a zone',
    after(`${small}start: 2026-01-05T00:00:00\n`),
    'BAD-VALUE 3:8+19 "2026-01-05T00:00:00" is not an instant',
  ],
  [
    'an unknown assumption',
    after(`${small}assume: { retryFresh: true }\n`),
    'UNKNOWN-KEY 3:11+10 "retryFresh" is not known here',
  ],
  [
    'an assumption of another type',
    after(`${small}assume: { retryFreshToken: 1 }\n`),
    'BAD-VALUE 3:28+1 expected true or false, found a number',
  ],
  [
    'an absent variable',
    after(`${small}variables: { a: "\${env.A}" }\n`),
    'MISSING-VARIABLE 3:17+10 the environment has no variable "A"',
  ],
  [
    'a row without a matrix',
    after(`${small}about: \${row.a}\n`),
    'UNKNOWN-NAME 3:8+8 "${row.a}" needs a matrix, and the file has none',
  ],
  ['no steps', small, 'MISSING-KEY 1:1+8 "steps" is missing'],
  ['an empty list of steps', `${small}steps: []\n`, 'NOTHING-HAPPENS 3:8+2 there are no steps'],
  ['no call', `${small}steps: [{ advance: 5m }]\n`, 'NOTHING-HAPPENS 3:1+5 no step makes a call'],
  [
    'an empty matrix',
    after(`${small}matrix: []\n`),
    'NOTHING-HAPPENS 3:9+2 the matrix has no rows',
  ],
])('names %s', (_title, text, problem) => {
  expect(problemsOf(text)).toContain(problem)
})

test('warns of a request that no step calls and of a value that nothing uses', () => {
  const text = `${head}  - call: { connection: c, path: / }\n    capture: { a: $ }\n`
  expect(problemsOf(text)).toEqual([
    'UNUSED 8:3+6 no step calls the request "secret"',
    'UNUSED 11:16+1 nothing uses the captured value "a"',
  ])
  expect(read(text).scenarios).toHaveLength(1)
})

test('tells the nearest known name', () => {
  const [problem] = read(after(`${small}balanse: round\n`)).problems
  expect(problem!.tries).toEqual(['did you mean "balance"?'])
})

test('goes on after an error and tells the others in the order of the file', () => {
  const text = after(`scenario: x\nlevel: 3\nservers: 0\nbalance: ruond\n`)
  expect(problemsOf(text).map((each) => each.split(' ')[0])).toEqual([
    'MISSING-KEY',
    'BAD-LEVEL',
    'BAD-VALUE',
    'BAD-VALUE',
  ])
})

test('names a level of the command line that is none', () => {
  const { problems } = read(`${head}${call}`, { level: 'new' })
  expect(problems).toMatchObject([{ code: 'BAD-LEVEL', message: '"new" is not a fix level' }])
})

test('never shows a value of the environment', () => {
  const { problems, secrets } = read(service('a: { kind: vault, at: "${env.URL}" }'), {
    env: { URL: 'sesame-street' },
  })
  expect(secrets).toEqual(['sesame-street'])
  expect(problems[0]).toMatchObject({ message: '"(secret)" is no URL' })
})

test('refuses aliases that grow beyond measure', () => {
  const lines = ['scenario: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]']
  for (let n = 1; n < 9; n++) lines.push(`a${n}: &a${n} [${`*a${n - 1}, `.repeat(10)}]`)
  expect(problemsOf(lines.join('\n'))[0]).toMatch(
    /YAML-SYNTAX .* the aliases make the file too large/,
  )
})

test('refuses an alias within itself', () => {
  expect(problemsOf('scenario: &a [*a]\n')).toContain('YAML-SYNTAX 1:15+2 "*a" contains itself')
})

test('refuses what is nested too deep', () => {
  expect(problemsOf(`a: ${'['.repeat(5000)}`)[0]).toMatch(/^YAML-SYNTAX/)
  expect(problemsOf(`a: ${'['.repeat(200)}${']'.repeat(200)}`)[0]).toMatch(/nested too deep/)
})
