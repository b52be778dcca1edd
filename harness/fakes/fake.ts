import type { X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import type { Hono } from 'hono'
import type { Clock, HttpRequest, Send } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import type { Identity } from '../network/certificates.ts'
import type { Random } from '../seed.ts'
import type { VaultOptions } from './options.ts'

export type { Authority, Identity } from '../network/certificates.ts'
export type { VaultMount, VaultOptions, VaultTokenOptions } from './options.ts'

/** A fault that only the server which makes the token can carry out. */
export type TokenFault =
  'token-misplaced' | 'token-expired' | 'token-huge' | 'token-wrong-issuer' | 'token-tampered'

/** What a request brings along besides itself: fetch's Request refuses a GET with a body. */
export interface FakeEnv {
  Bindings: {
    readonly body: Uint8Array
    readonly entry: JournalEntry
    /** The address of the binding, origin and path; the request's own origin where absent. */
    readonly base?: string
    readonly tokenFault?: TokenFault
    /** What the client proves itself with, where the service asks for it. */
    readonly certificate?: X509Certificate
    /** That certificate with its key, where baqlab has it. */
    readonly identity?: () => Promise<Identity>
  }
}

/** What every fake is given: the world's clock and a random stream of its own. */
export interface FakeContext {
  /** The name of the service in the scenario. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  /** Told when a user is locked out, and for how long. */
  readonly onLockout?: (ms: number) => void
}

/** Whether a server that issued tokens still honours one; `reason` is for a trace, never for an answer. */
export type TokenVerdict =
  | { readonly valid: true; readonly subject: string }
  | { readonly valid: false; readonly reason: string }

/** What a verifier asks of a token besides that it is alive. */
export interface TokenDemands {
  readonly audience?: string
  readonly scope?: string
  /** The time on the verifier's own clock, where it reads the token itself; the server's where absent. */
  readonly at?: number
}

/** What a token is to say besides what its server always says. */
export interface TokenWish {
  readonly claims: Readonly<Record<string, unknown>>
  /** How long ago it was issued, in milliseconds. */
  readonly ageMs: number
}

/** A server that refuses what the real one would refuse. Paths are below the binding's own path. */
export interface Fake {
  readonly name: string
  readonly kind: 'jwt' | 'oauth' | 'vault' | 'api' | 'proxy' | 'outside' | 'inbound' | 'ims'
  /** Every endpoint that can be counted. */
  readonly endpoints: readonly string[]
  /** The endpoint a request goes to; undefined for one that nobody scripted. */
  endpointOf(method: string, path: string): string | undefined
  readonly app: Hono<FakeEnv>
  /** Who vouches for a real server, as PEM; absent: those that node trusts. */
  readonly ca?: string
  /** The nth token issued, from 1; undefined where there is none. */
  issuedToken(ordinal: number): string | undefined
  /** Kills the token of that ordinal, or all; returns how many were alive. A real server is asked by `real`. */
  revoke(ordinal?: number): number
  /** How many issued tokens are alive now. */
  liveTokens(): number
  /** When a token of this server that is alive will end by itself; absent on a server that issues none. */
  tokenEnd?(token: string): number | undefined
  /** Takes a new signing key; returns how many tokens died of it. Absent on a server without keys. */
  rotate?(options?: { readonly drop?: boolean }): number
  /** Makes a token as if somebody had logged on; absent on a server that makes no JWTs. */
  mint?(wish: TokenWish): Promise<{ readonly value: string; readonly publicKey?: JWK }>
  /** Absent on a server that issues none. */
  verify?(token: string, demands: TokenDemands): Promise<TokenVerdict>
  /** Present where a real server answers, and what only that can tell. */
  readonly real?: RealSide
}

/** A difference between what a real server does and what was to be expected of it. */
export interface RealDifference {
  readonly code: 'VAULT-DIFFERS' | 'VAULT-CLOCK' | 'VAULT-AUDIT' | 'VAULT-GONE'
  readonly message: string
  readonly tries: readonly string[]
}

/** What stands behind a fake that hands requests on to a real server. */
export interface RealSide {
  readonly server: RealServer
  /** Kills the token of that ordinal, or all; says how many were alive. */
  revoke(ordinal?: number): Promise<number>
  /** Asks the real server how many tokens are alive, which `liveTokens` says from then on. */
  look(): Promise<void>
  /** Differences met since the last time. */
  differences(): readonly RealDifference[]
  /** Our counts beside those of the server's own audit log. */
  audit(): Promise<AuditComparison>
}

/** Requests by endpoint, as we handed them on and as the audit log has them; no log, no comparison. */
export interface AuditComparison {
  readonly ours: Readonly<Record<string, number>>
  readonly theirs?: Readonly<Record<string, number>>
}

/** A real server, as it names itself. */
export interface RealServer {
  readonly kind: 'container' | 'binary' | 'external'
  readonly product: 'Vault' | 'OpenBao' | 'a Vault'
  readonly version: string
  /** The image that was asked for, where it is not the usual one. */
  readonly image?: string
  /** Whether an external server was allowed to be changed. */
  readonly isPrepared?: boolean
}

/** Where a real server listens; `ca` is the authority to trust, as PEM. */
export interface RealAddress {
  readonly url: string
  readonly ca?: string
  /** Requests that name no namespace of their own go to this one. */
  readonly namespace?: string
}

/** One request as a server's own audit log has it. */
export interface AuditedRequest {
  readonly operation: string
  /** With its namespace, without `/v1/`. */
  readonly path: string
  readonly error?: string
}

/** A real Vault made ready for one scenario; disposing of it removes all that was made, and nothing else. */
export interface PreparedVault extends AsyncDisposable {
  readonly server: RealServer
  readonly address: RealAddress
  /** Whether what the scenario says was made; otherwise the server was taken as it is. */
  readonly isMade: boolean
  /** Whether the token was alive. */
  revoke(token: string): Promise<boolean>
  isAlive(token: string): Promise<boolean>
  /** Told of the entity that a login may have made, which outlives its mount. */
  loggedIn(entityId: string): void
  /** What the audit log has of this scenario; undefined where it cannot be read. */
  audited(): Promise<readonly AuditedRequest[] | undefined>
}

/** A real server in the place of a fake, and how it is asked. */
export interface StandIn {
  readonly prepared: PreparedVault
  readonly ask: (request: HttpRequest, identity?: Identity) => ReturnType<Send>
}

/** The real servers of a run, in the place of embedded Vaults; each serves one scenario at a time. */
export interface RealVaults extends AsyncDisposable {
  /** The first of them. */
  readonly server: RealServer
  /** Rejects where something is there that the scenario would make, or cannot be made. */
  prepare(options: VaultOptions, nth: number): Promise<PreparedVault>
}
