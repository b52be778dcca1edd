import { Hono } from 'hono'
import { plainResponse } from '../plain-http.ts'
import type { Fake, FakeContext, FakeEnv, TokenFault } from './fake.ts'
import { Limiter, Lock } from './limits.ts'
import { Assertions } from './oauth/assertions.ts'
import { clientGate } from './oauth/client-gate.ts'
import { metadata } from './oauth/discovery.ts'
import { readForm } from './oauth/form.ts'
import { granting, type Granted } from './oauth/granting.ts'
import { introspection, revocation } from './oauth/inspect.ts'
import { oauthError, refused, unkept } from './oauth/refusal.ts'
import type { OAuthOptions } from './options.ts'
import { refusal, tooManyRequests } from './refusal.ts'
import { TokenIssuer } from './token-issuer.ts'

/** Every endpoint of an OAuth server that can be counted. */
export const oauthEndpoints = ['token', 'jwks', 'discovery', 'introspect', 'revoke'] as const

type Endpoint = (typeof oauthEndpoints)[number]
type Env = FakeEnv['Bindings']

/** Where a server describes itself: OpenID Connect Discovery §4, RFC 8414 §3. */
const wellKnown = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']

/** An OAuth 2.0 server: a token endpoint that checks everything, and what belongs to it. */
export function createOAuthServer(options: OAuthOptions, context: FakeContext): Fake {
  const access = new TokenIssuer(options.token, context)
  const refresh = refreshIssuer(options, context)
  const serve = desk(options, context, { access, refresh })
  const places = new Map<string, Endpoint>(wellKnown.map((path) => [path, 'discovery']))
  for (const name of ['token', 'jwks', 'introspect', 'revoke'] as const)
    places.set(options.paths[name], name)

  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', ({ req, env }) => {
    const endpoint = places.get(new URL(req.url).pathname)
    return endpoint ? serve(endpoint, req.raw, env) : refusal(404, 'not found')
  })

  return {
    name: context.name,
    kind: 'oauth',
    endpoints: oauthEndpoints,
    endpointOf: (_method, path) => places.get(path.split('?')[0]! || '/'),
    app,
    issuedToken: (ordinal) => access.issued.value(ordinal),
    revoke(ordinal) {
      if (ordinal === undefined) refresh.issued.revoke()
      return access.issued.revoke(ordinal)
    },
    liveTokens: () => access.issued.live,
    tokenEnd: (token) => access.issued.endOf(token),
    rotate: ({ drop = false } = {}) => access.rotate(drop),
    ...(options.token.kind === 'jws' && { mint: (wish) => access.mint(wish) }),
    verify: (token, demands) => access.verify(token, demands),
  }
}

/** Refresh tokens mean nothing to anybody but this server, so they are opaque. */
const refreshIssuer = ({ refresh = {} }: OAuthOptions, context: FakeContext): TokenIssuer =>
  new TokenIssuer({ kind: 'opaque', alg: 'ES256', jti: false, claims: {}, ...refresh }, context)

type Serve = (endpoint: Endpoint, request: Request, env: Env) => Promise<Response>

interface Issuers {
  readonly access: TokenIssuer
  readonly refresh: TokenIssuer
}

function desk(options: OAuthOptions, context: FakeContext, issuers: Issuers): Serve {
  const { clock } = context
  const limiter = new Limiter(clock, options.limits)
  const lock = new Lock(context, options.lockout)
  const assertions = new Assertions(clock)
  const identify = clientGate(options, lock, assertions)
  const decide = granting(options, lock, assertions, issuers.refresh)

  async function ofClient(endpoint: Endpoint, request: Request, env: Env): Promise<Response> {
    const form = readForm(request, env.body)
    if ('refused' in form) return refused(form.refused)
    const base = env.base ?? new URL(request.url).origin
    const audiences = [base, base + options.paths.token]
    const known = await identify(request.headers.get('Authorization'), form, audiences)
    if ('refused' in known) return refused(known.refused)
    if (endpoint === 'token') {
      const granted = await decide({ ...known, form, base, audiences })
      return 'refused' in granted ? refused(granted.refused) : handOver(granted, env)
    }
    const token = form.values.get('token')
    if (token === undefined) return refused(oauthError('invalid_request', 'token is needed'))
    if (endpoint === 'introspect')
      return plainResponse(200, unkept, JSON.stringify(await introspection(issuers, token)))
    const wrong = await revocation(issuers, token, known.id)
    return wrong ? refused(wrong) : plainResponse(200, {}, null)
  }

  async function handOver(
    { grant, scope, refreshable }: Exclude<Granted, { refused: unknown }>,
    { entry, tokenFault }: Env,
  ): Promise<Response> {
    const { ordinal, value } = await issuers.access.issue(grant, tokenFault)
    entry.issued = ordinal
    const more =
      refreshable && options.refresh
        ? { refresh_token: (await issuers.refresh.issue(grant)).value }
        : {}
    return plainResponse(
      200,
      unkept,
      JSON.stringify({
        ...tokenField(value, tokenFault),
        token_type: 'Bearer',
        ...lifetime(options),
        ...more,
        ...(scope !== '' && { scope }),
      }),
    )
  }

  return async (endpoint, request, env) => {
    const retryAfterMs = limiter.retryAfterMs(endpoint)
    if (retryAfterMs > 0) return tooManyRequests(retryAfterMs)
    if (endpoint !== 'jwks' && endpoint !== 'discovery') return ofClient(endpoint, request, env)
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refusal(405, 'method not allowed', { Allow: 'GET, HEAD' })
    const base = env.base ?? new URL(request.url).origin
    const document = endpoint === 'jwks' ? { keys: issuers.access.keys() } : metadata(options, base)
    return plainResponse(200, { 'Content-Type': 'application/json' }, JSON.stringify(document))
  }
}

const tokenField = (value: string, fault: TokenFault | undefined): Record<string, string> =>
  fault === 'token-misplaced' ? { misplaced_access_token: value } : { access_token: value }

const lifetime = ({ expiresIn, token: { lifetimeMs } }: OAuthOptions): { expires_in?: number } =>
  expiresIn && lifetimeMs !== undefined ? { expires_in: Math.floor(lifetimeMs / 1000) } : {}
