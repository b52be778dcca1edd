import { expect, test } from 'vitest'
import type { Observation } from '../../harness/observation.ts'
import { scenarioWorld } from '../support/scenario-world.ts'
import { serverXml } from '../support/server-xml.ts'

const plainXml = serverXml(`
  <zosconnect_endpointConnection id="as" host="https://as.example.com"/>
  <zosconnect_endpointConnection id="mesh" host="https://mesh.example.com"/>
`)

/** A program that fetches tokens by itself, since the server.xml of these tests has no OAuth. */
const scenario = (steps: string, token = '', requirement = 'auth'): string => `
scenario: A program brings tokens of an OAuth server to an API
config: server.xml
services:
  auth:
    kind: oauth
    at: https://as.example.com/oauth2
    clients: { app: { secret: s3cr3t, scopes: [read, write] } }
    token: { lifetime: 10m, audience: mesh${token} }
  mesh:
    kind: api
    at: https://mesh.example.com
    require: { token: ${requirement} }
    routes: { GET /a: }
requests:
  token:
    connection: as
    method: POST
    path: /oauth2/token
    headers:
      Content-Type: application/x-www-form-urlencoded
      Authorization: Basic YXBwOnMzY3IzdA==
    body: grant_type=client_credentials&scope=read
  keys: { connection: as, path: /oauth2/jwks }
  discovery: { connection: as, path: /oauth2/.well-known/openid-configuration }
  api: { connection: mesh, path: /a, headers: { Authorization: 'Bearer \${t}' } }
steps:
  - { call: token, capture: { t: $.access_token } }
${steps}`

async function run(text: string, transport?: 'memory' | 'sockets') {
  await using started = await scenarioWorld(text, { 'server.xml': plainXml }, transport)
  // Awaited here, so that nothing is disposed before.
  return await started.steps()
}

const statuses = (seen: readonly Observation[]): readonly (number | undefined)[] =>
  seen.flatMap(({ calls }) => calls.map(({ outcome }) => outcome.statusCode))

for (const transport of ['memory', 'sockets'] as const) {
  test(`an API takes the tokens of an OAuth server and describes it, by ${transport}`, async () => {
    const seen = await run(scenario('  - call: api\n  - call: discovery\n'), transport)
    expect(statuses(seen)).toEqual([200, 200, 200])
    const body = seen[2]!.calls[0]!.outcome.body
    expect(JSON.parse(Buffer.from(body!).toString())).toMatchObject({
      issuer: 'https://as.example.com/oauth2',
      token_endpoint: 'https://as.example.com/oauth2/token',
    })
  })

  test(`a rotated key leaves tokens alive until it is dropped, by ${transport}`, async () => {
    const seen = await run(
      scenario(`
  - rotate: auth
  - call: api
  - call: keys
  - rotate: { service: auth, drop: true }
  - call: api
  - call: keys
`),
      transport,
    )
    expect(statuses(seen)).toEqual([200, 200, 200, 401, 200])
    expect(seen.map(({ affected }) => affected)).toEqual([
      undefined,
      0,
      undefined,
      undefined,
      1,
      undefined,
      undefined,
    ])
    const kids = [3, 6].map((i) => {
      const body = JSON.parse(Buffer.from(seen[i]!.calls[0]!.outcome.body!).toString())
      return body.keys.map(({ kid }: { kid: string }) => kid)
    })
    expect(kids).toEqual([['auth-es256-test', 'auth-es256-test-2'], ['auth-es256-test-3']])
  })
}

test('a server whose clock is ahead honours its tokens less long, and one that is behind longer', async () => {
  const seen = await run(
    scenario(
      `
  - skew: { auth: 10m }
  - call: api
  - { call: token, capture: { t: $.access_token } }
  - skew: { auth: 0s }
  - advance: 10m
  - call: api
  - { call: token, capture: { t: $.access_token } }
  - skew: { auth: -30s }
  - advance: 10m
  - call: api
  - advance: 30s
  - call: api
`,
      ', kind: opaque',
    ),
  )
  expect(statuses(seen)).toEqual([200, 401, 200, 200, 200, 200, 401])
})

test.each([
  ['the audience it is for', '{ of: auth, audience: mesh, scope: read }', 200],
  ['another audience', '{ of: auth, audience: bank }', 403],
  ['a scope it lacks', '{ of: auth, scope: write }', 403],
])('an API that asks for %s gets %#', async (_title, requirement, status) => {
  for (const token of ['', ', kind: opaque'])
    expect(statuses(await run(scenario('  - call: api\n', token, requirement)))).toEqual([
      200,
      status,
    ])
})

test.each(['token-tampered', 'token-wrong-issuer', 'token-expired'])(
  'an API refuses a token after the fault %s',
  async (fault) => {
    const again = '  - { call: token, capture: { t: $.access_token } }\n'
    const steps = `  - fault: { at: auth, times: 1, do: ${fault} }\n${again}  - call: api\n${again}  - call: api\n`
    expect(statuses(await run(scenario(steps)))).toEqual([200, 200, 401, 200, 200])
  },
)

const loginXml = (path: string): string =>
  serverXml(`
  <zosconnect_endpointConnection id="mesh" host="https://mesh.example.com" authenticationConfigRef="login"/>
  <zosconnect_authorizationServer id="as" tokenEndpoint="https://as.example.com/${path}"/>
  <zosconnect_authToken id="login" authServerRef="as">
    <tokenRequest credentialLocation="header" requestMethod="POST"/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"/>
  </zosconnect_authToken>`)

const reloading = (steps: string): string => `
scenario: A changed server.xml
config: server.xml
services:
  one: { kind: jwt, at: https://as.example.com/one, users: { ims: s }, token: { lifetime: 1h } }
  two: { kind: jwt, at: https://as.example.com/two, users: { ims: s }, token: { lifetime: 1h } }
  mesh: { kind: api, at: https://mesh.example.com, routes: { GET /a: } }
requests: { api: { connection: mesh, path: /a } }
steps:
  - &call { call: api, as: { tokenUsername: ims, tokenPassword: s } }
${steps}`

const configs = {
  'server.xml': loginXml('one'),
  'same.xml': loginXml('one'),
  'other.xml': loginXml('two'),
}

test('operator.reload: caches survive a changed server.xml, tokens of changed elements are not found', async () => {
  await using started = await scenarioWorld(
    reloading(
      '  - config: same.xml\n  - *call\n  - config: other.xml\n  - *call\n  - config: server.xml\n  - *call\n',
    ),
    configs,
  )
  const seen = await started.steps()
  expect(statuses(seen)).toEqual([200, 200, 200, 200])
  const { journal } = started.world
  expect([journal.count('one.login'), journal.count('two.login')]).toEqual([1, 1])
  expect(started.world.servers.get('BAQSTRT')!.cachedTokens()).toBe(2)
  expect([...started.world.rules].map(({ id }) => id)).toContain('operator.reload')
})

test('a server that restarts after a change has the changed server.xml', async () => {
  const steps = '  - config: other.xml\n  - restart: BAQSTRT\n  - *call\n'
  await using started = await scenarioWorld(reloading(steps), configs)
  await started.steps()
  expect(started.world.journal.count('two.login')).toBe(1)
})

test('a connection that a later server.xml lacks is told before anything runs', async () => {
  const files = { ...configs, 'other.xml': plainXml.replaceAll('"mesh"', '"mash"') }
  await expect(
    scenarioWorld(reloading('  - config: other.xml\n  - *call\n'), files),
  ).rejects.toThrow(/no zosconnect_endpointConnection \\"mesh\\"/)
})

test('a server.xml of a later step that is no XML is told before anything runs', async () => {
  const files = { ...configs, 'other.xml': '<server' }
  await expect(scenarioWorld(reloading('  - config: other.xml\n'), files)).rejects.toThrow(
    'other.xml',
  )
})

test('stands for a token endpoint of server.xml by its id', async () => {
  const text = (paths: string) => `
scenario: x
config: server.xml
services:
  auth: { kind: oauth, for: as, clients: { app: { secret: s } }${paths} }
  mesh: { kind: api, at: https://mesh.example.com, routes: { GET /a: } }
requests: { api: { connection: mesh, path: /a } }
steps: [{ call: api, as: { tokenUsername: app, tokenPassword: s } }]
`
  const files = { 'server.xml': loginXml('oauth2/access') }
  await expect(scenarioWorld(text(''), files)).rejects.toThrow('paths: { token: /oauth2/access }')
  await using started = await scenarioWorld(text(', paths: { token: /access }'), files)
  const { fakes, journal } = started.world
  expect(fakes.get('auth')!.endpointOf('POST', '/access')).toBe('token')
  await started.steps()
  expect(journal.count('auth.token')).toBe(1)
})

test('an API whose clock is ahead refuses tokens early, but not opaque ones', async () => {
  const steps = '  - skew: { mesh: 10m }\n  - call: api\n  - skew: { mesh: 9m59s }\n  - call: api\n'
  expect(statuses(await run(scenario(steps)))).toEqual([200, 401, 200])
  expect(statuses(await run(scenario(steps, ', kind: opaque')))).toEqual([200, 200, 200])
})
