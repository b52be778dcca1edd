import { SignJWT, UnsecuredJWT, decodeJwt, exportSPKI, importJWK } from 'jose'
import { expect, test } from 'vitest'
import { publicHalf, testKey } from '../../../harness/fakes/test-keys.ts'
import { noon } from '../../support/fixed-clock.ts'
import {
  assertion,
  bearerType,
  jwtBearer,
  oauthServer,
  requestToken,
  trusted,
  type AssertionSetup,
} from '../../support/oauth-server.ts'

const second = noon / 1000

const bear = (fake: ReturnType<typeof oauthServer>['fake'], text: string, more = {}) =>
  requestToken(fake, { grant_type: jwtBearer, assertion: text, ...more })

test.each<[string, AssertionSetup]>([
  ['for the token endpoint', {}],
  ['for the issuer', { claims: { aud: 'https://fake.test' } }],
  ['for several audiences', { claims: { aud: ['https://x.test', 'https://fake.test'] } }],
  ['by RS256', { alg: 'RS256', nth: 1, header: { kid: 'i2' } }],
  ['valid from now', { claims: { nbf: second } }],
  ['valid for one more second', { claims: { exp: second + 1 } }],
])('gives a token for the subject of an assertion %s', async (_title, setup) => {
  const { fake } = oauthServer()
  const { status, text } = await bear(fake, await assertion(setup))
  expect([status, text]).toEqual([200, expect.stringContaining('"expires_in":600')])
  expect(text).not.toContain('refresh_token')
  expect(decodeJwt(JSON.parse(text).access_token)).toMatchObject({ sub: 'jane', client_id: 'app' })
})

const genuine = {
  iss: 'https://idp.test',
  sub: 'jane',
  aud: 'https://fake.test',
  exp: second + 300,
}

/** The public key as an attacker would use it for a secret. */
async function hmacWithPublicKey(): Promise<string> {
  const key = await importJWK(publicHalf(testKey('ES256', 2)), 'ES256', { extractable: true })
  const pem = await exportSPKI(key as Exclude<typeof key, Uint8Array>)
  return new SignJWT(genuine)
    .setProtectedHeader({ alg: 'HS256', kid: 'i1' })
    .sign(new TextEncoder().encode(pem))
}

async function withCriticalHeader(): Promise<string> {
  const header = { alg: 'ES256', kid: 'i1', crit: ['x'], x: 1 }
  const [, ...rest] = (await assertion()).split('.')
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.')
}

const hostile: [string, () => Promise<string> | string][] = [
  ['with alg none', () => new UnsecuredJWT(genuine).encode()],
  ['with the public key as secret', hmacWithPublicKey],
  ['by another key of the same algorithm', () => assertion({ nth: 0 })],
  ['with the kid of a key for another algorithm', () => assertion({ header: { kid: 'i2' } })],
  ['with an unknown kid', () => assertion({ header: { kid: 'i9' } })],
  ['without a kid', () => assertion({ header: { kid: undefined } })],
  ['of an unknown issuer', () => assertion({ claims: { iss: 'https://evil.test' } })],
  [
    'of an issuer that is a property of every object',
    () => assertion({ claims: { iss: 'constructor' } }),
  ],
  ['without an issuer', () => assertion({ claims: { iss: undefined! } })],
  ['without a subject', () => assertion({ claims: { sub: undefined! } })],
  ['with an empty subject', () => assertion({ claims: { sub: '' } })],
  ['without an audience', () => assertion({ claims: { aud: undefined! } })],
  ['for another audience', () => assertion({ claims: { aud: 'https://fake.test/' } })],
  ['without an end', () => assertion({ claims: { exp: undefined! } })],
  ['that has expired', () => assertion({ claims: { exp: second } })],
  ['that is not valid yet', () => assertion({ claims: { nbf: second + 1 } })],
  [
    'with an end that is no number',
    () => assertion({ claims: { exp: 'soon' as unknown as number } }),
  ],
  ['with an unknown critical header', withCriticalHeader],
  [
    'with changed claims',
    async () =>
      (await assertion()).replace(
        /\..*\./,
        `.${Buffer.from(JSON.stringify({ ...genuine, sub: 'root' })).toString('base64url')}.`,
      ),
  ],
  ['without a signature', async () => (await assertion()).replace(/[^.]*$/, '')],
  ['of five parts', () => 'a.b.c.d.e'],
  ['that is no JWT', () => 'hello'],
  ['whose header is a list', () => 'W10.W10.W10'],
  ['that is very long', () => 'x.'.repeat(50_000)],
]

test.each(hostile)('refuses an assertion %s and quotes nothing of it', async (_title, make) => {
  const { fake } = oauthServer()
  const text = await make()
  const reply = await bear(fake, text)
  expect([reply.status, JSON.parse(reply.text).error]).toEqual([400, 'invalid_grant'])
  for (const part of text.split('.').filter((each) => each.length > 2))
    expect(reply.text).not.toContain(part)
  expect([reply.entry.issued, fake.liveTokens()]).toEqual([undefined, 0])
})

test('takes an assertion with a jti once, and only a good request uses it up', async () => {
  const { fake, clock } = oauthServer()
  const text = await assertion({ claims: { jti: 'one' } })
  const statusOf = async (more = {}) => (await bear(fake, text, more)).status
  expect(await statusOf({ scope: 'admin' })).toBe(400)
  expect([await statusOf(), await statusOf()]).toEqual([200, 400])
  const other = await assertion({ claims: { jti: 'two' } })
  expect((await bear(fake, other)).status).toBe(200)
  const bare = await assertion()
  expect([(await bear(fake, bare)).status, (await bear(fake, bare)).status]).toEqual([200, 200])
  clock.advance(300_000)
  const later = await assertion({ claims: { jti: 'one', exp: second + 900 } })
  expect((await bear(fake, later)).status).toBe(200)
})

test('forgets used ids when they have expired', async () => {
  const { fake, clock } = oauthServer()
  for (let i = 0; i < 1100; i++) {
    const claims = { jti: `id ${i}`, exp: Math.floor(clock.now() / 1000) + 1 }
    expect((await bear(fake, await assertion({ claims }))).status).toBe(200)
    clock.advance(1000)
  }
})

test('asks for the assertion itself', async () => {
  const { fake } = oauthServer()
  const { status, text } = await requestToken(fake, { grant_type: jwtBearer })
  expect([status, JSON.parse(text).error]).toEqual([400, 'invalid_request'])
})

test('lets a key without a kid answer to any kid, for its own algorithm', async () => {
  const { fake } = oauthServer({
    issuers: {
      'https://idp.test': [trusted('RS256', 1), trusted('ES256', 0), trusted('ES256', 2)],
    },
  })
  for (const kid of ['anything', undefined])
    expect((await bear(fake, await assertion({ header: { kid } }))).status).toBe(200)
  expect((await bear(fake, await assertion({ nth: 1 }))).status).toBe(400)
})

const asClient = (setup: AssertionSetup = {}) =>
  assertion({
    nth: 1,
    ...setup,
    header: { kid: 'c1', ...setup.header },
    claims: { iss: 'signer', sub: 'signer', ...setup.claims },
  })

const authenticate = async (text: string, more: Record<string, string> = {}) => {
  const fields = { client_assertion_type: bearerType, client_assertion: text, ...more }
  return requestToken(oauthServer().fake, fields, { headers: {} })
}

test('lets a client in by a signed JWT', async () => {
  expect((await authenticate(await asClient())).status).toBe(200)
  expect((await authenticate(await asClient(), { client_id: 'signer' })).status).toBe(200)
})

test.each<[string, AssertionSetup, Record<string, string>, string]>([
  ['about somebody else', { claims: { sub: 'app' } }, {}, '401 invalid_client'],
  ['of a client without keys', { claims: { iss: 'app', sub: 'app' } }, {}, '401 invalid_client'],
  ['of another client', {}, { client_id: 'app' }, '401 invalid_client'],
  ['by a wrong key', { nth: 0 }, {}, '401 invalid_client'],
  ['for another audience', { claims: { aud: 'x' } }, {}, '401 invalid_client'],
  ['that has expired', { claims: { exp: second - 1 } }, {}, '401 invalid_client'],
  ['of another type', {}, { client_assertion_type: 'saml' }, '401 invalid_client'],
  ['without its type', {}, { client_assertion_type: '' }, '400 invalid_request'],
  ['beside a secret', {}, { client_id: 'app', client_secret: 's3cr3t' }, '400 invalid_request'],
])('refuses a client by a signed JWT %s', async (_title, setup, more, error) => {
  const { status, text, headers } = await authenticate(await asClient(setup), more)
  expect(`${status} ${JSON.parse(text).error}`).toBe(error)
  expect(headers.get('WWW-Authenticate')).toBeNull()
})

test('takes a client assertion with a jti once', async () => {
  const { fake } = oauthServer()
  const text = await asClient({ claims: { jti: 'x' } })
  const fields = { client_assertion_type: bearerType, client_assertion: text }
  const statusOf = async () => (await requestToken(fake, fields, { headers: {} })).status
  expect([await statusOf(), await statusOf()]).toEqual([200, 401])
})

test('refuses an assertion by the clock of the server', async () => {
  const { fake, clock } = oauthServer()
  const text = await assertion()
  clock.advance(300_000)
  expect((await bear(fake, text)).status).toBe(400)
})
