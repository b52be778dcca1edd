/** So wide may a value be that stands on one line. */
const width = 140

/** JSON for people and programs alike: what fits on a line stands on one. */
export function readableJson(value: unknown, indent = ''): string {
  const flat = flatJson(value)
  if (indent.length + flat.length <= width || typeof value !== 'object' || value === null)
    return flat
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const items = Array.isArray(value)
    ? value.map((each) => readableJson(each, deeper))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([name, each]) => `${JSON.stringify(name)}: ${readableJson(each, deeper)}`)
  return `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`
}

function flatJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([name, each]) => `${JSON.stringify(name)}: ${flatJson(each)}`).join(', ')} }`
}
