import fc from 'fast-check'
import { expect, test } from 'vitest'
import { head, read } from './reading.ts'

const whole = `include: lib.yaml
level: 3.0.86.0
servers: [A, B]
program: { kind: ims, timeout: 30s }
variables: { a: "\${env.A}" }
matrix: [{ level: 3.0.85.0, role: a }, { level: 3.0.86.0, role: b, expect: { retries: 0 } }]
${head}  - call: secret
    as: { tokenUsername: "\${row.role}", tokenPassword: { value: b, length: 1 } }
    capture: { got: $.data.data }
    expect: { returnCode: 0, calls: { vault.login: 1, mesh: { atMost: 2 } }, order: [vault.login] }
  - parallel: { call: { connection: c, path: "/\${got.a}", headers: { x: y } }, times: 3 }
  - fault: { at: login, calls: 2..3, do: token-huge }
  - traffic: { call: secret, every: 10s, for: 1h }
    expect: { outcomes: { 0/200: ">= 99%" }, requests: [{ to: vault, body: { matches: a } }] }
expect: { liveTokens: { vault: { between: [0, 5] } }, elapsed: { atMost: 2h } }
`

const scraps = [
  '',
  ' ',
  '\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '!',
  '#',
  '|',
  '>',
  '%',
  '${',
  '${row.',
  '5',
  '-1',
  '1e99',
  '.inf',
  'null',
  'true',
  '~',
  '? ',
  '<<: ',
  '__proto__',
  'constructor',
  '\u0000',
  '\u2028',
  '---\n',
  '5m',
  'é',
  '😀',
]

const edit = fc.record({
  at: fc.nat(whole.length),
  drop: fc.nat(12),
  put: fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 6 })),
})

test('gives scenarios or Problems with a place for any file, and never throws', () => {
  expect(read(whole, { files: { 'lib.yaml': '{}' }, env: { A: 'x' } }).problems).toEqual([])
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = whole
      for (const { at, drop, put } of edits) text = text.slice(0, at) + put + text.slice(at + drop)
      const { scenarios, problems } = read(text, { files: { 'lib.yaml': '{}' }, env: { A: 'x' } })
      const errors = problems.filter(({ severity }) => severity === 'error')
      expect(scenarios.length > 0).toBe(errors.length === 0)
      for (const { at } of problems) {
        expect(at!.line).toBeGreaterThan(0)
        expect(at!.col).toBeGreaterThan(0)
      }
    }),
    { numRuns: 500, seed: 1 },
  )
})
