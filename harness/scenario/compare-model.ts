import type { Assumptions, Level, Place } from '../../emulator/index.ts'
import type { CallSpec, FaultSpec } from './model.ts'

/** What `baqlab compare` does with a scenario: traffic, and the variants it is run under. */
export interface CompareSpec {
  readonly at: Place
  /** How long calls arrive. */
  readonly forMs: number
  /** Length of a bucket of the chart; absent: as long as fits. */
  readonly bucketMs?: number
  /** The name of a variant; absent: the lowest fix level. */
  readonly base?: string
  readonly flows: readonly FlowSpec[]
  /** How long endpoints that issue tokens take. */
  readonly latencies: readonly LatencySpec[]
  readonly faults: readonly TimedFault[]
  readonly variants: readonly VariantSpec[]
}

/** A flow of calls: when they arrive, and who calls what. */
export interface FlowSpec {
  readonly at: Place
  readonly pattern: Pattern
  /** Begin and length, in milliseconds from the start. */
  readonly fromMs: number
  readonly forMs: number
  /** What is called, by whom, and its share of the flow. */
  readonly parts: readonly FlowPart[]
}

export interface FlowPart {
  /** What each arrival does, one after the other; the first one that does not end well is the last. */
  readonly calls: readonly CallSpec[]
  /** Absent where the flow has one user alone. */
  readonly user?: string
  readonly weight: number
}

/** When calls of a flow arrive. */
export type Pattern =
  | { readonly kind: 'rate'; readonly everyMs: number; readonly poisson: boolean }
  | { readonly kind: 'curve'; readonly points: readonly CurvePoint[]; readonly poisson: boolean }
  | {
      readonly kind: 'bursts'
      readonly everyMs: number
      readonly calls: number
      readonly withinMs: number
    }
  /** Milliseconds from the begin, for each part its own, in order. */
  | { readonly kind: 'replay'; readonly file: string; readonly timesMs: readonly number[][] }

export interface CurvePoint {
  readonly atMs: number
  /** Calls in a millisecond at that moment; between two points it changes evenly. */
  readonly rate: number
}

export interface LatencySpec {
  readonly service: string
  /** An endpoint that issues tokens. */
  readonly endpoint: string
  readonly latency: Latency
}

/** How long something takes, in milliseconds. */
export type Latency =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly p99Ms: number }

export interface TimedFault {
  readonly at: Place
  readonly text: string
  readonly afterMs: number
  readonly fault: FaultSpec
}

export type CompareBalance = 'round' | 'random' | 'sticky'

export interface VariantSpec {
  readonly at: Place
  readonly name: string
  readonly level: Level
  /** Absent: the scenario's own servers. */
  readonly servers?: readonly string[]
  readonly balance: CompareBalance
  readonly settings: readonly SettingSpec[]
  readonly latencies: readonly LatencySpec[]
  readonly policies: readonly Policy[]
  readonly assume: Partial<Assumptions>
}

/** An attribute of an element of server.xml, by its id. */
export interface SettingSpec {
  readonly at: Place
  readonly element: string
  readonly attribute: string
  readonly value: string
}

/** What z/OS Connect does not do. */
export type Policy =
  | { readonly kind: 'single-flight' }
  /** Renews at this share (0..1) of a token's life, earlier or later by up to `jitter` (0..1) of that. */
  | { readonly kind: 'refresh-at'; readonly share: number; readonly jitter: number }
  | { readonly kind: 'negative-caching'; readonly forMs: number }
  | { readonly kind: 'serve-stale'; readonly forMs: number }
  | { readonly kind: 'shared-cache' }

export const policyNames = [
  'single-flight',
  'refresh-at',
  'negative-caching',
  'serve-stale',
  'shared-cache',
] as const satisfies readonly Policy['kind'][]
