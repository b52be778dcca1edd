import { z } from 'zod'
import { nearest } from '../../../emulator/index.ts'
import type { ScenarioCode } from '../model.ts'

/** What a refused value tells the reader of issues, besides its message. */
export interface Refusal {
  readonly code?: ScenarioCode
  readonly tries?: readonly string[]
  /** The value is of another type than expected; the message says which would be right. */
  readonly mismatch?: boolean
}

export interface Refuse {
  /** The value is of the wrong type. */
  type(...tries: readonly string[]): never
  /** The type is right and the value is not. */
  value(message: string, ...tries: readonly string[]): never
  as(code: ScenarioCode, message: string, ...tries: readonly string[]): never
}

type JsonSchema = Readonly<Record<string, unknown>>

/** A schema of one value: what it reads, what the JSON Schema says of it, what to expect in words. */
export function leaf<T>(
  expected: string,
  json: JsonSchema,
  read: (value: unknown, no: Refuse) => T,
): z.ZodPipe<z.ZodUnknown, z.ZodTransform<T, unknown>> {
  const transform = (input: unknown, ctx: z.RefinementCtx): T => {
    const refuse = (message: string, params: Refusal): never => {
      ctx.issues.push({ code: 'custom', message, params: { ...params }, input })
      return z.NEVER
    }
    return read(input, {
      type: (...tries) => refuse(expected, { mismatch: true, tries }),
      value: (message, ...tries) => refuse(message, { tries }),
      as: (code, message, ...tries) => refuse(message, { code, tries }),
    })
  }
  return z.unknown().transform(transform).meta(fillable(json))
}

/** An editor must not underline `${row.name}` where a number or a duration is wanted. */
function fillable(json: JsonSchema): JsonSchema {
  const free = json['type'] === 'string' && json['pattern'] === undefined
  if (free || Object.keys(json).length === 0) return json
  return { anyOf: [json, { type: 'string', pattern: '\\$\\{(env|row)\\.' }] }
}

/** A map with these keys and no others; a refusal lists them, for the nearest known name. */
export function keys<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape).join(' ')
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? known : 'a map'),
  })
}

/** A map from names to one kind of thing. */
export const mapOf = <S extends z.ZodType>(value: S) =>
  z.record(z.string(), value, { error: () => 'a map' })

/** A list of one kind of item. */
export const listOf = <S extends z.ZodType>(item: S) => z.array(item, { error: () => 'a list' })

/** One of several shapes; `expected` says in words what fits. */
export const either = <const S extends readonly z.ZodType[]>(expected: string, ...options: S) =>
  z.union(options, { error: () => expected })

/** A text that is not empty. */
export const text = leaf('a text', { type: 'string', minLength: 1 }, (value, no) => {
  if (typeof value === 'string') return value === '' ? no.value('the text is empty') : value
  return isScalar(value) ? no.type('put it in quotes') : no.type()
})

/** A text that may be empty. */
export const anyText = leaf('a text', { type: 'string' }, (value, no) => {
  if (typeof value === 'string') return value
  return isScalar(value) ? no.type('put it in quotes') : no.type()
})

/** A text, number or boolean where a text is wanted; what was written is taken as it stands. */
export const scalar = leaf('a text', { type: ['string', 'number', 'boolean'] }, (value, no) =>
  isScalar(value) ? String(value) : no.type(),
)

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

export const flag = leaf('true or false', { type: 'boolean' }, (value, no) =>
  typeof value === 'boolean' ? value : no.type(),
)

/** A whole number within limits. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  leaf(
    'a whole number',
    { type: 'integer', minimum: min, ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }) },
    (value, no) => {
      if (typeof value !== 'number') return no.type()
      if (!Number.isSafeInteger(value)) return no.value(`${value} is not a whole number`)
      if (value < min) return no.value(`${value} is less than ${min}`)
      return value > max ? no.value(`${value} is more than ${max}`) : value
    },
  )

/** One of a few words; a near miss is told the one meant. */
export const oneOf = <const T extends readonly string[]>(...words: T) =>
  leaf(`one of ${words.join(', ')}`, { enum: words }, (value, no): T[number] => {
    if (typeof value !== 'string') return no.type()
    if (words.includes(value)) return value
    const close = nearest(value, words)
    const help =
      close === undefined ? `use one of: ${words.join(', ')}` : `did you mean "${close}"?`
    return no.value(
      `"${value}" is not ${words.length < 4 ? words.join(' or ') : 'known here'}`,
      help,
    )
  })
