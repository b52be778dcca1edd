import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loginScenario, loginXml, variantOf } from '../../support/comparing.ts'

const runs = process.env['SOAK'] ? 20_000 : 500

const ms = (most: number, least = 1) =>
  fc.integer({ min: least, max: most }).map((each) => `${each}ms`)

const pattern = fc.oneof(
  ms(1500, 60).map((every) => `every: ${every}`),
  ms(1500, 60).map((every) => `every: ${every}, arrivals: poisson`),
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .map(([low, high]) => `curve: [{ at: 1s, rate: ${low}/s }, { at: 8s, rate: ${high}/s }]`),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2000 }))
    .map(([calls, within]) => `bursts: { every: 3s, calls: ${calls}, within: ${within}ms }`),
)

const mix = fc.constantFrom(
  'call: readCars, as: { tokenUsername: U1, tokenPassword: P1 }',
  'calls: { readCars: 2, readVans: 1 }, as: { tokenUsername: U1, tokenPassword: P1 }',
  'call: readCars, users: { a: { as: { tokenUsername: U1, tokenPassword: P1 } }, b: { weight: 2, as: { tokenUsername: U2, tokenPassword: P2 } } }',
  // A wrong password among right ones.
  'call: readVans, users: { a: { as: { tokenUsername: U1, tokenPassword: P1 } }, b: { as: { tokenUsername: U2, tokenPassword: no } } }',
)

const token = fc
  .record({
    kind: fc.constantFrom('opaque', 'jws', 'jwe'),
    lifetime: fc.constantFrom('1500ms', '2s', '3s', '4s', '6s', '1h'),
    jti: fc.boolean(),
  })
  .map(({ kind, lifetime, jti }) => {
    const own = kind === 'opaque' ? '' : `, jti: ${jti}`
    return `{ kind: ${kind}, lifetime: ${lifetime}${own} }`
  })

const latency = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: ms(2500) },
  { weight: 1, arbitrary: ms(900).map((most) => `{ uniform: [1ms, ${most}] }`) },
  { weight: 1, arbitrary: ms(400).map((mean) => `{ exponential: ${mean} }`) },
  { weight: 1, arbitrary: fc.constant('{ lognormal: { median: 80ms, p99: 900ms } }') },
)

const faults = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '    - { after: 4s, fault: { at: auth.login, for: 3s, do: refused } }',
      '    - { after: 4s, fault: { at: auth.login, times: 3, status: 503 } }',
      '    - { after: 5s, fault: { at: fleet, for: 1s, status: 401 } }',
      '    - { after: 3s, fault: { at: fleet, calls: 2..4, status: 401 } }',
      '    - { after: 2s, fault: { at: auth.login, for: 5s, delay: 700ms } }',
    ),
  },
)

const protection = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '    limits: { login: 2/s }',
      '    limits: { login: 500/s }',
      '    lockout: { after: 2, for: 4s }',
    ),
  },
)

const policies = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc
      .subarray([
        'single-flight',
        '{ refresh-at: { share: 60%, jitter: 20% } }',
        '{ negative-caching: 1s }',
        '{ serve-stale: 5s }',
        'shared-cache',
      ])
      .map((names) => `, whatIf: [${names.join(', ')}]`),
  },
)

const settings = fc.constantFrom(
  '',
  ', set: { login: { tokenRefreshRate: 2s } }',
  ', set: { login: { cacheTokensWithJti: "true" } }',
  ', set: { login: { tokenLifetime: 5s } }',
)

const smallCase = fc.record({
  flows: fc.array(fc.tuple(mix, pattern), { minLength: 1, maxLength: 2 }),
  token,
  latency,
  faults,
  protection,
  policies,
  settings,
  level: fc.constantFrom('3.0.69.0', '3.0.85.0', '3.0.86.0', '3.0.93.0'),
  servers: fc.integer({ min: 1, max: 3 }),
  balance: fc.constantFrom('round', 'random', 'sticky'),
})

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
  const files = { 'server.xml': loginXml() }
  const fast = await variantOf(text, files, true)
  const slow = await variantOf(text, files, false)
  expect(fast.figures).toEqual(slow.figures)
})

test('counting what is certain gives the figures of making every call', async () => {
  const property = fc.asyncProperty(smallCase, async (each) => {
    const flows = each.flows.map(([who, when]) => `    - { ${who}, ${when} }`)
    const text = loginScenario({
      token: each.token,
      more: each.protection,
      servers: String(each.servers),
      compare: [
        '  for: 9s',
        '  traffic:',
        ...flows,
        ...(each.latency === '' ? [] : [`  latency: { auth.login: ${each.latency} }`]),
        ...(each.faults === '' ? [] : ['  faults:', each.faults]),
        '  variants:',
        `    - { level: ${each.level}, balance: ${each.balance}${each.settings}${each.policies} }`,
      ].join('\n'),
    })
    const files = { 'server.xml': loginXml() }
    const fast = await variantOf(text, files, true)
    const slow = await variantOf(text, files, false)
    expect(fast.figures, text).toEqual(slow.figures)
    expect(fast.series, text).toEqual(slow.series)
  })
  await fc.assert(property, { numRuns: runs, seed: 20_261_121 })
}, 3_600_000)
