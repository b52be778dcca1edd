import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { createRemoteJWKSet, customFetch as jwksFetch, importJWK, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { expect, test } from 'vitest'
import { realClock, type Clock } from '../../emulator/index.ts'
import { createOAuthServer } from '../../harness/fakes/oauth-server.ts'
import type { OAuthOptions } from '../../harness/fakes/options.ts'
import { testKey } from '../../harness/fakes/test-keys.ts'
import { randomStream } from '../../harness/seed.ts'
import { overSockets } from '../support/network.ts'
import { assertion, jwtBearer, oauthServer } from '../support/oauth-server.ts'

const origin = 'https://as.example.com'

const fakeOf =
  (token: Partial<OAuthOptions['token']>) =>
  (clock: Clock): ReturnType<typeof createOAuthServer> =>
    createOAuthServer(oauthServer({ token }).options, {
      name: 'auth',
      clock,
      random: randomStream(1, 'auth'),
    })

/** A fake on TLS, and openid-client before it: its fetch finds the origin at a loopback port. */
async function meet(token: Partial<OAuthOptions['token']> = {}) {
  const clock = realClock()
  const network = await overSockets({ origin, fake: fakeOf(token), clock })
  const { addresses, ca } = network.transport
  const { port } = addresses.get(origin)!
  const fetch = fetchAt(port, ca!)
  return {
    network,
    fetch,
    discover: (id: string, auth: openid.ClientAuth) =>
      openid.discovery(new URL(origin), id, {}, auth, { [openid.customFetch]: fetch }),
    async [Symbol.asyncDispose]() {
      await network[Symbol.asyncDispose]()
      clock[Symbol.dispose]()
    },
  }
}

interface Sent {
  readonly method?: string
  readonly headers?: unknown
  readonly body?: openid.FetchBody
}

const fetchAt =
  (port: number, ca: string) =>
  async (url: string, { method = 'GET', headers, body }: Sent = {}): Promise<Response> => {
    expect(url.startsWith(`${origin}/`)).toBe(true)
    const request = https.request({
      host: '127.0.0.1',
      port,
      ca,
      servername: 'as.example.com',
      method,
      path: url.slice(origin.length),
      headers: Object.fromEntries(new Headers(headers as Record<string, string>)),
      agent: false,
    })
    request.end(
      new Uint8Array(
        await new Response(body as ConstructorParameters<typeof Response>[0]).arrayBuffer(),
      ),
    )
    const [incoming] = (await once(request, 'response')) as [IncomingMessage]
    const text = Buffer.concat(await incoming.toArray()).toString()
    const lines = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
    return new Response(text, {
      status: incoming.statusCode!,
      headers: Object.fromEntries(lines) as Record<string, string>,
    })
  }

const ownKey = async (): Promise<openid.PrivateKey> => {
  const key = (await importJWK(testKey('ES256', 1), 'ES256')) as openid.CryptoKey
  return { key, kid: 'c1' }
}

const ways = {
  client_secret_basic: { id: 'app', auth: async () => openid.ClientSecretBasic('s3cr3t') },
  client_secret_post: { id: 'app', auth: async () => openid.ClientSecretPost('s3cr3t') },
  private_key_jwt: { id: 'signer', auth: async () => openid.PrivateKeyJwt(await ownKey()) },
}

for (const [way, { id, auth }] of Object.entries(ways))
  test(`serves openid-client over TLS from discovery to revocation by ${way}`, async () => {
    await using met = await meet()
    const config = await met.discover(id, await auth())
    expect(config.serverMetadata().token_endpoint_auth_methods_supported).toContain(way)
    const granted = await openid.clientCredentialsGrant(config, { scope: 'read' })
    expect([granted.token_type, granted.expires_in, granted.scope]).toEqual(['bearer', 600, 'read'])

    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!), {
      [jwksFetch]: met.fetch,
    })
    const { payload } = await jwtVerify(granted.access_token, keys, { issuer: origin })
    expect(payload).toMatchObject({ sub: id, client_id: id, scope: 'read' })

    const seen = await openid.tokenIntrospection(config, granted.access_token)
    expect(seen).toMatchObject({ active: true, sub: id, client_id: id, iss: origin })
    await openid.tokenRevocation(config, granted.access_token)
    expect(await openid.tokenIntrospection(config, granted.access_token)).toEqual({ active: false })
    expect(met.network.crashes).toEqual([])
  })

test('introspects an opaque token for openid-client', async () => {
  await using met = await meet({ kind: 'opaque' })
  const config = await met.discover('app', openid.ClientSecretBasic('s3cr3t'))
  const { access_token: token } = await openid.clientCredentialsGrant(config)
  expect(token.split('.')).toHaveLength(1)
  expect(await openid.tokenIntrospection(config, token)).toMatchObject({
    active: true,
    client_id: 'app',
    scope: 'read write',
  })
})

test('gives openid-client a token for an assertion, and no second one', async () => {
  await using met = await meet()
  const config = await met.discover('app', openid.ClientSecretBasic('s3cr3t'))
  const exp = Math.floor(met.network.clock.now() / 1000) + 300
  const claims = { aud: `${origin}/token`, exp, jti: 'once' }
  const parameters = { assertion: await assertion({ claims }) }
  const granted = await openid.genericGrantRequest(config, jwtBearer, parameters)
  expect(await openid.tokenIntrospection(config, granted.access_token)).toMatchObject({
    active: true,
    sub: 'jane',
  })
  await expect(openid.genericGrantRequest(config, jwtBearer, parameters)).rejects.toMatchObject({
    error: 'invalid_grant',
    status: 400,
  })
})

test('refuses openid-client in words that it understands', async () => {
  await using met = await meet()
  const wrong = await met.discover('app', openid.ClientSecretBasic('guessed'))
  await expect(openid.clientCredentialsGrant(wrong)).rejects.toMatchObject({ status: 401 })
  const posted = await met.discover('app', openid.ClientSecretPost('guessed'))
  await expect(openid.clientCredentialsGrant(posted)).rejects.toMatchObject({
    error: 'invalid_client',
    status: 401,
  })
  const right = await met.discover('app', openid.ClientSecretPost('s3cr3t'))
  await expect(openid.clientCredentialsGrant(right, { scope: 'admin' })).rejects.toMatchObject({
    error: 'invalid_scope',
    status: 400,
  })
})
