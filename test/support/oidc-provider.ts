import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWK } from 'jose'
import {
  Provider,
  errors,
  type Adapter,
  type AdapterPayload,
  type ClientMetadata,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import { publicHalf, testKey, testKeys } from '../../harness/fakes/test-keys.ts'
import { createAuthority } from '../../harness/network/certificates.ts'
import { jwtBearer } from './oauth-server.ts'

/** A certified authorization server, on loopback and TLS, that knows nothing of ours but a public key. */
export interface RealProvider extends AsyncDisposable {
  readonly issuer: string
  /** The authority of its certificate, as PEM. */
  readonly ca: string
  /** What it says of a token itself. */
  readonly find: (token: string) => Promise<{ readonly clientId: string } | undefined>
  readonly accountOf: (token: string) => Promise<string | undefined>
}

/** The public key that proves what a jwtBuilder with keyAlias="16" signs by ES256. */
const ours: JWK = { ...publicHalf(testKeys.ES256), kid: '16', alg: 'ES256', use: 'sig' }

const clients: readonly ClientMetadata[] = [
  client('by-basic', { token_endpoint_auth_method: 'client_secret_basic' }),
  client('by-form', { token_endpoint_auth_method: 'client_secret_post' }),
  client('by-assertion', {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [ours] } as ClientMetadata['jwks'],
  }),
]

function client(id: string, rest: Partial<ClientMetadata>): ClientMetadata {
  const secret = rest.jwks ? {} : { client_secret: `${id}-s3cret` }
  return {
    client_id: id,
    ...secret,
    grant_types: ['client_credentials', jwtBearer],
    redirect_uris: [],
    response_types: [],
    scope: 'accounts',
    ...rest,
  }
}

/** Starts a server that grants tokens for client credentials and for assertions about jane. */
export async function startProvider(): Promise<RealProvider> {
  const authority = await createAuthority()
  const server = createServer(await authority.issue('127.0.0.1'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    adapter: keepInMemory(),
    clients: [...clients],
    scopes: ['accounts'],
    jwks: { keys: [{ ...testKey('RS256', 1), use: 'sig' }] } as JSONWebKeySet,
    cookies: { keys: ['a key of a test'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
    },
    ttl: { ClientCredentials: 600, AccessToken: 600 },
  })
  provider.registerGrantType(jwtBearer, bearerGrant(provider), ['assertion', 'scope'])
  const answer = provider.callback()
  server.on('request', (request, response) => void answer(request, response))
  return {
    issuer,
    ca: authority.ca,
    find: (token) => provider.ClientCredentials.find(token) as ReturnType<RealProvider['find']>,
    accountOf: async (token) => (await provider.AccessToken.find(token))?.accountId,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** RFC 7523, section 3: signature, issuer, audience, end, and each assertion once. */
function bearerGrant(provider: Provider) {
  const keys = createLocalJWKSet({ keys: [ours] })
  return async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { params = {}, client: asking } = ctx.oidc
    const { payload, protectedHeader } = await proven(String(params['assertion']))
    if (!(await provider.ReplayDetection.unique(payload.iss!, payload.jti!, payload.exp!)))
      throw new errors.InvalidGrant('the assertion was used before')
    if (protectedHeader.kid !== '16') throw new errors.InvalidGrant('the assertion has no kid')
    const token = new provider.AccessToken({
      accountId: payload.sub!,
      client: asking!,
      scope: typeof params['scope'] === 'string' ? params['scope'] : '',
      grantId: payload.jti!,
      gty: jwtBearer,
    })
    const value = await token.save()
    const { expiration } = token
    ctx.body = { access_token: value, expires_in: expiration, token_type: token.tokenType }
  }

  async function proven(assertion: string) {
    try {
      return await jwtVerify(assertion, keys, {
        issuer: 'https://zosconnect.example.com',
        audience: [provider.issuer, `${provider.issuer}/token`],
        requiredClaims: ['sub', 'exp', 'jti'],
        algorithms: ['ES256'],
      })
    } catch {
      throw new errors.InvalidGrant('the assertion does not hold')
    }
  }
}

/** What the server must remember, for as long as it lives. */
function keepInMemory(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>()
  return (model) => ({
    upsert: async (id, payload) => void kept.set(`${model} ${id}`, payload),
    find: async (id) => kept.get(`${model} ${id}`),
    destroy: async (id) => void kept.delete(`${model} ${id}`),
    consume: async (id) => void kept.delete(`${model} ${id}`),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    revokeByGrantId: async () => undefined,
  })
}
