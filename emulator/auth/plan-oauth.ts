import {
  jwtBearerGrantType,
  type JwtBuilder,
  type OAuthConfig,
  type ServerConfig,
} from '../config/model.ts'
import { rule } from '../rule.ts'
import type { AttachPlan, RetryPlan } from './method.ts'
import type { ClientPlan } from './oauth-client.ts'
import { oauthLeastLeft } from './oauth-lifetime.ts'
import type { GrantPlan, OAuthPlan } from './oauth.ts'
import { gate, refusal, type PlanContext, type Refusal } from './plan-context.ts'
import { planServer } from './plan-server.ts'

export const oauthHeader = rule('oauth.attach', {
  status: 'documented',
  source: 'Calling an API secured with OAuth 2.0 and a JWT: step 6',
  says: 'the OAuth token goes into the Authorization header of the API request, after Bearer',
})

export const retryInvalidToken = rule('retry.invalid-token', {
  status: 'documented',
  source: 'APAR PH63252',
  says: 'an OAuth token is renewed after a 401 whose WWW-Authenticate contains invalid_token',
})

export const retryLevel1 = rule('retry.level-1', {
  status: 'documented',
  since: '3.0.93.0',
  source: 'APAR PH63252',
  says: 'with tokenRetryCheckLevel="1" an OAuth token is renewed after any 401',
})

export const retryLevel2 = rule('retry.level-2', {
  status: 'assumed',
  since: '3.0.93.0',
  source: 'Assumed: APAR PH63252 calls level 2 not implemented',
  says: 'tokenRetryCheckLevel="2" does what level 3 does',
})

/** The plan of one zosconnect_oAuthConfig at a fix level, or why it cannot be used. */
export function planOAuth(
  element: OAuthConfig,
  config: ServerConfig,
  context: PlanContext,
): OAuthPlan | Refusal {
  const { id, at } = element
  const planned = planServer(element, config)
  if (planned.kind === 'refusal') return planned
  const { server, endpoint, connectTimeoutMs, receiveTimeoutMs, route } = planned
  const grant = planGrant(element, config, context)
  if (grant.kind === 'refusal') return grant
  const client = planClient(element, server.basicAuthRef?.value, config)
  if ('rules' in client) return client
  return {
    kind: 'oauth',
    id,
    at,
    grant: grant.plan,
    serverId: server.id,
    endpoint,
    connectTimeoutMs,
    receiveTimeoutMs,
    route,
    client,
    programClientInForm: context.assume.oauthClientInForm,
    defaults: defaultsOf(element),
    lifetime: {
      keepsOpaque: gate(context, '3.0.86.0', true, context.assume.oauthKeepsOpaqueBefore),
    },
    leastLeft: oauthLeastLeft(gate(context, '3.0.85.0', true, false)),
    attach: bearerHeader,
    retry: planRetry(element, context),
    rules: [],
  }
}

const bearerHeader: AttachPlan = {
  header: 'Authorization',
  scheme: 'Bearer',
  rules: [oauthHeader],
}

function planGrant(
  { id, at, grantType, tokenGeneratorRef }: OAuthConfig,
  config: ServerConfig,
  { extensions }: PlanContext,
): { readonly kind: 'grant'; readonly plan: GrantPlan } | Refusal {
  const type = grantType?.value
  if (type === 'client_credentials' || type === 'password') return { kind: 'grant', plan: { type } }
  if (type !== jwtBearerGrantType) return refusal(undefined, `${id} has no grantType`, at)
  if (!extensions.has('jwt-bearer'))
    return refusal(
      undefined,
      `${id}: the jwt-bearer grant is an extension that the product does not have; switch it on with \`extensions: [jwt-bearer]\``,
      grantType?.at ?? at,
    )
  const builder = builderOf(tokenGeneratorRef?.value, config)
  if (!builder || builder.unusable)
    return refusal(builder?.unusable, `${id}: tokenGeneratorRef names no jwtBuilder`, at)
  return { kind: 'grant', plan: { type: 'jwt-bearer', builder } }
}

const builderOf = (id: string | undefined, config: ServerConfig): JwtBuilder | undefined =>
  id === undefined ? undefined : config.jwtBuilders.get(id)

function planClient(
  { id, at, oAuthTokenConfigRef }: OAuthConfig,
  basicAuthRef: string | undefined,
  config: ServerConfig,
): ClientPlan | Refusal {
  const tokenConfigId = oAuthTokenConfigRef?.value
  if (tokenConfigId !== undefined) {
    const tokenConfig = config.oAuthTokenConfigs.get(tokenConfigId)
    const builder = builderOf(tokenConfig?.tokenGeneratorRef?.value, config)
    const clientId = tokenConfig?.clientId?.value
    const unusable = tokenConfig?.unusable ?? builder?.unusable
    if (!tokenConfig || unusable || !builder || clientId === undefined)
      return refusal(unusable, `${id}: "${tokenConfigId}" is not usable`, at)
    return { kind: 'assertion', clientId, builder, inBody: tokenConfig.includeClientIdInBody.value }
  }
  if (basicAuthRef === undefined) return { kind: 'program' }
  const authData = config.authData.get(basicAuthRef)
  if (!authData || authData.unusable)
    return refusal(
      authData?.unusable,
      `${id}: there is no zosconnect_authData "${basicAuthRef}"`,
      at,
    )
  return { kind: 'server.xml', authData }
}

function defaultsOf({
  scope,
  resource,
  audience,
  customParms,
}: OAuthConfig): OAuthPlan['defaults'] {
  return {
    ...(scope && { scope: scope.value }),
    ...(resource && { resource: resource.value }),
    ...(audience && { audience: audience.value }),
    ...(customParms && { customParms: customParms.value }),
  }
}

function planRetry({ tokenRetryCheckLevel }: OAuthConfig, context: PlanContext): RetryPlan {
  const level = gate(context, '3.0.93.0', tokenRetryCheckLevel.value, '3' as const)
  if (level === '1') return { on: 'any-401', rules: [retryLevel1] }
  const rules = level === '2' ? [retryInvalidToken, retryLevel2] : [retryInvalidToken]
  return { on: 'invalid-token', rules }
}
