/** The fields of a request, or Go's words for why there are none. */
export type Fields =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string }

const decoder = new TextDecoder()

/** Reads a body as Vault does: JSON whatever the content type says, or a form that looks like one. */
export function readFields(body: Uint8Array, contentType: string | undefined): Fields {
  const text = decoder.decode(body).trim()
  if (text === '') return { ok: true, data: {} }
  if (contentType === 'application/x-www-form-urlencoded' && !text.startsWith('{'))
    return { ok: true, data: formFields(new URLSearchParams(text)) }
  let value: unknown
  try {
    value = firstValue(text)
  } catch (error) {
    return { ok: false, error: goSyntaxError(error as Error, text) }
  }
  if (value === null) return { ok: true, data: {} }
  if (typeof value === 'object' && !Array.isArray(value))
    return { ok: true, data: value as Record<string, unknown> }
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return { ok: false, error: unmarshalError(type) }
}

/** The first of several values, which must all be JSON. */
function firstValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const end = /after JSON at position (\d+)/.exec((error as Error).message)?.[1]
    if (end === undefined) throw error
    firstValue(text.slice(Number(end)))
    return JSON.parse(text.slice(0, Number(end)))
  }
}

/** A field that is given several times has all its values, with commas between. */
const formFields = (form: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).join(',')]))

const unmarshalError = (type: string): string =>
  `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`

/** What Go's decoder expected, by what V8's message says it expected. */
const expectations: readonly (readonly [RegExp, string])[] = [
  [/after JSON/, 'after top-level value'],
  [
    /property name( or|$)|double-quoted property name/,
    'looking for beginning of object key string',
  ],
  [/':' after property name/, 'after object key'],
  [/after property value/, 'after object key:value pair'],
  [/after array element/, 'after array element'],
  [/control character/, 'in string literal'],
  [/escape/i, 'in string escape code'],
]

function goSyntaxError({ message }: Error, text: string): string {
  const position = /at position (\d+)/.exec(message)?.[1]
  const found = position === undefined ? /token '(.)'/su.exec(message)?.[1] : text[Number(position)]
  if (found === undefined || /end of JSON|Unterminated/.test(message)) return 'unexpected EOF'
  const shown = found === "'" ? String.raw`'\''` : `'${JSON.stringify(found).slice(1, -1)}'`
  const expected = expectations.find(([pattern]) => pattern.test(message))?.[1]
  return `invalid character ${shown} ${expected ?? 'looking for beginning of value'}`
}
