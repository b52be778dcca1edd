import { expect, test } from 'vitest'
import { newestKnownLevel } from '../../../emulator/index.ts'
import { scenarioJsonSchema } from '../../../harness/scenario/index.ts'
import { expecting, head, one, problemsOf, read } from './reading.ts'

const call = '  - call: secret\n'

test('gives a scenario its defaults', () => {
  expect(one(head + call)).toMatchObject({
    name: 'tokens are kept',
    file: 's.yaml',
    at: { line: 1, col: 11, length: 15 },
    config: { file: 'server.xml', at: { line: 2 }, variables: {}, dropins: [] },
    level: newestKnownLevel,
    servers: ['BAQSTRT'],
    balance: 'round',
    start: Date.UTC(2026, 0, 5),
    program: { kind: 'ims', name: 'PROGRAM1' },
    assume: {},
  })
})

test('reads what is written of the installation', () => {
  const settings = [
    'level: 3.0.200',
    'servers: 10',
    'balance: perProgram',
    'start: 2026-02-01T00:00:00+01:00',
    'program: { kind: cics, timeout: 30s }',
    'assume: { retryFreshToken: true }',
    'variables: { port: 08200, secure: true }',
    'dropins: ["<server>${a}</server>"]',
  ].join('\n')
  const scenario = one(`${settings}\n${head}${call}`)
  expect(scenario).toMatchObject({
    level: [3, 0, 200, 0],
    balance: 'perProgram',
    start: Date.UTC(2026, 0, 31, 23),
    program: { kind: 'cics', timeoutMs: 30_000 },
    assume: { retryFreshToken: true },
    config: {
      variables: { port: '08200', secure: 'true' },
      dropins: [{ file: 's.yaml#dropins[0]', text: '<server>${a}</server>' }],
    },
  })
  expect(scenario.servers.at(0)).toBe('BAQSTRT1')
  expect(scenario.servers.at(9)).toBe('BAQSTR10')
})

test('lets the level of the command line win', () => {
  expect(one(`level: 3.0.85.0\n${head}${call}`, { level: '3.0.86' }).level).toEqual([3, 0, 86, 0])
})

test('completes the mounts and policies of a vault', () => {
  const { options } = one(head + call).services[0]!
  expect(options).toMatchObject({
    mounts: [
      { path: 'secret', type: 'kv-v2' },
      { path: 'auth/approle', type: 'approle' },
    ],
    approle: {
      ims: { roleId: 'r', mount: 'approle', policies: ['scenario'], tokenTtlMs: 2_764_800_000 },
    },
    policies: { scenario: { 'secret/*': ['create', 'read', 'update', 'patch', 'delete', 'list'] } },
  })
})

test('completes a login', () => {
  expect(one(head + call).services[1]).toMatchObject({
    binding: { kind: 'for', element: 'authServer' },
    options: {
      kind: 'jwt',
      path: '/',
      method: 'POST',
      credentials: { in: 'basic', header: 'Authorization' },
      token: { kind: 'jws', alg: 'ES256', jti: false },
      answer: { in: 'body', format: 'JSON', path: '$.token' },
    },
  })
})

test('reads a service in full', () => {
  const text = `${head}${call}`.replace(
    /mesh: .*/,
    `mesh:
    kind: api
    at: https://mesh.example.com:443/base/
    limits: { b: 100/s }
    lockout: { after: 5, for: 15m }
    require: { headers: { x-id: 07 }, token: [login, { of: vault, header: X-Vault-Token, scheme: "" }] }
    routes: { "GET /a/{id}": { name: b, delay: 2s, body: { id: "\${path.id}" } } }`,
  )
  expect(one(text).services[2]).toMatchObject({
    binding: { kind: 'at', origin: 'https://mesh.example.com', path: '/base' },
    options: {
      limits: { rates: { b: { count: 100, perMs: 1000 } } },
      lockout: { after: 5, forMs: 900_000 },
      require: {
        headers: { 'x-id': '07' },
        tokens: [
          { of: 'login', header: 'Authorization', scheme: 'Bearer' },
          { of: 'vault', header: 'X-Vault-Token', scheme: '' },
        ],
      },
      routes: [
        { name: 'b', method: 'GET', path: '/a/{id}', delayMs: 2000, body: { id: '${path.id}' } },
      ],
    },
  })
})

test('appends the query to the path and keeps what is filled later', () => {
  const step =
    '  - call: { connection: c, path: /a?b=1, query: { c: "x y", d: ["1", "${vault.issued[1]}"] } }\n'
  const [first] = one(`${head}${step}${call}`).steps
  expect(first).toMatchObject({
    text: 'call GET /a?b=1',
    call: { request: { path: '/a?b=1&c=x%20y&d=1&d=${vault.issued[1]}' } },
  })
})

test('fills in the environment but nothing a value of it contains', () => {
  const step = '  - call: { connection: c, path: "/${env.A}/\\\\${b}" }\n'
  const { scenarios, secrets } = read(`${head}${step}${call}`, { env: { A: 'a${x}' } })
  expect(scenarios[0]!.steps[0]).toMatchObject({ call: { request: { path: '/a\\${x}/\\${b}' } } })
  expect(secrets).toContain('a${x}')
})

test('makes a literal of an escaped place-holder where nothing is filled later', () => {
  expect(one(`variables: { a: '\\\${b}' }\n${head}${call}`).config.variables).toEqual({ a: '${b}' })
})

test('reads every kind of step', () => {
  const steps = `
  - { call: secret, as: { tokenUsername: a, tokenPassword: { value: b, length: 0 }, compLevel: 1 }, times: 2 }
  - parallel: [{ call: secret }, { call: secret, from: PGM }]
  - parallel: { call: secret, times: 40 }
  - traffic: { call: secret, rate: 100/s, for: 1h, arrivals: poisson, callers: 4 }
  - advance: 1500ms
  - wait: 1s
  - at: 2h
  - fault: { at: vault.login, calls: 2..3, delay: 2s, status: 503, body: { a: 1 } }
  - fault: { at: login, for: 10s, do: token-expired }
  - fault: { at: mesh, times: 3, redirect: "https://a" }
  - fault: { at: mesh, call: 2, delay: 2s }
  - revoke: vault.issued[2]
  - operator: F BAQSTRT,ZCON,CLEARTOKENCACHE
  - restart: BAQSTRT
`
  const kinds = one(head + steps.slice(1)).steps
  expect(kinds).toMatchObject([
    {
      times: 2,
      call: {
        as: {
          compLevel: 1,
          fields: { tokenUsername: { value: 'a' }, tokenPassword: { value: 'b', length: 0 } },
        },
      },
    },
    { calls: [{}, { program: 'PGM' }] },
    { text: 'parallel 40 calls of secret' },
    { traffic: { everyMs: 10, forMs: 3_600_000, arrivals: 'poisson', callers: 4 } },
    { ms: 1500, text: 'advance 1500ms' },
    { kind: 'wait', ms: 1000 },
    { kind: 'at', ms: 7_200_000 },
    {
      fault: {
        service: 'vault',
        endpoint: 'login',
        window: { kind: 'ordinals', first: 2, last: 3 },
        delayMs: 2000,
        action: { status: 503, headers: [['content-type', 'application/json']] },
      },
    },
    { fault: { window: { kind: 'for', ms: 10_000 }, action: { kind: 'token-expired' } } },
    {
      fault: {
        window: { first: 1, last: 3 },
        action: { status: 307, headers: [['location', 'https://a']] },
      },
    },
    { fault: { window: { first: 2, last: 2 }, action: { kind: 'slow' } } },
    { service: 'vault', ordinal: 2 },
    { command: 'F BAQSTRT,ZCON,CLEARTOKENCACHE' },
    { server: 'BAQSTRT' },
  ])
})

test('reads expectations with the places of their values', () => {
  const text = expecting(`{ calls: { "mesh.GET /a:4xx": { atMost: 4 }, vault.login: 1 },
    requests: [{ to: vault.login, nth: 1, headers: { x: { absent: true } }, body: { contains: a } }],
    returnCode: BAQ-SUCCESS, api: { status: reset }, token: { v: not-kept }, because: [cache.opaque],
    cache: { BAQSTRT: 1 }, elapsed: { between: [1s, 2s] }, body: { equals: { contains: a } } }`)
  const [step] = one(text, { rules: ['cache.opaque'] }).steps
  expect(step!.expect).toMatchObject([
    {
      kind: 'calls',
      name: 'mesh.GET /a:4xx',
      bound: { min: 0, max: 4 },
      at: { line: 10, col: 59 },
    },
    { kind: 'calls', name: 'vault.login', bound: { min: 1, max: 1 } },
    {
      kind: 'request',
      to: 'vault.login',
      nth: 1,
      headers: { x: { kind: 'absent' } },
      body: { kind: 'contains', text: 'a' },
      parts: { 'headers.x': { line: 11 }, body: { line: 11 } },
    },
    { kind: 'returnCode', code: 0 },
    { kind: 'body', matcher: { kind: 'equals', value: { contains: 'a' } } },
    { kind: 'apiStatus', status: 'reset' },
    { kind: 'token', element: 'v', is: 'not-kept' },
    { kind: 'because', rule: 'cache.opaque' },
    { kind: 'elapsed', bound: { min: 1000, max: 2000 } },
    { kind: 'cache', server: 'BAQSTRT', bound: { min: 1, max: 1 } },
  ])
})

test('reads shares to the last digit and keeps strict signs strict', () => {
  const end =
    'expect: { outcomes: { 0/200: ">= 99.9%", 2/500: "< 1%", 1/401: "> 0%", 0/201: 0.5 } }\n'
  const bounds = one(`${head}${call}${end}`).expect.map((each) => 'bound' in each && each.bound)
  expect(bounds[0]).toEqual({ min: 0.999, max: 1 })
  expect(bounds[1]).toEqual({ min: 0, max: 0.009999999999999998 })
  expect(bounds[2]).toEqual({ min: Number.MIN_VALUE, max: 1 })
  expect(bounds[3]).toEqual({ min: 0.5, max: 0.5 })
})

test('needs no step where problems of the configuration are expected', () => {
  const text = 'scenario: x\nconfig: server.xml\nexpect: { problems: [BAQR1001E] }\n'
  expect(one(text).expectedProblems).toMatchObject({
    codes: ['BAQR1001E'],
    at: { line: 3, col: 21 },
  })
})

test('gathers the secrets of services and programs, from a file with errors too', () => {
  const step = '  - { call: secret, as: { tokenPassword: from-program }, oops: 1 }\n'
  const text = `${head}${step}`.replace('roleId: r', 'roleId: r, secretId: of-role')
  expect(read(text).secrets.toSorted()).toEqual(['from-program', 'of-role', 'sesame'])
})

test('takes no name, time or count for a secret', () => {
  const step = `  - { call: secret, capture: { secret: $ }, expect: { token: { secretLogin: hit } } }
  - call: { connection: c, path: '/\${secret}', headers: { x-token: abc } }
  - { call: secret, expect: { requests: [{ to: mesh, headers: { x-token: { contains: def } } }] } }\n`
  const text = `${head}${step}`.replace('roleId: r', 'roleId: r, secretIdTtl: 1h')
  const { secrets, problems } = read(text)
  expect(problems).toEqual([])
  expect(secrets.toSorted()).toEqual(['abc', 'def', 'sesame'])
})

test('follows an anchor to the place where its value stands', () => {
  const text = `${head}  - call: &a { connection: c, path: b }\n  - call: *a\n`
  expect(problemsOf(text)).toEqual(['BAD-VALUE 10:37+1 "b" has no leading slash'])
})

test('describes every key of a scenario file in a JSON Schema', () => {
  const bare: string[] = []
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [name, each] of Object.entries(node)) {
      if (name === 'properties') {
        for (const [key, property] of Object.entries(each as object)) {
          const { description } = property as { description?: string }
          if (description === undefined && key !== 'in') bare.push(`${path}.${key}`)
        }
      }
      walk(each, `${path}.${name}`)
    }
  }
  const schema = scenarioJsonSchema()
  walk(schema, '')
  expect(bare).toEqual([])
  expect(schema).toMatchObject({
    title: 'baqlab scenario',
    required: ['scenario', 'config'],
    additionalProperties: false,
  })
})
