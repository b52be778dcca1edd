import type { Hono } from 'hono'
import type { Clock } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import type { Random } from '../seed.ts'

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
  }
}

/** What every fake is given: the world's clock and a random stream of its own. */
export interface FakeContext {
  /** The name of the service in the scenario. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
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

/** A server that refuses what the real one would refuse. Paths are below the binding's own path. */
export interface Fake {
  readonly name: string
  readonly kind: 'jwt' | 'oauth' | 'vault' | 'api' | 'outside'
  /** Every endpoint that can be counted. */
  readonly endpoints: readonly string[]
  /** The endpoint a request goes to; undefined for one that nobody scripted. */
  endpointOf(method: string, path: string): string | undefined
  readonly app: Hono<FakeEnv>
  /** Who vouches for a real server, as PEM; absent: those that node trusts. */
  readonly ca?: string
  /** The nth token issued, from 1; undefined where there is none. */
  issuedToken(ordinal: number): string | undefined
  /** Kills the token of that ordinal, or all; returns how many were alive. */
  revoke(ordinal?: number): number
  /** How many issued tokens are alive now. */
  liveTokens(): number
  /** Takes a new signing key; returns how many tokens died of it. Absent on a server without keys. */
  rotate?(options?: { readonly drop?: boolean }): number
  /** Absent on a server that issues none. */
  verify?(token: string, demands: TokenDemands): Promise<TokenVerdict>
}
