import type { RequestInfoField } from '../../emulator/index.ts'

/** A service of the draft; what stands beside `kind` is as a scenario file has it. */
export interface ServerDraft {
  /** The name it is given, unless another service has it. */
  readonly name: string
  /** Where it listens: origin and path. */
  readonly at: string
  readonly options: { readonly kind: string } & Readonly<Record<string, unknown>>
  /** The URL it is asked at for a token: who asks there otherwise needs another fake. */
  readonly endpoint?: string
}

/** What a program puts into BAQ-REQUEST-INFO. */
export type Supplied = Readonly<Partial<Record<RequestInfoField, string>>>

/** What one token or login of a connection needs. */
export interface TokenDraft {
  /** Absent where nobody is asked for it. */
  readonly server?: ServerDraft
  readonly as: Supplied
  /** The ids of zosconnect_authData whose passwords a drop-in replaces. */
  readonly passwordsOf: readonly string[]
  /** Where the API finds a token of that server. */
  readonly attached?: { readonly header: string; readonly scheme: string }
  /** What the API asks for where it is basic authentication. */
  readonly basic?: { readonly user: string; readonly password: string }
  /** Whether the JWT is for the owner of the program. */
  readonly needsUser?: boolean
}

/** One call of the draft. */
export interface CallDraft {
  /** The connection, whose id is also the name of the request. */
  readonly connection: string
  readonly method: string
  readonly path: string
  readonly as: Supplied
  /** The ids of the tokens it needs that the cache may keep. */
  readonly tokens: readonly string[]
}

/** What held when a call was made. */
export interface Held {
  readonly returnCode: string
  readonly statusCode: number
  /** Element to hit, miss, refreshed or not-kept. */
  readonly token: Readonly<Record<string, string>>
  /** Service, or service and endpoint, to count. */
  readonly calls: Readonly<Record<string, number>>
}

/** A connection that no call can be drafted for. */
export interface LeftOut {
  readonly connection: string
  readonly reason: string
}

/** A scenario to begin with: everything but what must hold. */
export interface Draft {
  /** The path of server.xml as the scenario file names it. */
  readonly config: string
  readonly level: string
  readonly dropins: readonly string[]
  readonly needsUser: boolean
  /** Name to service. */
  readonly services: ReadonlyMap<string, ServerDraft>
  readonly calls: readonly CallDraft[]
  readonly leftOut: readonly LeftOut[]
}

/** What stands in the place of passwords: in the drop-ins, in the fakes and in the calls. */
export const testPassword = 'test-password'

/** The user of a program that supplies one. */
export const testUser = 'PROGRAM1'
