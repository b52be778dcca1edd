import type { Place, Problem } from '../problem.ts'
import type { Secret } from '../secret.ts'
import type { ConfigCode } from './problem-code.ts'
import type { ProviderConfig } from './provider-model.ts'

export type { ConfigCode } from './problem-code.ts'

/** One value of the configuration, with the place it was written at, or its element's where it is a default. */
export interface Setting<T> {
  readonly value: T
  readonly at: Place
  readonly from: 'written' | 'default'
}

/** An element of server.xml; `id` may be missing in a file, and then nothing can refer to it. */
interface Element {
  readonly id: string
  readonly at: Place
}

/** Why an element cannot be used: a call that needs it ends with this message. */
export interface Unusable {
  readonly code: ConfigCode
  readonly message: string
  readonly at: Place
}

export interface EndpointConnection extends Element {
  /** Scheme, host and port, as `https://api.example.com:8000`; absent where the host is. */
  readonly origin?: string
  readonly host?: Setting<string>
  readonly port?: Setting<number>
  readonly authenticationConfigRef: Setting<readonly string[]>
  readonly sslCertsRef?: Setting<string>
  readonly proxyConfigRef?: Setting<string>
  readonly connectionTimeoutMs: Setting<number>
  readonly receiveTimeoutMs: Setting<number>
  readonly unusable?: Unusable
}

export interface AuthData extends Element {
  readonly user?: Setting<string>
  readonly password?: Setting<Secret>
  readonly unusable?: Unusable
}

export interface AuthorizationServer extends Element {
  readonly tokenEndpoint?: Setting<string>
  readonly basicAuthRef?: Setting<string>
  readonly sslCertsRef?: Setting<string>
  readonly proxyConfigRef?: Setting<string>
  readonly connectionTimeoutMs: Setting<number>
  readonly receiveTimeoutMs: Setting<number>
  readonly unusable?: Unusable
}

export type CredentialLocation = 'header' | 'body'
export type RequestMethod = 'GET' | 'PUT' | 'POST'
export type TokenLocation = 'header' | 'body'
export type ResponseFormat = 'JSON' | 'Text' | 'JWT'

export interface TokenRequest {
  readonly at: Place
  readonly credentialLocation: Setting<CredentialLocation>
  /** One header name, or two: the first for the user name, the second for the password. */
  readonly header: Setting<readonly string[]>
  readonly requestMethod: Setting<RequestMethod>
  /** After Liberty's own variables were resolved; what is left of `${...}` is filled for each call. */
  readonly requestBody?: Setting<string>
}

export interface TokenResponse {
  readonly at: Place
  readonly tokenLocation: Setting<TokenLocation>
  readonly header?: Setting<string>
  readonly responseFormat?: Setting<ResponseFormat>
  readonly tokenPath?: Setting<string>
  readonly tokenLifetimePath?: Setting<string>
}

export interface AuthToken extends Element {
  readonly authServerRef?: Setting<string>
  readonly header: Setting<string>
  readonly useBearerScheme: Setting<boolean>
  readonly cacheTokensWithJti: Setting<boolean>
  readonly tokenLifetimeMs?: Setting<number>
  readonly tokenRefreshRateMs?: Setting<number>
  readonly tokenRequest: TokenRequest
  readonly tokenResponse: TokenResponse
  readonly unusable?: Unusable
}

/** The grantType of the jwt-bearer extension, as RFC 7523 spells the grant. */
export const jwtBearerGrantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** The two grants of the product, and one it does not have. */
export type GrantType = 'password' | 'client_credentials' | typeof jwtBearerGrantType

export interface OAuthConfig extends Element {
  readonly grantType?: Setting<GrantType>
  readonly authServerRef?: Setting<string>
  /** When a 401 earns one more try; `2` means what `3` means. */
  readonly tokenRetryCheckLevel: Setting<'1' | '2' | '3'>
  readonly oAuthTokenConfigRef?: Setting<string>
  /** The jwtBuilder of the assertion: an attribute of the jwt-bearer extension. */
  readonly tokenGeneratorRef?: Setting<string>
  readonly scope?: Setting<string>
  readonly resource?: Setting<string>
  readonly audience?: Setting<string>
  readonly customParms?: Setting<string>
  readonly unusable?: Unusable
}

/** The JWT by which z/OS Connect itself logs on to an authorization server. */
export interface OAuthTokenConfig extends Element {
  readonly tokenGeneratorRef?: Setting<string>
  readonly clientId?: Setting<string>
  readonly includeClientIdInBody: Setting<boolean>
  readonly unusable?: Unusable
}

/** Private claims: a JSON object as it was written. */
export type Claims = Readonly<Record<string, unknown>>

export interface AuthTokenLocal extends Element {
  readonly tokenGeneratorRef?: Setting<string>
  readonly header: Setting<string>
  readonly claims?: Setting<Claims>
  readonly unusable?: Unusable
}

export type SignatureAlgorithm =
  'RS256' | 'RS384' | 'RS512' | 'HS256' | 'HS384' | 'HS512' | 'ES256' | 'ES384' | 'ES512'

export interface JwtBuilder extends Element {
  /** Absent: `https://<host>:<port>/jwt/<id>` of the server, which no file tells. */
  readonly issuer?: Setting<string>
  readonly audiences: Setting<readonly string[]>
  readonly scope: Setting<readonly string[]>
  /** Attributes of the user registry that become claims. */
  readonly claims: Setting<readonly string[]>
  /** The lifetime that holds: expiresInSeconds, or else expiry. */
  readonly expiryMs: Setting<number>
  readonly jti: Setting<boolean>
  /** Absent where the JWT has no nbf. */
  readonly nbfOffsetMs?: Setting<number>
  readonly signatureAlgorithm: Setting<SignatureAlgorithm>
  readonly keyStoreRef?: Setting<string>
  readonly keyAlias?: Setting<string>
  readonly sharedKey?: Setting<Secret>
  readonly jwkEnabled: Setting<boolean>
  readonly jwkSigningKeySize: Setting<1024 | 2048 | 4096>
  readonly keyManagementKeyAlgorithm?: Setting<'RSA-OAEP' | 'ECDH-ES'>
  readonly keyManagementKeyAlias?: Setting<string>
  readonly contentEncryptionAlgorithm?: Setting<'A256GCM'>
  readonly trustStoreRef?: Setting<string>
  readonly unusable?: Unusable
}

export interface Ssl extends Element {
  readonly keyStoreRef?: Setting<string>
  readonly trustStoreRef?: Setting<string>
  readonly clientKeyAlias?: Setting<string>
  readonly sslProtocol?: Setting<string>
  readonly verifyHostname?: Setting<boolean>
}

/** A key ring of the security manager; without an owner it is the server's own. */
export interface KeyRing {
  readonly owner?: string
  readonly name: string
}

export interface KeyStore extends Element {
  readonly location?: Setting<string>
  /** Where `location` is `safkeyring:///…`: there is no file then. */
  readonly keyRing?: KeyRing
  readonly type?: Setting<string>
  readonly password?: Setting<Secret>
  readonly unusable?: Unusable
}

/** Which SSL configurations serve where none is named. */
export interface SslDefault {
  readonly sslRef?: Setting<string>
  readonly outboundSSLRef?: Setting<string>
}

export interface ProxyConfig extends Element {
  readonly host?: Setting<string>
  readonly port?: Setting<number>
  readonly type?: Setting<string>
  readonly unusable?: Unusable
}

export type IdAssertion = 'OFF' | 'ASSERT_SURROGATE' | 'ASSERT_ONLY'

export interface ApiRequester {
  readonly at: Place
  readonly name?: Setting<string>
  /** Its own, or that of the element around it. */
  readonly idAssertion: Setting<IdAssertion>
  readonly requireSecure?: Setting<boolean>
  readonly requireAuth?: Setting<boolean>
  readonly runGlobalInterceptors?: Setting<boolean>
  readonly interceptorsRef?: Setting<string>
  readonly adminGroup?: Setting<string>
  readonly operationsGroup?: Setting<string>
  readonly invokeGroup?: Setting<string>
  readonly readerGroup?: Setting<string>
}

/** One operation of an API: its path begins with the base path and may hold `{parameters}`. */
export interface ApiOperation {
  readonly method: string
  readonly path: string
}

/** An .ara file; what could not be found in it is absent. */
export interface ApiArchive {
  readonly file: string
  /** As BAQ-APINAME has it, `cscvinc_1.0.0`. */
  readonly name?: string
  readonly connectionRef?: string
  readonly operations: readonly ApiOperation[]
}

/** `zosconnect_apiRequesters`; where the files have none, all of it is default. */
export interface ApiRequesters {
  readonly at: Place
  /** The folder of the archives, as far as variables tell it. */
  readonly location: Setting<string>
  readonly idAssertion: Setting<IdAssertion>
  readonly updateTrigger: Setting<'polled' | 'mbean' | 'disabled'>
  readonly pollingRateMs: Setting<number>
  readonly apiRequesters: readonly ApiRequester[]
}

/** What a requester needs of one server's configuration, whole and merged. */
export interface ServerConfig {
  /** The path of server.xml, also where its folder was given to the reader. */
  readonly file: string
  readonly features: readonly Setting<string>[]
  readonly connections: ReadonlyMap<string, EndpointConnection>
  readonly authData: ReadonlyMap<string, AuthData>
  readonly authorizationServers: ReadonlyMap<string, AuthorizationServer>
  readonly authTokens: ReadonlyMap<string, AuthToken>
  readonly authTokensLocal: ReadonlyMap<string, AuthTokenLocal>
  readonly oAuthConfigs: ReadonlyMap<string, OAuthConfig>
  readonly oAuthTokenConfigs: ReadonlyMap<string, OAuthTokenConfig>
  readonly jwtBuilders: ReadonlyMap<string, JwtBuilder>
  readonly ssl: ReadonlyMap<string, Ssl>
  readonly sslDefault: SslDefault
  readonly keyStores: ReadonlyMap<string, KeyStore>
  readonly proxies: ReadonlyMap<string, ProxyConfig>
  readonly apiRequesters: ApiRequesters
  /** The archives that were found, by the names of their APIs. */
  readonly archives: ReadonlyMap<string, ApiArchive>
  readonly provider: ProviderConfig
}

export type ConfigProblem = Problem<ConfigCode>

/** A configuration and everything found while reading it; absent only where no file could be read at all. */
export interface ReadConfig {
  readonly config?: ServerConfig
  readonly problems: readonly ConfigProblem[]
}
