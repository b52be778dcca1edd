import { expect, test } from 'vitest'
import { assumed, throughStub, type Assumptions } from '../../../emulator/index.ts'
import { cacheKey, readToken, TokenCache } from '../../../emulator/token/index.ts'
import { turns } from '../../support/manual-clock.ts'
import {
  bodyOf,
  failure,
  headerOf,
  idsOf,
  issued,
  json,
  localXml,
  loginXml,
  oauthXml,
  ok,
  startRequester,
  unauthorized,
} from '../../support/requester.ts'
import { call, jwt, tokenReadings, twoCalls, type Switch } from './token-readings.ts'

const unset = loginXml({
  request: `requestBody='\${userid}'`,
  response: 'header="X-T" responseFormat="JSON" tokenPath="$.token"',
})
const client = { oauthClientId: 'me', oauthClientSecret: 'mine' }
const switches: Readonly<Record<keyof Assumptions, Switch>> = {
  ...tokenReadings,
  credentialLocation: {
    to: { credentialLocation: 'body' },
    see: async (assume) => (await call(assume, { xml: unset })).requests[0]?.headers[0]?.[0],
    asAssumed: 'Authorization',
    otherwise: 'Content-Type',
  },
  requestMethod: {
    to: { requestMethod: 'PUT' },
    see: async (assume) => (await call(assume, { xml: unset })).requests[0]?.method,
    asAssumed: 'POST',
    otherwise: 'PUT',
  },
  tokenLocation: {
    to: { tokenLocation: 'body' },
    see: async (assume) => (await call(assume, { xml: unset })).outcome.returnCode,
    asAssumed: 2,
    otherwise: 0,
  },
  connectionTimeoutMs: {
    to: { connectionTimeoutMs: 1 },
    see: async (assume) => (await call(assume)).requests.map((sent) => sent.connectTimeoutMs),
    asAssumed: [30_000, 30_000],
    otherwise: [1, 1],
  },
  receiveTimeoutMs: {
    to: { receiveTimeoutMs: 1 },
    see: async (assume) => (await call(assume)).requests.map((sent) => sent.receiveTimeoutMs),
    asAssumed: [60_000, 60_000],
    otherwise: [1, 1],
  },
  bearerInCustomHeader: {
    to: { bearerInCustomHeader: false },
    see: async (assume) => {
      const { apiRequests } = await call(assume, { xml: loginXml({ token: 'header="X-T"' }) })
      return apiRequests()[0]?.headers
    },
    asAssumed: [['X-T', 'Bearer token-1']],
    otherwise: [['X-T', 'token-1']],
  },
  retryFreshToken: {
    to: { retryFreshToken: true },
    see: async (assume) => {
      const { apiRequests, tokenRequests } = await call(assume, { api: [unauthorized, ok] })
      return [apiRequests().length, tokenRequests().length]
    },
    asAssumed: [1, 1],
    otherwise: [2, 2],
  },
  jtiBeatsLifetime: {
    to: { jtiBeatsLifetime: false },
    see: (assume) => twoCalls(assume, { token: jwt({ jti: 'x' }) }),
    asAssumed: 2,
    otherwise: 1,
  },
  expBeatsLifetime: {
    to: { expBeatsLifetime: false },
    see: (assume) => twoCalls(assume, { token: jwt({}) }),
    asAssumed: 2,
    otherwise: 1,
  },
  refreshFallsBack: {
    to: { refreshFallsBack: false },
    see: async (assume) => {
      const { call: again, clock } = await call(assume, {
        xml: loginXml({ token: 'tokenLifetime="1h" tokenRefreshRate="10s"' }),
        token: [json({ token: 'old' }), failure('refused')],
      })
      clock.advance(10_000)
      return (await again()).outcome.returnCode
    },
    asAssumed: 0,
    otherwise: 2,
  },
  lifetimeUnitMs: {
    to: { lifetimeUnitMs: 1 },
    see: (assume) => {
      const body = 'tokenLocation="body" responseFormat="JSON" tokenPath="t"'
      const xml = loginXml({ token: '', response: `${body} tokenLifetimePath="ttl"` })
      return twoCalls(assume, { xml, token: [json({ t: 'x', ttl: 60 })] })
    },
    asAssumed: 1,
    otherwise: 2,
  },
  oauthClientInForm: {
    to: { oauthClientInForm: false },
    see: async (assume) => {
      const { call: program, tokenRequests } = startRequester({
        assume,
        xml: oauthXml({}),
        token: [issued()],
      })
      await program(client)
      return [bodyOf(tokenRequests()[0]), headerOf(tokenRequests()[0], 'Authorization')]
    },
    asAssumed: ['grant_type=client_credentials&client_id=me&client_secret=mine', undefined],
    otherwise: [
      'grant_type=client_credentials',
      `Basic ${Buffer.from('me:mine').toString('base64')}`,
    ],
  },
  oauthKeepsOpaqueBefore: {
    to: { oauthKeepsOpaqueBefore: false },
    see: async (assume) => {
      const parts = { xml: oauthXml({}), level: '3.0.85.0', token: [issued()] }
      const { call: program, tokenRequests } = startRequester({ assume, ...parts })
      await program(client)
      await program(client)
      return tokenRequests().length
    },
    asAssumed: 1,
    otherwise: 2,
  },
  notPermittedStatus: {
    to: { notPermittedStatus: 401 },
    see: async (assume) => {
      const saf = { hasUser: () => false, mayRead: () => false }
      const { call: program } = startRequester({ assume, xml: localXml({}), saf })
      return (await program({}, { assertedUser: 'ADA' })).outcome.statusCode
    },
    asAssumed: 403,
    otherwise: 401,
  },
  tokenFailureStatus: {
    to: { tokenFailureStatus: 401 },
    see: async (assume) => {
      const failed = await call(assume, { token: [failure('refused')] })
      const unprepared = await startRequester({ assume }).call({})
      return [failed.outcome.statusCode, unprepared.outcome.statusCode]
    },
    asAssumed: [500, 500],
    otherwise: [401, 401],
  },
  apiUnreachableStatus: {
    to: { apiUnreachableStatus: 503 },
    see: async (assume) => (await call(assume, { api: [failure('dns')] })).outcome.statusCode,
    asAssumed: 500,
    otherwise: 503,
  },
  apiTimeoutStatus: {
    to: { apiTimeoutStatus: 500 },
    see: async (assume) =>
      (await call(assume, { api: [failure('receive-timeout')] })).outcome.statusCode,
    asAssumed: 504,
    otherwise: 500,
  },
  stubTimeoutStatus: {
    to: { stubTimeoutStatus: 1102 },
    see: async (assume) => {
      const clock = turns()
      const never = new Promise<never>(() => undefined)
      const all = { ...assumed, ...assume }
      return clock.drive('test', async () => {
        const { outcome } = await throughStub(never, clock, 1, all)
        return outcome.statusCode
      })
    },
    asAssumed: 0,
    otherwise: 1102,
  },
  sweepIntervalMs: {
    to: { sweepIntervalMs: 120_000 },
    see: async (assume) => {
      const cache = new TokenCache({ ...assumed, ...assume })
      const key = cacheKey(['key'])
      cache.lookup(key, 0)
      const rules = [] as const
      cache.store(key, readToken('x'), { kind: 'until', expiresAt: 1, from: 'exp', rules }, 0)
      cache.lookup(cacheKey(['other']), 60_000)
      cache.clear(60_000)
      return idsOf(cache.lookup(key, 60_000))
    },
    asAssumed: ['cache.less-than-a-second'],
    otherwise: ['cache.cleared'],
  },
}

test.each(Object.entries(switches))(
  'the assumption %s can be switched, and something changes',
  async (_, { to, see, asAssumed, otherwise }) => {
    expect(await see({})).toEqual(asAssumed)
    expect(await see(to)).toEqual(otherwise)
  },
)

test('names every assumption in the table of switches', () => {
  expect(Object.keys(switches).toSorted()).toEqual(Object.keys(assumed).toSorted())
})

test('puts the place of credentials that is assumed into the body as well', async () => {
  const { tokenRequests } = await call({ credentialLocation: 'body' }, { xml: unset })
  expect(bodyOf(tokenRequests()[0])).toBe('ada')
  expect(tokenRequests()[0]?.headers.map(([name]) => name)).not.toContain('Authorization')
})
