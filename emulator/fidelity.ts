import * as basic from './auth/basic.ts'
import * as buildJwt from './auth/build-jwt.ts'
import * as clientCredentials from './auth/client-credentials.ts'
import * as grant from './auth/grant.ts'
import * as jwtBearer from './auth/jwt-bearer.ts'
import * as localJwt from './auth/local-jwt.ts'
import * as oauth from './auth/oauth.ts'
import * as oauthClient from './auth/oauth-client.ts'
import * as oauthLifetime from './auth/oauth-lifetime.ts'
import * as oauthResponse from './auth/oauth-response.ts'
import * as passwordGrant from './auth/password-grant.ts'
import * as authTokenPlan from './auth/plan-auth-token.ts'
import * as madePlan from './auth/plan-made.ts'
import * as oauthPlan from './auth/plan-oauth.ts'
import * as route from './auth/route.ts'
import * as saf from './auth/saf.ts'
import * as safAccess from './saf/access.ts'
import * as safFilters from './saf/filters.ts'
import * as safProfiles from './saf/profile-names.ts'
import * as racf from './saf/racf-commands.ts'
import * as credentials from './auth/credentials.ts'
import * as customPairs from './auth/custom-pairs.ts'
import * as planContext from './auth/plan-context.ts'
import * as substitution from './auth/substitute.ts'
import * as tokenRequest from './auth/token-request.ts'
import * as tokenResponse from './auth/token-response.ts'
import * as inboundAuthorize from './inbound/authorize.ts'
import * as inboundBackend from './inbound/backend.ts'
import * as inboundClaims from './inbound/claims.ts'
import * as inboundFilter from './inbound/auth-filter.ts'
import * as inboundNetwork from './inbound/network-identity.ts'
import * as inboundProvider from './inbound/provider.ts'
import * as inboundReplay from './inbound/replay.ts'
import * as inboundRole from './inbound/role-mapping.ts'
import * as inboundToken from './inbound/validate-token.ts'
import * as inboundUser from './inbound/find-user.ts'
import { configRules } from './config/rules.ts'
import * as attach from './requester/attach.ts'
import * as operator from './requester/operator.ts'
import * as outcome from './requester/outcome.ts'
import * as plan from './requester/plan.ts'
import * as retry from './requester/retry.ts'
import * as smfRecord from './requester/smf-record.ts'
import type { Rule } from './rule.ts'
import * as cache from './token/cache.ts'
import * as jsonPath from './token/json-path.ts'
import * as key from './token/key.ts'
import * as lifetime from './token/lifetime.ts'
import * as token from './token/token.ts'

const modules = {
  ...credentials,
  ...planContext,
  ...plan,
  ...authTokenPlan,
  ...substitution,
  ...customPairs,
  ...tokenRequest,
  ...tokenResponse,
  ...oauthPlan,
  ...oauthClient,
  ...oauth,
  ...grant,
  ...clientCredentials,
  ...passwordGrant,
  ...jwtBearer,
  ...oauthResponse,
  ...oauthLifetime,
  ...buildJwt,
  ...madePlan,
  ...route,
  ...localJwt,
  ...saf,
  ...basic,
  ...jsonPath,
  ...token,
  ...key,
  ...lifetime,
  ...cache,
  ...attach,
  ...retry,
  ...outcome,
  ...operator,
  ...smfRecord,
  ...safAccess,
  ...safProfiles,
  ...safFilters,
  ...racf,
  ...inboundProvider,
  ...inboundFilter,
  ...inboundToken,
  ...inboundClaims,
  ...inboundReplay,
  ...inboundUser,
  ...inboundRole,
  ...inboundAuthorize,
  ...inboundNetwork,
  ...inboundBackend,
}

type RuleOf<T> = T extends Rule<infer Id> ? Id : never

/** The id of every rule there is. */
export type RuleId = RuleOf<(typeof modules)[keyof typeof modules] | (typeof configRules)[number]>

const isRule = (value: unknown): value is Rule<RuleId> =>
  typeof value === 'object' && value !== null && 'says' in value && 'status' in value

/** Every rule of the requester: those of the configuration, then in the order in which a call meets them. */
export const rules: readonly Rule<RuleId>[] = [
  ...configRules,
  ...Object.values<unknown>(modules).filter(isRule),
]
