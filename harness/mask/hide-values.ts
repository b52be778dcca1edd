/** A text with its structure left and its values hidden: strings of JSON, values of a form, else all of it. */
export function hideValues(text: string): string {
  const json = parse(text)
  if (typeof json === 'object' && json !== null) return JSON.stringify(hideDeep(json))
  if (/^[^=&\s]+=[^&\s]*(&|$)/.test(text)) return text.replace(/(?<==)[^&]+/g, stars)
  return stars(text)
}

function hideDeep(value: unknown): unknown {
  if (typeof value === 'string') return stars(value)
  if (Array.isArray(value)) return value.map(hideDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hideDeep(each)]))
}

const stars = (text: string): string => '*'.repeat(text.length)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
