import type { JwtBuilder } from '../config/model.ts'
import type { HttpRequest } from '../http.ts'
import { rule, type Rule } from '../rule.ts'
import { cacheKey, exactMatch } from '../token/key.ts'
import { buildJwt } from './build-jwt.ts'
import { clientCredentials } from './client-credentials.ts'
import { readPairs } from './custom-pairs.ts'
import { fieldValue } from './credentials.ts'
import { jwtBearer } from './jwt-bearer.ts'
import type { Fields, GrantFields } from './grant.ts'
import type {
  Caller,
  FetchedPlanBase,
  FetchMethod,
  Maker,
  Prepared,
  Unmade,
  Unprepared,
} from './method.ts'
import { chooseClient, type ChosenClient, type ClientPlan } from './oauth-client.ts'
import { oauthLifetime, type OAuthLifetimePolicy } from './oauth-lifetime.ts'
import { readOAuthResponse } from './oauth-response.ts'
import { passwordGrant } from './password-grant.ts'
import { routed, type Route } from './route.ts'
import type { RequestInfo, RequestInfoField } from './request-info.ts'

const oauth2 = 'RFC 6749'

export const oauthRequest = rule('oauth.request', {
  status: 'assumed',
  source: `Assumed from ${oauth2}, section 3.2: the wire form is the standard's, no page shows it`,
  says: 'the token request is a POST of form fields to tokenEndpoint, with Accept: application/json',
})

export const optionalFields = rule('oauth.optional-fields', {
  status: 'assumed',
  source:
    'Assumed: the parameters exist for programs; their names on the wire and their order are not shown',
  says: 'scope, resource, audience and custom parameters are sent where they are supplied, the program winning over server.xml',
})

export const ownFieldsWin = rule('oauth.own-fields', {
  status: 'assumed',
  source: 'Assumed: RFC 6749, section 3.2, forbids a parameter to be sent twice',
  says: 'a custom parameter with the name of a field that is sent already is not sent, resource and audience excepted; scope, resource and audience without a character are not sent',
})

export const oauthKeyParts = rule('oauth.key-parts', {
  status: 'assumed',
  source: 'Assumed: which values count as token-related is not listed',
  says: 'the key is element, server, endpoint, grant, client, user, password, subject, scope, resource, audience and custom parameters, and never an assertion',
  other: { keyHasConnection: true },
})

/** A zosconnect_oAuthConfig and its authorization server. */
export interface OAuthPlan extends FetchedPlanBase {
  readonly kind: 'oauth'
  readonly grant: GrantPlan
  readonly serverId: string
  readonly endpoint: string
  readonly connectTimeoutMs: number
  readonly receiveTimeoutMs: number
  readonly route: Route
  readonly client: ClientPlan
  /** Whether the program's client goes as form fields, and not as a Basic header. */
  readonly programClientInForm: boolean
  /** What server.xml itself sets. */
  readonly defaults: Readonly<
    Partial<Record<'scope' | 'resource' | 'audience' | 'customParms', string>>
  >
  readonly lifetime: OAuthLifetimePolicy
  readonly rules: readonly Rule[]
}

export type GrantPlan =
  | { readonly type: 'client_credentials' }
  | { readonly type: 'password' }
  | { readonly type: 'jwt-bearer'; readonly builder: JwtBuilder }

/** zosconnect_oAuthConfig: a token of an OAuth 2.0 authorization server. */
export const oauth: FetchMethod<OAuthPlan> = {
  prepare(plan, info, caller) {
    const client = chooseClient(plan.id, plan.client, plan.programClientInForm, info)
    if (client.kind === 'unprepared') return client
    const grant = grantFields(plan, info, caller)
    if (grant.kind === 'unprepared') return grant
    const optional = optionalOf(plan, info)
    if ('kind' in optional) return optional
    return prepared(plan, client, grant, optional)
  },
  read: (_plan, response) => readOAuthResponse(response),
  lifetime: (plan, { token, lifetime }, now) => oauthLifetime(token, lifetime, plan.lifetime, now),
}

function grantFields(plan: OAuthPlan, info: RequestInfo, caller: Caller): GrantFields | Unprepared {
  switch (plan.grant.type) {
    case 'client_credentials':
      return clientCredentials()
    case 'password':
      return passwordGrant(plan.id, info)
    case 'jwt-bearer':
      return jwtBearer(plan.id, plan.grant.builder, info, caller)
  }
}

function optionalOf(plan: OAuthPlan, info: RequestInfo): { fields: Fields } | Unprepared {
  const value = (field: RequestInfoField, name: keyof OAuthPlan['defaults']) =>
    fieldValue(info, field) ?? plan.defaults[name]
  const custom = readPairs(value('oauthCustomParms', 'customParms') ?? '')
  if ('wrong' in custom)
    return {
      kind: 'unprepared',
      message: `${plan.id}: custom parameters: ${custom.wrong}`,
      rules: [optionalFields],
    }
  const named = [
    ['scope', value('oauthScope', 'scope')],
    ['resource', value('oauthResource', 'resource')],
    ['audience', value('oauthAudience', 'audience')],
  ] as const
  const supplied = named.flatMap(([name, text]) =>
    text === undefined || text === '' ? [] : [[name, text] as const],
  )
  return { fields: [...supplied, ...custom.pairs] }
}

function prepared(
  plan: OAuthPlan,
  client: ChosenClient,
  grant: GrantFields,
  optional: { readonly fields: Fields },
): Prepared {
  const own: Fields = [['grant_type', grant.grantType], ...client.fields, ...grant.fields]
  const { sent, dropped } = besideOwn(optional.fields, own, { client, grant })
  const fields: Fields = [...own, ...sent]
  const { id, serverId, endpoint, connectTimeoutMs, receiveTimeoutMs, route } = plan
  const identity = [...client.identity, ...grant.identity, JSON.stringify(sent)]
  return {
    kind: 'prepared',
    request: {
      method: 'POST',
      url: endpoint,
      headers: [
        ...(client.basic === undefined
          ? []
          : [['Authorization', `Basic ${client.basic}`] as const]),
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['Accept', 'application/json'],
      ],
      body: formBody(fields),
      connectTimeoutMs,
      receiveTimeoutMs,
      purpose: { kind: 'token', element: id },
      ...routed(route),
    },
    ...((client.assertion || grant.assertion) && {
      complete: (request, maker) => complete(request, maker, fields, plan, client, grant),
    }),
    key: cacheKey([plan.kind, id, serverId, endpoint, grant.grantType, ...identity]),
    credentialsFrom: client.from,
    rules: [
      ...plan.rules,
      ...route.rules,
      oauthRequest,
      ...client.rules,
      ...grant.rules,
      ...(sent.length > 0 ? [optionalFields] : []),
      ...(dropped.length > 0 ? [ownFieldsWin] : []),
      exactMatch,
      oauthKeyParts,
    ],
    warnings: dropped.map(
      (name) => `the custom parameter ${name} is dropped: that field is sent already`,
    ),
  }
}

/** Fields that may be sent several times: RFC 8707, section 2, and RFC 8693, section 2.1. */
const repeatable = new Set(['resource', 'audience'])

/** The optional fields that no field of the server's own, sent now or made later, stands in the way of. */
function besideOwn(
  optional: Fields,
  own: Fields,
  { client, grant }: { readonly client: ChosenClient; readonly grant: GrantFields },
): { readonly sent: Fields; readonly dropped: readonly string[] } {
  const taken = new Set([
    ...own.map(([name]) => name),
    ...(grant.assertion ? ['assertion'] : []),
    ...(client.assertion ? ['client_assertion', 'client_assertion_type'] : []),
  ])
  const sent: (readonly [string, string])[] = []
  const dropped: string[] = []
  for (const field of optional) {
    const [name] = field
    if (taken.has(name)) dropped.push(name)
    else sent.push(field)
    if (!repeatable.has(name)) taken.add(name)
  }
  return { sent, dropped }
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

async function complete(
  request: HttpRequest,
  maker: Maker,
  fields: Fields,
  { endpoint }: OAuthPlan,
  client: ChosenClient,
  grant: GrantFields,
): Promise<HttpRequest | Unmade> {
  const added: [string, string][] = []
  if (grant.assertion) {
    const assertion = await grant.assertion(maker, endpoint)
    if (typeof assertion !== 'string') return assertion
    added.push(['assertion', assertion])
  }
  if (client.assertion) {
    const { clientId, builder } = client.assertion
    const claims = {
      sub: clientId,
      ...(builder.issuer ? {} : { iss: clientId }),
      ...(builder.audiences.value.length > 0 ? {} : { aud: endpoint }),
    }
    const assertion = await buildJwt(builder, { set: claims }, maker)
    if (typeof assertion !== 'string') return assertion
    added.push(['client_assertion_type', assertionType], ['client_assertion', assertion])
  }
  return { ...request, body: formBody([...fields, ...added]) }
}

const formBody = (fields: Fields): Uint8Array =>
  Buffer.from(
    new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  )
