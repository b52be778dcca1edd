import { expect, test } from 'vitest'
import { head, one, problemsOf, read } from './reading.ts'

const call = '  - call: shared\n'
const shared = 'requests: { shared: { connection: c, path: / } }\n'

test('takes services, requests and variables from another file; its own variables win', () => {
  const files = {
    'lib/a.yaml': `include: b.yaml\nvariables: { a: 1, b: 2 }\n`,
    'lib/b.yaml': shared,
  }
  const scenario = one(
    `include: lib/a.yaml\nvariables: { b: 3 }\n${head}${call}  - call: secret\n`,
    { files },
  )
  expect(scenario.config.variables).toEqual({ a: '1', b: '3' })
  expect(scenario.steps[0]).toMatchObject({ call: { request: { at: { file: 'lib/b.yaml' } } } })
})

test('merges a file once that two others include', () => {
  const files = { 'a.yaml': 'include: c.yaml\n', 'b.yaml': 'include: c.yaml\n', 'c.yaml': shared }
  one(`include: [a.yaml, b.yaml]\n${head}${call}  - call: secret\n`, { files })
})

test('shows the includes that led to a Problem, innermost first', () => {
  const files = { 'a.yaml': '\ninclude: b.yaml\n', 'b.yaml': 'requests: { shared: { path: / } }\n' }
  const { problems } = read(`include: a.yaml\n${head}${call}`, { files })
  expect(problems).toMatchObject([
    {
      code: 'MISSING-KEY',
      at: { file: 'b.yaml', line: 1, col: 13 },
      includedFrom: [
        { file: 'a.yaml', line: 2, col: 10 },
        { file: 's.yaml', line: 1, col: 10 },
      ],
    },
  ])
})

test.each<[string, Record<string, string>, string]>([
  ['a file that is not there', {}, 'FILE-MISSING 1:10+6 there is no file "a.yaml"'],
  [
    'a cycle',
    { 'a.yaml': 'include: s.yaml\n' },
    'a.yaml INCLUDE-CYCLE 1:10+6 "s.yaml" includes itself',
  ],
  [
    'steps',
    { 'a.yaml': 'steps: []\n' },
    'a.yaml UNKNOWN-KEY 1:1+5 "steps" cannot stand in an included file',
  ],
  [
    'a request of both',
    { 'a.yaml': 'requests: { secret: { connection: c, path: / } }\n' },
    'DUPLICATE-NAME 9:3+6 "secret" under requests is also in a.yaml:1',
  ],
  ['a text', { 'a.yaml': 'a' }, 'a.yaml YAML-SYNTAX 1:1+1 expected a map of keys and values'],
])('names %s', (_title, files, problem) => {
  expect(problemsOf(`include: a.yaml\n${head}${call}`, { files })).toContain(problem)
})
