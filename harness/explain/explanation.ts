import { rules, type Place, type Rule, type RuleId } from '../../emulator/index.ts'

/** What a fact is about; two configurations or fix levels are compared in the first three. */
export type Concern = 'sent' | 'kept' | 'retried' | 'remark'

/** One thing that holds for every call through a connection, with the rules it rests on. */
export interface Fact {
  readonly label: string
  readonly text: string
  readonly concern: Concern
  readonly rules: readonly Rule[]
  /** A digest of what `text` hides, so that a change of it is seen; never printed. */
  readonly hidden?: string
}

/** One step of a call, or what holds for the call as a whole. */
export interface Part {
  /** The same in two configurations for what corresponds. */
  readonly key: string
  readonly title: string
  readonly at?: Place
  readonly facts: readonly Fact[]
}

/** What will be sent, kept and retried for calls through one connection. */
export interface Explanation {
  readonly connection: string
  /** Absent where every call through the connection is refused. */
  readonly origin?: string
  readonly at?: Place
  readonly level: string
  readonly parts: readonly Part[]
}

/** A rule by its id. */
export const ruleById = (id: RuleId): Rule => rules.find((rule) => rule.id === id)!

/** The rules of a list whose ids begin with one of the names. */
export const rulesOf = (list: readonly Rule[], ...names: readonly string[]): readonly Rule[] =>
  list.filter(({ id }) => names.some((name) => id.startsWith(name)))

/** A length of time in the unit a person would choose. */
export function timeText(ms: number): string {
  if (ms % 60_000 === 0 && ms >= 300_000) return `${ms / 60_000} min`
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`
}

/** Where something stands, as an editor opens it. */
export const placeText = ({ file, line, col }: Place): string => `${file}:${line}:${col}`
