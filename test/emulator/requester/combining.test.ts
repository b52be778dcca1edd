import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import {
  allIdsOf,
  answer,
  basicXml,
  failure,
  headerOf,
  idsOf,
  issued,
  json,
  kindsOf,
  lastOf,
  ok,
  sharedSigning,
  startRequester,
  unauthorized,
  type Answer,
  type Fields,
  type RequesterParts,
} from '../../support/requester.ts'

const server = (id: string) =>
  `<zosconnect_authorizationServer id="${id}" tokenEndpoint="https://${id}.example.com/token"/>`

const elements: Readonly<Record<string, readonly string[]>> = {
  data: ['<zosconnect_authData id="data" user="ada" password="hunter2"/>'],
  data2: ['<zosconnect_authData id="data2" user="eve" password="hunter3"/>'],
  oauth: ['<zosconnect_oAuthConfig id="oauth" authServerRef="as" grantType="client_credentials"/>'],
  oauth2: [
    '<zosconnect_oAuthConfig id="oauth2" authServerRef="as" grantType="client_credentials"/>',
  ],
  token: tokenXml('token', 'X-Token'),
  token2: tokenXml('token2', 'X-Token2'),
  tokenA: tokenXml('tokenA', 'Authorization'),
  local: ['<zosconnect_authTokenLocal id="local" tokenGeneratorRef="jwt" header="X-Local"/>'],
  localA: ['<zosconnect_authTokenLocal id="localA" tokenGeneratorRef="jwt"/>'],
  localT: ['<zosconnect_authTokenLocal id="localT" tokenGeneratorRef="jwt" header="x-token"/>'],
}

function tokenXml(id: string, header: string): readonly string[] {
  return [
    `<zosconnect_authToken id="${id}" authServerRef="login" header="${header}" tokenLifetime="1h">`,
    '<tokenRequest credentialLocation="header" requestMethod="POST"/>',
    '<tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="access_token"/>',
    '</zosconnect_authToken>',
  ]
}

const combined = (refs: string, attributes = ''): readonly string[] => [
  `<zosconnect_endpointConnection id="conn" host="https://api.example.com" authenticationConfigRef="${refs}" ${attributes}/>`,
  ...refs.split(',').flatMap((id) => elements[id]!),
  server('as'),
  server('login'),
  `<jwtBuilder id="jwt" ${sharedSigning}/>`,
]

const everything: Fields = {
  oauthClientId: 'me',
  oauthClientSecret: 'mine',
  tokenUsername: 'ada',
  tokenPassword: 'lovelace',
}
const numbered: Answer = ({ purpose }) =>
  issued({}, purpose.kind === 'token' ? `t-${purpose.element}` : '')

async function combine(refs: string, more: RequesterParts = {}) {
  const started = startRequester({ xml: combined(refs), token: [numbered], ...more })
  const { outcome, trace } = await started.call(everything, { assertedUser: 'ADA' })
  return { ...started, outcome, trace }
}

test.each([
  ['data', 'Authorization'],
  ['oauth', 'Authorization'],
  ['tokenA', 'Authorization'],
  ['localA', 'Authorization'],
  ['token,local', 'X-Token X-Local'],
  ['local,token', 'X-Token X-Local'],
  ['token,token2', 'X-Token X-Token2'],
  ['token2,tokenA', 'X-Token2 Authorization'],
  ['oauth,token', 'X-Token Authorization'],
  ['oauth,local,token2,token', 'X-Token2 X-Token X-Local Authorization'],
  ['data,token,local', 'X-Token X-Local Authorization'],
])('sends %s in the headers %s', async (refs, headers) => {
  const { outcome, apiRequests, requests } = await combine(refs)
  expect(outcome.returnCode).toBe(0)
  expect(
    apiRequests()[0]
      ?.headers.map(([name]) => name)
      .join(' '),
  ).toBe(headers)
  expect(requests.filter(({ purpose }) => purpose.kind === 'api')).toHaveLength(1)
})

test.each([
  ['data,oauth'],
  ['oauth,oauth2'],
  ['data,data2'],
  ['oauth,tokenA'],
  ['oauth,localA'],
  ['data,tokenA'],
  ['data,localA'],
  ['tokenA,localA'],
  ['token,localT'],
])('refuses %s before any request is sent', async (refs) => {
  const { outcome, requests, plan } = await combine(refs)
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  for (const id of refs.split(',')) expect(outcome.statusMessage).toContain(`"${id}"`)
  expect(outcome.statusMessage).toMatch(/^HEADER-COLLISION: /)
  expect(plan().kind).toBe('refusal')
  expect(requests).toEqual([])
})

test('refuses a connection that names nothing that is there', async () => {
  const xml = combined('oauth').map((line) => line.replace('Ref="oauth"', 'Ref="oauth,nowhere"'))
  const { outcome, requests } = await combine('oauth', { xml })
  expect(outcome.statusMessage).toContain('nowhere')
  expect(requests).toEqual([])
})

test('gets tokens of authentication servers first, then generated JWTs, then OAuth (plan.order)', async () => {
  const { trace, plan, tokenRequests } = await combine('oauth,local,token')
  expect(kindsOf(trace)).toEqual([
    'credentials',
    'lookup miss',
    'token-request',
    'stored',
    'made',
    'credentials',
    'lookup miss',
    'token-request',
    'stored',
    'attached',
    'attached',
    'attached',
    'api-request',
    'outcome',
  ])
  expect(tokenRequests().map(({ purpose }) => purpose)).toEqual([
    { kind: 'token', element: 'token' },
    { kind: 'token', element: 'oauth' },
  ])
  const planned = plan()
  if (planned.kind === 'refusal') throw new Error(planned.message)
  expect(idsOf(planned)).toEqual(['plan.order'])
  expect(planned.tokens.map(({ id }) => id)).toEqual(['token', 'local', 'oauth'])
})

test('stops before the API when the second token cannot be had, and keeps the first (plan.order)', async () => {
  const token = [issued({}, 'first'), failure('refused'), issued({}, 'third')]
  const { outcome, call, apiRequests, tokenRequests } = await combine('oauth,token', { token })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(apiRequests()).toEqual([])
  await call(everything)
  expect(tokenRequests().map(({ url }) => new URL(url).hostname.split('.')[0])).toEqual([
    'login',
    'as',
    'as',
  ])
  expect(apiRequests()).toHaveLength(1)
})

test('stops when no JWT may be generated, and asks no authorization server (plan.order)', async () => {
  const saf = { hasUser: () => false, mayRead: () => true }
  const { outcome, tokenRequests, apiRequests } = await combine('oauth,local,token', { saf })
  expect(outcome.statusCode).toBe(403)
  expect([tokenRequests().length, apiRequests().length]).toEqual([1, 0])
})

const invalid = answer(401, '', [['WWW-Authenticate', 'Bearer error="invalid_token"']])

test.each<[string, Answer, readonly string[]]>([
  ['any 401', unauthorized, ['token']],
  ['a 401 with invalid_token', invalid, ['token', 'oauth']],
])(
  'renews after %s the tokens whose own condition is met: %j (retry.invalid-token)',
  async (_, rejected, renewed) => {
    const { call, apiRequests, tokenRequests } = await combine('oauth,token,local', {
      api: [ok, rejected, ok],
    })
    const { outcome, trace } = await call(everything, { assertedUser: 'ADA' })
    expect(outcome.returnCode).toBe(0)
    const elementsAsked = tokenRequests().map(({ purpose }) =>
      purpose.kind === 'token' ? purpose.element : '',
    )
    expect(elementsAsked).toEqual(['token', 'oauth', ...renewed])
    expect(apiRequests()).toHaveLength(3)
    const [, first, second] = apiRequests()
    expect(headerOf(second, 'X-Local')).toBe(headerOf(first, 'X-Local'))
    expect(idsOf(lastOf(trace, 'retry'))).toContain('basic.never-retried')
  },
)

test('renews nothing that this call has fetched beside a token that was cached', async () => {
  const token: readonly Answer[] = [
    issued({}, 'login-1'),
    issued({ expires_in: 0 }, 'oauth-1'),
    issued({ expires_in: 0 }, 'oauth-2'),
    issued({}, 'login-2'),
  ]
  const { call, apiRequests } = await combine('oauth,token', { api: [ok, invalid, ok], token })
  await call(everything)
  expect(headerOf(apiRequests()[2], 'X-Token')).toBe('Bearer login-2')
  expect(headerOf(apiRequests()[2], 'Authorization')).toBe('Bearer oauth-2')
})

test('gives the token error when the second of two renewals fails', async () => {
  const token = [issued(), issued(), issued(), answer(400, 'no')]
  const { call, apiRequests } = await combine('oauth,token', { api: [ok, invalid], token })
  const { outcome } = await call(everything)
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.rules.map(({ id }) => id)).toContain('retry.token-error')
  expect(apiRequests()).toHaveLength(2)
})

test('sends user and password to the API as they stand (basic.api)', async () => {
  const { call, requests } = startRequester({ xml: basicXml('user="a:p" password="s&amp;ö+"') })
  const { outcome, trace } = await call({})
  expect(outcome.returnCode).toBe(0)
  const basic = Buffer.from('a:p:s&ö+', 'utf8').toString('base64')
  expect(requests.map(({ headers }) => headers)).toEqual([[['Authorization', `Basic ${basic}`]]])
  expect(allIdsOf(trace)).toContain('basic.api')
})

test('reads the old basicAuthRef of a connection as basic authentication (basic.api)', async () => {
  const xml = basicXml().map((line) => line.replace('authenticationConfigRef', 'basicAuthRef'))
  const { call, requests } = startRequester({ xml })
  await call({})
  expect(headerOf(requests[0], 'Authorization')).toMatch(/^Basic /)
})

test('never repeats a call with basic authentication (basic.never-retried)', async () => {
  const { call, requests } = startRequester({ xml: basicXml(), api: [invalid] })
  const { outcome, trace } = await call({})
  expect(outcome).toMatchObject({ returnCode: 1, statusCode: 401 })
  expect(requests).toHaveLength(1)
  expect(idsOf(lastOf(trace, 'retry'))).toEqual(['basic.never-retried'])
})

test('refuses a call whose authData cannot be used', async () => {
  const { call, requests } = startRequester({ xml: basicXml('user="a" password="{hash}x"') })
  expect((await call({})).outcome.rules.map(({ id }) => id)).toContain('plan.unusable-element')
  expect(requests).toEqual([])
})

/** The example of "Calling an API secured with OAuth 2.0 and a JWT". */
const example = (authServer: string): readonly string[] => [
  '<zosconnect_endpointConnection id="conn" host="https://api.server.com" port="8000" authenticationConfigRef="myoAuthConfig,myJWTConfig"/>',
  '<zosconnect_oAuthConfig id="myoAuthConfig" grantType="password" authServerRef="myoAuthServer"/>',
  `<zosconnect_authToken id="myJWTConfig" authServerRef="${authServer}" header="JWTAuthorization">`,
  '<tokenRequest credentialLocation="header" header="JWTReqAuthorization" requestMethod="GET"/>',
  '<tokenResponse tokenLocation="header" header="JWTResAuthorization"/>',
  '</zosconnect_authToken>',
  server('myoAuthServer'),
  server('myJWTserver'),
]

test.each(['myJWTserver', 'myoAuthServer'])(
  'makes the call of the documentation with the JWT of %s',
  async (authServer) => {
    const jwt = answer(200, '', [['JWTResAuthorization', 'the-jwt']])
    const { call, requests } = startRequester({
      xml: example(authServer),
      token: [
        ({ method }) => (method === 'GET' ? jwt : json({ access_token: 'o', expires_in: 9 })),
      ],
    })
    const fields = { ...everything, oauthUsername: 'user', oauthPassword: 'pass' }
    expect((await call(fields)).outcome.returnCode).toBe(0)
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://${authServer}.example.com/token`,
      'POST https://myoAuthServer.example.com/token',
      'GET https://api.server.com:8000/orders',
    ])
    expect(requests[0]?.headers).toEqual([
      ['JWTReqAuthorization', `Basic ${Buffer.from('ada:lovelace').toString('base64')}`],
    ])
    expect(requests[2]?.headers).toEqual([
      ['JWTAuthorization', 'Bearer the-jwt'],
      ['Authorization', 'Bearer o'],
    ])
  },
)

test('makes the JWT of a generated token for the user that calls, beside OAuth', async () => {
  const { apiRequests } = await combine('oauth,local')
  const [request] = apiRequests()
  expect(headerOf(request, 'Authorization')).toBe('Bearer t-oauth')
  expect(decodeJwt(headerOf(request, 'X-Local')!.slice(7)).sub).toBe('ADA')
})
