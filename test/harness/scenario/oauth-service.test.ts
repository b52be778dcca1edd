import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { OAuthOptions } from '../../../harness/fakes/options.ts'
import { builderTestKey, publicHalf, pairAlgorithms } from '../../../harness/fakes/test-keys.ts'
import { one, problemsOf, read } from './reading.ts'

const after = `
requests: { a: { connection: c, path: / } }
steps: [{ call: a }]
`
const file = (service: string): string =>
  `scenario: x\nconfig: server.xml\nservices:\n  auth: ${service}\n${after}`
const oauth = (more: string): string => file(`{ kind: oauth, at: "https://a"${more} }`)
const clients = ', clients: { app: { secret: s3cr3t } }'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwkOf = (key: typeof ec.publicKey) => key.export({ format: 'jwk' })
const files = {
  'ec.pem': ec.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  'private.pem': rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  'keys/one.json': JSON.stringify({ ...jwkOf(ec.publicKey), kid: '16' }),
  'all.json': JSON.stringify({
    keys: [{ ...jwkOf(rsa.publicKey), kid: 'r' }, jwkOf(ec.publicKey)],
  }),
  'ed.pem': generateKeyPairSync('ed25519').publicKey.export({
    type: 'spki',
    format: 'pem',
  }) as string,
  'text.pem': 'hello',
}

const optionsOf = (text: string): OAuthOptions => {
  const [service] = one(text, { files }).services
  return service!.options as OAuthOptions
}

test('reads an OAuth server with as little as a client', () => {
  expect(optionsOf(oauth(clients))).toEqual({
    kind: 'oauth',
    paths: { token: '/token', jwks: '/jwks', introspect: '/introspect', revoke: '/revoke' },
    clients: {
      app: {
        secret: 's3cr3t',
        grants: [
          'client_credentials',
          'password',
          'refresh_token',
          'urn:ietf:params:oauth:grant-type:jwt-bearer',
        ],
        scopes: [],
        keys: [],
      },
    },
    users: {},
    token: { kind: 'jws', alg: 'ES256', jti: false, claims: {} },
    audience: [],
    expiresIn: true,
    issuers: {},
  })
})

test('reads everything an OAuth server can be told', () => {
  const options = optionsOf(
    file(`
    kind: oauth
    at: https://a/oauth2
    paths: { token: /oauth/access, jwks: /keys, introspect: /i, revoke: /r }
    clients:
      app: { secret: s3cr3t, grants: [password, jwt-bearer], scopes: [read, write], keys: test }
    users: { jane: sesame }
    token: { kind: opaque, lifetime: 10m, claims: { a: 1 }, audience: [mesh, bank] }
    expiresIn: false
    refresh: { lifetime: 8h }
    limits: { token: 10/s }
    lockout: { after: 3, for: 1m }
    issuers:
      https://idp.test: { file: ec.pem, kid: "16" }
      https://other.test: [keys/one.json, private.pem, all.json]`),
  )
  const ecKey = { alg: 'ES256', jwk: jwkOf(ec.publicKey) }
  const rsaKeys = (['RS256', 'RS384', 'RS512'] as const).map((alg) => ({
    alg,
    jwk: jwkOf(rsa.publicKey),
  }))
  const named = rsaKeys.map((key) => ({ ...key, kid: 'r' }))
  expect(options).toMatchObject({
    paths: { token: '/oauth/access', jwks: '/keys', introspect: '/i', revoke: '/r' },
    users: { jane: 'sesame' },
    token: { kind: 'opaque', lifetimeMs: 600_000, claims: { a: 1 } },
    audience: ['mesh', 'bank'],
    expiresIn: false,
    refresh: { lifetimeMs: 28_800_000 },
    limits: { rates: { token: { count: 10, perMs: 1000 } } },
    lockout: { after: 3, forMs: 60_000 },
  })
  expect(options.clients['app']).toEqual({
    secret: 's3cr3t',
    grants: ['password', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    scopes: ['read', 'write'],
    keys: pairAlgorithms.map((alg) => ({ alg, jwk: publicHalf(builderTestKey(alg)) })),
  })
  expect(options.issuers).toEqual({
    'https://idp.test': [{ ...ecKey, kid: '16' }],
    'https://other.test': [{ ...ecKey, kid: '16' }, ...rsaKeys, ...named, ecKey],
  })
})

test('masks the secrets of clients and the passwords of users', () => {
  const { secrets } = read(oauth(`${clients}, users: { jane: sesame }`))
  expect(secrets).toEqual(expect.arrayContaining(['s3cr3t', 'sesame']))
})

test.each<[string, string, string]>([
  ['a server without clients', oauth(''), 'MISSING-KEY 4:3+4 "clients" is missing'],
  [
    'a server with no client',
    oauth(', clients: {}'),
    'MISSING-KEY 4:3+4 nobody could ask for a token: there are no clients',
  ],
  [
    'a misspelt key',
    oauth(`${clients}, expireIn: true`),
    'UNKNOWN-KEY 4:79+8 "expireIn" is not known here',
  ],
  [
    'an unknown grant',
    oauth(', clients: { app: { grants: [implicit] } }'),
    'BAD-VALUE 4:68+8 "implicit" is not known here',
  ],
  [
    'a key file that is not there',
    oauth(`${clients}, issuers: { i: no.pem }`),
    'FILE-MISSING 4:93+6 there is no file "no.pem"',
  ],
  [
    'a key file without a key',
    oauth(`${clients}, issuers: { i: text.pem }`),
    'BAD-VALUE 4:93+8 "text.pem" holds no public key',
  ],
  [
    'a key for no algorithm of ours',
    oauth(`${clients}, issuers: { i: { file: ed.pem } }`),
    'BAD-VALUE 4:101+6 "ed.pem" holds no public key',
  ],
  [
    'two endpoints at one path',
    oauth(`${clients}, paths: { revoke: /token }`),
    'DUPLICATE-NAME 4:88+6 "revoke" has the path of "token"',
  ],
  [
    'refresh tokens for nobody',
    oauth(`${clients}, refresh: true`),
    'BAD-VALUE 4:79+7 nobody gets a refresh token: only users do, and there are none',
  ],
  [
    'an algorithm of opaque tokens',
    oauth(`${clients}, token: { kind: opaque, alg: RS256 }`),
    'BAD-VALUE 4:102+3 an opaque token has no "alg"',
  ],
  [
    'a limit of no endpoint',
    oauth(`${clients}, limits: { tokn: 1/s }`),
    'UNKNOWN-NAME 4:89+4 there is no endpoint "tokn"',
  ],
  [
    'a real server on another host',
    file('{ kind: outside, at: "https://example.com" }'),
    'BAD-VALUE 4:30+21 "example.com" is not this computer',
  ],
  [
    'a real server without an address',
    file('{ kind: outside }'),
    'MISSING-KEY 4:3+4 "at" is missing',
  ],
  [
    'a real server with limits',
    file('{ kind: outside, at: "http://127.0.0.1:1", limits: {} }'),
    'UNKNOWN-KEY 4:52+6 "limits" is not known here',
  ],
  [
    'an authority whose file is missing',
    file('{ kind: outside, at: "http://127.0.0.1:1", ca: none.pem }'),
    'FILE-MISSING 4:56+8 there is no file "none.pem"',
  ],
  [
    'an authority without a certificate',
    file('{ kind: outside, at: "http://127.0.0.1:1", ca: server.xml }'),
    'BAD-VALUE 4:56+10 "server.xml" holds no certificate',
  ],
])('names %s', (_title, text, problem) => {
  expect(problemsOf(text, { files })).toContain(problem)
})

test.each(['http://127.0.0.1:8080', 'http://localhost', 'https://[::1]:1', 'http://127.1.2.3'])(
  'lets requests out to %s',
  (at) => {
    expect(problemsOf(file(`{ kind: outside, at: "${at}" }`))).toEqual([])
  },
)

test('lets requests out to another host where that is allowed', () => {
  const { services } = one(file('{ kind: outside, at: "https://example.com/a", allow: true }'))
  expect(services[0]).toMatchObject({
    binding: { origin: 'https://example.com', path: '/a' },
    options: { kind: 'outside' },
  })
})

test('begins at the real time where a real server takes part, unless the file says when', () => {
  const real = file('{ kind: outside, at: "http://127.0.0.1:1" }')
  expect(one(real).beginsNow).toBe(true)
  expect(one(`${real}start: 2026-06-01T00:00:00Z\n`).beginsNow).toBe(false)
  expect(one(oauth(clients)).beginsNow).toBe(false)
})
