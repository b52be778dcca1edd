import { expect, test } from 'vitest'
import { noon } from '../../support/fixed-clock.ts'
import { jweText, jwsText, seconds } from '../../support/jwt-text.ts'
import {
  idsOf,
  json,
  kindsOf,
  lastOf,
  loginXml,
  startRequester,
  type RequesterParts,
} from '../../support/requester.ts'

const inAnHour = seconds(noon + 3_600_000)
const ttl =
  'tokenLocation="body" responseFormat="JSON" tokenPath="$.token" tokenLifetimePath="$.ttl"'

interface Case extends Pick<RequesterParts, 'level' | 'assume'> {
  readonly token?: string
  readonly response?: string
  readonly answer?: object
}

/** How many token requests two calls make, half a minute apart. */
async function requestsOfTwoCalls({ token = '', response, answer: body, ...rest }: Case) {
  const xml = loginXml({ token, ...(response !== undefined && { response }) })
  const { call, clock, tokenRequests, requester } = startRequester({
    xml,
    ...rest,
    ...(body && { token: [json(body)] }),
  })
  await call()
  clock.advance(30_000)
  const { trace } = await call()
  return { count: tokenRequests().length, trace, cached: requester.cachedTokens() }
}

const plain = { token: jwsText({ exp: inAnHour }) }
const jti = { token: jwsText({ exp: inAnHour, jti: 'x' }) }
const endless = { token: jwsText({ sub: 'ada' }) }
const lifetime = 'tokenLifetime="1h"'

test.each<[string, Case, number]>([
  ['cache.jwt-exp: a JWT with exp and no jti is reused', { answer: plain }, 1],
  [
    'cache.jwt-exp: a JWT with exp and no jti is reused at 3.0.68.0',
    { answer: plain, level: '3.0.68.0' },
    1,
  ],
  ['cache.jti: a JWT with a jti is fetched for each call', { answer: jti }, 2],
  [
    'cache.jti-kept: a JWT with a jti is reused with cacheTokensWithJti="true"',
    { answer: jti, token: 'cacheTokensWithJti="true"' },
    1,
  ],
  [
    'cache.jti-beats-lifetime: a JWT with a jti is fetched for each call for all its tokenLifetime',
    { answer: jti, token: lifetime },
    2,
  ],
  ['cache.no-exp: a JWT without exp is fetched for each call', { answer: endless }, 2],
  [
    'cache.no-exp: a JWT without exp at 3.0.85.0 is fetched for each call for all its tokenLifetime',
    { answer: endless, token: lifetime, level: '3.0.85.0' },
    2,
  ],
  [
    'cache.no-exp-lifetime: a JWT without exp is reused with tokenLifetime at 3.0.86.0',
    { answer: endless, token: lifetime, level: '3.0.86.0' },
    1,
  ],
  [
    'cache.opaque-before: an opaque token at 3.0.85.0 is fetched for each call',
    { token: lifetime, level: '3.0.85.0' },
    2,
  ],
  [
    'cache.opaque-before: a lifetime in the answer changes nothing at 3.0.85.0',
    { answer: { token: 'a', ttl: 900 }, response: ttl, level: '3.0.85.0' },
    2,
  ],
  [
    'cache.opaque: an opaque token is reused with tokenLifetime at 3.0.86.0',
    { token: lifetime, level: '3.0.86.0' },
    1,
  ],
  [
    'cache.opaque: an opaque token is reused with a lifetime in the answer at 3.0.86.0 (response.lifetime-path)',
    { answer: { token: 'a', ttl: 900 }, response: ttl, level: '3.0.86.0' },
    1,
  ],
  [
    'cache.no-lifetime: an opaque token without a lifetime is fetched for each call',
    { answer: { token: 'a' }, response: ttl },
    2,
  ],
  [
    'cache.lifetime.config: tokenLifetime counts where the answer has no lifetime',
    { answer: { token: 'a' }, response: ttl, token: lifetime },
    1,
  ],
  [
    'cache.lifetime.response: 10 s in the answer win over a tokenLifetime of an hour',
    { answer: { token: 'a', ttl: 10 }, response: ttl, token: lifetime },
    2,
  ],
  [
    'cache.lifetime.response: an hour in the answer wins over a tokenLifetime of 10 s',
    { answer: { token: 'a', ttl: 3600 }, response: ttl, token: 'tokenLifetime="10s"' },
    1,
  ],
  [
    'cache.jwe: a JWE is reused with tokenLifetime at 3.0.86.0',
    { answer: { token: jweText }, token: lifetime, level: '3.0.86.0' },
    1,
  ],
  [
    'cache.opaque-before: a JWE at 3.0.85.0 is fetched for each call',
    { answer: { token: jweText }, token: lifetime, level: '3.0.85.0' },
    2,
  ],
  [
    'cache.exp-first: a JWT with exp in an hour outlives a tokenLifetime of 10 s',
    { answer: plain, token: 'tokenLifetime="10s"' },
    1,
  ],
  [
    'cache.lifetime.unusable: a lifetime of zero in the answer, the token is fetched for each call',
    { answer: { token: 'a', ttl: 0 }, response: ttl, token: lifetime },
    2,
  ],
])('%s', async (_, given, count) => {
  expect((await requestsOfTwoCalls(given)).count).toBe(count)
})

test('cache.lifetime.unusable: a lifetime that is none is told as a warning', async () => {
  const answered = { token: 'a', ttl: 'soon' }
  const { trace } = await requestsOfTwoCalls({ answer: answered, response: ttl })
  expect(lastOf(trace, 'warning').message).toBe('login: what stands at $.ttl is no positive number')
  expect(lastOf(trace, 'stored')).not.toHaveProperty('keptUntil')
})

test.each([
  [900, 2],
  [1000, 1],
  [1500, 1],
])(
  'cache.less-than-a-second: a JWT with %i ms left leads to %i token requests',
  async (left, count) => {
    const exp = seconds(noon + 60_000)
    const token = [json({ token: jwsText({ exp }) })]
    const { call, clock, tokenRequests } = startRequester({ xml: loginXml({ token: '' }), token })
    await call()
    clock.advance(60_000 - left)
    await call()
    expect(tokenRequests()).toHaveLength(count)
  },
)

test('cache.lifetime.from-receipt: a lifetime counts from the answer and not from the request', async () => {
  const { call, clock, tokenRequests, requester } = startRequester({
    xml: loginXml({ token: 'tokenLifetime="10s"' }),
    token: [
      async () => {
        await clock.sleep(5000)
        return json({ token: 'slow' })
      },
    ],
  })
  const { trace } = await call()
  expect(lastOf(trace, 'stored')).toMatchObject({ keptUntil: noon + 15_000, from: 'config' })
  clock.advance(9000)
  await call()
  expect(tokenRequests()).toHaveLength(1)
  expect(requester.cachedTokens()).toBe(1)
  clock.advance(1)
  await call()
  expect(tokenRequests()).toHaveLength(2)
})

test('cache.empty: the first call misses and fetches (cache.per-server)', async () => {
  const { call } = startRequester()
  const { trace } = await call()
  expect(kindsOf(trace)).toEqual([
    'credentials',
    'lookup miss',
    'token-request',
    'stored',
    'attached',
    'api-request',
    'outcome',
  ])
  expect(idsOf(lastOf(trace, 'lookup'))).toEqual(['cache.empty', 'cache.per-server'])
})

test('cache.hit: the second call hits and sends no token request', async () => {
  const { call } = startRequester()
  await call()
  const { trace } = await call()
  expect(kindsOf(trace)).toEqual([
    'credentials',
    'lookup hit',
    'attached',
    'api-request',
    'outcome',
  ])
  expect(lastOf(trace, 'lookup').holdsUntil).toBe(noon + 3_600_000 - 999)
})

test('says at the next look-up why the token was not kept', async () => {
  const { trace } = await requestsOfTwoCalls({ answer: jti })
  expect(idsOf(lastOf(trace, 'lookup'))).toEqual(['cache.jti'])
})
