import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import type { Comparison } from '../../../harness/savings/model.ts'
import { realFiles } from '../../support/real-files.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'
import { callers, smallScenario, smallXml } from './small-scenario.ts'

async function compareText(text: string): Promise<readonly [number, string]> {
  const terminal = capturedTerminal(virtualFiles({ 'server.xml': smallXml, 'day.yaml': text }))
  const code = await runCommandLine(['compare', 'day.yaml', '--reporter', 'json'], terminal)
  return [code, terminal.text()]
}

const endpointsOf = (text: string) =>
  Object.assign(
    {},
    ...(JSON.parse(text) as Comparison).variants[0]!.figures.services.map(
      ({ endpoints }) => endpoints,
    ),
  ) as Readonly<Record<string, number>>

test('a day of transactions that read a secret and pay with it is counted, not made', async () => {
  const file = 'scenarios/savings/a-transaction-reads-its-secret-and-pays-with-it.yaml'
  const terminal = capturedTerminal(realFiles())
  expect(await runCommandLine(['compare', file, '--reporter', 'json'], terminal)).toBe(0)
  const { variants, traffic } = JSON.parse(terminal.text()) as Comparison
  expect(traffic).toEqual(['readSecret then pay: from 2/s to 80/s for 24h'])
  const [before, after] = variants
  expect(before!.figures.services.map(({ endpoints }) => endpoints)).toEqual([
    { login: 2_808_000, read: 2_808_000 },
    { 'POST /payments': 2_808_000 },
  ])
  expect(after!.figures.services[0]!.endpoints).toEqual({ login: 97, read: 2_808_000 })
  expect(after!.figures.calls).toBe(2 * 2_808_000)
  expect(before!.engine).toEqual({ kind: 'fast-path', callsMade: 8 })
})

test('a transaction goes no further than its first call that does not end well', async () => {
  const refused = callers.pays.replace('ims-secret', 'wrong')
  const [code, text] = await compareText(smallScenario({ flows: [[refused, 'every: 1s', '']] }))
  expect(code).toBe(0)
  expect(endpointsOf(text)).toEqual({ login: 9 })
})

test('what each user has captured stays with his own transaction', async () => {
  const text = smallScenario({
    flows: [
      [
        'calls: [{ call: readSecret, capture: { secret: $.data.data } }, { call: readCars, as: { tokenUsername: "${secret.user}", tokenPassword: "${secret.word}" } }], as: { tokenUsername: ims-role, tokenPassword: ims-secret }',
        'every: 1s',
        '',
      ],
    ],
    token: '{ kind: opaque, lifetime: 1h }',
    role: 'tokenTtl: 1h',
  })
  const [, json] = await compareText(text)
  expect(endpointsOf(json)).toMatchObject({ read: 9, 'GET /cars': 9 })
  expect((JSON.parse(json) as Comparison).variants[0]!.figures.failures).toBe(0)
})

test('captured values that differ from one arrival to the next have every call made, and it says so', async () => {
  const calls = callers.pays.replace('$.data.data', '$.data.data, id: $.request_id')
  const [, json] = await compareText(smallScenario({ flows: [[calls, 'every: 100ms', '']] }))
  expect((JSON.parse(json) as Comparison).variants[0]!.engine).toEqual({
    kind: 'call-by-call',
    because: 'what calls capture differs from one to the next',
    callsMade: 180,
  })
})

test('a call that needs what no call before it captures is told with what to write', async () => {
  const [code, text] = await compareText(smallScenario({ flows: [['call: pay', 'every: 1s', '']] }))
  expect(code).toBe(3)
  expect(text).toMatch(
    /^day\.yaml:\d+:\d+: UNKNOWN-NAME: "pay" needs \$\{secret\}, which no call before it captures$/m,
  )
  expect(text).toContain(
    '= try: let one do so: calls: [{ call: ..., capture: { secret: $.data } }, pay]',
  )
})

test('a path that leads to nothing in an answer is told', async () => {
  const wrong = callers.pays.replace('$.data.data', '$.data.dat')
  const [code, text] = await compareText(smallScenario({ flows: [[wrong, 'every: 1s', '']] }))
  expect(code).toBe(3)
  expect(text).toContain(
    'CANNOT-HOLD: the response has nothing at $.data.dat to capture as "secret"',
  )
})
