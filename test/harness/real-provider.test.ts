import { expect, test } from 'vitest'
import { startProvider, type RealProvider } from '../support/oidc-provider.ts'
import { scenarioWorld } from '../support/scenario-world.ts'
import { serverXml } from '../support/server-xml.ts'

const methods = {
  'client credentials with the secret in a Basic header': {
    config: 'grantType="client_credentials" authServerRef="byBasic"',
    as: '{}',
  },
  'client credentials with the secret in the form': {
    config: 'grantType="client_credentials" authServerRef="bare"',
    as: '{ oauthClientId: by-form, oauthClientSecret: by-form-s3cret }',
  },
  'client credentials with a client assertion': {
    config: 'grantType="client_credentials" authServerRef="bare" oAuthTokenConfigRef="proof"',
    as: '{}',
  },
  'the jwt-bearer grant with the secret in a Basic header': {
    config: `grantType="urn:ietf:params:oauth:grant-type:jwt-bearer" authServerRef="byBasic" tokenGeneratorRef="asserts"`,
    as: '{ oauthUsername: jane }',
  },
  'the jwt-bearer grant with the secret in the form': {
    config: `grantType="urn:ietf:params:oauth:grant-type:jwt-bearer" authServerRef="bare" tokenGeneratorRef="asserts"`,
    as: '{ oauthClientId: by-form, oauthClientSecret: by-form-s3cret, oauthUsername: jane }',
  },
}

const files = ({ issuer, ca }: RealProvider, config: string) => ({
  'ca.pem': ca,
  'server.xml': serverXml(
    '<zosconnect_endpointConnection id="api" host="http://api.example.com" authenticationConfigRef="oauth"/>',
    '<zosconnect_authData id="client" user="by-basic" password="by-basic-s3cret"/>',
    `<zosconnect_authorizationServer id="byBasic" basicAuthRef="client" tokenEndpoint="${issuer}/token"/>`,
    `<zosconnect_authorizationServer id="bare" tokenEndpoint="${issuer}/token"/>`,
    `<zosconnect_oAuthConfig id="oauth" ${config}/>`,
    '<zosconnect_oAuthTokenConfig id="proof" tokenGeneratorRef="proves" clientId="by-assertion"/>',
    '<jwtBuilder id="asserts" issuer="https://zosconnect.example.com" signatureAlgorithm="ES256" keyAlias="16" expiresInSeconds="5m" jti="true"/>',
    '<jwtBuilder id="proves" issuer="by-assertion" signatureAlgorithm="ES256" keyAlias="16" expiresInSeconds="1m" jti="true"/>',
  ),
})

const scenario = ({ issuer }: RealProvider, as: string, steps = ''): string => `
scenario: A certified server issues the tokens
config: server.xml
extensions: [jwt-bearer]
services:
  provider: { kind: outside, at: '${issuer}', ca: ca.pem }
  api: { kind: api, at: http://api.example.com, routes: { GET /a: { body: ok } } }
requests:
  read: { connection: api, path: /a }
steps:
  - { call: read, as: ${as} }
  - { call: read, as: ${as} }
${steps}`

for (const transport of ['memory', 'sockets'] as const)
  for (const [method, { config, as }] of Object.entries(methods))
    test(`gets a token from oidc-provider by ${method}, the API served by ${transport}`, async () => {
      await using provider = await startProvider()
      const text = scenario(provider, as)
      await using started = await scenarioWorld(text, files(provider, config), transport)
      await started.steps()
      const { world } = started
      expect(Object.fromEntries(world.journal.counts())).toMatchObject({
        'provider.request:200': 1,
        'api:200': 2,
      })
      const [request] = world.journal.since(0).filter(({ service }) => service === 'api')
      const token = authorizationOf(request?.request.headers).replace('Bearer ', '')
      const owner = as.includes('jane')
        ? await provider.accountOf(token)
        : (await provider.find(token))?.clientId
      expect(owner).toBe(as.includes('jane') ? 'jane' : clientOf(config, as))
    })

const authorizationOf = (headers: readonly (readonly [string, string])[] = []): string =>
  headers.find(([name]) => name === 'Authorization')?.[1] ?? ''

const clientOf = (config: string, as: string): string => {
  if (config.includes('byBasic')) return 'by-basic'
  return as.includes('by-form') ? 'by-form' : 'by-assertion'
}

test('is refused by oidc-provider where the secret is wrong', async () => {
  await using provider = await startProvider()
  const { config } = methods['client credentials with the secret in the form']
  const text = scenario(provider, '{ oauthClientId: by-form, oauthClientSecret: guessed }')
  await using started = await scenarioWorld(text, files(provider, config))
  const seen = await started.steps()
  expect(Object.fromEntries(started.world.journal.counts())).toMatchObject({
    'provider.request:401': 2,
  })
  expect(started.world.journal.counts().has('api')).toBe(false)
  expect(seen[0]!.calls[0]!.outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
})

test('does not trust oidc-provider without its authority', async () => {
  await using provider = await startProvider()
  const { config, as } = methods['client credentials with the secret in a Basic header']
  const text = scenario(provider, as).replace(', ca: ca.pem', '')
  await using started = await scenarioWorld(text, files(provider, config))
  await started.steps()
  expect(Object.fromEntries(started.world.journal.counts())).toMatchObject({
    'provider.request:tls': 2,
  })
})
