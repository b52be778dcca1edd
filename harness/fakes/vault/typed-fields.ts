import { refuse, type Answer } from './answer.ts'
import { readDuration } from './duration.ts'
import type { Call } from './engine.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a field of each kind is read as. */
interface Kinds {
  readonly text: string
  readonly whole: number
  readonly flag: boolean
  /** In milliseconds. */
  readonly duration: number
  readonly map: Fields
  readonly texts: readonly string[]
  readonly wholes: readonly number[]
  readonly pairs: Readonly<Record<string, string>>
}

type Schema = Readonly<Record<string, keyof Kinds>>

/** A field that is absent or null is undefined. */
export type Typed<S extends Schema> = { readonly [Name in keyof S]?: Kinds[S[Name]] }

const text = (value: unknown): string | undefined => {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'object' ? undefined : String(value as string | number)
}

const whole = (value: unknown): number | undefined => {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined
  if (typeof value !== 'string') return undefined
  return /^[+-]?\d*$/.test(value) ? Number(value) : undefined
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((each) => [each, true] as const),
  ...['', '0', 'f', 'F', 'FALSE', 'false', 'False'].map((each) => [each, false] as const),
])

const list = (value: unknown): readonly unknown[] => {
  if (typeof value !== 'string') return [value].flat()
  return value === '' ? [] : value.split(',').map((item) => item.trim())
}

/** All items read one by one; undefined where one cannot be. */
function allOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  const items = list(value).map(read)
  return items.includes(undefined) ? undefined : (items as T[])
}

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function pairs(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = isMap(value)
    ? Object.entries(value).map(([name, one]) => [name, text(one)])
    : list(value).map((one) => /^([^=]+)=(.*)$/s.exec(text(one) ?? '')?.slice(1) ?? ['', undefined])
  return entries.some(([, one]) => one === undefined)
    ? undefined
    : (Object.fromEntries(entries) as Record<string, string>)
}

/** Undefined for what cannot be read. */
const readers: { readonly [K in keyof Kinds]: (value: unknown) => Kinds[K] | undefined } = {
  text,
  whole,
  flag: (value) => {
    if (typeof value === 'number') return value !== 0
    return typeof value === 'boolean' ? value : flags.get(value as string)
  },
  duration: (value) => {
    const ms = readDuration(value)
    return ms === undefined || ms < 0 ? undefined : ms
  },
  map: (value) => (isMap(value) ? value : undefined),
  texts: (value) => allOf(value, text),
  wholes: (value) => allOf(value, whole),
  pairs,
}

/** The fields of a schema, or the name of the first that cannot be read. */
export function readTyped<S extends Schema>(schema: S, data: Fields): Typed<S> | string {
  const typed: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(schema)) {
    const value = data[name]
    if (value === undefined || value === null) continue
    typed[name] = readers[kind](value)
    if (typed[name] === undefined) return name
  }
  return typed as Typed<S>
}

/** Vault's words for a field that cannot be read. */
export const unconvertible = (field: string): string =>
  `Field validation failed: error converting input for field "${field}"`

/**
 * Answers on the fields of a path as Vault's engines do: what cannot be read is refused, and a
 * success says which fields nobody knows and which the path itself has already said.
 */
export function answerOn<S extends Schema>(
  { data }: Call,
  schema: S,
  answer: (fields: Typed<S>) => Answer,
  more: { readonly captured?: readonly string[]; readonly unreadable?: number } = {},
): Answer {
  const fields = readTyped(schema, data)
  if (typeof fields === 'string') return refuse(more.unreadable ?? 400, unconvertible(fields))
  const answered = answer(fields)
  if (answered.kind !== 'envelope' || answered.status >= 300) return answered
  const warnings = [...untold(data, schema, more.captured ?? []), ...(answered.warnings ?? [])]
  return warnings.length > 0 ? { ...answered, warnings } : answered
}

function untold(data: Fields, schema: Schema, captured: readonly string[]): string[] {
  const named = (names: readonly string[]) => `[${names.toSorted().join(' ')}]`
  const all = Object.keys(data)
  const replaced = all.filter((name) => captured.includes(name))
  const unknown = all.filter((name) => !(name in schema) && !captured.includes(name))
  return [
    ...(unknown.length > 0
      ? [`Endpoint ignored these unrecognized parameters: ${named(unknown)}`]
      : []),
    ...(replaced.length > 0
      ? [
          'Endpoint replaced the value of these parameters with the values captured from ' +
            `the endpoint's path: ${named(replaced)}`,
        ]
      : []),
  ]
}
