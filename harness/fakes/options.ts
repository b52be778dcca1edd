import type { JWK } from 'jose'
import type { PairAlgorithm } from './test-keys.ts'

/** At most `count` requests in any `perMs` milliseconds. */
export interface Rate {
  readonly count: number
  readonly perMs: number
}

/** What a server allows: a rate for each endpoint, and how many tokens may be alive (leases). */
export interface Limits {
  readonly rates: Readonly<Record<string, Rate>>
  readonly leases?: number
}

/** After so many wrong credentials in a row a user is locked out for a time. */
export interface Lockout {
  readonly after: number
  readonly forMs: number
}

interface Protection {
  readonly limits?: Limits
  readonly lockout?: Lockout
}

/** Where a login finds user name and password. JSON paths into the body, or header names. */
export type LoginCredentials =
  | { readonly in: 'basic'; readonly header: string }
  | { readonly in: 'headers'; readonly user: string; readonly password: string }
  | { readonly in: 'body'; readonly user: string; readonly password: string }
  | { readonly in: 'none' }

/** Where the answer carries the token, and the lifetime if at all. */
export interface LoginAnswer {
  readonly in: 'header' | 'body'
  readonly header: string
  readonly format: 'JSON' | 'Text' | 'JWT'
  /** Path into a JSON body. */
  readonly path: string
  /** Path of the lifetime in seconds; a JSON body is sent for it even when the token is in a header. */
  readonly lifetimePath?: string
}

export interface IssuedTokenOptions {
  readonly kind: 'jws' | 'jwe' | 'opaque'
  readonly alg: 'RS256' | 'ES256' | 'HS256'
  /** How long the token lives; absent: no exp claim, and an opaque one never dies. */
  readonly lifetimeMs?: number
  /** Whether each token gets a jti of its own. */
  readonly jti: boolean
  readonly claims: Readonly<Record<string, unknown>>
}

/** A server behind zosconnect_authToken: a login that answers with a token. */
export interface JwtOptions extends Protection {
  readonly kind: 'jwt'
  /** The only path answered; `/` for the binding's own. */
  readonly path: string
  readonly method: 'GET' | 'PUT' | 'POST'
  /** User name to password; empty where `credentials` is none. */
  readonly users: Readonly<Record<string, string>>
  readonly credentials: LoginCredentials
  readonly token: IssuedTokenOptions
  readonly answer: LoginAnswer
  /** Values the JSON body must carry beside the credentials, by path. */
  readonly requireBody: Readonly<Record<string, unknown>>
  /** Header lines the login must carry. */
  readonly requireHeaders: Readonly<Record<string, string>>
}

/** The ways to an access token that an OAuth server knows. */
export const oauthGrants = [
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
] as const

export type OAuthGrant = (typeof oauthGrants)[number]

/** A public key that proves assertions, for one algorithm and no other. */
export interface TrustedKey {
  /** Absent: the key answers to every kid, and to none. */
  readonly kid?: string
  readonly alg: PairAlgorithm
  readonly jwk: JWK
}

export interface OAuthClient {
  /** Absent: it authenticates by assertions, or where it has no keys either not at all. */
  readonly secret?: string
  readonly grants: readonly OAuthGrant[]
  /** The scopes it may ask for, and gets where it asks for none. */
  readonly scopes: readonly string[]
  /** What proves its client assertions. */
  readonly keys: readonly TrustedKey[]
}

/** Where the endpoints of an OAuth server are, below its binding. */
export interface OAuthPaths {
  readonly token: string
  readonly jwks: string
  readonly introspect: string
  readonly revoke: string
}

/** An OAuth 2.0 authorization server without a browser's part. */
export interface OAuthOptions extends Protection {
  readonly kind: 'oauth'
  readonly paths: OAuthPaths
  readonly clients: Readonly<Record<string, OAuthClient>>
  /** User name to password, for the password grant. */
  readonly users: Readonly<Record<string, string>>
  readonly token: IssuedTokenOptions
  /** Resources and audiences a client may ask for; a token gets all of them where it asks for none. */
  readonly audience: readonly string[]
  /** Whether the answer says how long the token lives. */
  readonly expiresIn: boolean
  /** Present: the password grant hands out refresh tokens; without a lifetime they live for ever. */
  readonly refresh?: { readonly lifetimeMs?: number }
  /** Whose assertions are trusted by the jwt-bearer grant, by `iss`. */
  readonly issuers: Readonly<Record<string, readonly TrustedKey[]>>
}

/** A real server that runs outside of us: requests pass through to it. */
export interface OutsideOptions {
  readonly kind: 'outside'
  /** The authority of its certificate, as PEM; absent: those that node trusts. */
  readonly ca?: string
}

/** Settings of tokens that a Vault role or user gets; 0 uses means unlimited. */
export interface VaultTokenOptions {
  readonly tokenTtlMs: number
  readonly tokenMaxTtlMs: number
  readonly tokenNumUses: number
  readonly tokenType: 'service' | 'batch'
  readonly policies: readonly string[]
}

export interface VaultAppRole extends VaultTokenOptions {
  readonly roleId: string
  /** Absent: the role asks for no secret id (bind_secret_id false). */
  readonly secretId?: string
  readonly secretIdTtlMs?: number
  readonly secretIdNumUses: number
}

export interface VaultUser extends VaultTokenOptions {
  readonly password: string
}

/** Who may log in with a JWT; at least one of subject, audiences and claims is bound. */
export interface VaultJwtRole extends VaultTokenOptions {
  /** Any of them proves a JWT. */
  readonly keys: readonly TrustedKey[]
  readonly boundIssuer?: string
  readonly boundSubject?: string
  /** Empty: a JWT must have no audience. */
  readonly boundAudiences: readonly string[]
  /** Claim to the values any of which it may have. */
  readonly boundClaims: Readonly<Record<string, readonly string[]>>
  /** The claim that names the user. */
  readonly userClaim: string
}

/** Who may log in with a client certificate. */
export interface VaultCertRole extends VaultTokenOptions {
  /** The certificate itself, or the authority that vouches for it, as PEM. */
  readonly certificate: string
  /** Common names any of which it must have, `*` at either end as in Vault; empty: any. */
  readonly allowedCommonNames: readonly string[]
}

export type VaultCapability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'deny'

export interface VaultMount {
  readonly path: string
  readonly type: 'kv-v1' | 'kv-v2' | 'approle' | 'userpass' | 'jwt' | 'cert'
}

/** As much of HashiCorp Vault as token handling needs. */
export interface VaultOptions extends Protection {
  readonly kind: 'vault'
  /** Whose answers are imitated where the two differ; those of OpenBao, which is proven, where absent. */
  readonly product?: 'vault' | 'openbao'
  /** The namespace all of it lives in; requests elsewhere are refused. */
  readonly namespace?: string
  /** A token that may do everything, as a dev server's root token. */
  readonly rootToken?: string
  readonly mounts: readonly VaultMount[]
  /** Role name to role, on the approle mount given or `approle`. */
  readonly approle: Readonly<Record<string, VaultAppRole & { readonly mount: string }>>
  readonly userpass: Readonly<Record<string, VaultUser & { readonly mount: string }>>
  /** What roles of one mount say of issuer and keys is the same: Vault has them once for a mount. */
  readonly jwt?: Readonly<Record<string, VaultJwtRole & { readonly mount: string }>>
  readonly cert?: Readonly<Record<string, VaultCertRole & { readonly mount: string }>>
  /** Policy name to path pattern to capabilities; `*` at the end and `+` for a segment as in Vault. */
  readonly policies: Readonly<Record<string, Readonly<Record<string, readonly VaultCapability[]>>>>
  /** `mount/path` of a secret (no `data/`) to its fields. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly sealed: boolean
}

/** What an API asks of a request before it answers. */
export interface ApiRequirements {
  readonly headers: Readonly<Record<string, string>>
  /** A token issued by the named service, in that header after that scheme (empty: none). */
  readonly tokens: readonly {
    readonly of: string
    readonly header: string
    readonly scheme: string
    readonly audience?: string
    readonly scope?: string
  }[]
  readonly basic?: { readonly user: string; readonly password: string }
}

export interface ApiRoute {
  /** `METHOD /path` unless the scenario names it. */
  readonly name: string
  readonly method: string
  /** `{name}` matches one segment. */
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A string is sent as text, anything else as JSON; `${path.id}`, `${query.q}`, `${body.a.b}` are filled. */
  readonly body?: unknown
  readonly delayMs: number
}

/** The secured API a program calls. */
export interface ApiOptions extends Protection {
  readonly kind: 'api'
  readonly require: ApiRequirements
  readonly routes: readonly ApiRoute[]
}

/** An HTTP proxy between z/OS Connect and other services. */
export interface ProxyOptions extends Protection {
  readonly kind: 'proxy'
}

/** One operation of an API that the provider side serves. */
export interface InboundOperation {
  /** `METHOD /path` unless the scenario names it. */
  readonly name: string
  /** The name of the API, as server.xml has it. */
  readonly api: string
  readonly method: string
  /** `{name}` matches one segment. */
  readonly path: string
  readonly transaction: string
  readonly status: number
  /** The answer; absent: what the transaction gives. */
  readonly body?: unknown
}

/** The provider side of z/OS Connect, and the IMS behind it. */
export interface InboundOptions {
  readonly kind: 'inbound'
  readonly operations: readonly InboundOperation[]
  readonly ims: {
    readonly service: string
    /** Origin and path of its IMS Connect. */
    readonly address: string
    readonly version: number
    readonly propagateNetworkSecurityCred: boolean
  }
}

/** IMS behind IMS Connect. */
export interface ImsOptions {
  readonly kind: 'ims'
  /** The version of IMS Connect. */
  readonly version: number
  readonly transactions: Readonly<
    Record<string, { readonly db2: readonly string[]; readonly body?: unknown }>
  >
}

export type ServiceOptions =
  | InboundOptions
  | ImsOptions
  | JwtOptions
  | OAuthOptions
  | VaultOptions
  | ApiOptions
  | OutsideOptions
  | ProxyOptions
