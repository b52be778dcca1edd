import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { testSigningKeys } from '../../support/signing-keys.ts'
import { noon } from '../../support/fixed-clock.ts'
import {
  allIdsOf,
  headerOf,
  localXml,
  sharedSigning,
  startRequester,
  unauthorized,
  type RequesterParts,
} from '../../support/requester.ts'
import { signerKeys } from '../../support/signer-keys.ts'

const at = noon / 1000
const currentDate = new Date(noon)

/** The JWT that one call of `asserted` sends to the API, and how the call ended. */
async function local(
  parts: Parameters<typeof localXml>[0],
  more: RequesterParts = {},
  who: { assertedUser?: string; linkUser?: string } = { assertedUser: 'ADA' },
) {
  const started = startRequester({ xml: localXml(parts), keys: testSigningKeys, ...more })
  const { outcome, trace } = await started.call({}, who)
  const jwt = headerOf(started.apiRequests()[0], 'Authorization')?.replace(/^Bearer /, '')
  return { ...started, outcome, trace, jwt: jwt ?? '' }
}

test('sends a JWT of the asserted user after Bearer (jwt.subject, jwt.attach, jwt.claims, jwt.issuer, jwt.no-registry)', async () => {
  const { jwt, trace, tokenRequests } = await local({})
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'HS256' })
  expect(decodeJwt(jwt)).toEqual({
    iss: 'https://localhost:9443/jwt/jwt',
    sub: 'ADA',
    iat: at,
    exp: at + 7200,
  })
  expect(tokenRequests()).toEqual([])
  for (const id of ['jwt.subject', 'jwt.attach', 'jwt.issuer', 'jwt.no-registry', 'jwt.claims'])
    expect(allIdsOf(trace)).toContain(id)
  expect(allIdsOf(trace)).not.toContain('jwt.scope')
  expect(allIdsOf(trace)).not.toContain('jwt.private-claims')
})

test('sets every claim that the jwtBuilder is told to (jwt.claims, jwt.scope)', async () => {
  const builder = `${sharedSigning} issuer="me" audiences="a,b" scope="read write" expiresInSeconds="30m" jti="true" nbfOffset="10s"`
  const { jwt, trace } = await local({ builder })
  expect(decodeJwt(jwt)).toEqual({
    iss: 'me',
    sub: 'ADA',
    aud: ['a', 'b'],
    scope: 'read write',
    iat: at,
    exp: at + 1800,
    nbf: at + 10,
    jti: 'id-1',
  })
  expect(allIdsOf(trace)).toContain('jwt.scope')
  expect(allIdsOf(trace)).not.toContain('jwt.issuer')
})

test('names a single audience as a text', async () => {
  expect(decodeJwt((await local({ builder: `${sharedSigning} audiences="a"` })).jwt).aud).toBe('a')
})

test('gives a single scope as it stands (jwt.claims)', async () => {
  const { jwt, trace } = await local({ builder: `${sharedSigning} scope="read"` })
  expect(decodeJwt(jwt).scope).toBe('read')
  expect(allIdsOf(trace)).not.toContain('jwt.scope')
})

test('adds private claims, which replace none the server sets itself (jwt.private-claims)', async () => {
  const claims =
    '<claims>{"role":["x"],"aud":"mine","iss":"other","sub":"EVE","iat":1,"exp":2}</claims>'
  const plain = decodeJwt((await local({})).jwt)
  const { jwt, trace } = await local({ claims })
  expect(decodeJwt(jwt)).toEqual({ ...plain, role: ['x'], aud: 'mine' })
  expect(plain.sub).toBe('ADA')
  expect(allIdsOf(trace)).toContain('jwt.private-claims')
})

test('signs HS256 with sharedKey and no other key (jwt.key)', async () => {
  const { jwt, trace } = await local({})
  const { payload } = await jwtVerify(jwt, Buffer.from('shared-key'), { currentDate })
  expect(payload.sub).toBe('ADA')
  expect(allIdsOf(trace)).toEqual(expect.arrayContaining(['jwt.key', 'jwt.kid']))
})

test.each(['RS256', 'ES256'])(
  'signs %s with the key of keyAlias and names its kid (jwt.key, jwt.kid)',
  async (alg) => {
    const builder = `signatureAlgorithm="${alg}" keyAlias="signer" sharedKey="not-used"`
    const { jwt } = await local({ builder })
    const { payload, protectedHeader } = await jwtVerify(jwt, signerKeys, { currentDate })
    expect(protectedHeader).toEqual({ alg, kid: 'signer' })
    expect(payload.sub).toBe('ADA')
  },
)

test.each<[string, RequesterParts]>([
  ['signatureAlgorithm="HS256"', {}],
  ['signatureAlgorithm="HS512"', { keys: async () => undefined }],
  ['signatureAlgorithm="RS256" sharedKey="x"', {}],
  ['signatureAlgorithm="ES512"', {}],
])(
  'ends a call whose JWT has no key: %s (outcome.t6)',
  async (builder, { keys }: RequesterParts) => {
    const started = startRequester({ xml: localXml({ builder }), ...(keys && { keys }) })
    const { outcome } = await started.call({}, { assertedUser: 'ADA' })
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.statusMessage).toMatch(
      /^BAQR1008E: the jwtBuilder "jwt" cannot build a JWT: there is no key for \w+$/,
    )
    expect(outcome.rules.map(({ id }) => id)).toEqual(['outcome.t6'])
    expect(started.requests).toEqual([])
  },
)

test('ends a call whose key does not fit its algorithm (outcome.t6)', async () => {
  const keys = () => Promise.resolve({ key: new Uint8Array(3) })
  const { outcome, requests } = await local({ builder: '' }, { keys })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toContain('its key does not sign with RS256')
  expect(requests).toEqual([])
})

test('makes a JWT for each call (jwt.not-cached)', async () => {
  const { call, apiRequests, trace } = await local({ builder: `${sharedSigning} jti="true"` })
  await call({}, { assertedUser: 'ADA' })
  const ids = apiRequests().map((sent) => decodeJwt(headerOf(sent, 'Authorization')!.slice(7)).jti)
  expect(ids).toEqual(['id-1', 'id-2'])
  expect(allIdsOf(trace)).toContain('jwt.not-cached')
})

test('does not repeat a call whose JWT is rejected (basic.never-retried)', async () => {
  const { outcome, apiRequests, trace } = await local({}, { api: [unauthorized] })
  expect(outcome).toMatchObject({ returnCode: 1, statusCode: 401 })
  expect(apiRequests()).toHaveLength(1)
  expect(allIdsOf(trace)).toContain('basic.never-retried')
})

test('makes no JWT without an asserted user (jwt.no-subject)', async () => {
  const { outcome, requests } = await local({}, {}, { linkUser: 'STUB' })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 403 })
  expect(outcome.statusMessage).toBe('local: the call has no asserted user')
  expect(outcome.rules.map(({ id }) => id)).toContain('jwt.no-subject')
  expect(requests).toEqual([])
})

const registry = (profiles: Readonly<Record<string, readonly string[]>>) => ({
  hasUser: (user: string) => ['ADA', 'EVE'].includes(user),
  mayRead: (profile: string, user: string) => profiles[profile]?.includes(user) ?? false,
})

test.each<[string, object, readonly string[]]>([
  ['a link user', { assertedUser: 'ADA', linkUser: 'STUB' }, ['jwt.surrogat', 'jwt.user-exists']],
  ['nobody', { assertedUser: 'ADA' }, ['jwt.surrogat', 'jwt.user-exists', 'jwt.unauthenticated']],
])(
  'lets %s act for a user by the profile (jwt.surrogat, jwt.unauthenticated, jwt.user-exists)',
  async (_, who, ids) => {
    const saf = registry({ 'ADA.BAQTOKEN': ['STUB', 'WSGUEST'] })
    const { outcome, trace } = await local({}, { saf }, who)
    expect(outcome.returnCode).toBe(0)
    expect(allIdsOf(trace).filter((id) => /surrogat|user-exists|unauth|registry/.test(id))).toEqual(
      ids,
    )
  },
)

test.each<[string, object, string, readonly string[]]>([
  [
    'without READ access',
    { assertedUser: 'EVE', linkUser: 'STUB' },
    'link ID STUB does not have READ access to profile EVE.BAQTOKEN',
    ['jwt.surrogat'],
  ],
  [
    'without a link user',
    { assertedUser: 'EVE' },
    'link ID WSGUEST does not have READ access to profile EVE.BAQTOKEN',
    ['jwt.surrogat', 'jwt.unauthenticated'],
  ],
  [
    'for a user that does not exist',
    { assertedUser: 'BOB', linkUser: 'STUB' },
    'the user BOB does not exist',
    ['jwt.user-exists'],
  ],
])('refuses a JWT %s (outcome.t7, jwt.surrogat, jwt.user-exists)', async (_, who, why, ids) => {
  const saf = registry({ 'ADA.BAQTOKEN': ['STUB', 'WSGUEST'], 'BOB.BAQTOKEN': ['STUB'] })
  const { outcome, requests } = await local({}, { saf }, who)
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 403,
    statusMessage: `local: ${why}`,
  })
  expect(outcome.rules.map(({ id }) => id)).toEqual(['outcome.t7', ...ids])
  expect(requests).toEqual([])
})

test('refuses a call whose jwtBuilder is not there or cannot be used', async () => {
  const broken = [
    localXml({}).filter((line) => !line.includes('<jwtBuilder')),
    localXml({ builder: 'signatureAlgorithm="HS256" sharedKey="{hash}x"' }),
    localXml({ claims: '<claims>[]</claims>' }),
  ]
  for (const xml of broken) {
    const { call, requests } = startRequester({ xml })
    const { outcome } = await call({}, { assertedUser: 'ADA' })
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.rules.map(({ id }) => id)).toContain('plan.unusable-element')
    expect(requests).toEqual([])
  }
})
