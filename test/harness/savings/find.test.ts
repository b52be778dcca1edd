import { expect, test } from 'vitest'
import { findLifetimes, readLimit, type Limit } from '../../../harness/savings/find-lifetime.ts'
import { runVariant } from '../../../harness/savings/run-variant.ts'
import { loginScenario, loginXml, scenarioOf } from '../../support/comparing.ts'
import { virtualFiles } from '../../support/virtual-files.ts'

const user = 'as: { tokenUsername: U1, tokenPassword: P1 }'
const files = { 'server.xml': loginXml() }

const fiveMinutes = (traffic: string, latency: string, servers: string, lifetimeS: number) =>
  scenarioOf(
    loginScenario({
      servers,
      token: `{ kind: opaque, lifetime: ${lifetimeS}s }`,
      compare: `  for: 5m\n  traffic:\n    - { call: readCars, ${user}, ${traffic} }\n  latency: { auth.login: ${latency} }\n  variants: [{ level: 3.0.86.0 }]`,
    }),
    files,
  )

test.each([
  ['every: 700ms', '0ms', '1', 'auth.login <= 3/m'],
  ['every: 330ms', '500ms', '1', 'auth.login <= 9/m'],
  ['rate: 2/s', '0ms', '3', 'auth.login <= 12/m'],
  ['bursts: { every: 20s, calls: 4, within: 3s }', '1s', '2', 'auth.login <= 5/m'],
])(
  '--find finds the first of all lives that keep a limit: %s, logins of %s, %s servers, %s',
  async (traffic, latency, servers, text) => {
    const scenario = fiveMinutes(traffic, latency, servers, 900)
    const limit = readLimit(text, scenario) as Limit
    const { readFile } = virtualFiles(files)
    const options = { readFile, seed: 1, command: '', stopwatch: () => 0 }
    const { found } = await findLifetimes(limit, scenario, scenario.compare!, options)
    let first = 2
    while ((await mostWith(first)) > limit.rate.count) first++
    expect(found[0]!.lifetimeMs).toBe(first * 1000)
    expect(found[0]!.most).toBe(await mostWith(first))

    async function mostWith(seconds: number): Promise<number> {
      const each = fiveMinutes(traffic, latency, servers, seconds)
      const spec = each.compare!
      const peak = { ...options, bucketMs: 60_000, peakMs: limit.rate.perMs }
      const { variant } = await runVariant(each, spec, spec.variants[0]!, peak)
      return variant!.figures.services[0]!.tokenRequestPeak
    }
  },
)
