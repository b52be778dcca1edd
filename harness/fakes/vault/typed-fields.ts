import { refuse, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import type { Product } from './product.ts'
import { readers, Unreadable, type Fields, type Kinds, type Schema } from './field-readers.ts'

/** A field that is absent is undefined, and so are times, maps and pairs that are null. */
export type Typed<S extends Schema> = { readonly [Name in keyof S]?: Kinds[S[Name]] }

/** What null is read as. */
const nothing: { readonly [K in keyof Kinds]?: Kinds[K] } = {
  text: '',
  whole: 0,
  decimal: 0,
  flag: false,
  texts: [],
  items: [],
  wholes: [],
}

/** The fields of a schema, or Vault's words for the first that cannot be read. */
export function readTyped<S extends Schema>(schema: S, data: Fields): Typed<S> | string {
  const typed: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(schema)) {
    const value = data[name]
    if (value === undefined) continue
    if (value === null) {
      if (kind in nothing) typed[name] = nothing[kind]
      continue
    }
    const read = readers[kind](value, name)
    if (read instanceof Unreadable) return `error converting input for field "${name}": ${read.why}`
    typed[name] = read
  }
  return typed as Typed<S>
}

/** Why a write is refused before anybody asks who may write; undefined where it is not. */
export function unreadFirst(
  { data, product, operation }: Pick<Call, 'data' | 'product' | 'operation'>,
  schema: Schema,
): Answer | undefined {
  const isWrite = operation === 'create' || operation === 'update'
  const fields = isWrite ? readTyped(knownTo(product, schema), data) : {}
  return typeof fields === 'string' ? refuse(400, fields) : undefined
}

/** Vault's words before those on the field that cannot be read. */
export const unconvertible = (why: string): string => `Field validation failed: ${why}`

/** How a path takes its fields, where it is not as most do. */
export interface Manner {
  /** Also known, but read by the path itself. */
  readonly known?: readonly string[]
  readonly unreadable?: number
  /** Whether Vault looks what is there before it writes: it complains in fewer words then. */
  readonly looksFirst?: boolean
  /** Whether the answer's own warnings come after those on the fields. */
  readonly warnsLast?: boolean
}

/**
 * Answers on the fields of a path as Vault's engines do: what cannot be read is refused, and a
 * success says which fields nobody knows and which the path itself has already said.
 */
export function answerOn<S extends Schema>(
  { data, operation, product, captured }: Call,
  all: S,
  answer: (fields: Typed<S>) => Answer,
  manner: Manner = {},
): Answer {
  const schema = knownTo(product, all)
  const fields = readTyped(schema, data)
  if (typeof fields === 'string') {
    const looked = manner.looksFirst && (operation === 'create' || operation === 'update')
    const error = looked ? fields : unconvertible(fields)
    return refuse(manner.unreadable ?? 400, error)
  }
  const answered = answer(fields)
  if (answered.kind !== 'envelope' || answered.status >= 300) return answered
  const names = [...Object.keys(schema), ...(manner.known ?? [])]
  const [told, own] = [untold(data, names, captured), answered.warnings ?? []]
  const warnings = manner.warnsLast ? [...told, ...own] : [...own, ...told]
  return { ...answered, isTold: true, ...(warnings.length > 0 && { warnings }) }
}

/** The answer of a path that has not looked whether the request has other fields than those it takes. */
export function withUntold(
  call: Call,
  answer: Answer | Promise<Answer>,
  schema: Schema = {},
  manner: Manner = {},
): Answer | Promise<Answer> {
  if (answer instanceof Promise)
    return answer.then((each) => withUntold(call, each, schema, manner))
  return answer.kind === 'envelope' && !answer.isTold
    ? answerOn(call, schema, () => answer, manner)
    : answer
}

/** The schema without what a product has not. */
export function knownTo<S extends Schema>({ unknownFields }: Product, schema: S): S {
  if (!unknownFields.some((name) => name in schema)) return schema
  const known = Object.entries(schema).filter(([name]) => !unknownFields.includes(name))
  return Object.fromEntries(known) as S
}

function untold(data: Fields, known: readonly string[], captured: readonly string[]): string[] {
  const named = (names: readonly string[]) => `[${names.toSorted().join(' ')}]`
  const all = Object.keys(data)
  const replaced = all.filter((name) => captured.includes(name) && data[name] !== null)
  const unknown = all.filter((name) => !captured.includes(name) && !known.includes(name))
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
