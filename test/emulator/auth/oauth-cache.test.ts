import { expect, test } from 'vitest'
import { noon } from '../../support/fixed-clock.ts'
import { jweText, jwsText, seconds } from '../../support/jwt-text.ts'
import {
  allIdsOf,
  issued,
  lastOf,
  idsOf,
  json,
  oauthXml,
  startRequester,
  type Fields,
  type RequesterParts,
} from '../../support/requester.ts'

const client: Fields = { oauthClientId: 'me', oauthClientSecret: 'mine' }

/** How many token requests two calls make, the second so many milliseconds after the first. */
async function requestsOf(answered: object, apart: number, more: RequesterParts = {}) {
  const token = [json({ access_token: 'opaque', ...answered })]
  const { call, clock, tokenRequests } = startRequester({ xml: oauthXml({}), token, ...more })
  const { trace: before } = await call(client)
  clock.advance(apart)
  const { trace } = await call(client)
  return { count: tokenRequests().length, before, trace }
}

test.each([
  ['a number', { expires_in: 60 }, 59_000, 1],
  ['a number that is nearly over', { expires_in: 60 }, 59_001, 2],
  ['a numeric text', { expires_in: '60' }, 59_000, 1],
  ['a numeric text that is over', { expires_in: '60' }, 60_000, 2],
  ['a fraction', { expires_in: 1.5 }, 500, 1],
  ['nothing', {}, 0, 2],
  ['null', { expires_in: null }, 0, 2],
  ['zero', { expires_in: 0 }, 0, 2],
  ['a negative number', { expires_in: -60 }, 0, 2],
  ['no number', { expires_in: 'soon' }, 0, 2],
  ['a truth', { expires_in: true }, 0, 2],
  ['a number beyond all time', { expires_in: 1e308 }, 0, 2],
  ['a huge number', { expires_in: 4e9 }, 86_400_000, 1],
])(
  'keeps an opaque token whose expires_in is %s as long as that (oauth.expires-in, oauth.kept)',
  async (_, answered, apart, count) => {
    expect((await requestsOf(answered, apart)).count).toBe(count)
  },
)

test.each([0, -1, 'soon', 1e308])('warns of expires_in %j', async (expires_in) => {
  const { before } = await requestsOf({ expires_in }, 0)
  expect(lastOf(before, 'warning').message).toBe('oauth: expires_in is no positive number')
})

test('does not warn of an expires_in that is null or absent', async () => {
  for (const answered of [{}, { expires_in: null }])
    expect(lastOf((await requestsOf(answered, 0)).before, 'warning')).toBeUndefined()
})

test('says of a hit until when it holds, with the last second told apart (oauth.less-than-a-second-before)', async () => {
  const lookup = async (apart: number) =>
    lastOf((await requestsOf({ expires_in: 40 }, apart, { level: '3.0.84.0' })).trace, 'lookup')
  expect((await lookup(0)).holdsUntil).toBe(noon + 39_001)
  expect((await lookup(39_001)).holdsUntil).toBe(noon + 40_000)
})

test('keeps a JWT for its expires_in, whatever its exp and jti say (oauth.kept)', async () => {
  const access_token = jwsText({ exp: seconds(noon + 5000), jti: 'x' })
  const { count, before } = await requestsOf({ access_token, expires_in: 60 }, 59_000)
  expect(count).toBe(1)
  expect(lastOf(before, 'stored')).toMatchObject({ keptUntil: noon + 60_000, from: 'response' })
  expect(idsOf(lastOf(before, 'stored'))).toContain('oauth.kept')
})

test('keeps a JWT without expires_in until its exp, with and without jti (oauth.kept-by-exp)', async () => {
  for (const more of [{}, { jti: 'x' }]) {
    const access_token = jwsText({ exp: seconds(noon + 60_000), ...more })
    const kept = await requestsOf({ access_token }, 59_000)
    expect(kept.count).toBe(1)
    expect(lastOf(kept.before, 'stored')).toMatchObject({ keptUntil: noon + 60_000, from: 'exp' })
    expect((await requestsOf({ access_token }, 59_001)).count).toBe(2)
  }
})

test('keeps nothing that has neither expires_in nor exp (oauth.kept-by-exp)', async () => {
  for (const access_token of ['opaque', jwsText({}), jweText]) {
    const { count, before } = await requestsOf({ access_token }, 0)
    expect(count).toBe(2)
    expect(idsOf(lastOf(before, 'stored'))).toContain('oauth.kept-by-exp')
  }
})

test.each([
  ['3.0.84.0', true, 1],
  ['3.0.85.0', false, 2],
  ['3.0.86.0', false, 1],
])(
  'at %s keeps an opaque token where oauthKeepsOpaqueBefore is %s: %i requests (oauth.opaque-not-kept)',
  async (level, oauthKeepsOpaqueBefore, count) => {
    const more = { level, assume: { oauthKeepsOpaqueBefore } }
    for (const access_token of ['opaque', jweText]) {
      const seen = await requestsOf({ access_token, expires_in: 60 }, 0, more)
      expect(seen.count).toBe(count)
      expect(allIdsOf(seen.before).includes('oauth.opaque-not-kept')).toBe(count === 2)
    }
    const jws = { access_token: jwsText({}), expires_in: 60 }
    expect((await requestsOf(jws, 0, more)).count).toBe(1)
  },
)

test.each([
  ['3.0.85.0', 39_000, 1, 'cache.hit'],
  ['3.0.85.0', 39_001, 2, 'oauth.less-than-a-second'],
  ['3.0.84.0', 39_000, 1, 'cache.hit'],
  ['3.0.84.0', 39_001, 1, 'oauth.less-than-a-second-before'],
  ['3.0.84.0', 39_999, 1, 'oauth.less-than-a-second-before'],
  ['3.0.84.0', 40_000, 2, 'oauth.less-than-a-second-before'],
])(
  'at %s, %i ms into 40 seconds, has made %i requests (oauth.less-than-a-second, oauth.less-than-a-second-before)',
  async (level, apart, count, id) => {
    const seen = await requestsOf({ expires_in: 40 }, apart, { level })
    expect(seen.count).toBe(count)
    expect(idsOf(lastOf(seen.trace, 'lookup'))).toEqual([id])
  },
)

const one: Fields = {
  ...client,
  oauthUsername: 'ada',
  oauthPassword: 'p',
  oauthScope: 's',
  oauthResource: 'r',
  oauthAudience: 'a',
  oauthCustomParms: 'x=1,y=2',
}

test.each<[string, Fields]>([
  ['client ID', { oauthClientId: 'you' }],
  ['client secret', { oauthClientSecret: 'yours' }],
  ['user name', { oauthUsername: 'grace' }],
  ['password', { oauthPassword: 'q' }],
  ['scope', { oauthScope: 't' }],
  ['resource', { oauthResource: 't' }],
  ['audience', { oauthAudience: 't' }],
  ['custom parameter', { oauthCustomParms: 'x=1,y=3' }],
  ['order of custom parameters', { oauthCustomParms: 'y=2,x=1' }],
])('does not share a token with another %s (oauth.key-parts)', async (_, other) => {
  const xml = oauthXml({ oauth: 'grantType="password"' })
  const { call, tokenRequests } = startRequester({ xml, token: [issued()] })
  await call(one)
  await call({ ...one })
  expect(tokenRequests()).toHaveLength(1)
  await call({ ...one, ...other })
  expect(tokenRequests()).toHaveLength(2)
  await call(one)
  expect(tokenRequests()).toHaveLength(2)
})

test('does not share a token with another element at one server (oauth.key-parts)', async () => {
  const connection = (id: string, element: string) =>
    `<zosconnect_endpointConnection id="${id}" host="https://${id}" authenticationConfigRef="${element}"/>`
  const more = [
    '<zosconnect_oAuthConfig id="second" authServerRef="as" grantType="client_credentials"/>',
    connection('other', 'oauth'),
    connection('third', 'second'),
  ]
  const { call, tokenRequests } = startRequester({ xml: oauthXml({ more }), token: [issued()] })
  await call(client)
  await call(client, { connection: 'other', assertedUser: 'ADA', linkUser: 'STUB' })
  expect(tokenRequests()).toHaveLength(1)
  await call(client, { connection: 'third' })
  expect(tokenRequests()).toHaveLength(2)
})

test('empties the cache of OAuth tokens too', async () => {
  const features =
    '<featureManager><feature>zosconnect:zosConnectCommands-1.0</feature></featureManager>'
  const xml = oauthXml({ more: [features] })
  const { call, requester, tokenRequests } = startRequester({ xml, token: [issued()] })
  await call(client)
  requester.operate('F BAQSTRT,ZCON,CLEARTOKENCACHE')
  await call(client)
  expect(tokenRequests()).toHaveLength(2)
})
