import type { RuleStatus } from '../../emulator/index.ts'

/** The same traffic under several variants: everything a renderer needs, every secret left out. */
export interface Comparison {
  /** The sentence of the scenario. */
  readonly name: string
  readonly file: string
  /** The words that repeat it on a command line. */
  readonly command: string
  /** Where everything random came from. */
  readonly seed: number
  /** Epoch milliseconds at which every variant begins. */
  readonly start: number
  /** Virtual milliseconds in which calls arrive. */
  readonly durationMs: number
  /** The flows of calls, one sentence each. */
  readonly traffic: readonly string[]
  /** The name of the variant that savings are counted against. */
  readonly base: string
  /** In the order of the file; names are unique and the base is one of them. */
  readonly variants: readonly Variant[]
  /** What the figures rest on that no source settles, in alphabetical order of the rules. */
  readonly assumptions: readonly AssumedRule[]
  /** What `--find` has found, one for each variant; absent where nothing was searched. */
  readonly found?: readonly FoundLifetime[]
  /** Real milliseconds; the only figure that differs between two runs of the same seed. */
  readonly wallMs: number
}

/** One way to run the traffic, and what came of it. */
export interface Variant {
  readonly name: string
  /** Fix level, as `3.0.86.0`. */
  readonly level: string
  /** Job names of the z/OS Connect servers. */
  readonly servers: readonly string[]
  readonly balance: 'round' | 'random' | 'sticky'
  /** What differs from the scenario besides level and servers, as `vaultLogin tokenLifetime="15m"`. */
  readonly settings: readonly string[]
  /** How long endpoints that issue tokens take, as `vault.login 100 ms`; empty where none takes any time. */
  readonly latencies: readonly string[]
  /** What z/OS Connect does not do; empty for the product as it is. */
  readonly whatIf: readonly WhatIf[]
  readonly engine: Engine
  readonly figures: Figures
  /** One for each service that issues tokens, in the order of the file. */
  readonly series: readonly Series[]
  /** The first calls, with the reason for every token. */
  readonly firstCalls: readonly FirstCall[]
  /** Real milliseconds. */
  readonly wallMs: number
}

/** A policy that z/OS Connect does not have; renderers print the label beside its name. */
export interface WhatIf {
  /** As the scenario names it, as `single-flight`. */
  readonly name: string
  /** What it does, in a sentence. */
  readonly says: string
  readonly label: typeof whatIfLabel
}

export const whatIfLabel = 'what if; z/OS Connect does not do this'

/** How the calls were counted. Both count the same; one makes every call, the other skips the certain ones. */
export interface Engine {
  readonly kind: 'fast-path' | 'call-by-call'
  /** Why every call had to be made; absent on the fast path. */
  readonly because?: string
  /** How many calls the requester really made; the others were counted. */
  readonly callsMade: number
}

export interface Figures {
  /** Calls of programs. */
  readonly calls: number
  /** Calls that did not end with return code 0. */
  readonly failures: number
  /** `returnCode/statusCode` to how many calls ended so, the most frequent first. */
  readonly outcomes: Readonly<Record<string, number>>
  /** Requests that z/OS Connect sent to APIs, repetitions after a 401 included. */
  readonly apiCalls: number
  /** Second requests after a 401. */
  readonly retries: number
  /** In the order of the file. */
  readonly services: readonly ServiceFigures[]
  readonly addedLatency: AddedLatency
}

export interface ServiceFigures {
  readonly name: string
  /** Everything that arrived: tokens asked for, secrets read, API calls. */
  readonly requests: number
  /** By endpoint, as `login` and `read`. */
  readonly endpoints: Readonly<Record<string, number>>
  /** Requests for a token. */
  readonly tokenRequests: number
  /** Answers with status 429: beyond a limit of the server. */
  readonly refusals: number
  /** Milliseconds for which users were locked out, all of them added up. */
  readonly lockedOutMs: number
  /** Most issued tokens alive at once. */
  readonly livePeak: number
  /** Most token requests in any sliding second. */
  readonly tokenRequestPeak: number
  /** Against the base variant; absent on the base itself. */
  readonly saved?: Saved
}

/** Shares (0..1) by which counts are smaller than the base's; negative where they are larger. */
export interface Saved {
  /** Absent where the base had none. */
  readonly requests?: number
  readonly tokenRequests?: number
}

/** How much longer calls took because a token had to be obtained; 0 for a call that found one. */
export interface AddedLatency {
  readonly medianMs: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Token requests over time. */
export interface Series {
  readonly service: string
  /** Length of a bucket; the last one may be cut short by the end. */
  readonly bucketMs: number
  /** Token requests that arrived in each bucket, the first from the start on. */
  readonly tokenRequests: readonly number[]
}

/** One call as it went, for a sequence diagram and a timeline. Times are milliseconds from the start. */
export interface FirstCall {
  /** From 1. */
  readonly ordinal: number
  readonly atMs: number
  readonly endMs: number
  readonly server: string
  /** The name of the request. */
  readonly request: string
  /** The name of the user in the traffic; absent where there is one alone. */
  readonly user?: string
  /** `returnCode/statusCode`. */
  readonly outcome: string
  readonly events: readonly TokenEvent[]
}

/** What happened inside a call. Times are milliseconds from the start. */
export type TokenEvent =
  | {
      /** The cache was asked. */
      readonly kind: 'lookup'
      readonly atMs: number
      /** The id of the element of server.xml. */
      readonly element: string
      readonly result: 'hit' | 'refresh' | 'miss'
      readonly reasons: readonly Reason[]
    }
  | {
      /** A request to a service, for a token or to the API. */
      readonly kind: 'request'
      readonly purpose: 'token' | 'api'
      readonly atMs: number
      readonly endMs: number
      /** The name of the service; absent where none is bound to that origin. */
      readonly service?: string
      /** The name of its endpoint, as `login`. */
      readonly endpoint?: string
      readonly method: string
      /** A status, or the kind of failure. */
      readonly result: number | string
    }
  | {
      /** A token was obtained: kept until a moment, or not at all. */
      readonly kind: 'stored'
      readonly atMs: number
      readonly element: string
      /** Absent: it was not kept. */
      readonly keptUntilMs?: number
      readonly reasons: readonly Reason[]
    }
  | {
      /** The old token serves on because no new one could be had. */
      readonly kind: 'fallback'
      readonly atMs: number
      readonly element: string
      readonly reasons: readonly Reason[]
    }

/** Why: a rule of the requester, or of a what-if policy. */
export interface Reason {
  readonly rule: string
  readonly status: RuleStatus | 'what-if'
  readonly says: string
}

/** A rule no source settles, which the run used. */
export interface AssumedRule {
  readonly rule: string
  readonly says: string
  /** The variants that used it. */
  readonly usedBy: readonly string[]
  /** Present after `--assumptions`, where another reading is built in: what it does. */
  readonly flipped?: Flip
  /** Present after `--assumptions`, where no other reading is built in. */
  readonly onlyReading?: true
}

/** The run once more under the other reading of one assumption. */
export interface Flip {
  /** The switch of a scenario's `assume`, as `jtiBeatsLifetime`; `whatIf` for a policy. */
  readonly switch: string
  readonly from: string | number | boolean
  readonly to: string | number | boolean
  /** Figures that change, one entry each; empty where none does. */
  readonly changes: readonly FigureChange[]
}

export interface FigureChange {
  readonly variant: string
  /** As `vault.tokenRequests` or `failures`. */
  readonly figure: string
  readonly from: number
  readonly to: number
}

/** The shortest life of tokens with which a variant keeps a limit, found by halving whole seconds. */
export interface FoundLifetime {
  readonly variant: string
  /** As it was written: `vault.login <= 1/s`. */
  readonly limit: string
  /** Absent: no life that was tried keeps it. */
  readonly lifetimeMs?: number
  /** The shortest life tried keeps it already: a thousandth of the time that is compared. */
  readonly orLess?: true
  /** Most requests in any stretch of the limit's length, with that life, or with the longest one tried. */
  readonly most: number
  /** For so long a token goes on being used after it was revoked, at most; absent where none was found. */
  readonly staleMs?: number
}
