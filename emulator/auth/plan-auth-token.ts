import type { AuthToken, ResponseFormat, ServerConfig } from '../config/model.ts'
import { rule, type Rule } from '../rule.ts'
import { aSecond } from '../token/cache.ts'
import type { LifetimePolicy } from '../token/lifetime.ts'
import type { AuthTokenPlan } from './auth-token.ts'
import type { AttachPlan } from './method.ts'
import { gate, refusal, type PlanContext, type Refusal } from './plan-context.ts'
import { planServer, type PlannedServer } from './plan-server.ts'
import { substituteAny, substituteTwo } from './substitute.ts'
import {
  basicAnyName,
  basicHeader,
  headerPair,
  headerPairRaw,
  inBody,
  type TokenRequestPlan,
} from './token-request.ts'
import type { TokenResponsePlan } from './token-response.ts'

const page = 'Calling an authentication server (zosConnect-2.0)'

export const requestMethod = rule('request.method', {
  status: 'documented',
  source: `${page}: HTTP Method`,
  says: 'the token request goes to tokenEndpoint with the requestMethod GET, PUT or POST',
})

export const bodySent = rule('request.body', {
  status: 'documented',
  since: '3.0.70.0',
  source: `${page}: Request body, Note`,
  says: 'requestBody is sent wherever the credentials go',
})

export const bodyBefore = rule('request.body-before', {
  status: 'documented',
  source: `${page}: Request body, Note`,
  says: 'before 3.0.70.0 requestBody is sent only with credentialLocation="body"',
})

export const bodyWithGet = rule('request.body-with-get', {
  status: 'assumed',
  source: 'Assumed: the page lists GET and a body without a restriction',
  says: 'a GET carries the body too',
})

export const contentType = rule('request.content-type', {
  status: 'documented',
  since: '3.0.69.0',
  source: `${page}: Request body content type`,
  says: 'a request body is sent as application/json',
})

export const contentTypeBefore = rule('request.content-type-before', {
  status: 'documented',
  source: `${page}: Request body content type`,
  says: 'before 3.0.69.0 a request body is sent as application/json;charset=UTF-8',
})

export const accept = rule('request.accept', {
  status: 'documented',
  since: '3.0.69.0',
  source: `${page}: Response accept content types`,
  says: 'with tokenLocation="body" Accept is sent by responseFormat: JSON, Text or JWT',
})

export const acceptBefore = rule('request.accept-before', {
  status: 'documented',
  source: `${page}: Response accept content types`,
  says: 'before 3.0.69.0 no Accept is sent',
})

export const bearer = rule('attach.bearer', {
  status: 'documented',
  source: `${page}: Figure 1, step 4`,
  says: 'the token goes into the API request after Bearer, in Authorization unless header names another',
})

export const bearerOff = rule('attach.bearer-off', {
  status: 'documented',
  source: `${page}: Figure 1, step 4`,
  says: 'with useBearerScheme="false" the header carries the token alone',
})

export const bearerInCustomHeader = rule('attach.bearer-custom-header', {
  status: 'assumed',
  source: `Assumed from the letter of "${page}", which ties the scheme to no header name`,
  says: 'a header of another name than Authorization also gets Bearer unless it is switched off',
  other: { bearerInCustomHeader: false },
})

export const retryAuthToken = rule('retry.auth-token', {
  status: 'documented',
  source: `${page}: Access token caching`,
  says: 'a 401 of the API leads to one more request with a new token; if that fails the program gets the error',
})

/** The plan of one zosconnect_authToken at a fix level, or why it cannot be used. */
export function planAuthToken(
  element: AuthToken,
  config: ServerConfig,
  context: PlanContext,
): AuthTokenPlan | Refusal {
  const { id, at } = element
  const planned = planServer(element, config)
  if (planned.kind === 'refusal') return planned
  const { server } = planned
  const dataId = server.basicAuthRef?.value
  const authData = dataId === undefined ? undefined : config.authData.get(dataId)
  if (dataId !== undefined && !authData)
    return refusal(
      undefined,
      `${server.id}: there is no zosconnect_authData "${dataId}"`,
      server.at,
    )
  if (authData?.unusable) return refusal(authData.unusable, '', authData.at)
  const refreshRateMs = gate(context, '3.0.70.0', element.tokenRefreshRateMs?.value, undefined)
  return {
    kind: 'authToken',
    id,
    at,
    serverId: server.id,
    ...(authData && { authData }),
    request: planRequest(element, planned, context),
    response: planResponse(element, context),
    attach: planAttach(element, context),
    lifetime: planLifetime(element, context),
    ...(refreshRateMs !== undefined && { refreshRateMs }),
    leastLeft: aSecond,
    retry: { on: 'any-401', rules: [retryAuthToken] },
  }
}

function planRequest(
  { tokenRequest, tokenResponse }: AuthToken,
  { endpoint, connectTimeoutMs, receiveTimeoutMs, route }: PlannedServer,
  context: PlanContext,
): TokenRequestPlan {
  const method = tokenRequest.requestMethod.value
  const inHeader = tokenRequest.credentialLocation.value === 'header'
  const takesCustom = gate(context, '3.0.70.0', true, false)
  const sendsBody = takesCustom || !inHeader
  const body = sendsBody ? tokenRequest.requestBody?.value : undefined
  const format =
    tokenResponse.tokenLocation.value === 'body' ? tokenResponse.responseFormat?.value : undefined
  const sendsAccept = format !== undefined && gate(context, '3.0.69.0', true, false)
  return {
    method,
    endpoint,
    connectTimeoutMs,
    receiveTimeoutMs,
    route,
    credentials: inHeader ? { in: 'header', names: tokenRequest.header.value } : { in: 'body' },
    contentType: gate(context, '3.0.69.0', 'application/json', 'application/json;charset=UTF-8'),
    ...(body !== undefined && { body }),
    ...(sendsAccept && { accept: mediaTypes[format] }),
    takesCustom,
    rules: [
      requestMethod,
      ...credentialRules(inHeader, tokenRequest.header.value),
      ...bodyRules(tokenRequest.requestBody?.value, body, method, context),
      ...(format === undefined ? [] : [gate(context, '3.0.69.0', accept, acceptBefore)]),
    ],
  }
}

const mediaTypes: Readonly<Record<ResponseFormat, string>> = {
  JSON: 'application/json',
  Text: 'text/plain',
  JWT: 'application/jwt',
}

function credentialRules(inHeader: boolean, names: readonly string[]): readonly Rule[] {
  if (!inHeader) return [inBody]
  if (names.length > 1) return [headerPair, headerPairRaw]
  const isStandard = names[0]?.toLowerCase() === 'authorization'
  return isStandard ? [basicHeader] : [basicHeader, basicAnyName]
}

function bodyRules(
  written: string | undefined,
  sent: string | undefined,
  method: string,
  context: PlanContext,
): readonly Rule[] {
  if (written === undefined) return []
  const sending = gate(context, '3.0.70.0', bodySent, bodyBefore)
  if (sent === undefined) return [sending]
  return [
    sending,
    gate(context, '3.0.69.0', contentType, contentTypeBefore),
    gate(context, '3.0.70.0', substituteAny, substituteTwo),
    ...(method === 'GET' ? [bodyWithGet] : []),
  ]
}

function planResponse({ tokenResponse }: AuthToken, context: PlanContext): TokenResponsePlan {
  const path = tokenResponse.tokenLifetimePath?.value
  const lifetimePath = gate(context, '3.0.86.0', path, undefined)
  return {
    token: tokenPlace(tokenResponse),
    ...(lifetimePath !== undefined && { lifetimePath }),
    lifetimeUnitMs: context.assume.lifetimeUnitMs,
  }
}

function tokenPlace(response: AuthToken['tokenResponse']): TokenResponsePlan['token'] {
  if (response.tokenLocation.value === 'header')
    return { in: 'header', name: response.header?.value ?? 'Authorization' }
  switch (response.responseFormat?.value) {
    case 'Text':
      return { in: 'text' }
    case 'JWT':
      return { in: 'jwt' }
    default:
      return { in: 'json', path: response.tokenPath?.value ?? '$' }
  }
}

function planAttach({ header, useBearerScheme }: AuthToken, context: PlanContext): AttachPlan {
  const isStandard = header.value.toLowerCase() === 'authorization'
  if (!useBearerScheme.value) return { header: header.value, scheme: 'none', rules: [bearerOff] }
  if (isStandard) return { header: header.value, scheme: 'Bearer', rules: [bearer] }
  const scheme = context.assume.bearerInCustomHeader ? 'Bearer' : 'none'
  return { header: header.value, scheme, rules: [bearer, bearerInCustomHeader] }
}

function planLifetime(element: AuthToken, context: PlanContext): LifetimePolicy {
  const { assume } = context
  const { jtiBeatsLifetime, expBeatsLifetime, jwtWithoutExpKept, unusableFallsBack } = assume
  const knowsLifetimes = gate(context, '3.0.86.0', true, false)
  const tokenLifetimeMs = knowsLifetimes ? element.tokenLifetimeMs?.value : undefined
  return {
    knowsLifetimes,
    cacheTokensWithJti: element.cacheTokensWithJti.value,
    ...(tokenLifetimeMs !== undefined && { tokenLifetimeMs }),
    jtiBeatsLifetime,
    expBeatsLifetime,
    jwtWithoutExpKept,
    unusableFallsBack,
  }
}
