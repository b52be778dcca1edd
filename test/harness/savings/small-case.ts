import fc from 'fast-check'
import { infos, secret, smallScenario } from './small-scenario.ts'

const { u1, u2, client, role } = infos

const ms = (most: number, least = 1) =>
  fc.integer({ min: least, max: most }).map((each) => `${each}ms`)

/** Mostly nothing, else one of these. */
const sometimes = (weight: number, ...choices: readonly string[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...choices) },
  )

const pattern = fc.oneof(
  ms(1500, 60).map((every) => `every: ${every}`),
  ms(1500, 60).map((every) => `every: ${every}, arrivals: poisson`),
  fc.constantFrom('every: 250ms', 'rate: 30/s', 'rate: 60/s, arrivals: poisson'),
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.boolean())
    .map(
      ([low, high, random]) =>
        `curve: [{ at: 1s, rate: ${low}/s }, { at: 8s, rate: ${high}/s }]${random ? ', arrivals: poisson' : ''}`,
    ),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2000 }))
    .map(([calls, within]) => `bursts: { every: 3s, calls: ${calls}, within: ${within}ms }`),
)

const span = sometimes(5, ', after: 2s', ', for: 5s', ', after: 1500ms, for: 4s', ', on: BAQ1')

const mix = fc.constantFrom(
  `call: readCars, as: { ${u1} }`,
  `calls: { readCars: 2, readVans: 1 }, as: { ${u1} }`,
  `call: readCars, users: { a: { as: { ${u1} } }, b: { weight: 2, as: { ${u2} } } }`,
  // A wrong password among right ones.
  `call: readVans, users: { a: { as: { ${u1} } }, b: { as: { tokenUsername: U2, tokenPassword: no } } }`,
  `call: readBoth, as: { ${u1}, ${client} }`,
  `calls: { readBoth: 1, readCars: 3 }, users: { a: { as: { ${u1}, ${client} } }, b: { weight: 3, as: { ${u2}, ${client} } } }`,
  `call: readSecret, as: { ${role} }`,
  `call: readSecret, users: { a: { weight: 3, as: { ${role} } }, b: { as: { tokenUsername: ims-role, tokenPassword: no } } }`,
)

/** Programs that read a secret and go on with it. */
const transactions = fc.constantFrom(
  `calls: [{ call: readSecret, ${secret} }, pay], as: { ${role} }`,
  `calls: [{ call: readSecret, as: { ${role} }, ${secret} }, pay, readCars], users: { a: { as: { ${u1} } }, b: { as: { ${u2} } } }`,
  `calls: [{ call: readSecret, as: { ${role} }, ${secret} }, { call: readCars, as: { tokenUsername: '\${secret.user}', tokenPassword: '\${secret.word}' } }]`,
  `calls: [{ call: readSecret, as: { ${role} }, capture: { id: $.request_id } }, { call: readVans, as: { tokenUsername: U1, tokenPassword: P1, tokenCustomHeaders: 'X-Id=\${id}' } }]`,
  `calls: [readCars, readBoth], as: { ${u1}, ${client} }`,
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

const vaultRole = fc.constantFrom(
  'tokenTtl: 3s',
  'tokenTtl: 4s, tokenMaxTtl: 4s',
  'tokenTtl: 1h',
  'tokenTtl: 5s, tokenNumUses: 3',
  'tokenTtl: 4s, secretIdNumUses: 5',
  'tokenTtl: 4s, secretIdTtl: 6s',
)

const aLatency = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: ms(2500) },
  { weight: 1, arbitrary: fc.constantFrom('250ms', '500ms', '1s') },
  { weight: 1, arbitrary: ms(900).map((most) => `{ uniform: [1ms, ${most}] }`) },
  { weight: 1, arbitrary: ms(400).map((mean) => `{ exponential: ${mean} }`) },
  { weight: 1, arbitrary: fc.constant('{ lognormal: { median: 80ms, p99: 900ms } }') },
)

const latencies = fc
  .tuple(aLatency, aLatency, aLatency)
  .map((all) =>
    ['auth.login', 'idp.token', 'vault.login'].flatMap((name, i) =>
      all[i] === '' ? [] : [`${name}: ${all[i]}`],
    ),
  )

const faults = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.subarray(
      [
        '{ after: 4s, fault: { at: auth.login, for: 3s, do: refused } }',
        '{ after: 4s, fault: { at: auth.login, times: 3, status: 503 } }',
        '{ after: 5s, fault: { at: fleet, for: 1s, status: 401 } }',
        '{ after: 3s, fault: { at: fleet, calls: 2..4, status: 401 } }',
        '{ after: 2s, fault: { at: auth.login, for: 5s, delay: 700ms } }',
        '{ after: 3s, fault: { at: idp.token, for: 2s, do: connect-timeout } }',
        '{ after: 6s, fault: { at: bank, for: 1s, status: 401 } }',
        '{ after: 1s, fault: { at: vault.login, for: 4s, status: 500 } }',
        '{ after: 4s, fault: { at: vault.read, for: 2s, delay: 900ms } }',
      ],
      { minLength: 1, maxLength: 2 },
    ),
  },
)

const protection = sometimes(
  5,
  '    limits: { login: 2/s }',
  '    limits: { login: 500/s }',
  '    lockout: { after: 2, for: 4s }',
)

const vaultProtection = sometimes(
  5,
  '    limits: { login: 2/s }',
  '    limits: { login: 500/s, leases: 1000 }',
  '    limits: { leases: 2 }',
)

const apiProtection = sometimes(6, '    limits: { GET /cars: 3/s }')

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
  ', set: { login: { tokenLifetime: 5s }, second: { tokenRefreshRate: 1s } }',
  ', set: { lease: { tokenRefreshRate: 1500ms } }',
)

const parts = fc.record({
  flows: fc.array(
    fc.tuple(
      fc.oneof({ weight: 3, arbitrary: mix }, { weight: 1, arbitrary: transactions }),
      pattern,
      span,
    ),
    { minLength: 1, maxLength: 3 },
  ),
  token,
  grantToken: token,
  role: vaultRole,
  latencies,
  faults,
  protection,
  vaultProtection,
  apiProtection,
  policies,
  settings,
  level: fc.constantFrom('3.0.69.0', '3.0.85.0', '3.0.86.0', '3.0.93.0'),
  servers: fc.integer({ min: 1, max: 3 }),
  balance: fc.constantFrom('round', 'random', 'sticky'),
  timeout: sometimes(5, 'program: { kind: ims, name: IMSPAY, timeout: 600ms }\n'),
  assume: sometimes(
    4,
    'assume: { retryFreshToken: true }\n',
    'assume: { jtiBeatsLifetime: false, expBeatsLifetime: false }\n',
    'assume: { refreshFallsBack: false }\n',
  ),
})

/** Scenarios with flows, tokens, servers, faults and policies of all kinds, small enough for every call to be made. */
export const smallCase: fc.Arbitrary<string> = parts.map(smallScenario)
