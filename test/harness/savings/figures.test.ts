import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Variant } from '../../../harness/savings/model.ts'
import { comparisonOf, loginScenario, loginXml, variantOf } from '../../support/comparing.ts'

const files = { 'server.xml': loginXml() }

const flagship = (variants: readonly string[]) => `scenario: A day of secret reads
config: server.xml
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    approle: { ims: { roleId: ims-role, secretId: ims-secret, tokenTtl: 15m } }
    secrets: { secret/apimesh: { client_id: ims-app } }
requests:
  readSecret: { connection: vaultConn, path: /v1/secret/data/apimesh }
compare:
  for: 24h
  traffic:
    - { call: readSecret, as: { tokenUsername: ims-role, tokenPassword: ims-secret }, rate: 50/s }
  variants:
${variants.map((each) => `    - { ${each} }`).join('\n')}
`

const flagshipFiles = { 'server.xml': readFileSync('scenarios/flagship/server.xml', 'utf8') }

const endpoints = ({ figures }: Variant) => figures.services[0]!.endpoints

test('the flagship day needs 4,320,000 logins at 3.0.85.0 and 97 at 3.0.86.0', async () => {
  const text = flagship(['level: 3.0.85.0', 'level: 3.0.86.0'])
  const { variants, base } = await comparisonOf(text, flagshipFiles)
  expect(base).toBe('3.0.85.0')
  expect(variants.map(endpoints)).toEqual([
    { login: 4_320_000, read: 4_320_000 },
    { login: 97, read: 4_320_000 },
  ])
  expect(variants.map(({ engine }) => engine.kind)).toEqual(['fast-path', 'fast-path'])
  expect(variants[1]!.figures.services[0]!.saved).toEqual({
    requests: 1 - 4_320_097 / 8_640_000,
    tokenRequests: 1 - 97 / 4_320_000,
  })
})

test('with latency calls that find no token log in together, and single flight lets one do it', async () => {
  const text = flagship([
    'level: 3.0.86.0, latency: { vault.login: 100ms }',
    'level: 3.0.86.0, latency: { vault.login: 1s }, whatIf: [single-flight]',
  ])
  const { variants } = await comparisonOf(text, flagshipFiles)
  expect(variants.map(endpoints)).toEqual([
    { login: 485, read: 4_320_000 },
    { login: 96, read: 4_320_000 },
  ])
  expect(variants[1]!.whatIf[0]!.label).toBe('what if; z/OS Connect does not do this')
})

test('a login of a second meets each end of a token with as many logins as calls come in it', async () => {
  const text = loginScenario({
    compare: `  for: 30m
  traffic:
    - { call: readCars, as: { tokenUsername: U1, tokenPassword: P1 }, rate: 100/s }
  latency: { auth.login: 1s }
  variants:
    - { level: 3.0.86.0 }
    - { level: 3.0.86.0, whatIf: [single-flight] }`,
  })
  const { variants } = await comparisonOf(text, files)
  const auth = variants.map(({ figures }) => figures.services[0]!)
  expect(auth.map(({ tokenRequests }) => tokenRequests)).toEqual([200, 2])
  expect(auth.map(({ tokenRequestPeak }) => tokenRequestPeak)).toEqual([100, 1])
})

test('without latency a new token is needed every (floor((L - 1s) / d) + 1) * d', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 2, max: 400 }),
    fc.integer({ min: 1, max: 40_000 }),
    async (lifetimeS, everyMs) => {
      const hourMs = 3_600_000
      const text = loginScenario({
        token: `{ kind: opaque, lifetime: ${lifetimeS}s }`,
        compare: `  for: 1h
  traffic:
    - { call: readCars, as: { tokenUsername: U1, tokenPassword: P1 }, every: ${everyMs}ms }
  variants:
    - { level: 3.0.86.0 }`,
      })
      const { figures } = await variantOf(text, files, true)
      const newEveryMs = (Math.floor((lifetimeS * 1000 - 1000) / everyMs) + 1) * everyMs
      expect(figures.services[0]!.tokenRequests).toBe(Math.ceil(hourMs / newEveryMs))
      expect(figures.calls).toBe(Math.ceil(hourMs / everyMs))
    },
  )
  await fc.assert(property, { numRuns: 60, seed: 20_261_121 })
})

test('every user on every server needs a token of his own', async () => {
  const text = loginScenario({
    servers: '4',
    token: '{ kind: opaque, lifetime: 10m }',
    compare: `  for: 1h
  traffic:
    - call: readCars
      rate: 600/s
      users:
        a: { as: { tokenUsername: U1, tokenPassword: P1 } }
        b: { as: { tokenUsername: U2, tokenPassword: P2 } }
        c: { as: { tokenUsername: U3, tokenPassword: P3 } }
  variants:
    - { level: 3.0.86.0 }
    - { level: 3.0.86.0, balance: sticky }
    - { level: 3.0.86.0, whatIf: [shared-cache] }`,
  })
  const { variants } = await comparisonOf(text, files)
  const logins = variants.map(({ figures }) => figures.services[0]!.tokenRequests)
  // Three keys, on four servers, on one each, in one cache: 3,600 s / 599 s makes 7 each.
  expect(logins).toEqual([84, 21, 21])
})

test('the same seed gives the same comparison, and another one another', async () => {
  const text = loginScenario({
    compare: `  for: 10m
  traffic:
    - { call: readCars, as: { tokenUsername: U1, tokenPassword: P1 }, rate: 20/s, arrivals: poisson }
  latency: { auth.login: { lognormal: { median: 80ms, p99: 900ms } } }
  variants: [{ level: 3.0.86.0 }]`,
  })
  const [one, again, other] = [
    await comparisonOf(text, files),
    await comparisonOf(text, files),
    await comparisonOf(text, files, 2),
  ]
  expect(again).toEqual(one)
  expect(other.variants[0]!.figures).not.toEqual(one.variants[0]!.figures)
})

test('a limit that the calls can reach makes the engine make every call, and it says so', async () => {
  const text = loginScenario({
    more: '    limits: { login: 5/s }',
    compare: `  for: 10s
  traffic:
    - { call: readCars, as: { tokenUsername: U1, tokenPassword: P1 }, rate: 10/s }
  variants: [{ level: 3.0.85.0 }]`,
  })
  const { variants } = await comparisonOf(text, files)
  const [{ engine, figures }] = variants as [Variant]
  expect(engine).toEqual({
    kind: 'call-by-call',
    because: 'auth.login has a limit that the calls can reach',
    callsMade: 100,
  })
  expect(figures.services[0]!.refusals).toBe(50)
  expect(figures.failures).toBe(50)
})
