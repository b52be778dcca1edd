import { readDuration } from './duration.ts'

export type Fields = Readonly<Record<string, unknown>>

/** What a field of each kind is read as. */
export interface Kinds {
  readonly text: string
  readonly whole: number
  readonly decimal: number
  readonly flag: boolean
  /** In milliseconds, whole seconds of them. */
  readonly duration: number
  /** The same, but it may be less than nothing. */
  readonly signed: number
  /** A moment, in milliseconds since 1970. */
  readonly moment: number
  readonly map: Fields
  readonly texts: readonly string[]
  /** The same, but a text is one item. */
  readonly items: readonly string[]
  readonly wholes: readonly number[]
  readonly pairs: Readonly<Record<string, string>>
}

/** The fields that a path knows, and what each is read as. */
export type Schema = Readonly<Record<string, keyof Kinds>>

/** Why a value is none of its kind, in the words of Go's libraries. */
export class Unreadable {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

type Read<T> = T | Unreadable

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The type that Go's JSON decoder gives a value. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (isMap(value)) return 'map[string]interface {}'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'number' ? 'json.Number' : 'string'
}

const expected = (type: string, value: unknown, at = ''): Unreadable =>
  new Unreadable(`'${at}' expected type '${type}', got unconvertible type '${goType(value)}'`)

const unparsed = (type: string, parser: string, at = ''): Unreadable =>
  new Unreadable(`'${at}' cannot parse value as '${type}': strconv.${parser}: invalid syntax`)

function text(value: unknown, at?: string): Read<string> {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'object' ? expected('string', value, at) : String(value as string)
}

function whole(value: unknown, at?: string): Read<number> {
  if (typeof value === 'object') return expected('int', value, at)
  if (typeof value === 'boolean') return Number(value)
  const digits = String(value as string | number)
  return /^[+-]?(\d*|0x[\da-f]+)$/i.test(digits) ? Number(digits) : unparsed('int', 'ParseInt', at)
}

function decimal(value: unknown): Read<number> {
  if (typeof value === 'object') return expected('float64', value)
  const number = value === '' ? 0 : Number(value)
  return Number.isNaN(number) ? unparsed('float64', 'ParseFloat') : number
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((each) => [each, true] as const),
  ...['', '0', 'f', 'F', 'FALSE', 'false', 'False'].map((each) => [each, false] as const),
])

/** Whether Go reads a text as a boolean; an empty one is false. */
export const isFlag = (written: string): boolean => flags.has(written)

function flag(value: unknown): Read<boolean> {
  if (typeof value === 'object') return expected('bool', value)
  return flags.get(String(value as string)) ?? unparsed('bool', 'ParseBool')
}

function signed(value: unknown): Read<number> {
  if (typeof value !== 'string' && typeof value !== 'number')
    return new Unreadable('could not parse duration from input')
  const ms = readDuration(value)
  return typeof ms === 'string' ? new Unreadable(ms) : Math.trunc(ms / 1000) * 1000
}

function duration(value: unknown): Read<number> {
  const ms = signed(value)
  if (ms instanceof Unreadable || ms >= 0) return ms
  return new Unreadable(`cannot provide negative value '${ms / 1000}'`)
}

/** Seconds since 1970, or a text of RFC 3339. */
function moment(value: unknown): Read<number> {
  if (typeof value !== 'string' && typeof value !== 'number')
    return new Unreadable('could not parse time from input type')
  if (/^[+-]?\d+$/.test(String(value))) return Number(value) * 1000
  const ms = rfc3339.test(String(value)) ? Date.parse(String(value)) : NaN
  return Number.isNaN(ms) ? new Unreadable('could not parse string as date and time') : ms
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** A map, or a list of maps that are taken for one. */
function map(value: unknown): Read<Fields> {
  const type = 'map[string]interface {}'
  if (isMap(value)) return value
  if (!Array.isArray(value)) return expected(type, value)
  const odd = value.findIndex((item) => !isMap(item))
  if (odd >= 0) return expected(type, value[odd], `[${odd}]`)
  return Object.assign({}, ...(value as Fields[])) as Fields
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (isMap(value) && Object.keys(value).length === 0)

const list = (value: unknown): readonly unknown[] => {
  if (isEmpty(value)) return []
  return typeof value !== 'string' ? [value].flat() : value.split(',').map((item) => item.trim())
}

/** A value as Go prints it. */
export function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`
  if (!isMap(value)) return String(value)
  const fields = Object.entries(value).map(([name, each]) => `${name}:${printed(each)}`)
  return `map[${fields.join(' ')}]`
}

function texts(value: unknown): Read<string[]> {
  const all = list(value)
  const read = all.map((item, i) => {
    const one = text(item, `[${i}]`)
    return typeof one === 'string' ? one.trim() : one
  })
  const wrong = read.flatMap((item, i) =>
    item instanceof Unreadable ? [`* ${item.why}, value: '${printed(all[i])}'`] : [],
  )
  if (wrong.length === 0) return read as string[]
  return new Unreadable(`${wrong.length} error(s) decoding:\n\n${wrong.join('\n')}`)
}

const undecoded = (wrong: readonly Unreadable[]): Unreadable =>
  new Unreadable(
    `decoding failed due to the following error(s):\n\n${wrong.map(({ why }) => why).join('\n')}`,
  )

function itemsOf(value: unknown): Read<string[]> {
  const read = (isEmpty(value) ? [] : [value].flat()).map((item, i) => text(item, `[${i}]`))
  const wrong = read.filter((item) => item instanceof Unreadable)
  return wrong.length > 0 ? undecoded(wrong) : (read as string[])
}

function wholes(value: unknown): Read<number[]> {
  const read = list(value).map((item, i) => whole(item, `[${i}]`))
  const wrong = read.filter((item) => item instanceof Unreadable)
  return wrong.length > 0 ? undecoded(wrong) : (read as number[])
}

/** A map of texts, or a list of texts such as `name=value`. */
function pairs(value: unknown, field: string): Read<Kinds['pairs']> {
  const fields = map(value)
  if (!(fields instanceof Unreadable)) {
    const entries = Object.entries(fields).map(([name, one]) => [name, text(one)] as const)
    const areTexts = entries.every(([, one]) => !(one instanceof Unreadable))
    return areTexts
      ? (Object.fromEntries(entries) as Kinds['pairs'])
      : undecoded([expected('string', fields, '[0]')])
  }
  const items = texts(value)
  if (items instanceof Unreadable) return items
  const split = (items.length > 0 ? items : ['']).map((item) => /^([^=]+)=(.*)$/s.exec(item))
  const odd = split.findIndex((match) => !match)
  if (odd >= 0) return new Unreadable(`invalid key pair at index ${odd} in field "${field}"`)
  return Object.fromEntries(split.map((match) => [match![1]!, match![2]!.trim()]))
}

/** Reads a value that is neither absent nor null. */
export const readers: {
  readonly [K in keyof Kinds]: (value: unknown, field: string) => Read<Kinds[K]>
} = {
  text: (value) => text(value),
  whole: (value) => whole(value),
  decimal,
  flag,
  duration,
  signed,
  moment,
  map,
  texts,
  items: itemsOf,
  wholes,
  pairs,
}
