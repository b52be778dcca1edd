import { importJWK, SignJWT, type JWTPayload } from 'jose'
import { expect } from 'vitest'
import type { Fake } from '../../harness/fakes/fake.ts'
import { createOAuthServer } from '../../harness/fakes/oauth-server.ts'
import type { OAuthClient, OAuthOptions, TrustedKey } from '../../harness/fakes/options.ts'
import { publicHalf, testKey, type SigningAlg } from '../../harness/fakes/test-keys.ts'
import { randomStream } from '../../harness/seed.ts'
import { ask, type FakeReply, type FakeRequest } from './fake-request.ts'
import { fixedClock, noon } from './fixed-clock.ts'

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
export const bearerType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The public half of a test key, trusted under that kid. */
export const trusted = (
  alg: SigningAlg & TrustedKey['alg'],
  nth: number,
  kid?: string,
): TrustedKey => ({
  alg,
  jwk: publicHalf(testKey(alg, nth)),
  ...(kid !== undefined && { kid }),
})

/** A client that may do everything, changed as given. */
export const client = (rest: Partial<OAuthClient> = {}): OAuthClient => ({
  secret: 's3cr3t',
  grants: ['client_credentials', 'password', 'refresh_token', jwtBearer],
  scopes: ['read', 'write'],
  keys: [],
  ...rest,
})

/** What a test changes of the usual server. */
export interface OAuthSetup extends Partial<Omit<OAuthOptions, 'token'>> {
  readonly token?: Partial<OAuthOptions['token']>
}

/** A server at https://fake.test with the clients app, signer and open, and the user jane. */
export function oauthServer({ token, ...rest }: OAuthSetup = {}, name = 'auth') {
  const clock = fixedClock()
  const options: OAuthOptions = {
    kind: 'oauth',
    paths: { token: '/token', jwks: '/jwks', introspect: '/introspect', revoke: '/revoke' },
    clients: {
      app: client(),
      signer: client({ secret: undefined!, keys: [trusted('ES256', 1, 'c1')] }),
      open: client({ secret: undefined! }),
    },
    users: { jane: 'pa:ss word' },
    token: { kind: 'jws', alg: 'ES256', lifetimeMs: 600_000, jti: false, claims: {}, ...token },
    audience: [],
    expiresIn: true,
    issuers: { 'https://idp.test': [trusted('ES256', 2, 'i1'), trusted('RS256', 1, 'i2')] },
    ...rest,
  }
  const fake = createOAuthServer(options, { name, clock, random: randomStream(1, name) })
  return { clock, fake, options }
}

export const basic = (id: string, secret: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[]

/** Sends a form to an endpoint, by the client `app` unless the headers say otherwise. */
export const post = (
  fake: Fake,
  path: string,
  fields: Fields,
  { headers = basic('app', 's3cr3t'), ...rest }: FakeRequest = {},
): Promise<FakeReply> =>
  ask(fake, {
    path,
    body: new URLSearchParams(fields as Record<string, string>).toString(),
    ...rest,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(headers as Record<string, string>),
    },
  })

/** Asks for a token by client credentials, changed as given. */
export const requestToken = (
  fake: Fake,
  fields: Readonly<Record<string, string>> = {},
  request?: FakeRequest,
): Promise<FakeReply> =>
  post(fake, '/token', { grant_type: 'client_credentials', ...fields }, request)

/** Gets a token and gives what the answer says. */
export async function granted(...asked: Parameters<typeof requestToken>) {
  const { status, text } = await requestToken(...asked)
  if (status !== 200) throw new Error(text)
  return JSON.parse(text) as Record<string, string>
}

export interface AssertionSetup {
  readonly alg?: 'ES256' | 'RS256'
  readonly nth?: number
  readonly header?: object
  readonly claims?: JWTPayload
}

/** An assertion of the trusted issuer about jane, changed as given. */
export async function assertion({ alg = 'ES256', nth = 2, header, claims }: AssertionSetup = {}) {
  const said = {
    iss: 'https://idp.test',
    sub: 'jane',
    aud: 'https://fake.test/token',
    exp: noon / 1000 + 300,
    ...claims,
  }
  return new SignJWT(said)
    .setProtectedHeader({ alg, kid: 'i1', ...header })
    .sign(await importJWK(testKey(alg, nth), alg))
}

/** A request by the password of the user jane. */
export const password = { grant_type: 'password', username: 'jane', password: 'pa:ss word' }

/** Status and error of a request that is refused: without a token, and without a word of the request. */
export async function errorOf(
  fake: Fake,
  fields: Readonly<Record<string, string>>,
  request?: FakeRequest,
): Promise<string> {
  const { status, text, entry } = await requestToken(fake, fields, request)
  expect([entry.issued, fake.endpointOf('POST', '/token')]).toEqual([undefined, 'token'])
  const { error, error_description: description, ...rest } = JSON.parse(text)
  expect([typeof description, rest]).toEqual(['string', {}])
  for (const [name, value] of Object.entries(fields))
    if (name !== 'grant_type' && value.length > 3) expect(text).not.toContain(value)
  return `${status} ${error}`
}
