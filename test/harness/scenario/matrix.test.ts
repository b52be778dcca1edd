import { expect, test } from 'vitest'
import { head, problemsOf, read } from './reading.ts'

const call = '  - call: secret\n'

test('makes a scenario of every combination of the lists', () => {
  const text = `matrix: { level: [3.0.85.0, 3.0.86.0], role: [a, b] }\n${head}  - { call: secret, as: { tokenUsername: "\${row.role}" } }\n`
  const { scenarios } = read(text)
  expect(scenarios.map(({ row, level }) => [row!.name, level[2]])).toEqual([
    ['3.0.85.0, a', 85],
    ['3.0.85.0, b', 85],
    ['3.0.86.0, a', 86],
    ['3.0.86.0, b', 86],
  ])
  expect(scenarios[3]!.row!.values).toEqual({ level: '3.0.86.0', role: 'b' })
  expect(scenarios[3]!.steps[0]).toMatchObject({
    call: { as: { fields: { tokenUsername: { value: 'b' } } } },
  })
})

test('keeps the type of a value that is a whole string', () => {
  const text = `matrix: { n: [1, 2] }\n${head}  - { call: secret, times: "\${row.n}" }\n`
  expect(read(text).scenarios.map(({ steps }) => steps[0])).toMatchObject([
    { times: 1 },
    { times: 2 },
  ])
})

test('adds what a row expects and what it sets', () => {
  const text = `variables: { a: x, b: y }
matrix:
  - { level: 3.0.85.0, expect: { calls: { vault: 2 } } }
  - { name: newer, level: 3.0.86.0, variables: { b: z }, expect: { saved: { against: 3.0.85.0, vault: "> 50%" } } }
${head}${call}expect: { retries: 0 }
`
  const { scenarios, problems } = read(text)
  expect(problems).toEqual([])
  expect(scenarios[0]!.expect).toMatchObject([
    { kind: 'retries' },
    { kind: 'calls', at: { line: 3 } },
  ])
  expect(scenarios[1]!.row!.name).toBe('newer')
  expect(scenarios[1]!.config.variables).toEqual({ a: 'x', b: 'z' })
  expect(scenarios[1]!.expect[1]).toMatchObject({
    kind: 'saved',
    against: '3.0.85.0',
    name: 'vault',
  })
})

test('compares the rows after a base with it and leaves out the base', () => {
  const end = 'expect: { saved: { against: 3.0.85.0, vault: "> 50%" } }\n'
  const text = `matrix: { level: [3.0.85.0, 3.0.86.0] }\n${head}${call}${end}`
  expect(read(text).scenarios.map((each) => each.expect.length)).toEqual([0, 1])
})

test.each([
  [
    'a later row',
    '[{ level: 3.0.85.0, expect: { saved: { against: b, vault: "> 1%" } } }, { name: b }]',
    'CANNOT-HOLD 1:57+1 the row "b" comes after this one',
  ],
  [
    'two rows of a name',
    '[{ name: a }, { name: a }]',
    'DUPLICATE-NAME 1:23+11 two rows are called "a"',
  ],
  [
    'an unknown value',
    '[{ a: 1, expect: { calls: { vault: "${row.b}" } } }]',
    'UNKNOWN-NAME 1:44+10 there is no value of the row "b"',
  ],
  ['a value nobody uses', '[{ a: 1 }]', 'UNUSED 1:12+1 the matrix value "a" is used nowhere'],
  [
    'a bad level',
    '{ level: [3.0] }',
    'BAD-LEVEL 1:19+3 YAML reads this as a number, not as a fix level',
  ],
  ['an empty list', '{ level: [] }', 'NOTHING-HAPPENS 1:18+2 "level" has no values'],
])('names %s', (_title, matrix, problem) => {
  expect(problemsOf(`matrix: ${matrix}\n${head}${call}`)).toContain(problem)
})

test('fills a key with the value of a row', () => {
  const text = `matrix: { status: [200, 403] }\n${head}${call}    expect: { calls: { "vault.login:\${row.status}": 1 } }\n`
  const { scenarios, problems } = read(text)
  expect(problems).toEqual([])
  expect(scenarios.map(({ steps }) => steps[0]!.expect[0])).toMatchObject([
    { name: 'vault.login:200' },
    { name: 'vault.login:403' },
  ])
})

test('names a row by its fix level where no two are the same', () => {
  const rows = 'matrix: [{ level: 3.0.85.0, times: 1 }, { level: 3.0.86.0, times: 2 }]'
  const text = `${rows}\n${head}  - { call: secret, times: "\${row.times}" }\n`
  expect(read(text).scenarios.map(({ row }) => row!.name)).toEqual(['3.0.85.0', '3.0.86.0'])
})

test('lets a row take the other reading of what no source settles', () => {
  const rows = 'matrix: [{ name: no, times: 1 }, { name: yes, assume: { retryFreshToken: true } }]'
  const text = `${rows}\n${head}${call}`
  const { scenarios } = read(text)
  expect(scenarios.map(({ assume }) => assume)).toEqual([{}, { retryFreshToken: true }])
})
