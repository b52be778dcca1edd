import type { Place, Problem } from '../problem.ts'
import type { Secret } from '../secret.ts'

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

/** What a requester needs of one server's configuration, whole and merged. */
export interface ServerConfig {
  /** The name of server.xml as it was given to the reader. */
  readonly file: string
  readonly features: readonly Setting<string>[]
  readonly connections: ReadonlyMap<string, EndpointConnection>
  readonly authData: ReadonlyMap<string, AuthData>
  readonly authorizationServers: ReadonlyMap<string, AuthorizationServer>
  readonly authTokens: ReadonlyMap<string, AuthToken>
}

/** Every code a Problem of the configuration can carry; none ever changes its meaning. */
export type ConfigCode =
  | 'BAQR1001E'
  | 'BAQR1002E'
  | 'BAQR1003E'
  | 'BAQR1004E'
  | 'BAQR1005E'
  | 'FILE-MISSING'
  | 'FILE-TOO-LARGE'
  | 'FILE-ENCODING'
  | 'XML-EMPTY'
  | 'XML-SYNTAX'
  | 'XML-CHARACTER'
  | 'XML-DOCTYPE'
  | 'XML-ENTITY'
  | 'XML-ROOT'
  | 'XML-TOO-DEEP'
  | 'NOT-A-SERVER'
  | 'UNKNOWN-ELEMENT'
  | 'UNKNOWN-ATTRIBUTE'
  | 'NOT-EMULATED'
  | 'BAD-VALUE'
  | 'BAD-DURATION'
  | 'BAD-PASSWORD'
  | 'BAD-VARIABLE'
  | 'MISSING-ID'
  | 'MISSING-ATTRIBUTE'
  | 'MISSING-REFERENCE'
  | 'MISSING-FEATURE'
  | 'DUPLICATE-ID'
  | 'HEADER-COLLISION'
  | 'TOO-NEW'
  | 'NO-EFFECT'
  | 'DEFAULT-ASSUMED'
  | 'PLACEHOLDER-RESOLVED'
  | 'PLACEHOLDER-SYNTAX'

export type ConfigProblem = Problem<ConfigCode>

/** A configuration and everything found while reading it; absent only where no file could be read at all. */
export interface ReadConfig {
  readonly config?: ServerConfig
  readonly problems: readonly ConfigProblem[]
}
