const placeholder = /(\$\{[^{}]*\})/

/** A requestBody with its names and place-holders left and every literal value hidden. */
export function bodyShape(body: string): string {
  const json = parse(body)
  if (typeof json === 'object' && json !== null) return JSON.stringify(hideDeep(json))
  if (/^[^=&\s]+=[^&\s]*(&[^=&\s]+=[^&\s]*)*$/.test(body))
    return body.replace(/(?<==)[^&]+/g, hideLiterals)
  return hideLiterals(body)
}

/** A URL without its user information and the values of its query. */
export const urlShape = (url: string): string =>
  url
    .replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1***@')
    .replace(/([?#]).*$/s, (query) => query.replace(/(?<==)[^&]+/g, '***'))

function hideDeep(value: unknown): unknown {
  if (typeof value === 'string') return hideLiterals(value)
  if (Array.isArray(value)) return value.map(hideDeep)
  if (typeof value !== 'object' || value === null) return '***'
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hideDeep(each)]))
}

const hideLiterals = (text: string): string =>
  text
    .split(placeholder)
    .map((piece, i) => (i % 2 === 1 || piece === '' ? piece : '***'))
    .join('')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
