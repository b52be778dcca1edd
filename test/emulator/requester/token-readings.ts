import type { Assumptions } from '../../../emulator/index.ts'
import { noon } from '../../support/fixed-clock.ts'
import { jwsText, seconds } from '../../support/jwt-text.ts'
import {
  answer,
  failure,
  issued,
  json,
  loginXml,
  oauthXml,
  ok,
  someone,
  startRequester,
  unauthorized,
  type RequesterParts,
} from '../../support/requester.ts'

export type Assume = Partial<Assumptions>

/** One call with the assumptions given. */
export async function call(assume: Assume, parts: RequesterParts = {}) {
  const started = startRequester({ assume, ...parts })
  const { outcome, trace } = await started.call()
  return { ...started, outcome, trace }
}

/** How many token requests two calls half a minute apart make. */
export async function twoCalls(assume: Assume, parts: RequesterParts): Promise<number> {
  const { call: again, clock, tokenRequests } = await call(assume, parts)
  clock.advance(30_000)
  await again()
  return tokenRequests().length
}

/** A switch, and how its two readings can be told apart. */
export interface Switch {
  /** The other reading. */
  readonly to: Assume
  /** What can be seen of a switch. */
  readonly see: (assume: Assume) => Promise<unknown>
  readonly asAssumed: unknown
  readonly otherwise: unknown
}

const claims = { exp: seconds(noon + 10_000) }
export const jwt = (more: object) => [json({ token: jwsText({ ...claims, ...more }) })]

const answered = loginXml({
  token: 'tokenLifetime="1h"',
  response: 'tokenLocation="body" responseFormat="JSON" tokenPath="t" tokenLifetimePath="ttl"',
})

const client = { oauthClientId: 'me', oauthClientSecret: 'mine' }

const both = [
  ...loginXml({ token: 'header="X-T"', connection: 'authenticationConfigRef="login,oauth"' }),
  ...oauthXml({}).slice(1),
]

/** The other readings of what becomes of tokens, of their order and of a second 401. */
export const tokenReadings = {
  jwtWithoutExpKept: {
    to: { jwtWithoutExpKept: false },
    see: (assume) => twoCalls(assume, { token: [json({ token: jwsText({ sub: 'x' }) })] }),
    asAssumed: 1,
    otherwise: 2,
  },
  lifetimeFromRequest: {
    to: { lifetimeFromRequest: true },
    async see(assume) {
      const parts: { pass: () => void } = { pass: () => undefined }
      const late = () => {
        parts.pass()
        return json({ t: 'x', ttl: 60 })
      }
      const {
        call: one,
        clock,
        tokenRequests,
      } = startRequester({
        assume,
        xml: answered,
        token: [late],
      })
      // The answer takes half a minute: 15 s or 45 s are left at the second call.
      parts.pass = () => clock.advance(30_000)
      await one()
      clock.advance(45_000)
      await one()
      return tokenRequests().length
    },
    asAssumed: 1,
    otherwise: 2,
  },
  unusableFallsBack: {
    to: { unusableFallsBack: true },
    see: (assume) => twoCalls(assume, { xml: answered, token: [json({ t: 'x', ttl: 'soon' })] }),
    asAssumed: 2,
    otherwise: 1,
  },
  keyHasConnection: {
    to: { keyHasConnection: true },
    async see(assume) {
      const more = [
        '<zosconnect_endpointConnection id="other" host="https://b.example.com" authenticationConfigRef="login"/>',
      ]
      const { call: one, tokenRequests } = startRequester({ assume, xml: loginXml({ more }) })
      await one()
      await one(someone, { connection: 'other' })
      return tokenRequests().length
    },
    asAssumed: 1,
    otherwise: 2,
  },
  only200IsSuccess: {
    to: { only200IsSuccess: true },
    see: async (assume) =>
      (await call(assume, { token: [answer(201, '{"token":"x"}')] })).outcome.returnCode,
    asAssumed: 0,
    otherwise: 2,
  },
  oauthTokenFirst: {
    to: { oauthTokenFirst: true },
    async see(assume) {
      const token = (request: { readonly url: string }) =>
        request.url.includes('/token') ? issued() : json({ token: 'x' })
      const { call: one, tokenRequests } = startRequester({ assume, xml: both, token: [token] })
      await one({ ...someone, ...client })
      return tokenRequests().map(({ url }) => url)
    },
    asAssumed: ['https://auth.example.com/login', 'https://as.example.com/token'],
    otherwise: ['https://as.example.com/token', 'https://auth.example.com/login'],
  },
  retryKeepsToken: {
    to: { retryKeepsToken: false },
    async see(assume) {
      const api = [ok, unauthorized, unauthorized, ok]
      const { call: one, tokenRequests } = startRequester({ assume, api })
      for (let i = 0; i < 3; i++) await one()
      return tokenRequests().length
    },
    asAssumed: 2,
    otherwise: 3,
  },
  retryTokenErrorWins: {
    to: { retryTokenErrorWins: false },
    async see(assume) {
      const token = [json({ token: 'x' }), failure('refused')]
      const { call: one } = startRequester({ assume, token, api: [ok, unauthorized] })
      await one()
      const { outcome } = await one()
      return [outcome.returnCode, outcome.statusCode]
    },
    asAssumed: [2, 500],
    otherwise: [1, 401],
  },
} as const satisfies Partial<Record<keyof Assumptions, Switch>>
