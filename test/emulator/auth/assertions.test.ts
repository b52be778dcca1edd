import { decodeJwt, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { testSigningKeys } from '../../support/signing-keys.ts'
import { noon } from '../../support/fixed-clock.ts'
import {
  allIdsOf,
  bodyOf,
  formOf,
  headerOf,
  issued,
  oauthXml,
  serverClient,
  startRequester,
  type Fields,
} from '../../support/requester.ts'
import { signerKeys } from '../../support/signer-keys.ts'

const at = noon / 1000
const currentDate = new Date(noon)

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const tokenConfig = (more = '', builder = 'keyAlias="signer"') => ({
  oauth: 'grantType="client_credentials" oAuthTokenConfigRef="proof"',
  server: 'basicAuthRef="client"',
  more: [
    ...serverClient.more,
    `<zosconnect_oAuthTokenConfig id="proof" tokenGeneratorRef="jwt" clientId="app" ${more}/>`,
    `<jwtBuilder id="jwt" ${builder}/>`,
  ],
})
const mine: Fields = { oauthClientId: 'me', oauthClientSecret: 'mine' }

test('proves the client by a JWT of its own (oauth.client-assertion, oauth.client-assertion-form)', async () => {
  const xml = oauthXml(tokenConfig())
  const { call, tokenRequests } = startRequester({ xml, keys: testSigningKeys, token: [issued()] })
  const { trace } = await call(mine)
  const fields = formOf(tokenRequests()[0])
  expect(fields.map(([name]) => name)).toEqual([
    'grant_type',
    'client_assertion_type',
    'client_assertion',
  ])
  expect(fields[1]?.[1]).toBe(assertionType)
  const { payload } = await jwtVerify(fields[2]![1], signerKeys, { currentDate })
  expect(payload).toEqual({
    iss: 'app',
    sub: 'app',
    aud: 'https://as.example.com/token',
    iat: at,
    exp: at + 7200,
  })
  expect(headerOf(tokenRequests()[0], 'Authorization')).toBeUndefined()
  expect(allIdsOf(trace)).toContain('oauth.client-assertion')
})

test('puts the client ID into the body where it is asked for, and keeps the token (oauth.client-assertion-form)', async () => {
  const builder = 'keyAlias="signer" issuer="iss" audiences="aud" jti="true"'
  const xml = oauthXml(tokenConfig('includeClientIdInBody="true"', builder))
  const { call, tokenRequests } = startRequester({ xml, keys: testSigningKeys, token: [issued()] })
  await call({})
  await call(mine)
  expect(tokenRequests()).toHaveLength(1)
  const fields = formOf(tokenRequests()[0])
  expect(fields[1]).toEqual(['client_id', 'app'])
  const { payload } = await jwtVerify(fields.at(-1)![1], signerKeys, { currentDate })
  expect(payload).toMatchObject({ iss: 'iss', sub: 'app', aud: 'aud', jti: 'id-1' })
})

test('sends nothing when the assertion of the client has no key (outcome.t6)', async () => {
  const { call, requests } = startRequester({ xml: oauthXml(tokenConfig()), token: [issued()] })
  const { outcome } = await call({})
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toContain('BAQR1008E')
  expect(requests).toEqual([])
})

test('refuses a client assertion and a jwt-bearer grant whose jwtBuilder cannot be used', async () => {
  const broken = 'signatureAlgorithm="HS256" sharedKey="{hash}x"'
  for (const xml of [oauthXml(tokenConfig('', broken)), bearerXml({ builder: broken })]) {
    const { call, requests } = startRequester({ xml, extensions: ['jwt-bearer'] })
    const { outcome } = await call({ ...mine, oauthUsername: 'ada' })
    expect(outcome.rules.map(({ id }) => id)).toContain('plan.unusable-element')
    expect(requests).toEqual([])
  }
})

const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

function bearerXml({ builder = 'keyAlias="16"', server = '', more = [] as readonly string[] }) {
  return oauthXml({
    oauth: `grantType="${grant}" tokenGeneratorRef="jwt"`,
    server,
    more: [...more, `<jwtBuilder id="jwt" ${builder}/>`],
  })
}
const wish: Fields = { ...mine, oauthUsername: 'ada', oauthScope: 'openid' }
const on = { extensions: ['jwt-bearer'], keys: testSigningKeys, token: [issued()] } as const

test('refuses the jwt-bearer grant and says how to switch it on (oauth.jwt-bearer)', async () => {
  const xml = bearerXml({})
  const { call, requests } = startRequester({ ...on, xml, extensions: [] })
  const { outcome } = await call(wish)
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toBe(
    'oauth: the jwt-bearer grant is an extension that the product does not have; switch it on with `extensions: [jwt-bearer]`',
  )
  expect(requests).toEqual([])
  const another = startRequester({ ...on, xml, extensions: ['role-mapping'] })
  expect((await another.call(wish)).outcome.returnCode).toBe(2)
})

test.each(['RS256', 'ES256'])(
  'sends the request of the wish with an assertion of %s (oauth.jwt-bearer, oauth.jwt-bearer-subject)',
  async (alg) => {
    const xml = bearerXml({ builder: `keyAlias="signer" signatureAlgorithm="${alg}"` })
    const { call, tokenRequests } = startRequester({ ...on, xml })
    const { outcome, trace } = await call(wish, { assertedUser: 'TASK' })
    expect(outcome.returnCode).toBe(0)
    const fields = formOf(tokenRequests()[0])
    expect(fields.slice(0, -1)).toEqual([
      ['grant_type', grant],
      ['client_id', 'me'],
      ['client_secret', 'mine'],
      ['scope', 'openid'],
    ])
    expect(fields.at(-1)?.[0]).toBe('assertion')
    const { payload, protectedHeader } = await jwtVerify(fields.at(-1)![1], signerKeys, {
      currentDate,
    })
    expect(protectedHeader).toEqual({ alg, kid: 'signer' })
    expect(payload).toEqual({
      iss: 'https://localhost:9443/jwt/jwt',
      sub: 'ada',
      aud: 'https://as.example.com/token',
      iat: at,
      exp: at + 7200,
    })
    expect(allIdsOf(trace)).toEqual(
      expect.arrayContaining(['oauth.jwt-bearer', 'oauth.jwt-bearer-subject']),
    )
  },
)

test('sends the wish with client ID and secret as a Basic header (oauth.jwt-bearer)', async () => {
  const xml = bearerXml({ ...serverClient, builder: 'audiences="https://as"' })
  const { call, tokenRequests } = startRequester({ ...on, xml })
  await call(wish)
  const [request] = tokenRequests()
  expect(headerOf(request, 'Authorization')).toBe(
    `Basic ${Buffer.from('app:s3cret').toString('base64')}`,
  )
  const fields = formOf(request)
  expect(fields.map(([name]) => name)).toEqual(['grant_type', 'scope', 'assertion'])
  expect(decodeJwt(fields.at(-1)![1])).toMatchObject({ aud: 'https://as', sub: 'ada' })
})

test('keeps a token for each subject and never by the assertion (oauth.jwt-bearer-subject, oauth.key-parts)', async () => {
  const xml = bearerXml({ builder: 'jti="true"' })
  const { call, clock, tokenRequests } = startRequester({ ...on, xml })
  const subjects = () => tokenRequests().map((request) => decodeJwt(formOf(request).at(-1)![1]).sub)
  await call(mine, { assertedUser: 'ADA' })
  clock.advance(10_000)
  await call({ ...mine }, { assertedUser: 'ADA' })
  expect(subjects()).toEqual(['ADA'])
  await call(mine, { assertedUser: 'EVE' })
  await call({ ...mine, oauthUsername: 'ADA' }, { assertedUser: 'EVE' })
  expect(subjects()).toEqual(['ADA', 'EVE'])
})

test('looks at the asserted user anew when a program reuses its request information (oauth.jwt-bearer-subject)', async () => {
  const { call, requester, tokenRequests } = startRequester({ ...on, xml: bearerXml({}) })
  const info = { fields: { oauthClientId: { value: 'me' }, oauthClientSecret: { value: 'x' } } }
  for (const assertedUser of ['ADA', 'EVE', 'ADA'])
    await call({}, { requestInfo: info, assertedUser })
  expect(tokenRequests()).toHaveLength(2)
  expect(requester.cachedTokens()).toBe(2)
})

test('makes a new assertion for each request (oauth.jwt-bearer)', async () => {
  const xml = bearerXml({ builder: 'jti="true"' })
  const token = [issued({ expires_in: 0 })]
  const { call, tokenRequests } = startRequester({ ...on, xml, token })
  await call(wish)
  await call(wish)
  const [first, second] = tokenRequests().map(bodyOf)
  expect(first).not.toBe(second)
})

test('sends nothing without an end user (oauth.missing)', async () => {
  const { call, requests } = startRequester({ ...on, xml: bearerXml({}) })
  const { outcome } = await call(mine)
  expect(outcome.statusMessage).toContain('needs an end user ID')
  expect(requests).toEqual([])
})

test('sends nothing when the assertion has no key (outcome.t6)', async () => {
  const { call, requests } = startRequester({
    xml: bearerXml({}),
    extensions: ['jwt-bearer'],
    token: [issued()],
  })
  const { outcome } = await call(wish)
  expect(outcome.rules.map(({ id }) => id)).toEqual(['outcome.t6'])
  expect(requests).toEqual([])
})
