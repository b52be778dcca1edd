import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import type { LoginCredentials } from '../../../harness/fakes/options.ts'
import { authServer, basic, login, minuteMs, type LoginSetup } from '../../support/auth-server.ts'
import { ask, type FakeRequest } from '../../support/fake-request.ts'
import { noon } from '../../support/fixed-clock.ts'

const jsonHeaders = { 'Content-Type': 'application/json' }

test('hands out a signed token whose claims tell the time of the clock', async () => {
  const { fake } = authServer()
  const { status, headers, text, entry } = await login(fake)
  const { token } = JSON.parse(text)
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(decodeJwt(token)).toEqual({
    iss: 'https://auth.baqlab.test',
    sub: 'ims',
    iat: noon / 1000,
    exp: noon / 1000 + 900,
  })
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: 'auth-es256-test' })
  expect(entry.issued).toBe(1)
  expect(fake.issuedToken(1)).toBe(token)
  expect(fake.issuedToken(2)).toBeUndefined()
})

test('knows one endpoint, whatever the method, and answers 404 elsewhere', async () => {
  const { fake } = authServer()
  expect(fake.endpoints).toEqual(['login'])
  expect(fake.endpointOf('POST', '/login')).toBe('login')
  expect(fake.endpointOf('GET', '/login?a=b')).toBe('login')
  expect(fake.endpointOf('POST', '/login/')).toBeUndefined()
  expect(fake.endpointOf('POST', '/')).toBeUndefined()
  expect((await ask(fake, { path: '/other' })).status).toBe(404)
})

test('answers at its own origin where its path is a slash', async () => {
  const { fake } = authServer({ path: '/' })
  expect(fake.endpointOf('POST', '')).toBe('login')
  expect((await login(fake, { path: '' })).status).toBe(200)
})

const bodyLogin = { in: 'body', user: '$.user.name', password: "$['pass']" } as const
const goodBody = { user: { name: 'ims' }, pass: 's3cr3t' }

const accepted: [string, LoginCredentials, FakeRequest][] = [
  ['basic', { in: 'basic', header: 'Authorization' }, { headers: { authorization: basic } }],
  [
    'basic in a header of its own',
    { in: 'basic', header: 'X-Login' },
    { headers: { 'x-login': basic } },
  ],
  [
    'two headers',
    { in: 'headers', user: 'X-U', password: 'X-P' },
    { headers: { 'x-u': 'ims', 'x-p': 's3cr3t' } },
  ],
  ['the body', bodyLogin, { headers: jsonHeaders, body: goodBody }],
  ['nothing', { in: 'none' }, { headers: {} }],
]

for (const [title, credentials, request] of accepted)
  for (const method of ['GET', 'PUT', 'POST'] as const)
    test(`lets a ${method} in with credentials in ${title}`, async () => {
      const { fake } = authServer({ credentials, method })
      const { status, text } = await login(fake, { ...request, method })
      expect(status).toBe(200)
      const sub = credentials.in === 'none' ? 'anonymous' : 'ims'
      expect(decodeJwt(JSON.parse(text).token)).toMatchObject({ sub })
    })

const headerLogin = { in: 'headers', user: 'X-U', password: 'X-P' } as const
const encoded = (text: string) => ({
  Authorization: `Basic ${Buffer.from(text).toString('base64')}`,
})

const refused: [title: string, setup: LoginSetup, request: FakeRequest, status: number][] = [
  ['another method', {}, { method: 'PUT' }, 405],
  ['HEAD', { method: 'GET' }, { method: 'HEAD' }, 405],
  ['no credentials', {}, { headers: {} }, 401],
  ['a wrong password', {}, { headers: encoded('ims:gu3ss') }, 401],
  ['the password of another user', {}, { headers: encoded('ims:0ther') }, 401],
  ['an unknown user', {}, { headers: encoded('nobody:s3cr3t') }, 401],
  ['a user named as a member of every object', {}, { headers: encoded('constructor:x') }, 401],
  [
    'a Basic header that is not base64',
    {},
    { headers: { Authorization: 'Basic ims:s3cr3t' } },
    401,
  ],
  [
    'basic credentials under another scheme',
    {},
    { headers: { Authorization: basic.replace('Basic', 'Bearer') } },
    401,
  ],
  ['basic credentials in the wrong header', {}, { headers: { 'X-Login': basic } }, 401],
  ['basic credentials instead of two headers', { credentials: headerLogin }, {}, 401],
  ['one header of two', { credentials: headerLogin }, { headers: { 'X-U': 'ims' } }, 401],
  [
    'credentials in the body instead of a header',
    {},
    { headers: jsonHeaders, body: goodBody },
    401,
  ],
  [
    'credentials in a header instead of the body',
    { credentials: bodyLogin },
    { headers: { ...jsonHeaders, Authorization: basic }, body: {} },
    401,
  ],
  [
    'credentials at another path',
    { credentials: bodyLogin },
    { headers: jsonHeaders, body: { name: 'ims', pass: 's3cr3t' } },
    401,
  ],
  [
    'a body that is not JSON',
    { credentials: bodyLogin },
    { headers: jsonHeaders, body: '{"user":' },
    400,
  ],
  [
    'a body that is not UTF-8',
    { credentials: bodyLogin },
    { headers: jsonHeaders, body: Uint8Array.of(0x22, 0xff, 0x22) },
    400,
  ],
  ['no body where one is needed', { credentials: bodyLogin }, { headers: jsonHeaders }, 400],
  ['a body without content type', { credentials: bodyLogin }, { headers: {}, body: goodBody }, 415],
  [
    'a body of another content type',
    { credentials: bodyLogin },
    { headers: { 'Content-Type': 'text/plain' }, body: goodBody },
    415,
  ],
  [
    'a required member missing',
    { requireBody: { '$.grant': 'x' } },
    { headers: { ...jsonHeaders, Authorization: basic }, body: {} },
    400,
  ],
  [
    'a required member different',
    { requireBody: { '$.grant': { a: 1 } } },
    { headers: { ...jsonHeaders, Authorization: basic }, body: { grant: { a: 2 } } },
    400,
  ],
  ['a required header missing', { requireHeaders: { 'X-App': 'ims' } }, {}, 400],
  [
    'a required header different',
    { requireHeaders: { 'X-App': 'ims' } },
    { headers: { 'X-App': 'cics' } },
    400,
  ],
]

for (const [title, setup, request, status] of refused)
  test(`refuses ${title} with ${status}, issues nothing and echoes no secret`, async () => {
    const { fake } = authServer(setup)
    const reply = await login(fake, request)
    expect(reply.status).toBe(status)
    expect(reply.entry.issued).toBeUndefined()
    expect(fake.liveTokens()).toBe(0)
    if (request.method !== 'HEAD') expect(Object.keys(JSON.parse(reply.text))).toEqual(['error'])
    expect(reply.text).not.toMatch(/s3cr3t|gu3ss|0ther/)
    expect(reply.headers.get('allow')).toBe(status === 405 ? (setup.method ?? 'POST') : null)
  })

test('challenges who brings no basic credentials, and nobody else', async () => {
  const asked = await login(authServer().fake, { headers: {} })
  expect(asked.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
  const other = await login(authServer({ credentials: headerLogin }).fake, { headers: {} })
  expect([other.status, other.headers.get('www-authenticate')]).toEqual([401, null])
})

test('takes what is required in body and headers, and a content type with parameters', async () => {
  const { fake } = authServer({
    requireBody: { '$.grant.kinds[1]': 'b', '$.n': 7 },
    requireHeaders: { 'X-App': 'ims' },
  })
  const { status } = await login(fake, {
    headers: {
      authorization: basic,
      'x-app': 'ims',
      'content-type': 'application/JSON; charset=UTF-8',
    },
    body: { grant: { kinds: ['a', 'b'] }, n: 7 },
  })
  expect(status).toBe(200)
})

test('does not look at a body it does not need', async () => {
  const headers = { Authorization: basic, 'Content-Type': 'text/plain' }
  expect((await login(authServer().fake, { headers, body: '{"user":' })).status).toBe(200)
})

test('answers 429 with Retry-After beyond its rate', async () => {
  const { fake, clock } = authServer({ limits: { rates: { login: { count: 2, perMs: 1500 } } } })
  const statuses = [(await login(fake)).status, (await login(fake, { method: 'PUT' })).status]
  const late = await login(fake)
  expect([...statuses, late.status, late.headers.get('retry-after')]).toEqual([200, 405, 429, '2'])
  clock.advance(1500)
  expect((await login(fake)).status).toBe(200)
})

test('answers 429 while as many tokens are alive as it has leases', async () => {
  const { fake, clock } = authServer({ limits: { rates: {}, leases: 2 } })
  await login(fake)
  await login(fake)
  expect((await login(fake)).status).toBe(429)
  clock.advance(15 * minuteMs)
  expect((await login(fake)).status).toBe(200)
})

test('locks out a user who was wrong too often, and nobody else', async () => {
  const { fake, clock } = authServer({ lockout: { after: 2, forMs: minuteMs } })
  const wrong = { headers: encoded('ims:gu3ss') }
  expect([(await login(fake, wrong)).status, (await login(fake, wrong)).status]).toEqual([401, 401])
  const locked = await login(fake)
  expect([locked.status, JSON.parse(locked.text)]).toEqual([403, { error: 'locked out' }])
  expect((await login(fake, { headers: encoded('cics:0ther') })).status).toBe(200)
  clock.advance(minuteMs)
  expect((await login(fake)).status).toBe(200)
})

test('forgets wrong passwords once the right one comes', async () => {
  const { fake } = authServer({ lockout: { after: 2, forMs: minuteMs } })
  const wrong = { headers: encoded('ims:gu3ss') }
  const statuses: number[] = []
  for (const each of [wrong, {}, wrong, {}]) statuses.push((await login(fake, each)).status)
  expect(statuses).toEqual([401, 200, 401, 200])
})

test('throws a bug of ours out of fetch and never makes an answer of it', async () => {
  const { fake } = authServer()
  const { app } = fake
  await expect(async () => app.fetch(new Request('https://fake.test/login'))).rejects.toThrow()
})
