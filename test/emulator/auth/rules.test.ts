import { expect, test } from 'vitest'
import {
  basicXml,
  idsOf,
  issued,
  localXml,
  loginXml,
  oauthXml,
  serverClient,
  someone,
  startRequester,
  type Fields,
  type RequesterParts,
} from '../../support/requester.ts'
import { testSigningKeys } from '../../support/signing-keys.ts'

type Case = Pick<RequesterParts, 'xml' | 'token'> & {
  readonly fields?: Fields
  /** The rules of what comes before the token request, and of the token that came. */
  readonly rules: readonly string[]
}

/** Every event of a first call, with the rules it names. */
async function cited({ fields = {}, xml, token }: Case): Promise<readonly string[]> {
  const given = { keys: testSigningKeys, ...(xml && { xml }), ...(token && { token }) }
  const { trace } = await startRequester(given).call(fields, { assertedUser: 'ADA' })
  return trace.map((event) => `${event.kind}: ${idsOf(event).join(' ')}`)
}
const program: Fields = { oauthClientId: 'me', oauthClientSecret: 'mine' }
const both = 'requestMethod="POST" credentialLocation="body" requestBody="${userid}${password}"'
const cases: Readonly<Record<string, Case>> = {
  'an authToken': {
    xml: loginXml({}),
    fields: someone,
    rules: [
      'credentials: credentials.program request.method request.header-basic request.accept cache.key cache.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: cache.opaque cache.lifetime.config cache.lifetime.from-receipt response.json response.json-path',
      'attached: attach.bearer',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'an authToken with a body': {
    xml: loginXml({ request: both }),
    fields: someone,
    rules: [
      'credentials: credentials.program request.method request.credentials-in-body request.body request.content-type request.substitute request.accept request.substitute-once cache.key cache.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: cache.opaque cache.lifetime.config cache.lifetime.from-receipt response.json response.json-path',
      'attached: attach.bearer',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'an authToken with custom areas': {
    xml: loginXml({ request: both.replace('}"', '}${a}"') }),
    fields: { ...someone, tokenCustomParms: 'a=1', tokenCustomHeaders: 'X-A=1' },
    rules: [
      'credentials: credentials.program credentials.custom-format request.method request.credentials-in-body request.body request.content-type request.substitute request.accept request.substitute-once request.custom-headers cache.key cache.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: cache.opaque cache.lifetime.config cache.lifetime.from-receipt response.json response.json-path',
      'attached: attach.bearer',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'an authToken by GET': {
    xml: loginXml({ request: 'requestMethod="GET" credentialLocation="header"' }),
    fields: someone,
    rules: [
      'credentials: credentials.program request.method request.header-basic request.accept cache.key cache.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: cache.opaque cache.lifetime.config cache.lifetime.from-receipt response.json response.json-path',
      'attached: attach.bearer',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'a client of the program': {
    xml: oauthXml({}),
    token: [issued()],
    fields: program,
    rules: [
      'credentials: oauth.request oauth.client-form oauth.client-credentials oauth.client-credentials-spelling cache.key oauth.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: oauth.kept oauth.access-token oauth.expires-in',
      'attached: oauth.attach',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'a client of server.xml and a scope': {
    xml: oauthXml({
      ...serverClient,
      oauth: 'grantType="client_credentials" scope="read" customParms="grant_type=x"',
    }),
    token: [issued({ expires_in: 60 })],
    fields: program,
    rules: [
      'credentials: oauth.request oauth.client-server-wins oauth.client-basic oauth.client-basic-raw oauth.client-credentials oauth.client-credentials-spelling oauth.optional-fields oauth.own-fields cache.key oauth.key-parts',
      'warning: ',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: oauth.kept oauth.access-token oauth.expires-in',
      'attached: oauth.attach',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'a user': {
    xml: oauthXml({ oauth: 'grantType="password"' }),
    token: [issued({ expires_in: 60 })],
    fields: { ...program, oauthUsername: 'ada', oauthPassword: 'p' },
    rules: [
      'credentials: oauth.request oauth.client-form oauth.password cache.key oauth.key-parts',
      'lookup: cache.empty cache.per-server',
      'token-request: response.success',
      'stored: oauth.kept oauth.access-token oauth.expires-in',
      'attached: oauth.attach',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'a JWT of the server': {
    xml: localXml({}),
    rules: [
      'made: jwt.subject jwt.not-cached jwt.no-registry jwt.claims jwt.key jwt.kid jwt.issuer',
      'attached: jwt.attach',
      'api-request: ',
      'outcome: outcome.success',
    ],
  },
  'basic authentication': {
    xml: basicXml(),
    rules: ['made: basic.api', 'attached: basic.api', 'api-request: ', 'outcome: outcome.success'],
  },
}

test.for(Object.entries(cases))(
  'names the rules that decide, and no other, in the trace of a call with %s',
  async ([, given]) => {
    expect(await cited(given)).toEqual(given.rules)
  },
)
