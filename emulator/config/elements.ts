import type { DurationUnit } from './duration.ts'
import { rule } from '../rule.ts'

/** How an attribute's text is read, and from which fix level the product knows it. */
export type AttributeSpec = { readonly since?: string } & (
  | { readonly type: 'string' | 'id' | 'boolean' | 'port' | 'password' | 'body' | 'header' | 'url' }
  | { readonly type: 'reference' | 'references'; readonly to: readonly string[] }
  | { readonly type: 'duration'; readonly unit: DurationUnit }
  | { readonly type: 'enum'; readonly values: readonly string[] }
)

/** An element we know: whether ids or its name alone make two of it one, and what may stand in it. */
export interface ElementSpec {
  readonly kind: 'singleton' | 'factory'
  readonly attributes: Readonly<Record<string, AttributeSpec>>
  readonly children?: Readonly<Record<string, ElementSpec>>
  /** True where no list of attributes was seen, so that none can be called unknown. */
  readonly open?: true
}

export const unknownIgnored = rule('config.unknown.ignored', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'elements and attributes that are not known are ignored',
})

export const tokenRefreshRateSince = rule('config.since.token-refresh-rate', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  since: '3.0.70.0',
  says: 'tokenRefreshRate is an attribute of zosconnect_authToken',
})

export const tokenLifetimeSince = rule('config.since.token-lifetime', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  since: '3.0.86.0',
  says: 'tokenLifetime is an attribute of zosconnect_authToken, tokenLifetimePath of tokenResponse',
})

export const durationUnits = rule('config.duration.unit', {
  status: 'assumed',
  source:
    "Assumed: the attribute tables of 'zosConnect-2.0 Configuration elements' would settle it",
  says: 'a bare number is seconds in tokenLifetime and tokenRefreshRate, milliseconds in time-outs',
})

const text = { type: 'string' } as const
const id = { type: 'id' } as const
const flag = { type: 'boolean' } as const
const header = { type: 'header' } as const
const password = { type: 'password' } as const
const seconds = { type: 'duration', unit: 's' } as const
const timeout = { type: 'duration', unit: 'ms' } as const
const oneOf = (...values: readonly string[]) => ({ type: 'enum', values }) as const
const ref = (...to: readonly string[]) => ({ type: 'reference', to }) as const
const refs = (...to: readonly string[]) => ({ type: 'references', to }) as const
const factory = (attributes: Readonly<Record<string, AttributeSpec>>): ElementSpec => ({
  kind: 'factory',
  attributes: { id, ...attributes },
})
const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]))
const unseen: ElementSpec = { kind: 'factory', attributes: { id }, open: true }

const tokenRequest: ElementSpec = {
  kind: 'singleton',
  attributes: {
    credentialLocation: oneOf('header', 'body'),
    header,
    requestMethod: oneOf('GET', 'PUT', 'POST'),
    requestBody: { type: 'body' },
  },
}

const tokenResponse: ElementSpec = {
  kind: 'singleton',
  attributes: {
    tokenLocation: oneOf('header', 'body'),
    header,
    responseFormat: oneOf('JSON', 'Text', 'JWT'),
    tokenPath: text,
    tokenLifetimePath: { type: 'string', since: tokenLifetimeSince.since! },
  },
}

const authToken: ElementSpec = {
  ...factory({
    authServerRef: ref('zosconnect_authorizationServer'),
    header,
    useBearerScheme: flag,
    cacheTokensWithJti: flag,
    tokenLifetime: { ...seconds, since: tokenLifetimeSince.since! },
    tokenRefreshRate: { ...seconds, since: tokenRefreshRateSince.since! },
  }),
  children: { tokenRequest, tokenResponse },
}

/** The elements that `authenticationConfigRef` may name. */
export const authenticationElements = [
  'zosconnect_authToken',
  'zosconnect_authTokenLocal',
  'zosconnect_oAuthConfig',
  'zosconnect_authData',
] as const

const endpointConnection = factory({
  host: text,
  port: { type: 'port' },
  authenticationConfigRef: refs(...authenticationElements),
  basicAuthRef: ref('zosconnect_authData'),
  sslCertsRef: ref('ssl'),
  connectionTimeout: timeout,
  receiveTimeout: timeout,
  domainBasePath: text,
  proxyConfigRef: ref('zosconnect_proxyConfig'),
})

const authorizationServer = factory({
  tokenEndpoint: { type: 'url' },
  basicAuthRef: ref('zosconnect_authData'),
  sslCertsRef: ref('ssl'),
  connectionTimeout: timeout,
  receiveTimeout: timeout,
  proxyConfigRef: ref('zosconnect_proxyConfig'),
})

const oAuthConfig = factory({
  grantType: oneOf('password', 'client_credentials'),
  authServerRef: ref('zosconnect_authorizationServer'),
  tokenRetryCheckLevel: { ...oneOf('1', '2', '3'), since: '3.0.93.0' },
  oAuthTokenConfigRef: ref('zosconnect_oAuthTokenConfig'),
  ...texts('scope', 'resource', 'audience', 'customParms'),
})

const idAssertion = oneOf('OFF', 'ASSERT_SURROGATE', 'ASSERT_ONLY')
const apiRequester: ElementSpec = {
  kind: 'factory',
  attributes: {
    id,
    idAssertion,
    requireSecure: flag,
    requireAuth: flag,
    runGlobalInterceptors: flag,
    ...texts('name', 'adminGroup', 'operationsGroup', 'invokeGroup', 'readerGroup'),
    ...texts('interceptorsRef'),
  },
}

const apiRequesters: ElementSpec = {
  kind: 'singleton',
  attributes: {
    id,
    location: text,
    idAssertion,
    updateTrigger: oneOf('polled', 'mbean', 'disabled'),
    pollingRate: timeout,
  },
  children: { apiRequester },
}

const zosConnectManager: ElementSpec = {
  kind: 'singleton',
  attributes: {
    id,
    requireAuth: flag,
    requireSecure: flag,
    useJsonErrorResponses: flag,
    preserveJsonPayloadCharFormat: flag,
    setUTF8ResponseEncoding: flag,
    ...texts('globalInterceptorsRef', 'globalAdminGroup', 'globalInvokeGroup'),
  },
  open: true,
}

/** Every element that baqlab looks into, by its name under `<server>`. */
export const elements: Readonly<Record<string, ElementSpec>> = {
  zosconnect_endpointConnection: endpointConnection,
  zosconnect_authData: factory({ user: text, password }),
  zosconnect_authorizationServer: authorizationServer,
  zosconnect_authToken: authToken,
  zosconnect_oAuthConfig: oAuthConfig,
  zosconnect_oAuthTokenConfig: factory({
    tokenGeneratorRef: ref('jwtBuilder'),
    ...texts('clientId'),
    includeClientIdInBody: flag,
  }),
  zosconnect_authTokenLocal: {
    ...factory({ tokenGeneratorRef: ref('jwtBuilder'), header }),
    children: { claims: { kind: 'singleton', attributes: {} } },
  },
  zosconnect_proxyConfig: factory(texts('host', 'port', 'type')),
  zosconnect_apiRequesters: apiRequesters,
  zosconnect_zosConnectManager: zosConnectManager,
  zosconnect_auditInterceptor: unseen,
  zosconnect_authorizationInterceptor: unseen,
  zosconnect_fileSystemLoggerInterceptor: unseen,
  zosconnect_zosConnectInterceptors: unseen,
  zosconnect_zosConnectAPIs: unseen,
  zosconnect_zosConnectDataXform: unseen,
  zosconnect_zosConnectService: unseen,
  zosconnect_zosConnectServiceRestClientConnection: unseen,
  zosconnect_zosConnectServiceRestClientBasicAuth: unseen,
  zosconnect_localAdaptersConnectService: unseen,
  zosconnect_services: unseen,
  zosconnect_policy: unseen,
  zosconnect_cicsIpicConnection: unseen,
  featureManager: {
    kind: 'singleton',
    attributes: { id, onError: text },
    children: { feature: { kind: 'factory', attributes: {} } },
  },
  variable: { kind: 'factory', attributes: { id, ...texts('name', 'value', 'defaultValue') } },
}

/** An element's specification; safe for names such as `constructor`. */
export const specOf = (
  table: Readonly<Record<string, ElementSpec>> | undefined,
  name: string,
): ElementSpec | undefined => (table && Object.hasOwn(table, name) ? table[name] : undefined)
