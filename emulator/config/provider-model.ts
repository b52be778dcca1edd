import type { Place } from '../problem.ts'
import type { Secret } from '../secret.ts'
import type { Setting, Unusable } from './model.ts'

/** What both elements say that take JWTs from requests. */
interface TokenConsumer {
  readonly id: string
  readonly at: Place
  readonly signatureAlgorithm: Setting<string>
  /** Trusted issuers; none means that no token is trusted. */
  readonly issuers: Setting<readonly string[]>
  readonly audiences: Setting<readonly string[]>
  readonly clockSkewMs: Setting<number>
  /** Whether a token that has a jti may come again. */
  readonly tokenReuse: Setting<boolean>
  readonly jwksUri?: Setting<string>
  readonly trustStoreRef?: Setting<string>
  /** The alias of the certificate. */
  readonly keyName?: Setting<string>
  readonly sharedKey?: Setting<Secret>
  readonly sslRef?: Setting<string>
  readonly authFilterRef?: Setting<string>
  /** Absent: Authorization, after Bearer. */
  readonly headerName?: Setting<string>
  readonly unusable?: Unusable
}

export interface OpenidConnectClient extends TokenConsumer {
  readonly kind: 'openidConnectClient'
  readonly inboundPropagation: Setting<'none' | 'supported' | 'required'>
  /** The claim with the user name: userIdentifier, or else userIdentityToCreateSubject. */
  readonly userClaim: Setting<string>
  readonly uniqueUserClaim: Setting<string>
  readonly realmName?: Setting<string>
  readonly realmClaim: Setting<string>
  readonly groupClaim: Setting<string>
  /** `mapIdentityToRegistryUser`. */
  readonly inRegistry: Setting<boolean>
}

export interface MpJwt extends TokenConsumer {
  readonly kind: 'mpJwt'
  readonly userClaim: Setting<string>
  readonly groupClaim: Setting<string>
  /** `mapToUserRegistry`. */
  readonly inRegistry: Setting<boolean>
}

/** One condition of an authFilter: what of a request, and how it must look. */
export interface FilterCondition {
  readonly what:
    'requestUrl' | 'requestHeader' | 'host' | 'userAgent' | 'cookie' | 'remoteAddress' | 'webApp'
  /** The name of a header or cookie. */
  readonly name?: string
  /** Absent: it must be there, whatever it says. */
  readonly value?: string
  readonly matchType: 'contains' | 'equals' | 'notContain' | 'greaterThan' | 'lessThan'
  readonly at: Place
}

export interface AuthFilter {
  readonly id: string
  readonly at: Place
  readonly conditions: readonly FilterCondition[]
}

export interface SafCredentials {
  readonly at: Place
  readonly unauthenticatedUser: Setting<string>
  readonly profilePrefix: Setting<string>
  readonly mapDistributedIdentities: Setting<boolean>
}

/** Groups by what they may do; absent where none is named. */
export interface LevelGroups {
  readonly admin?: Setting<string>
  readonly operations?: Setting<string>
  readonly invoke?: Setting<string>
  readonly reader?: Setting<string>
}

export interface ZosConnectApi {
  readonly at: Place
  readonly name?: Setting<string>
  /** Absent: what zosConnectManager says. */
  readonly requireAuth?: Setting<boolean>
  readonly runGlobalInterceptors: Setting<boolean>
  readonly interceptorsRef: Setting<readonly string[]>
  readonly groups: LevelGroups
}

/** What server.xml says of requests that come in. */
export interface ProviderConfig {
  readonly openidConnectClients: readonly OpenidConnectClient[]
  readonly mpJwts: readonly MpJwt[]
  readonly authFilters: ReadonlyMap<string, AuthFilter>
  /** Absent where there is no safRegistry: then the server knows no SAF user. */
  readonly safRegistry?: { readonly at: Place; readonly realm?: Setting<string> }
  readonly safCredentials: SafCredentials
  /** Absent where there is no safAuthorization. */
  readonly safAuthorization?: { readonly at: Place }
  /** Ids of zosconnect_authorizationInterceptor elements. */
  readonly authorizationInterceptors: ReadonlySet<string>
  /** Lists of interceptors by id, each with the ids of its interceptors. */
  readonly interceptorLists: ReadonlyMap<string, readonly string[]>
  readonly requireAuth: Setting<boolean>
  readonly globalInterceptorsRef: Setting<readonly string[]>
  readonly globalGroups: LevelGroups
  readonly apis: readonly ZosConnectApi[]
}
