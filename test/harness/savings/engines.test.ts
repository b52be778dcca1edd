import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runVariant } from '../../../harness/savings/run-variant.ts'
import { loginScenario, loginXml, scenarioOf, variantOf } from '../../support/comparing.ts'
import { virtualFiles } from '../../support/virtual-files.ts'
import { smallCase } from './small-case.ts'
import { callers, smallScenario, smallXml } from './small-scenario.ts'

const runs = process.env['SOAK'] ? 20_000 : 80

/** Counts what is certain, makes every call, and expects the same. */
async function expectSame(text: string, xml = smallXml): Promise<void> {
  const files = { 'server.xml': xml }
  const fast = await variantOf(text, files, true)
  const slow = await variantOf(text, files, false)
  expect(fast.figures, text).toEqual(slow.figures)
  expect(fast.series, text).toEqual(slow.series)
}

test('counting what is certain gives the figures of making every call', async () => {
  const property = fc.asyncProperty(smallCase, (text) => expectSame(text))
  await fc.assert(property, { numRuns: runs, seed: 20_261_121 })
}, 36_000_000)

test('a call within the millisecond in which a token becomes too old is made, not counted', async () => {
  const who = 'as: { tokenUsername: U1, tokenPassword: P1 }'
  const text = loginScenario({
    token: '{ kind: opaque, lifetime: 2s }',
    more: '',
    servers: '1',
    compare: [
      '  for: 9s',
      '  traffic:',
      `    - { calls: { readCars: 2, readVans: 1 }, ${who}, every: 61ms, arrivals: poisson }`,
      `    - { call: readCars, ${who}, every: 370ms, arrivals: poisson }`,
      '  latency: { auth.login: 2ms }',
      '  variants:',
      '    - { level: 3.0.93.0, balance: round }',
    ].join('\n'),
  })
  await expectSame(text, loginXml())
})

test('what happens at one moment happens in the same order whatever else is counted', async () => {
  await expectSame(
    smallScenario({
      flows: [[callers.both, 'every: 250ms', '']],
      token: '{ kind: jws, lifetime: 1500ms, jti: false }',
      grantToken: '{ kind: opaque, lifetime: 1500ms }',
      latencies: ['auth.login: 1ms', 'idp.token: 250ms'],
      level: '3.0.69.0',
    }),
  )
})

test('a server goes on with calls that their programs have given up, and what it does is counted', async () => {
  await expectSame(
    smallScenario({
      flows: [[callers.cars, 'every: 1s', '']],
      token: '{ kind: opaque, lifetime: 1h }',
      latencies: ['auth.login: 1001ms'],
      timeout: 'program: { kind: ims, name: IMSPAY, timeout: 600ms }\n',
    }),
  )
})

test('a call that looks for its second token later than it arrives is not counted by its arrival', async () => {
  await expectSame(
    smallScenario({
      flows: [[callers.both, 'every: 60ms, arrivals: poisson', '']],
      token: '{ kind: jws, lifetime: 1500ms, jti: true }',
      grantToken: '{ kind: opaque, lifetime: 4s }',
      latencies: ['auth.login: 250ms', 'idp.token: { exponential: 1ms }'],
    }),
  )
})

test('the busiest second of flows that begin one after the other is that of all of them', async () => {
  const text = smallScenario({
    flows: [
      [callers.cars, 'every: 250ms', ', after: 2s'],
      [callers.cars, 'every: 250ms', ''],
    ],
    level: '3.0.69.0',
  })
  await expectSame(text)
  const { figures } = await variantOf(text, { 'server.xml': smallXml }, true)
  expect(figures.services[0]!.tokenRequestPeak).toBe(8)
})

test.each([
  ['auth.login: { lognormal: { median: 80ms, p99: 900ms } }', '{ kind: opaque, lifetime: 3s }'],
  ['auth.login: { exponential: 400ms }', '{ kind: jws, lifetime: 1800ms, jti: true }'],
  ['auth.login: { uniform: [1ms, 5s] }', '{ kind: jwe, lifetime: 1h }'],
])('logins that nobody makes take the times they would take: %s', async (latency, token) => {
  const users = callers.cars.replace('as:', 'users: { a: { weight: 2, as:').concat(' } }')
  const text = smallScenario({
    flows: [
      [users, 'rate: 30/s, arrivals: poisson', ''],
      [callers.cars, 'every: 250ms', ', after: 2s'],
    ],
    token,
    latencies: [latency],
    servers: 2,
    balance: 'random',
    level: '3.0.85.0',
  })
  await expectSame(text)
  const { engine, figures } = await variantOf(text, { 'server.xml': smallXml }, true)
  expect(engine.kind).toBe('fast-path')
  expect(engine.callsMade).toBeLessThan(figures.calls / 10)
})

test('where some logins would take longer than receiveTimeout every call is made', async () => {
  const text = smallScenario({
    flows: [[callers.cars, 'rate: 30/s', '']],
    latencies: ['auth.login: { exponential: 20s }'],
    level: '3.0.85.0',
  })
  await expectSame(text)
  const { engine } = await variantOf(text, { 'server.xml': smallXml }, true)
  expect(engine.because).toBe('some login at auth takes longer than receiveTimeout')
})

test('a variant runs the traffic it is given, not all that its scenario has', async () => {
  const files = { 'server.xml': smallXml }
  const text = smallScenario({ flows: [[callers.cars, 'every: 1s', '']] })
  const scenario = scenarioOf(text, files)
  const all = scenario.compare!
  const flows = all.flows.map((flow) => ({ ...flow, forMs: 4000 }))
  const { readFile } = virtualFiles(files)
  const options = { readFile, seed: 1, bucketMs: 1000, stopwatch: () => 0 }
  const given = { ...all, flows, forMs: 4000 }
  const { variant } = await runVariant(scenario, given, all.variants[0]!, options)
  expect(variant!.figures.calls).toBe(4)
})
