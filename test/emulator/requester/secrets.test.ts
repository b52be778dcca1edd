import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { CallResult, TraceEvent } from '../../../emulator/index.ts'
import { jwsText, seconds } from '../../support/jwt-text.ts'
import { noon } from '../../support/fixed-clock.ts'
import {
  answer,
  failure,
  basicXml,
  issued,
  json,
  localXml,
  loginXml,
  oauthXml,
  ok,
  serverClient,
  startRequester,
  unauthorized,
  type Answer,
  type Fields,
  type RequesterParts,
} from '../../support/requester.ts'

const jwt = jwsText({ exp: seconds(noon + 60_000), hidden: 'claim' })
const secrets = [
  'hunter2',
  'swordfish',
  'hvs.opaque',
  jwt,
  'custom-secret',
  'header-secret',
  's3cret',
  'client-secret',
  'oauth-pass',
  'shared-key',
]

const fields: Fields = {
  tokenUsername: 'ada',
  tokenPassword: 'hunter2',
  oauthClientId: 'me',
  oauthClientSecret: 'client-secret',
  oauthUsername: 'ada',
  oauthPassword: 'oauth-pass',
  tokenCustomParms: 'key=custom-secret',
  tokenCustomHeaders: 'X-Key=header-secret',
}

/** Everything of a trace but what goes over the wire, which reporters mask. */
const decisions = (trace: readonly TraceEvent[]): readonly unknown[] =>
  trace.map((event) => {
    if (event.kind !== 'token-request' && event.kind !== 'api-request') return event
    const { request: _request, result: _result, ...rest } = event
    return rest
  })

function expectNoSecret(value: unknown): void {
  const shown = [
    inspect(value, { depth: 20, showHidden: true, maxStringLength: Infinity }),
    JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? [...each] : each)) ?? '',
    String(value),
  ].join('\n')
  const encoded = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')])
  for (const secret of encoded) expect(shown).not.toContain(secret)
}

const fromServer = {
  server: 'basicAuthRef="data"',
  more: ['<zosconnect_authData id="data" user="server" password="swordfish"/>'],
}
const request = `credentialLocation="body" requestBody='{"p":"\${password}","k":"\${key}"}'`

test.each<[string, RequesterParts, Fields]>([
  ['a call that succeeds', {}, fields],
  ['an opaque token', { token: [json({ token: 'hvs.opaque' })] }, fields],
  ['a JWT', { token: [json({ token: jwt })], xml: loginXml({ token: '' }) }, fields],
  ['credentials of server.xml', { xml: loginXml(fromServer) }, fields],
  ['credentials in the body', { xml: loginXml({ request }) }, fields],
  [
    'values that break JSON',
    { xml: loginXml({ request }) },
    { ...fields, tokenPassword: '"hunter2"' },
  ],
  ['a place-holder without a value', { xml: loginXml({ request }) }, { tokenPassword: 'hunter2' }],
  ['no user', {}, { tokenPassword: 'hunter2' }],
  ['bad custom headers', {}, { ...fields, tokenCustomHeaders: 'header-secret' }],
  ['bad custom parameters', {}, { ...fields, tokenCustomParms: 'custom-secret' }],
  ['a header that cannot be sent', {}, { ...fields, tokenCustomHeaders: 'X-K=header-secret\n' }],
  ['a header that is dropped', {}, { ...fields, tokenCustomHeaders: 'Host=header-secret' }],
  ['an answer without its token', { token: [json({ tok: 'hvs.opaque' })] }, fields],
  ['a token server that is down', { token: [failure('refused')] }, fields],
  [
    'a lifetime that is none',
    {
      xml: loginXml({
        response:
          'tokenLocation="body" responseFormat="JSON" tokenPath="t" tokenLifetimePath="ttl"',
      }),
      token: [json({ t: 'hvs.opaque', ttl: 'hvs.opaque' })],
    },
    fields,
  ],
  ['an OAuth token', { xml: oauthXml({}), token: [issued({}, 'hvs.opaque')] }, fields],
  ['an OAuth client of server.xml', { xml: oauthXml(serverClient), token: [issued()] }, fields],
  [
    'an OAuth user',
    { xml: oauthXml({ oauth: 'grantType="password"' }), token: [issued({}, jwt)] },
    fields,
  ],
  [
    'an OAuth answer without its token',
    { xml: oauthXml({}), token: [json({ token: 'hvs.opaque', expires_in: 'hvs.opaque' })] },
    fields,
  ],
  [
    'an expires_in that is none',
    { xml: oauthXml({}), token: [issued({ expires_in: 'hvs.opaque' })] },
    fields,
  ],
  [
    'OAuth parameters that cannot be read',
    { xml: oauthXml({}) },
    { ...fields, oauthCustomParms: 'custom-secret' },
  ],
  ['no OAuth user name', { xml: oauthXml({}) }, { oauthClientSecret: 'client-secret' }],
  ['a generated JWT', { xml: localXml({}) }, fields],
  [
    'a JWT whose key does not sign',
    {
      xml: localXml({ builder: 'sharedKey="shared-key"' }),
      keys: async () => ({ key: Buffer.from('shared-key') }),
    },
    fields,
  ],
  [
    'a client assertion',
    {
      xml: oauthXml({
        oauth: 'grantType="client_credentials" oAuthTokenConfigRef="proof"',
        more: [
          '<zosconnect_oAuthTokenConfig id="proof" tokenGeneratorRef="jwt" clientId="app"/>',
          '<jwtBuilder id="jwt" signatureAlgorithm="HS256" sharedKey="shared-key"/>',
        ],
      }),
      token: [issued()],
    },
    fields,
  ],
  ['an assertion of the jwt-bearer grant', bearer('shared-key', [issued({}, jwt)]), fields],
  ['an assertion that is refused', bearer('shared-key', [answer(400)]), fields],
  [
    'an assertion whose key does not sign',
    { ...bearer('', []), keys: async () => ({ key: Buffer.from('shared-key') }) },
    fields,
  ],
  ['an odd token_type', { xml: oauthXml({}), token: [issued({ token_type: jwt })] }, fields],
  [
    'custom parameters that are dropped',
    { xml: oauthXml({}), token: [issued()] },
    { ...fields, oauthCustomParms: 'client_secret=custom-secret' },
  ],
  ['basic authentication', { xml: basicXml() }, fields],
  ['a password that cannot be decoded', { xml: badPassword() }, fields],
])('shows no secret in outcome, trace, plan and requester after %s', async (_, parts, supplied) => {
  const api: readonly Answer[] = [ok, unauthorized, ok, answer(500)]
  const { call, plan, requester } = startRequester({ api, ...parts })
  const results: CallResult[] = []
  for (let i = 0; i < 3; i++) results.push(await call(supplied, { assertedUser: 'ADA' }))
  for (const { outcome, trace } of results) {
    expectNoSecret(outcome.statusMessage)
    expectNoSecret(decisions(trace))
  }
  expectNoSecret(plan())
  expectNoSecret(requester)
})

/** The jwt-bearer grant, with a jwtBuilder of that shared key. */
function bearer(sharedKey: string, token: readonly Answer[]): RequesterParts {
  const signing = sharedKey === '' ? '' : `signatureAlgorithm="HS256" sharedKey="${sharedKey}"`
  const grant = 'grantType="urn:ietf:params:oauth:grant-type:jwt-bearer" tokenGeneratorRef="jwt"'
  const xml = oauthXml({ oauth: grant, more: [`<jwtBuilder id="jwt" ${signing}/>`] })
  return { xml, token, extensions: ['jwt-bearer'] }
}

function badPassword(): readonly string[] {
  const data = '<zosconnect_authData id="data" user="server" password="{xor}swordfish*"/>'
  return loginXml({ server: 'basicAuthRef="data"', more: [data] })
}

test('puts the secrets on the wire, and nowhere else in the trace', async () => {
  const { call } = startRequester({ xml: loginXml({ request }) })
  const { trace } = await call(fields)
  const sent = trace.find(({ kind }) => kind === 'token-request')
  if (sent?.kind !== 'token-request') throw new Error('no token request')
  expect(Buffer.from(sent.request.body!).toString()).toBe('{"p":"hunter2","k":"custom-secret"}')
  expect(sent.request.headers).toContainEqual(['X-Key', 'header-secret'])
})
