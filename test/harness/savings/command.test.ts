import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import type { Comparison } from '../../../harness/savings/model.ts'
import { loginScenario, loginXml } from '../../support/comparing.ts'
import { realFiles } from '../../support/real-files.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'

const user = 'as: { tokenUsername: U1, tokenPassword: P1 }'

const oneHour = (variants: string, traffic = `- { call: readCars, ${user}, rate: 10/s }`) =>
  loginScenario({ compare: `  for: 1h\n  traffic:\n    ${traffic}\n  variants:\n${variants}` })

const twoLevels = '    - level: 3.0.85.0\n    - level: 3.0.86.0'

/** What the command prints, and its exit code. */
async function run(
  text: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<readonly [number, string]> {
  const files = { 'server.xml': loginXml(), 'day.yaml': text, ...more }
  const terminal = capturedTerminal(virtualFiles(files))
  const code = await runCommandLine(['compare', 'day.yaml', ...args], terminal)
  return [code, terminal.text()]
}

test('a curve that goes backwards is told with its place and what to write', async () => {
  const curve = `- { call: readCars, ${user}, curve: [{ at: 2h, rate: 5/s }, { at: 1h, rate: 9/s }] }`
  const [code, text] = await run(oneHour(twoLevels, curve))
  expect(code).toBe(3)
  expect(text).toMatch(
    /^day\.yaml:\d+:\d+: CANNOT-HOLD: the curve goes backwards: 1h comes after 2h$/m,
  )
  expect(text).toContain('= try: write its points in the order of time')
})

test('a policy that does not exist is told with the nearest one', async () => {
  const [code, text] = await run(oneHour('    - { level: 3.0.86.0, whatIf: [single-fligt] }'))
  expect(code).toBe(3)
  expect(text).toMatch(/^day\.yaml:\d+:\d+: BAD-VALUE: "single-fligt" is not known here$/m)
  expect(text).toContain('did you mean "single-flight"?')
})

test('an attribute or an element that server.xml does not have is told with the nearest one', async () => {
  const wrong = [
    '    - { level: 3.0.86.0, set: { login: { tokenLifetme: 5m } } }',
    '    - { name: other, level: 3.0.86.0, set: { logn: { tokenLifetime: 5m } } }',
  ]
  const [code, text] = await run(oneHour(wrong.join('\n')))
  expect(code).toBe(3)
  expect(text).toContain('"tokenLifetme" is no attribute of zosconnect_authToken')
  expect(text).toContain('did you mean "tokenLifetime"?')
  expect(text).toContain('server.xml has no element with the id "logn"')
  expect(text).toContain('did you mean "login"?')
})

const replay = (file: string) => `- { ${user}, replay: { file: ${file} } }`

test('a broken line of a CSV is told with file, line and column', async () => {
  const csv = 'operation,time\nreadCars,2026-01-05T08:00:00Z\nreadCars,yesterday\nreadCars\n'
  const [code, text] = await run(oneHour(twoLevels, replay('calls.csv')), [], { 'calls.csv': csv })
  expect(code).toBe(3)
  expect(text).toMatch(/^calls\.csv:3:10: BAD-VALUE: "yesterday" is no moment$/m)
  expect(text).toMatch(/^calls\.csv:4:1: BAD-VALUE: the line has 1 fields, the head line 2$/m)
  expect(text).toContain('= try: write date, time and zone as')
})

test.each([
  ['semicolons', 'time;operation\n2026-01-05T08:00:00Z;readCars\n'],
  ['names in capitals', 'TIME,Operation\n2026-01-05T08:00:00Z,readCars\n'],
  [
    'a mark of byte order and quotes',
    '\uFEFF"time","operation"\r\n"2026-01-05 08:00:00","readCars"\r\n',
  ],
])('a CSV to replay may have %s', async (_, csv) => {
  const args = ['--reporter', 'json']
  const [code, text] = await run(oneHour(twoLevels, replay('calls.csv')), args, {
    'calls.csv': csv,
  })
  expect(code).toBe(0)
  expect((JSON.parse(text) as Comparison).variants[0]!.figures.calls).toBe(1)
})

test('a quote that is never closed is told where its line begins', async () => {
  const csv = 'time,operation\n2026-01-05T08:00:00Z,"readCars\n2026-01-05T08:00:01Z,readCars\n'
  const [code, text] = await run(oneHour(twoLevels, replay('calls.csv')), [], { 'calls.csv': csv })
  expect(code).toBe(3)
  expect(text).toMatch(/^calls\.csv:2:1: BAD-VALUE: the line is no CSV: quote not closed$/m)
})

test('a line of JSON that is none, and an operation that is no request, are told', async () => {
  const lines = '{"time":"2026-01-05T08:00:00Z","operation":"readCras"}\n{"time":\n'
  const files = { 'calls.jsonl': lines }
  const [code, text] = await run(oneHour(twoLevels, replay('calls.jsonl')), [], files)
  expect(code).toBe(3)
  expect(text).toMatch(/^calls\.jsonl:2:1: BAD-VALUE: the line is no JSON object$/m)
  const [, again] = await run(oneHour(twoLevels, replay('calls.jsonl')), [], {
    'calls.jsonl': lines.split('\n')[0]!,
  })
  expect(again).toMatch(/^calls\.jsonl:1:\d+: UNKNOWN-NAME: there is no request "readCras"$/m)
  expect(again).toContain('did you mean "readCars"?')
})

test('calls of a file are replayed at their moments', async () => {
  const csv = 'time,operation\n2026-01-05T08:00:00Z,readCars\n2026-01-05T08:20:00Z,readVans\n'
  const [code, text] = await run(oneHour(twoLevels, replay('calls.csv')), ['--reporter', 'json'], {
    'calls.csv': csv,
  })
  expect(code).toBe(0)
  const { variants } = JSON.parse(text) as Comparison
  expect(variants.map(({ figures }) => figures.services[1]!.endpoints)).toEqual([
    { 'GET /cars': 1, 'GET /vans': 1 },
    { 'GET /cars': 1, 'GET /vans': 1 },
  ])
  // Twenty minutes are longer than the token lives.
  expect(variants[1]!.figures.services[0]!.tokenRequests).toBe(2)
})

test('--find searches the shortest life of tokens that keeps a limit, and says what it costs', async () => {
  const [code, text] = await run(oneHour(twoLevels), [
    '--find',
    'auth.login <= 3/h',
    '--reporter',
    'json',
  ])
  expect(code).toBe(0)
  const { found } = JSON.parse(text) as Comparison
  // Three logins in an hour: each token must serve for 20 minutes, and has a second left then.
  expect(found).toEqual([
    { variant: '3.0.85.0', limit: 'auth.login <= 3/h', most: 36_000 },
    {
      variant: '3.0.86.0',
      limit: 'auth.login <= 3/h',
      lifetimeMs: 1_201_000,
      most: 3,
      staleMs: 1_200_000,
    },
  ])
})

test('--find names the endpoints there are, and the form of a limit', async () => {
  const [code, text] = await run(oneHour(twoLevels), ['--find', 'auth.logn <= 3/h'])
  expect(code).toBe(2)
  expect(text).toContain('did you mean "auth.login"?')
  const [, other] = await run(oneHour(twoLevels), ['--find', 'auth.login < 3'])
  expect(other).toContain('write it as "vault.login <= 1/s"')
})

test('--assumptions takes each assumed rule the other way and lists what that changes', async () => {
  const text = loginScenario({
    token: '{ lifetime: 15m, jti: true }',
    compare: `  for: 1h\n  traffic:\n    - { call: readCars, ${user}, rate: 1/s }\n  variants: [{ level: 3.0.86.0 }]`,
  })
  const [code, json] = await run(text, ['--assumptions', '--reporter', 'json'])
  expect(code).toBe(0)
  const { assumptions } = JSON.parse(json) as Comparison
  const flipped = assumptions.find(({ rule }) => rule === 'cache.jti-beats-lifetime')?.flipped
  expect(flipped).toMatchObject({ switch: 'jtiBeatsLifetime', from: true, to: false })
  // A token serves for floor((900 s - 1 s) / 1 s) + 1 = 900 s.
  expect(flipped?.changes).toContainEqual({
    variant: '3.0.86.0',
    figure: 'auth.tokenRequests',
    from: 3600,
    to: 4,
  })
})

test('--assumptions tries what servers share, and names rules for which no other reading is built in', async () => {
  const hour = `  for: 1h\n  traffic:\n    - { call: readCars, ${user}, rate: 8/s }\n  variants: [{ level: 3.0.86.0 }]`
  const [code, text] = await run(loginScenario({ servers: '4', compare: hour }), ['--assumptions'])
  expect(code).toBe(0)
  expect(text).toContain('cache.per-server (whatIf: [shared-cache]): changes')
  expect(text).toContain('  3.0.86.0: auth.tokenRequests 20 -> 5\n')
  expect(text).toContain(
    'cache.lifetime.from-receipt (assume lifetimeFromRequest: true): changes no figure',
  )
  expect(text).toMatch(/^no other reading is built in: .*response\.json-path/m)
})

test('--assumptions counts a lifetime from the request, which matters where logins take time', async () => {
  const hour = `  for: 1h\n  traffic:\n    - { call: readCars, ${user}, every: 1s }\n  latency: { auth.login: 40s }\n  variants: [{ level: 3.0.86.0 }]`
  const token = '{ kind: opaque, lifetime: 2m }'
  const [, json] = await run(loginScenario({ token, compare: hour }), [
    '--assumptions',
    '--reporter',
    'json',
  ])
  const { assumptions } = JSON.parse(json) as Comparison
  const flipped = assumptions.find(({ rule }) => rule === 'cache.lifetime.from-receipt')?.flipped
  // Forty calls log in every 199 s or 159 s: the last token of 40 s of logins serves for two minutes.
  expect(flipped?.changes).toContainEqual({
    variant: '3.0.86.0',
    figure: 'auth.tokenRequests',
    from: 738,
    to: 920,
  })
})

test('variants with long names stand under letters, and columns that do not fit follow below', async () => {
  const names = Array.from(
    { length: 12 },
    (_, i) => `    - { level: 3.0.86.0, name: a variant with a long name ${i} }`,
  )
  const [code, text] = await run(oneHour(names.join('\n')))
  expect(code).toBe(0)
  const [table = ''] = text.split('\n\nauth: token requests in')
  expect(table).toMatch(
    /^A {2}a variant with a long name 0 \(base\)\nB {2}a variant with a long name 1\n/m,
  )
  expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100)
  expect(table.match(/^calls .*36,000/gm)).toHaveLength(2)
})

test('a run that makes every call says why, and on a terminal how far it is', async () => {
  const limited = loginScenario({
    more: '    limits: { login: 5/s }',
    compare: `  for: 5m\n  traffic:\n    - { call: readCars, ${user}, rate: 10/s }\n  variants: [{ level: 3.0.85.0 }]`,
  })
  const terminal = capturedTerminal(virtualFiles({ 'server.xml': loginXml(), 'day.yaml': limited }))
  expect(await runCommandLine(['compare', 'day.yaml'], { ...terminal, progress: true })).toBe(0)
  expect(terminal.text()).toContain(
    'every call was made: auth.login has a limit that the calls can reach\n',
  )
  // Told at every thousandth of 3,000 calls.
  expect(terminal.text()).toContain('\r\u001b[2K33 %')
})

test('an unknown base and a file without traffic are told', async () => {
  const [code, text] = await run(oneHour(twoLevels), ['--base', '3.0.85.1'])
  expect(code).toBe(2)
  expect(text).toContain('there is no variant "3.0.85.1"')
  const without = loginScenario({ compare: '  for: 1h' }).replace(/compare:[^]*$/, '')
  const [none, said] = await run(without)
  expect(none).toBe(3)
  expect(said).toContain('has no "compare"')
})

test('passwords of users in the traffic never reach a report', async () => {
  const secret = 'aVeryLongPassword'
  const text = oneHour(twoLevels).replaceAll('P1', secret)
  for (const reporter of ['pretty', 'json']) {
    const [code, printed] = await run(text, ['--reporter', reporter])
    expect(code).toBe(0)
    expect(printed).not.toContain(secret)
  }
})

test('the demo ends with a sentence that says what is emulated and for what it holds', async () => {
  const terminal = capturedTerminal(realFiles())
  expect(await runCommandLine(['demo'], terminal)).toBe(0)
  const last = terminal.text().trimEnd().split('\n').at(-1)!
  expect(last).toMatch(/^Emulated, one server of z\/OS Connect, readSecret: 50\/s for 24h: /)
  expect(last).toContain('4,320,000 logins in 8,640,000 requests at 3.0.85.0')
  expect(last).toContain('97 logins in 4,320,097 requests at 3.0.86.0 with logins that take 0 ms')
  expect(last).toContain(
    '485 logins in 4,320,485 requests at 3.0.86.0 with logins that take 100 ms',
  )
})

test('bars of one height are told in a line, other bars are drawn with their times', async () => {
  const [code, text] = await run(oneHour(twoLevels))
  expect(code).toBe(0)
  expect(text).toMatch(/^auth: token requests in 5m, 3\.0\.85\.0: 3,000 each$/m)
  const drawn = 'every: 1m, for: 10m'
  const [, other] = await run(oneHour(twoLevels, `- { call: readCars, ${user}, ${drawn} }`))
  expect(other).toMatch(/^auth: token requests in 5m, 3\.0\.85\.0\n.*┤·████·/m)
  expect(other).toMatch(/^ +0s +5m +10m /m)
})
