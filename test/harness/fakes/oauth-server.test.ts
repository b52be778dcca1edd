import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
} from 'jose'
import { expect, test } from 'vitest'
import { ask } from '../../support/fake-request.ts'
import { noon } from '../../support/fixed-clock.ts'
import {
  basic,
  errorOf,
  granted,
  oauthServer,
  password,
  post,
  requestToken,
  type OAuthSetup,
} from '../../support/oauth-server.ts'

test('answers a token request exactly as RFC 6749 has it', async () => {
  const { fake } = oauthServer()
  const { status, headers, text, entry } = await requestToken(fake)
  expect([status, Object.fromEntries(headers)]).toEqual([
    200,
    { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' },
  ])
  const token = fake.issuedToken(1)!
  expect(JSON.parse(text)).toEqual({
    access_token: token,
    token_type: 'Bearer',
    expires_in: 600,
    scope: 'read write',
  })
  expect(entry.issued).toBe(1)
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', kid: 'auth-es256-test' })
  expect(decodeJwt(token)).toEqual({
    iss: 'https://fake.test',
    sub: 'app',
    client_id: 'app',
    scope: 'read write',
    iat: noon / 1000,
    exp: noon / 1000 + 600,
  })
})

for (const alg of ['ES256', 'RS256', 'HS256'] as const)
  test(`issues tokens by ${alg} that its published keys prove, where it may publish them`, async () => {
    const { fake } = oauthServer({ token: { alg, jti: true, claims: { role: 'x' } } })
    const { access_token: token = '' } = await granted(fake)
    expect(decodeJwt(token)).toMatchObject({ role: 'x', jti: expect.stringMatching(/^\w{22}$/) })
    expect(await fake.verify!(token, { scope: 'read' })).toEqual({ valid: true, subject: 'app' })
    const keys = await keysOf(fake)
    expect(keys.keys).toHaveLength(alg === 'HS256' ? 0 : 1)
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|k)":/)
    if (alg === 'HS256') return
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      currentDate: new Date(noon),
    })
    expect(payload.sub).toBe('app')
  })

type Server = ReturnType<typeof oauthServer>['fake']

const keysOf = async (fake: Server): Promise<JSONWebKeySet> =>
  JSON.parse((await ask(fake, { method: 'GET', path: '/jwks' })).text)

test('leaves expires_in out where it is told to, and where tokens never die', async () => {
  expect(await granted(oauthServer({ expiresIn: false }).fake)).not.toHaveProperty('expires_in')
  const { fake } = oauthServer({ token: { lifetimeMs: undefined!, kind: 'opaque' } })
  expect(await granted(fake)).not.toHaveProperty('expires_in')
})

const opaque = { token: { kind: 'opaque' } } as const

test('issues opaque tokens for what was granted, and knows them until they die', async () => {
  const { fake, clock } = oauthServer({ ...opaque, audience: ['mesh', 'bank'] })
  const { access_token: token = '' } = await granted(fake, { scope: 'read', audience: 'mesh' })
  expect(token).not.toContain('.')
  expect(await fake.verify!(token, { audience: 'mesh', scope: 'read' })).toEqual({
    valid: true,
    subject: 'app',
  })
  expect((await fake.verify!(token, { audience: 'bank' })).valid).toBe(false)
  expect((await fake.verify!(token, { scope: 'write' })).valid).toBe(false)
  expect(await introspected(fake, token)).toEqual({
    active: true,
    token_type: 'Bearer',
    iss: 'https://fake.test',
    sub: 'app',
    client_id: 'app',
    scope: 'read',
    aud: 'mesh',
    iat: noon / 1000,
    exp: noon / 1000 + 600,
  })
  clock.advance(600_000)
  expect((await fake.verify!(token, {})).valid).toBe(false)
  expect(await introspected(fake, token)).toEqual({ active: false })
})

async function introspected(fake: Server, token: string): Promise<unknown> {
  return JSON.parse((await post(fake, '/introspect', { token })).text)
}

test('gives the audience that is asked for, and all where none is', async () => {
  const { fake } = oauthServer({ audience: ['mesh', 'bank'] })
  const audienceOf = async (fields: Record<string, string>) =>
    decodeJwt((await granted(fake, fields)).access_token!).aud
  expect(await audienceOf({})).toEqual(['mesh', 'bank'])
  expect(await audienceOf({ resource: 'bank' })).toBe('bank')
  const both = await post(fake, '/token', [
    ['grant_type', 'client_credentials'],
    ['resource', 'mesh'],
    ['audience', 'bank'],
  ])
  expect(decodeJwt(JSON.parse(both.text).access_token).aud).toEqual(['mesh', 'bank'])
})

test('knows users by their passwords, and hands out refresh tokens where told to', async () => {
  expect(await granted(oauthServer().fake, password)).not.toHaveProperty('refresh_token')
  const { fake, clock } = oauthServer({ refresh: { lifetimeMs: 3_600_000 }, audience: ['a', 'b'] })
  expect(await granted(fake)).not.toHaveProperty('refresh_token')
  const first = await granted(fake, { ...password, scope: 'read', audience: 'a' })
  expect(decodeJwt(first.access_token!)).toMatchObject({ sub: 'jane', client_id: 'app', aud: 'a' })
  const refreshing = { grant_type: 'refresh_token', refresh_token: first.refresh_token! }
  clock.advance(3_599_000)
  const second = await granted(fake, refreshing)
  expect(second).toMatchObject({ scope: 'read' })
  expect(second).not.toHaveProperty('refresh_token')
  expect(decodeJwt(second.access_token!)).toMatchObject({ sub: 'jane', aud: 'a' })
  const more = { ...refreshing, scope: 'write' }
  expect(await errorOf(fake, more)).toBe('400 invalid_scope')
  expect(await errorOf(fake, { ...refreshing, audience: 'b' })).toBe('400 invalid_target')
  expect(await errorOf(fake, { ...refreshing, client_id: 'open' }, plain)).toBe('400 invalid_grant')
  clock.advance(1000)
  expect(await errorOf(fake, refreshing)).toBe('400 invalid_grant')
})

const plain = { headers: {} }

test('locks clients and users out, each for itself', async () => {
  const { fake, clock } = oauthServer({ lockout: { after: 2, forMs: 60_000 } })
  const wrongUser = { ...password, password: 'wrong' }
  for (let i = 0; i < 2; i++) await requestToken(fake, wrongUser)
  expect(await errorOf(fake, password)).toBe('400 invalid_grant')
  expect((await requestToken(fake)).status).toBe(200)
  for (let i = 0; i < 2; i++) await requestToken(fake, {}, { headers: basic('app', 'no') })
  expect(await errorOf(fake, {})).toBe('401 invalid_client')
  clock.advance(60_000)
  expect((await requestToken(fake, password)).status).toBe(200)
})

test('answers 429 beyond a rate, by endpoint', async () => {
  const { fake } = oauthServer({ limits: { rates: { token: { count: 1, perMs: 1000 } } } })
  expect((await requestToken(fake)).status).toBe(200)
  expect((await requestToken(fake)).headers.get('Retry-After')).toBe('1')
  expect((await ask(fake, { method: 'GET', path: '/jwks' })).status).toBe(200)
})

test('describes itself where it is bound', async () => {
  const { fake } = oauthServer({ audience: ['mesh'] })
  const path = '/.well-known/openid-configuration'
  const first = await ask(fake, { method: 'GET', path })
  const second = await ask(fake, { method: 'GET', path: '/.well-known/oauth-authorization-server' })
  expect(second.text).toBe(first.text)
  expect(JSON.parse(first.text)).toMatchObject({
    issuer: 'https://fake.test',
    token_endpoint: 'https://fake.test/token',
    jwks_uri: 'https://fake.test/jwks',
    introspection_endpoint: 'https://fake.test/introspect',
    revocation_endpoint: 'https://fake.test/revoke',
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    scopes_supported: ['read', 'write'],
  })
  expect(
    fake.endpoints.map((name) => [
      name,
      fake.endpointOf('GET', name === 'discovery' ? path : `/${name}`),
    ]),
  ).toEqual(fake.endpoints.map((name) => [name, name]))
  expect((await ask(fake, { method: 'POST', path })).status).toBe(405)
})

test('says of tokens what they are to clients alone', async () => {
  const { fake } = oauthServer({ refresh: {} })
  const { access_token: token = '', refresh_token: refresh = '' } = await granted(fake, password)
  expect(await introspected(fake, token)).toMatchObject({
    active: true,
    sub: 'jane',
    client_id: 'app',
    exp: noon / 1000 + 600,
  })
  expect(await introspected(fake, refresh)).toMatchObject({ active: true, sub: 'jane' })
  expect(await introspected(fake, 'nonsense')).toEqual({ active: false })
  expect((await post(fake, '/introspect', { token }, plain)).status).toBe(401)
  expect((await post(fake, '/introspect', {})).status).toBe(400)
  expect((await ask(fake, { method: 'GET', path: '/introspect' })).status).toBe(405)
})

test('revokes tokens for their own client', async () => {
  const { fake } = oauthServer({ refresh: {}, ...opaque })
  const { access_token: token = '', refresh_token: refresh = '' } = await granted(fake, password)
  const stranger = await post(fake, '/revoke', { token, client_id: 'open' }, plain)
  expect([stranger.status, JSON.parse(stranger.text).error]).toEqual([400, 'unauthorized_client'])
  expect(fake.liveTokens()).toBe(1)
  const reply = await post(fake, '/revoke', { token })
  expect([reply.status, reply.text, fake.liveTokens()]).toEqual([200, '', 0])
  expect((await post(fake, '/revoke', { token: refresh })).status).toBe(200)
  const refreshing = { grant_type: 'refresh_token', refresh_token: refresh }
  expect(await errorOf(fake, refreshing)).toBe('400 invalid_grant')
  expect((await post(fake, '/revoke', { token: 'nonsense' })).status).toBe(200)
})

test('is emptied by a scenario, refresh tokens included', async () => {
  const { fake } = oauthServer({ refresh: {} })
  const { refresh_token: refresh = '' } = await granted(fake, password)
  expect([fake.revoke(), fake.liveTokens()]).toEqual([1, 0])
  const refreshing = { grant_type: 'refresh_token', refresh_token: refresh }
  expect(await errorOf(fake, refreshing)).toBe('400 invalid_grant')
})

test('publishes old keys as long as their tokens live, unless they are dropped', async () => {
  const { fake, clock } = oauthServer()
  const kids = async () => (await keysOf(fake)).keys.map(({ kid }) => kid)
  await granted(fake)
  fake.rotate!()
  expect(await kids()).toEqual(['auth-es256-test', 'auth-es256-test-2'])
  expect(decodeProtectedHeader((await granted(fake)).access_token!).kid).toBe('auth-es256-test-2')
  clock.advance(600_000)
  fake.rotate!()
  expect(await kids()).toEqual(['auth-es256-test-3'])
  const { access_token: token = '' } = await granted(fake)
  expect(fake.rotate!({ drop: true })).toBe(1)
  expect(await kids()).toEqual(['auth-es256-test-4'])
  expect((await fake.verify!(token, {})).valid).toBe(false)
})

test.each<[string, OAuthSetup]>([
  ['JWT', {}],
  ['opaque', opaque],
])('spoils a %s token by every fault', async (_title, setup) => {
  const { fake } = oauthServer(setup)
  const misplaced = await granted(fake, {}, { tokenFault: 'token-misplaced' })
  expect(misplaced).toMatchObject({ misplaced_access_token: fake.issuedToken(1), expires_in: 600 })
  expect(misplaced).not.toHaveProperty('access_token')
  for (const tokenFault of ['token-expired', 'token-wrong-issuer', 'token-tampered'] as const) {
    const { access_token: token = '' } = await granted(fake, {}, { tokenFault })
    expect((await fake.verify!(token, {})).valid, tokenFault).toBe(false)
    expect(await introspected(fake, token)).toEqual({ active: false })
  }
  const { access_token: huge = '' } = await granted(fake, {}, { tokenFault: 'token-huge' })
  expect(huge.length).toBeGreaterThanOrEqual(2 ** 20)
  expect((await fake.verify!(huge, {})).valid).toBe(true)
  expect(fake.liveTokens()).toBe(2)
})
