import { Hono } from 'hono'
import { credentialFinder } from './credentials.ts'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'
import { Limiter, Lock } from './limits.ts'
import { answerType, loginAnswerer } from './login-answer.ts'
import { loginFormReader } from './login-form.ts'
import type { JwtOptions } from './options.ts'
import { lockedOut, refusal, tooManyRequests, wrongCredentials } from './refusal.ts'
import { TokenIssuer } from './token-issuer.ts'

const endpoint = 'login'

/** Whom a login without credentials lets in. */
export const anonymous = 'anonymous'

/** The server behind a zosconnect_authToken: one login that answers with a token. */
export function createAuthServer(options: JwtOptions, context: FakeContext): Fake {
  const issuer = new TokenIssuer(options.token, context)
  const ownPath = new URL(`http://${endpoint}${options.path}`).pathname
  const isLogin = (path: string) => (path || '/') === ownPath
  const login = loginDesk(options, context, issuer)

  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', ({ req, env }) =>
    isLogin(new URL(req.url).pathname) ? login(req.raw, env) : refusal(404, 'not found'),
  )

  return {
    name: context.name,
    kind: 'jwt',
    endpoints: [endpoint],
    endpointOf: (_method, path) => (isLogin(path.split('?')[0]!) ? endpoint : undefined),
    app,
    issuedToken: (ordinal) => issuer.issued.value(ordinal),
    revoke: (ordinal) => issuer.issued.revoke(ordinal),
    liveTokens: () => issuer.issued.live,
    tokenEnd: (token) => issuer.issued.endOf(token),
    rotate: ({ drop = false } = {}) => issuer.rotate(drop),
    ...(options.token.kind === 'jws' && { mint: (wish) => issuer.mint(wish) }),
    verify: (token, demands) => issuer.verify(token, demands),
  }
}

type Login = (request: Request, env: FakeEnv['Bindings']) => Promise<Response>

function loginDesk(options: JwtOptions, context: FakeContext, issuer: TokenIssuer): Login {
  const { clock } = context
  const limiter = new Limiter(clock, options.limits)
  const readForm = loginFormReader(options, answerType(options.answer))
  const identify = gate(options, new Lock(context, options.lockout))
  const answer = loginAnswerer(options.answer, options.token.lifetimeMs)

  return async ({ method, headers }, { body, entry, tokenFault }) => {
    const retryAfterMs = limiter.retryAfterMs(endpoint)
    if (retryAfterMs > 0) return tooManyRequests(retryAfterMs)
    const form = readForm({ method, headers, body })
    if ('refused' in form) return form.refused
    const found = identify(headers, form.body)
    if ('refused' in found) return found.refused
    if (!limiter.allowsLease(issuer.issued.live)) return refusal(429, 'too many tokens are alive')
    const { ordinal, value } = await issuer.issue({ subject: found.user, claims: {} }, tokenFault)
    entry.issued = ordinal
    return answer(value, tokenFault)
  }
}

type Identify = (
  headers: Headers,
  body: unknown,
) => { readonly user: string } | { readonly refused: Response }

function gate({ credentials, users }: JwtOptions, lock: Lock): Identify {
  if (credentials.in === 'none') return () => ({ user: anonymous })
  const find = credentialFinder(credentials)
  const challenge = credentials.in === 'basic' ? 'basic' : 'none'
  return (headers, body) => {
    const found = find(headers, body)
    if (!found) return { refused: wrongCredentials(challenge) }
    const { user, password } = found
    if (lock.isLocked(user)) return { refused: lockedOut() }
    if (users[user] === password) {
      lock.passed(user)
      return { user }
    }
    lock.failed(user)
    return { refused: wrongCredentials(challenge) }
  }
}
