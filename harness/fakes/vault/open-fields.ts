import { refuse, type Answer } from './answer.ts'
import { readFields } from './body.ts'

type Kind = 'string' | 'int' | 'bool' | 'texts'

interface Values {
  readonly string: string
  readonly int: number
  readonly bool: boolean
  readonly texts: readonly string[]
}

type Read<S extends Readonly<Record<string, Kind>>> = {
  readonly [Name in keyof S]: Values[S[Name]]
}

const zero: Values = { string: '', int: 0, bool: false, texts: [] }

const fits: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
}

/** What a request to a path that needs no token has to say. */
export interface OpenRequest {
  readonly method: string
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

/** Whether a request writes. */
export const isPut = ({ method }: OpenRequest): boolean => method === 'POST' || method === 'PUT'

/**
 * The fields of a body that Go reads into a structure: they keep their types, and what is absent
 * is nothing. An empty body is refused where it must be there.
 */
export function openFields<S extends Readonly<Record<string, Kind>>>(
  { body, header }: OpenRequest,
  schema: S,
  mayBeEmpty = false,
): Read<S> | Answer {
  if (body.length === 0 && !mayBeEmpty) return refuse(400, 'EOF')
  const read = readFields(body, header('content-type'))
  if (!read.ok) return refuse(400, `failed to parse JSON input: ${read.error}`)
  const entries = Object.entries(schema).map(
    ([name, kind]) => [name, kind, read.data[name] ?? zero[kind]] as const,
  )
  const odd = entries.find(([, kind, value]) => !fits[kind](value))
  if (odd) return refuse(400, `failed to parse JSON input: json: cannot unmarshal ${odd[0]}`)
  return Object.fromEntries(entries.map(([name, , value]) => [name, value])) as Read<S>
}

/** Whether it is an answer that came in the place of something else. */
export const isAnswer = (value: object): value is Answer => 'kind' in value && 'status' in value
