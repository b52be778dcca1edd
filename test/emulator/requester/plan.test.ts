import { expect, test } from 'vitest'
import {
  authTokenOf,
  idsOf,
  loginXml,
  someone,
  startRequester,
  type Fields,
} from '../../support/requester.ts'

const planOf = (parts: Parameters<typeof startRequester>[0]) => {
  const plan = startRequester(parts).plan()
  if (plan.kind === 'refusal') throw new Error(plan.message)
  return plan
}

/** How a call is refused, and that nothing was sent for it. */
async function refused(xml: readonly string[], fields: Fields = someone, connection = 'conn') {
  const { call, requests } = startRequester({ xml })
  const { outcome } = await call(fields, { connection })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(requests).toEqual([])
  return { message: outcome.statusMessage, rules: idsOf(outcome) }
}

test('plan.unknown-connection: a call through no connection ends before any request', async () => {
  const { message, rules } = await refused(loginXml({}), someone, 'con')
  expect(message).toBe('there is no zosconnect_endpointConnection "con"')
  expect(rules).toEqual(['outcome.t1', 'plan.unknown-connection'])
})

test.each<[string, Parameters<typeof loginXml>[0], string]>([
  ['a bad authToken', { request: 'credentialLocation="body"' }, 'BAQR1001E: '],
  ['a bad token response', { response: 'tokenLocation="body"' }, 'BAQR1003E: '],
  ['a bad connection', { connection: 'port="0"' }, 'BAD-VALUE: '],
  [
    'a bad authorization server',
    {
      connection: 'authenticationConfigRef="lost"',
      more: [...lost('authServerRef="bare"'), '<zosconnect_authorizationServer id="bare"/>'],
    },
    'BAQR1004E: ',
  ],
  [
    'an authToken without authorization server',
    { connection: 'authenticationConfigRef="lost"', more: lost('authServerRef="nowhere"') },
    'MISSING-REFERENCE: "authServerRef" of zosconnect_authToken "lost"',
  ],
  ['a missing authData', { server: 'basicAuthRef="nowhere"' }, 'MISSING-REFERENCE: "basicAuthRef"'],
  [
    'a missing authToken',
    { connection: 'authenticationConfigRef="nowhere"' },
    'MISSING-REFERENCE: "authenticationConfigRef"',
  ],
])('plan.unusable-element: %s ends the call before any request', async (_, parts, message) => {
  const { message: told, rules } = await refused(loginXml(parts))
  expect(told).toContain(message)
  expect(rules).toEqual(['outcome.t1', 'plan.unusable-element'])
})

function lost(attributes: string): readonly string[] {
  return [
    `<zosconnect_authToken id="lost" ${attributes}>`,
    '<tokenRequest credentialLocation="header" requestMethod="POST"/>',
    '<tokenResponse tokenLocation="header" header="X-Token"/>',
    '</zosconnect_authToken>',
  ]
}

test('plan.unusable-element: authData whose password cannot be decoded ends the call, unshown', async () => {
  const authData = '<zosconnect_authData id="data" user="server" password="{aes}hunter2"/>'
  const { message, rules } = await refused(
    loginXml({ server: 'basicAuthRef="data"', more: [authData] }),
  )
  expect(message).toContain('BAD-PASSWORD: ')
  expect(message).not.toContain('hunter2')
  expect(rules).toContain('plan.unusable-element')
})

test('points at the place of what makes a plan impossible', () => {
  const { plan } = startRequester({ xml: loginXml({ request: 'credentialLocation="body"' }) })
  expect(plan()).toMatchObject({ kind: 'refusal', at: { file: 'server.xml', line: 5 } })
})

test('plans the origin, the time-outs and the level of a connection', () => {
  const connection =
    'port="8443" connectionTimeout="2s" receiveTimeout="9s" authenticationConfigRef="login"'
  expect(planOf({ xml: loginXml({ connection }), level: '3.0.86' })).toMatchObject({
    connection: 'conn',
    origin: 'https://api.example.com:8443',
    connectTimeoutMs: 2000,
    receiveTimeoutMs: 9000,
    level: [3, 0, 86, 0],
  })
})

test('calls an API without asking for a token where the connection has none', async () => {
  const { call, requests } = startRequester({ xml: loginXml({ connection: '' }) })
  const { outcome } = await call({})
  expect(outcome.returnCode).toBe(0)
  expect(requests).toHaveLength(1)
})

test.each([
  ['3.0.69.0', undefined],
  ['3.0.70.0', 600_000],
])('cache.refresh-rate: at %s the plan has the rate %s', (level, refreshRateMs) => {
  const xml = loginXml({ token: 'tokenRefreshRate="10m"' })
  expect(authTokenOf(planOf({ xml, level })).refreshRateMs).toBe(refreshRateMs)
})

test.each([
  ['3.0.85.0', undefined],
  ['3.0.86.0', 3_600_000],
])('cache.lifetime.config: at %s the plan has the tokenLifetime %s', (level, tokenLifetimeMs) => {
  const { lifetime } = authTokenOf(planOf({ level }))
  expect(lifetime.knowsLifetimes).toBe(tokenLifetimeMs !== undefined)
  expect(lifetime.tokenLifetimeMs).toBe(tokenLifetimeMs)
})

test.each([
  ['3.0.85.0', undefined],
  ['3.0.86.0', '$.ttl'],
])('response.lifetime-path: at %s the plan has the path %s', (level, path) => {
  const response =
    'tokenLocation="body" responseFormat="JSON" tokenPath="$.t" tokenLifetimePath="$.ttl"'
  const xml = loginXml({ response })
  expect(authTokenOf(planOf({ xml, level })).response.lifetimePath).toBe(path)
})

test.each<[string, object]>([
  ['tokenLocation="header" header="X-T"', { in: 'header', name: 'X-T' }],
  ['tokenLocation="body" responseFormat="Text"', { in: 'text' }],
  ['tokenLocation="body" responseFormat="JWT"', { in: 'jwt' }],
  ['tokenLocation="body" responseFormat="JSON" tokenPath="t"', { in: 'json', path: 't' }],
])('plans for %s where the token is looked for', (response, place) => {
  expect(authTokenOf(planOf({ xml: loginXml({ response }) })).response.token).toEqual(place)
})

test('obtains several tokens in the order of authenticationConfigRef', async () => {
  const xml = loginXml({
    connection: 'authenticationConfigRef="lost,login"',
    more: lost('authServerRef="srv" header="X-Second"'),
  })
  expect(planOf({ xml }).tokens.map(({ id }) => id)).toEqual(['lost', 'login'])
})
