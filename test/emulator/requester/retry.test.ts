import { expect, test } from 'vitest'
import { headerValue, type HttpRequest } from '../../../emulator/index.ts'
import { decideRetry } from '../../../emulator/requester/retry.ts'
import {
  authTokenOf,
  answer,
  failure,
  idsOf,
  json,
  kindsOf,
  lastOf,
  loginXml,
  ok,
  startRequester,
  unauthorized,
  type Answer,
  type RequesterParts,
} from '../../support/requester.ts'

/** A server with a cached token whose next calls are answered by `api`. */
async function withCachedToken(api: readonly Answer[], parts: RequesterParts = {}) {
  const started = startRequester({ api: [ok, ...api], ...parts })
  await started.call()
  const { outcome, trace } = await started.call()
  return { ...started, outcome, trace }
}

const tokensSent = (requests: readonly HttpRequest[]) =>
  requests.map(({ headers }) => headerValue(headers, 'Authorization'))

test('retry.auth-token: a 401 on a cached token leads to one new token and one more request', async () => {
  const { outcome, trace, apiRequests, tokenRequests } = await withCachedToken([unauthorized, ok])
  expect(outcome).toMatchObject({ returnCode: 0, statusCode: 200 })
  expect(tokenRequests()).toHaveLength(2)
  expect(tokensSent(apiRequests())).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2'])
  expect(kindsOf(trace)).toEqual([
    'credentials',
    'lookup hit',
    'attached',
    'api-request',
    'retry',
    'rejected',
    'lookup miss',
    'token-request',
    'stored',
    'attached',
    'api-request',
    'outcome',
  ])
  expect(lastOf(trace, 'retry')).toMatchObject({ again: true })
  expect(lastOf(trace, 'rejected')).toMatchObject({ element: 'login', removed: true })
})

test('retry.auth-token: it needs no WWW-Authenticate header', async () => {
  const { outcome } = await withCachedToken([answer(401), ok])
  expect(outcome.returnCode).toBe(0)
})

test('retry.auth-token: the second request is the first one with another token', async () => {
  const { apiRequests } = await withCachedToken([unauthorized, ok])
  const [, first, second] = apiRequests()
  expect({ ...second, headers: [] }).toEqual({ ...first, headers: [] })
})

test('retry.auth-token: a second 401 goes to the program with the body of the API', async () => {
  const { outcome, apiRequests, tokenRequests } = await withCachedToken([
    unauthorized,
    answer(401, 'still not'),
    ok,
  ])
  expect(outcome).toMatchObject({ returnCode: 1, statusCode: 401, statusMessage: 'still not' })
  expect(apiRequests()).toHaveLength(3)
  expect(tokenRequests()).toHaveLength(2)
})

test.each<[string, Answer, object]>([
  ['an error of the API', answer(503, 'down'), { returnCode: 1, statusCode: 503 }],
  ['a reset', failure('reset'), { returnCode: 2, statusCode: 500 }],
  ['a time-out', failure('receive-timeout'), { returnCode: 2, statusCode: 504 }],
])(
  'retry.auth-token: %s of the second request goes to the program',
  async (_, second, expected) => {
    const { outcome, apiRequests } = await withCachedToken([unauthorized, second, ok])
    expect(outcome).toMatchObject(expected)
    expect(apiRequests()).toHaveLength(3)
  },
)

test('retry.keeps-token: the new token stays cached although it was rejected too', async () => {
  const { outcome, call, tokenRequests, apiRequests } = await withCachedToken([
    unauthorized,
    unauthorized,
    ok,
  ])
  expect(idsOf(outcome)).toContain('retry.keeps-token')
  expect((await call()).outcome.returnCode).toBe(0)
  expect(tokenRequests()).toHaveLength(2)
  expect(tokensSent(apiRequests()).at(-1)).toBe('Bearer token-2')
})

test.each([ok, answer(403), failure('reset')])(
  'retry.keeps-token: is not named where the second request ends otherwise: %#',
  async (second) => {
    const { outcome } = await withCachedToken([unauthorized, second])
    expect(idsOf(outcome)).not.toContain('retry.keeps-token')
  },
)

test.each([400, 403, 404, 407, 418, 500, 503])(
  'retry.only-401: %i leads to no second request',
  async (status) => {
    const { outcome, trace, apiRequests, call, tokenRequests } = await withCachedToken([
      answer(status, 'no', [['WWW-Authenticate', 'Bearer error="invalid_token"']]),
      ok,
    ])
    expect(outcome).toMatchObject({ returnCode: 1, statusCode: status })
    expect(apiRequests()).toHaveLength(2)
    expect(lastOf(trace, 'retry')).toMatchObject({ again: false })
    expect(idsOf(lastOf(trace, 'retry'))).toEqual(['retry.only-401'])
    await call()
    expect(tokenRequests()).toHaveLength(1)
  },
)

test('retry.only-401: a failure of the network leads to no second request', async () => {
  const { outcome, apiRequests } = await withCachedToken([failure('reset'), ok])
  expect(outcome.returnCode).toBe(2)
  expect(apiRequests()).toHaveLength(2)
})

test('retry.fresh-token: a token of this very call is not fetched again', async () => {
  const { call, apiRequests, tokenRequests } = startRequester({ api: [unauthorized, ok] })
  const { outcome, trace } = await call()
  expect(outcome).toMatchObject({
    returnCode: 1,
    statusCode: 401,
    statusMessage: 'who are you?',
  })
  expect([apiRequests().length, tokenRequests().length]).toEqual([1, 1])
  expect(lastOf(trace, 'retry').again).toBe(false)
  expect(idsOf(lastOf(trace, 'retry'))).toEqual(['retry.auth-token', 'retry.fresh-token'])
})

test('retry.fresh-token: a rejected fresh token stays cached, and the next call renews it', async () => {
  const { call, tokenRequests } = startRequester({ api: [unauthorized, unauthorized, ok] })
  await call()
  expect((await call()).outcome.returnCode).toBe(0)
  expect(tokenRequests()).toHaveLength(2)
})

test('retry.no-token: a call without a token is not repeated', async () => {
  const xml = loginXml({ connection: '' })
  const { call, apiRequests } = startRequester({ xml, api: [unauthorized, ok] })
  const { outcome, trace } = await call()
  expect(outcome).toMatchObject({ returnCode: 1, statusCode: 401 })
  expect(apiRequests()).toHaveLength(1)
  expect(idsOf(lastOf(trace, 'retry'))).toEqual(['retry.no-token'])
})

test('retry.token-error: the program gets the token error and not the 401', async () => {
  const token = [json({ token: 'old' }), failure('refused', 'nobody listens'), json({ token: 'n' })]
  const { outcome, call, tokenRequests, apiRequests } = await withCachedToken([unauthorized, ok], {
    token,
  })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toContain('nobody listens')
  expect(idsOf(outcome)).toEqual(['outcome.t2', 'retry.token-error'])
  expect(apiRequests()).toHaveLength(2)
  const { trace } = await call()
  expect(idsOf(trace.find(({ kind }) => kind === 'lookup')!)).toEqual(['cache.rejected'])
  expect(tokenRequests()).toHaveLength(3)
})

test('retry.auth-token: a cached token that serves on after a failed refresh counts as cached', async () => {
  const { call, clock, apiRequests } = startRequester({
    xml: loginXml({ token: 'tokenLifetime="1h" tokenRefreshRate="10m"' }),
    token: [json({ token: 'old' }), failure('refused'), json({ token: 'new' })],
    api: [ok, unauthorized, ok],
  })
  await call()
  clock.advance(600_000)
  expect((await call()).outcome.returnCode).toBe(0)
  expect(tokensSent(apiRequests())).toEqual(['Bearer old', 'Bearer old', 'Bearer new'])
})

test('retry.fresh-token: a token that a refresh fetched in this call is not fetched again', async () => {
  const { call, clock, apiRequests } = startRequester({
    xml: loginXml({ token: 'tokenLifetime="1h" tokenRefreshRate="10m"' }),
    api: [ok, unauthorized, ok],
  })
  await call()
  clock.advance(600_000)
  expect((await call()).outcome).toMatchObject({ returnCode: 1, statusCode: 401 })
  expect(apiRequests()).toHaveLength(2)
})

const twoTokens = loginXml({
  connection: 'authenticationConfigRef="login,second"',
  more: [
    '<zosconnect_authToken id="second" authServerRef="srv" header="X-Second" useBearerScheme="false">',
    '<tokenRequest credentialLocation="header" requestMethod="POST"/>',
    '<tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"/>',
    '</zosconnect_authToken>',
  ],
})

test('retry.fresh-token: of two tokens only the one out of the cache is renewed', async () => {
  const { call, tokenRequests, apiRequests } = startRequester({
    xml: twoTokens,
    api: [ok, unauthorized, ok],
  })
  await call()
  const { outcome } = await call()
  expect(outcome.returnCode).toBe(0)
  const elements = tokenRequests().map(({ purpose }) => purpose.kind === 'token' && purpose.element)
  expect(elements).toEqual(['login', 'second', 'second', 'login'])
  expect(apiRequests().map(({ headers }) => headerValue(headers, 'X-Second'))).toEqual([
    'token-2',
    'token-3',
    'token-3',
  ])
})

test.each([
  ['retry.auth-token', 401, [{ fromCache: true }], false, 1, ['retry.auth-token']],
  [
    'retry.fresh-token',
    401,
    [{ fromCache: false }],
    false,
    0,
    ['retry.auth-token', 'retry.fresh-token'],
  ],
  ['retry.fresh-token switched off', 401, [{ fromCache: false }], true, 1, ['retry.auth-token']],
  ['retry.no-token', 401, [], true, 0, ['retry.no-token']],
  ['retry.only-401', 403, [{ fromCache: true }], true, 0, ['retry.only-401']],
  ['retry.only-401', 300, [{ fromCache: true }], true, 0, ['retry.only-401']],
  ['nothing to decide after a success', 299, [{ fromCache: true }], true, 0, []],
] as const)(
  'decides by %s on a status of %i',
  (_, status, sent, retryFreshToken, renewed, rules) => {
    const { plan } = startRequester()
    const planned = authTokenOf(plan())
    const tokens = sent.map((each) => ({ kind: 'fetched' as const, ...each, plan: planned }))
    const response = { kind: 'response', status, headers: [], body: new Uint8Array() } as const
    const decision = decideRetry(response, tokens, { retryFreshToken })
    expect(decision.renew).toHaveLength(renewed)
    expect(idsOf(decision)).toEqual(rules)
  },
)
