import { listed } from './answer.ts'
import { readers, Unreadable, type Fields } from './field-readers.ts'

const failed = 'custom_metadata validation failed:'
const longestKey = 128
const longestValue = 512
const mostKeys = 64

/** What an owner says of a secret, as texts; in a patch null takes a field away. */
export function customMetadata(
  fields: Fields | undefined,
  isPatch: boolean,
): Record<string, string | null> | undefined | Error {
  if (!fields) return undefined
  const entries: [string, string | null][] = []
  for (const [name, value] of Object.entries(fields)) {
    if (isPatch && (typeof value === 'number' || typeof value === 'boolean'))
      return new Error(
        listed(
          `json: cannot unmarshal ${typeof value === 'number' ? 'number' : 'bool'} into Go struct field .custom_metadata.${name} of type string`,
        ),
        { cause: 500 },
      )
    const text = value === null ? (isPatch ? null : '') : readers.text(value, name)
    if (text instanceof Unreadable) return new Error(`${failed} ${text.why}`)
    entries.push([name, text])
  }
  const wrong = wrongIn(entries)
  return wrong.length > 0
    ? new Error(listed(...wrong.map((each) => `${failed} ${each}`)))
    : Object.fromEntries(entries)
}

function wrongIn(entries: readonly [string, string | null][]): string[] {
  if (entries.length > mostKeys)
    return [`payload must contain at most ${mostKeys} keys, provided ${entries.length}`]
  return entries.flatMap(([key, value]) => [
    ...wrongLength('key', key.length, longestKey, `key ${JSON.stringify(key)}`),
    ...(value === null
      ? []
      : wrongLength('value', value.length, longestValue, `value for key ${JSON.stringify(key)}`)),
    ...(printable(key)
      ? []
      : [`key ${JSON.stringify(key)} (${key}) contains unprintable characters`]),
    ...(printable(value ?? '')
      ? []
      : [`value for key ${JSON.stringify(key)} contains unprintable characters`]),
  ])
}

const wrongLength = (what: string, length: number, longest: number, of: string): string[] =>
  length > 0 && length <= longest
    ? []
    : [`length of ${of} is ${length} but must be 0 < len(${what}) <= ${longest}`]

const printable = (text: string): boolean => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text)
