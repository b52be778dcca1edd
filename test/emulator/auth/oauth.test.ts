import { expect, test } from 'vitest'
import {
  allIdsOf,
  answer,
  bodyOf,
  failure,
  formOf,
  headerOf,
  issued,
  json,
  oauthXml,
  serverClient,
  startRequester,
  type Fields,
} from '../../support/requester.ts'

const program: Fields = { oauthClientId: 'me', oauthClientSecret: 'mine' }
const user: Fields = { oauthUsername: 'ada', oauthPassword: 'p w&=+%é' }
const password = 'grantType="password"'
const token = [issued()]

test('sends the client credentials of the program as form fields (oauth.request, oauth.client-credentials, oauth.client-credentials-spelling, oauth.client-form)', async () => {
  const { call, tokenRequests } = startRequester({ xml: oauthXml({}), token })
  const { trace } = await call(program)
  expect(tokenRequests()).toMatchObject([
    {
      method: 'POST',
      url: 'https://as.example.com/token',
      headers: [
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['Accept', 'application/json'],
      ],
      connectTimeoutMs: 30_000,
      receiveTimeoutMs: 60_000,
      purpose: { kind: 'token', element: 'oauth' },
    },
  ])
  expect(bodyOf(tokenRequests()[0])).toBe(
    'grant_type=client_credentials&client_id=me&client_secret=mine',
  )
  expect(trace.find(({ kind }) => kind === 'credentials')).toMatchObject({ from: 'program' })
  for (const id of ['oauth.request', 'oauth.client-form', 'oauth.client-credentials'])
    expect(allIdsOf(trace)).toContain(id)
})

test('sends the client of server.xml as a raw Basic header, whatever the program supplies (oauth.client-basic, oauth.client-basic-raw, oauth.client-server-wins)', async () => {
  const client = {
    server: 'basicAuthRef="client"',
    more: ['<zosconnect_authData id="client" user="a p:p%" password="s&amp;ö+"/>'],
  }
  const { call, tokenRequests } = startRequester({ xml: oauthXml(client), token })
  const { trace } = await call(program)
  const [request] = tokenRequests()
  const basic = Buffer.from('a p:p%:s&ö+', 'utf8').toString('base64')
  expect(request?.headers).toEqual([
    ['Authorization', `Basic ${basic}`],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Accept', 'application/json'],
  ])
  expect(bodyOf(request)).toBe('grant_type=client_credentials')
  expect(trace.find(({ kind }) => kind === 'credentials')).toMatchObject({ from: 'server.xml' })
  expect(allIdsOf(trace)).toContain('oauth.client-server-wins')
})

test('sends user name and password of the program in the order of the fields, encoded (oauth.password)', async () => {
  const { call, tokenRequests } = startRequester({ xml: oauthXml({ oauth: password }), token })
  const { trace } = await call({ ...user, ...program, oauthScope: 'read write' })
  expect(bodyOf(tokenRequests()[0])).toBe(
    'grant_type=password&client_id=me&client_secret=mine&username=ada&password=p+w%26%3D%2B%25%C3%A9&scope=read+write',
  )
  expect(allIdsOf(trace)).toContain('oauth.password')
})

test('sends every optional value that is supplied, in order, and a comma that is escaped (oauth.optional-fields)', async () => {
  const { call, tokenRequests } = startRequester({ xml: oauthXml({}), token })
  const { trace } = await call({
    ...program,
    oauthCustomParms: 'custom1=valueA\\,valueB,custom2=value=C',
    oauthAudience: 'api',
    oauthResource: 'https://api.example.com/',
    oauthScope: 'openid',
  })
  expect(formOf(tokenRequests()[0]).slice(3)).toEqual([
    ['scope', 'openid'],
    ['resource', 'https://api.example.com/'],
    ['audience', 'api'],
    ['custom1', 'valueA,valueB'],
    ['custom2', 'value=C'],
  ])
  expect(allIdsOf(trace)).toContain('oauth.optional-fields')
})

test('lets each optional value of the program win over that of server.xml (oauth.optional-fields)', async () => {
  const oauth =
    'grantType="client_credentials" scope="s" resource="r" audience="a" customParms="x=1,y=2"'
  const { call, tokenRequests } = startRequester({ xml: oauthXml({ oauth }), token })
  await call(program)
  await call({ ...program, oauthScope: 'S', oauthCustomParms: 'z=3' })
  await call({ ...program, oauthResource: 'R', oauthAudience: 'A' })
  const sent = tokenRequests().map((request) => formOf(request).slice(3).flat().join(' '))
  expect(sent).toEqual([
    'scope s resource r audience a x 1 y 2',
    'scope S resource r audience a z 3',
    'scope s resource R audience A x 1 y 2',
  ])
})

test.each<[string, string, Fields]>([
  ['no client', 'grantType="client_credentials"', {}],
  ['no client secret', 'grantType="client_credentials"', { oauthClientId: 'me' }],
  ['no client ID', 'grantType="client_credentials"', { oauthClientSecret: 'mine' }],
  ['an empty client ID', 'grantType="client_credentials"', { ...program, oauthClientId: '' }],
  ['no user', password, program],
  ['no password', password, { ...program, oauthUsername: 'ada' }],
  ['no user name', password, { ...program, oauthPassword: 'x' }],
])('sends nothing with %s (oauth.missing, outcome.t1)', async (_, oauth, fields) => {
  const { call, requests } = startRequester({ xml: oauthXml({ oauth }), token })
  const { outcome } = await call(fields)
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toMatch(/^oauth: the token request needs a (client ID|user name)/)
  expect(outcome.rules.map(({ id }) => id)).toEqual(['outcome.t1', 'oauth.missing'])
  expect(requests).toEqual([])
})

test.each([
  ['user="app"', 'password'],
  ['password="s3cret"', 'user'],
])(
  'does not complete a client of server.xml with %s alone from the program (oauth.missing)',
  async (data) => {
    const more = [`<zosconnect_authData id="client" ${data}/>`]
    const xml = oauthXml({ server: 'basicAuthRef="client"', more })
    const { call, requests } = startRequester({ xml, token })
    expect((await call(program)).outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(requests).toEqual([])
  },
)

test('sends nothing when the custom parameters cannot be read (oauth.optional-fields)', async () => {
  const { call, requests } = startRequester({ xml: oauthXml({}), token })
  const { outcome } = await call({ ...program, oauthCustomParms: 'a=1,b' })
  expect(outcome.statusMessage).toBe('oauth: custom parameters: pair 2 is not written name=value')
  expect(outcome.rules.map(({ id }) => id)).toEqual(['outcome.t1', 'oauth.optional-fields'])
  expect(requests).toEqual([])
})

test('puts the token after Bearer into Authorization of the API request (oauth.attach, oauth.access-token)', async () => {
  const { call, apiRequests } = startRequester({ xml: oauthXml({}), token })
  const { outcome, trace } = await call(program, { headers: [['authorization', 'mine']] })
  expect(outcome.returnCode).toBe(0)
  expect(apiRequests()[0]?.headers).toEqual([['Authorization', 'Bearer oauth-token']])
  expect(allIdsOf(trace)).toEqual(
    expect.arrayContaining(['oauth.attach', 'oauth.access-token', 'attach.token-wins']),
  )
})

test.each([
  ['no JSON', answer(200, 'token'), 'the body is not JSON'],
  ['a JSON text', json('token'), 'the body is not JSON'],
  ['null', json(null), 'the body is not JSON'],
  ['a list', json(['x']), 'no text at access_token'],
  ['another field', json({ token: 'x' }), 'no text at access_token'],
  ['a number', json({ access_token: 1 }), 'no text at access_token'],
  ['an empty text', json({ access_token: '' }), 'no text at access_token'],
])('finds no token in %s (oauth.access-token, outcome.t5)', async (_, response, missing) => {
  const { call, apiRequests } = startRequester({ xml: oauthXml({}), token: [response] })
  const { outcome } = await call(program)
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 500,
    statusMessage: `BAQR1006E: the authentication server gave no token: ${missing}`,
  })
  expect(apiRequests()).toEqual([])
})

test.each([
  ['a refusal', answer(400, '{"error":"invalid_grant"}'), 'outcome.t3', 'answered 400: {"error"'],
  ['a refusal without a body', answer(401), 'outcome.t4', 'BAQR1007E'],
  ['a failure', failure('refused'), 'outcome.t2', 'BAQR1006E'],
  ['a redirect', answer(307, 'x'), 'outcome.redirect', '307'],
])(
  'ends with the class of %s (outcome.t2, outcome.t3, outcome.t4)',
  async (_, response, id, text) => {
    const { call, apiRequests } = startRequester({ xml: oauthXml({}), token: [response] })
    const { outcome } = await call(program)
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.rules.map((rule) => rule.id)).toContain(id)
    expect(outcome.statusMessage).toContain(text)
    expect(apiRequests()).toEqual([])
  },
)

test('takes any status from 200 to 299 as a success', async () => {
  const created = { ...issued(), status: 201 }
  const { call } = startRequester({ xml: oauthXml({}), token: [created] })
  expect((await call(program)).outcome.returnCode).toBe(0)
})

test('is refused without its server, and where a part of it cannot be used', async () => {
  const broken = [
    oauthXml({ oauth: '' }),
    oauthXml({ server: 'basicAuthRef="nowhere"' }),
    oauthXml({ oauth: 'grantType="client_credentials" oAuthTokenConfigRef="nowhere"' }),
    oauthXml({}).filter((line) => !line.includes('authorizationServer')),
  ]
  for (const xml of broken) {
    const { call, requests } = startRequester({ xml, token })
    const { outcome } = await call(program)
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.rules.map(({ id }) => id)).toContain('plan.unusable-element')
    expect(requests).toEqual([])
  }
})

test('sends the Basic header of server.xml in no other request', async () => {
  const { call, apiRequests } = startRequester({ xml: oauthXml(serverClient), token })
  await call({})
  expect(headerOf(apiRequests()[0], 'Authorization')).toBe('Bearer oauth-token')
})

test.each([
  ['mac', 'oauth: the token_type "mac" of the answer is not Bearer, and the token is sent as that'],
  [7, 'oauth: the token_type of the answer is not Bearer, and the token is sent as that'],
])(
  'warns of the token_type %j and sends the token as Bearer (oauth.token-type)',
  async (type, message) => {
    const { call, apiRequests } = startRequester({
      xml: oauthXml({}),
      token: [issued({ token_type: type })],
    })
    const { trace } = await call(program)
    const warnings = trace.flatMap((event) => (event.kind === 'warning' ? [event] : []))
    expect(warnings.map((each) => each.message)).toEqual([message])
    expect(warnings[0]!.rules.map(({ id }) => id)).toEqual(['oauth.token-type'])
    expect(headerOf(apiRequests()[0], 'Authorization')).toBe('Bearer oauth-token')
  },
)

test.each(['Bearer', 'bearer', 'BEARER'])(
  'takes the token_type %s (oauth.token-type)',
  async (type) => {
    const { call } = startRequester({ xml: oauthXml({}), token: [issued({ token_type: type })] })
    const { trace } = await call(program)
    expect(trace.filter(({ kind }) => kind === 'warning')).toEqual([])
  },
)

test('sends no field twice where a custom parameter has its name (oauth.own-fields)', async () => {
  const { call, requests } = startRequester({ xml: oauthXml({}), token })
  const { trace } = await call({
    ...program,
    oauthScope: 'read',
    oauthResource: 'urn:a',
    oauthCustomParms: 'grant_type=password,scope=write,resource=urn:b,tenant=1,tenant=2',
  })
  expect(formOf(requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', 'me'],
    ['client_secret', 'mine'],
    ['scope', 'read'],
    ['resource', 'urn:a'],
    ['resource', 'urn:b'],
    ['tenant', '1'],
  ])
  expect(allIdsOf(trace)).toContain('oauth.own-fields')
  const warnings = trace.flatMap((event) => (event.kind === 'warning' ? [event.message] : []))
  expect(warnings).toEqual(
    ['grant_type', 'scope', 'tenant'].map(
      (name) => `oauth: the custom parameter ${name} is dropped: that field is sent already`,
    ),
  )
})

test('sends no scope without a character (oauth.own-fields)', async () => {
  const xml = oauthXml({ oauth: 'grantType="client_credentials" scope="" resource=""' })
  const { call, requests } = startRequester({ xml, token })
  await call(program)
  expect(formOf(requests[0]).map(([name]) => name)).toEqual([
    'grant_type',
    'client_id',
    'client_secret',
  ])
})
