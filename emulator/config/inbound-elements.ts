import {
  factory,
  flag,
  header,
  id,
  list,
  oneOf,
  password,
  ref,
  refs,
  text,
  texts,
} from './specs.ts'
import type { ElementSpec } from './specs.ts'

const algorithms = oneOf(
  'none',
  'RS256',
  'RS384',
  'RS512',
  'HS256',
  'HS384',
  'HS512',
  'ES256',
  'ES384',
  'ES512',
)
const skew = (unit: 's' | 'm') => ({ type: 'duration', unit }) as const

/** Elements of which z/OS Connect reads what is here, and Liberty more. */
const open = (attributes: ElementSpec['attributes']): ElementSpec => ({
  ...factory(attributes),
  open: true,
})

const openidConnectClient = open({
  inboundPropagation: oneOf('none', 'supported', 'required'),
  signatureAlgorithm: algorithms,
  issuerIdentifier: list,
  audiences: list,
  jwkEndpointUrl: { type: 'url' },
  trustStoreRef: ref('keyStore'),
  trustAliasName: text,
  clientSecret: password,
  ...texts('clientId', 'userIdentifier', 'userIdentityToCreateSubject', 'uniqueUserIdentifier'),
  ...texts('realmName', 'realmIdentifier', 'groupIdentifier'),
  mapIdentityToRegistryUser: flag,
  clockSkew: skew('s'),
  tokenReuse: flag,
  headerName: header,
  authnSessionDisabled: flag,
  disableLtpaCookie: flag,
  httpsRequired: flag,
  sslRef: ref('ssl'),
  authFilterRef: ref('authFilter'),
})

const mpJwt = open({
  issuer: list,
  audiences: list,
  jwksUri: { type: 'url' },
  keyName: text,
  sharedKey: password,
  userNameAttribute: text,
  groupNameAttribute: text,
  mapToUserRegistry: flag,
  signatureAlgorithm: algorithms,
  clockSkew: skew('m'),
  tokenReuse: flag,
  ignoreApplicationAuthMethod: flag,
  sslRef: ref('ssl'),
  authFilterRef: ref('authFilter'),
})

const matchType = oneOf('contains', 'equals', 'notContain')
const condition = (...names: readonly string[]): ElementSpec => ({
  kind: 'factory',
  attributes: { id, ...texts(...names), matchType },
})

const authFilter: ElementSpec = {
  ...factory({}),
  children: {
    requestUrl: condition('urlPattern'),
    requestHeader: condition('name', 'value'),
    host: condition('name'),
    userAgent: condition('agent'),
    webApp: condition('name'),
    cookie: condition('name'),
    remoteAddress: {
      kind: 'factory',
      attributes: {
        id,
        ip: text,
        matchType: oneOf('contains', 'equals', 'notContain', 'greaterThan', 'lessThan'),
      },
    },
  },
}

const singleton = (attributes: ElementSpec['attributes']): ElementSpec => ({
  kind: 'singleton',
  attributes: { id, ...attributes },
  open: true,
})

const zosConnectApi: ElementSpec = {
  kind: 'factory',
  attributes: {
    id,
    ...texts('name', 'adminGroup', 'operationsGroup', 'invokeGroup', 'readerGroup'),
    requireAuth: flag,
    requireSecure: flag,
    runGlobalInterceptors: flag,
    interceptorsRef: refs('zosconnect_zosConnectInterceptors'),
  },
  open: true,
}

/** The elements that say who may call the APIs of the server. */
export const inboundElements: Readonly<Record<string, ElementSpec>> = {
  openidConnectClient,
  mpJwt,
  authFilter,
  safRegistry: singleton(texts('realm')),
  safCredentials: singleton({
    ...texts('unauthenticatedUser', 'profilePrefix'),
    mapDistributedIdentities: flag,
    suppressAuthFailureMessages: flag,
  }),
  safAuthorization: singleton({
    racRouteLog: oneOf('NONE', 'ASIS', 'NOFAIL', 'NOSTAT'),
    enableDelegation: flag,
    reportAuthorizationCheckDetails: flag,
  }),
  zosconnect_authorizationInterceptor: open({ ...texts('safCacheTimeout', 'sequence') }),
  zosconnect_zosConnectInterceptors: open({ interceptorRef: list }),
  zosconnect_zosConnectAPIs: {
    kind: 'singleton',
    attributes: { id, ...texts('location', 'updateTrigger', 'pollingRate', 'policyRef') },
    children: { zosConnectAPI: zosConnectApi },
    open: true,
  },
}
