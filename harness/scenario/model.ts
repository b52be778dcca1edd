import type {
  Assumptions,
  Extension,
  FailureKind,
  Level,
  Place,
  RequestInfo,
  ReturnCode,
} from '../../emulator/index.ts'
import type { RoleMapping } from '../../emulator/inbound/index.ts'
import type { SafDefinitions } from '../../emulator/saf/index.ts'
import type { ServiceOptions } from '../fakes/options.ts'
import type { CertificateDemand } from '../network/client-certificate.ts'
import type { FaultAction } from '../network/faults.ts'
import type { CompareSpec } from './compare-model.ts'
import type { ClientRequest } from './client-request.ts'

export type { ScenarioCode } from './problem-code.ts'

/** A scenario file after one row of its matrix was put in: everything a world needs, all of it checked. */
export interface Scenario {
  readonly name: string
  readonly file: string
  /** Where the name stands. */
  readonly at: Place
  readonly row?: MatrixRow
  readonly config: ConfigSource
  readonly level: Level
  /** Job names of the z/OS Connect servers, each with a cache of its own. */
  readonly servers: readonly string[]
  readonly balance: Balance
  /** Epoch milliseconds at which the clock begins. */
  readonly start: number
  /** The clock begins at the real time: a real server takes part, and nobody has said otherwise. */
  readonly beginsNow: boolean
  readonly program: Program
  readonly assume: Partial<Assumptions>
  readonly extensions: readonly Extension[]
  /** Files that stand for key stores, by key ring or by id of a keyStore. */
  readonly keystores: ReadonlyMap<string, KeyStoreSource>
  /** The security manager; absent where nothing is written of it. */
  readonly saf?: SafDefinitions
  /** The extension role-mapping; absent where it is off. */
  readonly roleMapping?: RoleMapping
  readonly services: readonly Service[]
  /** What stands under `requests`, called by a step or not. */
  readonly requests: ReadonlyMap<string, RequestTemplate>
  readonly steps: readonly Step[]
  /** What must hold when all steps are done. */
  readonly expect: readonly Expectation[]
  /** What `baqlab compare` does with it. */
  readonly compare?: CompareSpec
  /** Codes of the errors the configuration is expected to have; absent where nothing is said of them. */
  readonly expectedProblems?: { readonly codes: readonly string[]; readonly at: Place }
}

/** A PEM or PKCS12 file; without a password that of the keyStore opens it. */
export interface KeyStoreSource {
  readonly file: string
  readonly at: Place
  readonly password?: { readonly value: string; readonly at: Place }
}

export interface MatrixRow {
  /** The row's own name, or its values, as `3.0.85.0`. Unique in a file. */
  readonly name: string
  readonly values: Readonly<Record<string, string | number | boolean>>
}

export interface ConfigSource {
  readonly file: string
  readonly at: Place
  readonly variables: Readonly<Record<string, string>>
  readonly dropins: readonly { readonly file: string; readonly text: string }[]
  /** The folder of .ara files that stands for `location`. */
  readonly apiRequesters?: string
}

export type Balance = 'round' | 'random' | 'perProgram'

export interface Program {
  readonly kind: 'cics' | 'ims' | 'batch'
  readonly name: string
  /** BAQTIMEOUT in milliseconds; absent: the stub waits as long as it takes. */
  readonly timeoutMs?: number
  /** The owner of the task, transaction or job. */
  readonly user?: string
  /** The user the stub has logged on with. */
  readonly link?: string
}

export interface Service {
  readonly name: string
  readonly at: Place
  /** Where it listens, or the element of server.xml whose endpoint it stands for. */
  readonly binding:
    | { readonly kind: 'at'; readonly origin: string; readonly path: string }
    | { readonly kind: 'for'; readonly element: string; readonly at: Place }
  readonly options: ServiceOptions
  /** What clients must prove themselves with. */
  readonly clientCertificate?: CertificateDemand
}

/** A request of a program. Strings may hold `${name.path}` of captured values, filled when it is made. */
export interface RequestTemplate {
  /** The name under `requests`, or `METHOD /path`. */
  readonly name: string
  /** Empty where `api` names the connection by its archive, until the archive was read. */
  readonly connection: string
  /** The operation as the generated copybook has it; `path` has its parameters filled in. */
  readonly api?: ApiOperationRef
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  /** Text is sent as it is; anything else as JSON. */
  readonly body?: unknown
  readonly at: Place
}

/** An operation of an API whose archive the server has. */
export interface ApiOperationRef {
  /** BAQ-APINAME. */
  readonly name: string
  /** BAQ-APIPATH without its URL-encoding. */
  readonly path: string
  readonly at: Place
}

export interface CallSpec {
  readonly request: RequestTemplate
  /** BAQ-REQUEST-INFO; its strings may hold `${name.path}`. */
  readonly as: RequestInfo
  /** The job name of the server it goes to; absent: as `balance` has it. */
  readonly on?: string
  /** The program that calls, for `balance: perProgram`. */
  readonly program?: string
  /** BAQTIMEOUT of this very call; absent: the program's. */
  readonly timeoutMs?: number
  /** Name to JSON path into the response body; everything captured is secret. */
  readonly capture: Readonly<Record<string, string>>
}

interface StepBase {
  readonly at: Place
  /** The step in words, as `call readSecret`. */
  readonly text: string
  readonly expect: readonly Expectation[]
}

export type Step = StepBase &
  (
    | { readonly kind: 'call'; readonly call: CallSpec; readonly times: number }
    | { readonly kind: 'request'; readonly request: ClientRequest }
    | { readonly kind: 'parallel'; readonly calls: readonly CallSpec[] }
    | { readonly kind: 'traffic'; readonly traffic: TrafficSpec }
    | { readonly kind: 'advance'; readonly ms: number }
    | { readonly kind: 'wait'; readonly ms: number }
    /** A moment, in milliseconds from the start. */
    | { readonly kind: 'at'; readonly ms: number }
    | { readonly kind: 'fault'; readonly fault: FaultSpec }
    | { readonly kind: 'revoke'; readonly service: string; readonly ordinal?: number }
    | { readonly kind: 'operator'; readonly command: string }
    | { readonly kind: 'restart'; readonly server: string }
    /** A new signing key; with `drop` the old ones are gone at once. */
    | { readonly kind: 'rotate'; readonly service: string; readonly drop: boolean }
    /** How far clocks of services are ahead from then on, by service; negative behind. */
    | { readonly kind: 'skew'; readonly skewsMs: Readonly<Record<string, number>> }
    /** Every server goes on with another configuration. */
    | { readonly kind: 'config'; readonly config: ConfigSource }
  )

/** The calls that a step makes; a repeated one once. */
export function callsOf(step: Step): readonly CallSpec[] {
  switch (step.kind) {
    case 'call':
      return [step.call]
    case 'parallel':
      return step.calls
    case 'traffic':
      return [step.traffic.call]
    default:
      return []
  }
}

export interface TrafficSpec {
  readonly call: CallSpec
  readonly arrivals: 'steady' | 'poisson'
  /** Mean milliseconds between two calls. */
  readonly everyMs: number
  /** How many calls; absent where `forMs` says it. */
  readonly times?: number
  readonly forMs?: number
  /** At most so many calls at once; a further one waits its turn. */
  readonly callers?: number
}

export interface FaultSpec {
  readonly service: string
  readonly endpoint?: string
  /** Ordinals count from this step on. */
  readonly window:
    | { readonly kind: 'ordinals'; readonly first: number; readonly last: number }
    | { readonly kind: 'for'; readonly ms: number }
  readonly delayMs: number
  readonly action: FaultAction
}

/** From `min` to `max`, both included. */
export interface Bound {
  readonly min: number
  readonly max: number
}

/** How a value of a request must look. */
export type Matcher =
  | { readonly kind: 'equals'; readonly value: unknown }
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'matches'; readonly pattern: RegExp }
  | { readonly kind: 'absent' }

interface ExpectationBase {
  /** The value in the file that a failure points to. */
  readonly at: Place
}

/** One thing that must hold; a step or a scenario has a list of them. */
export type Expectation = ExpectationBase &
  /** `name` is `service[.endpoint][:status class or kind of failure]`. */
  (
    | { readonly kind: 'calls'; readonly name: string; readonly bound: Bound }
    /** The endpoints called, in this order and no others of the services named. */
    | { readonly kind: 'order'; readonly names: readonly string[] }
    | {
        readonly kind: 'request'
        readonly to: string
        /** From 1, among those since the step began. */
        readonly nth: number
        readonly method?: Matcher
        readonly path?: Matcher
        /** The subject of the certificate it was sent with. */
        readonly certificate?: Matcher
        readonly headers: Readonly<Record<string, Matcher>>
        readonly body?: Matcher
        /** Places of the parts, for carets: `method`, `path`, `certificate`, `body`, `headers.NAME`. */
        readonly parts: Readonly<Record<string, Place>>
      }
    | { readonly kind: 'returnCode'; readonly code: ReturnCode }
    | { readonly kind: 'statusCode'; readonly bound: Bound }
    | { readonly kind: 'statusMessage'; readonly matcher: Matcher }
    | { readonly kind: 'statusMessageLength'; readonly bound: Bound }
    | { readonly kind: 'body'; readonly matcher: Matcher }
    /** What the API endpoint answered last; a kind of failure where it did not answer. */
    | { readonly kind: 'apiStatus'; readonly status: number | FailureKind }
    | { readonly kind: 'token'; readonly element: string; readonly is: TokenExpectation }
    | { readonly kind: 'because'; readonly rule: string }
    /** Live entries in the cache of one server, or of all together. */
    | { readonly kind: 'cache'; readonly server?: string; readonly bound: Bound }
    /** The status that a client got. */
    | { readonly kind: 'status'; readonly bound: Bound }
    | { readonly kind: 'runsAs'; readonly matcher: Matcher }
    | {
        readonly kind: 'person' | 'logged'
        readonly matchers: Readonly<Record<string, Matcher>>
        readonly parts: Readonly<Record<string, Place>>
      }
    | { readonly kind: 'answer'; readonly matcher: Matcher }
    | { readonly kind: 'retries'; readonly bound: Bound }
    | { readonly kind: 'elapsed'; readonly bound: Bound }
    /** Share (0..1) of the calls that ended with `returnCode/statusCode`. */
    | { readonly kind: 'outcome'; readonly outcome: string; readonly bound: Bound }
    /** Most token requests of a service in any sliding second. */
    | { readonly kind: 'peak'; readonly service: string; readonly bound: Bound }
    | { readonly kind: 'inFlight'; readonly bound: Bound }
    /** Longest time from a failed call to the next success, in milliseconds. */
    | { readonly kind: 'longestOutage'; readonly bound: Bound }
    | { readonly kind: 'liveTokens'; readonly service: string; readonly bound: Bound }
    /** Share (0..1) by which a count is smaller than in the row named. */
    | {
        readonly kind: 'saved'
        readonly against: string
        readonly name: string
        readonly bound: Bound
      }
    /** What the operator's console shows. */
    | { readonly kind: 'reply'; readonly matcher: Matcher }
    | { readonly kind: 'accepted'; readonly value: boolean }
    /** How many tokens a revoke or rotate killed, or entries a command cleared. */
    | { readonly kind: 'affected'; readonly bound: Bound }
  )

/** What the cache said of a token, or `not-kept` where it was fetched and not stored. */
export type TokenExpectation = 'hit' | 'miss' | 'refreshed' | 'not-kept'
