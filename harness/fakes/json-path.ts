/** The parts of a JSON path: names of members and indexes of elements. */
export type JsonPath = readonly (string | number)[]

const part = /\.?([^.[\]'"\s]+)|\[(\d{1,4})\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** Reads `$.a.b[0]['c']`, with or without the `$`; `$` alone is the whole. Undefined where malformed. */
export function readJsonPath(text: string): JsonPath | undefined {
  const path: (string | number)[] = []
  const next = new RegExp(part)
  next.lastIndex = text.startsWith('$') ? 1 : 0
  while (next.lastIndex < text.length) {
    const at = next.lastIndex
    const found = next.exec(text)
    if (!found) return undefined
    // Only the first name of all may come without its dot, and none right after the `$`.
    if (found[1] !== undefined && at > 0 && text[at] !== '.') return undefined
    path.push(found[2] === undefined ? (found[1] ?? found[3] ?? found[4]!) : Number(found[2]))
  }
  return path
}

/** The path of a scenario that was checked before: one that is malformed is a bug of ours. */
export function jsonPath(text: string): JsonPath {
  const path = readJsonPath(text)
  if (!path) throw new Error(`"${text}" is not a JSON path`)
  return path
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

/** The root with a value put at a path; members and elements on the way are made. */
export function withValueAt(root: unknown, path: JsonPath, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  const container = root ?? (typeof key === 'number' ? [] : Object.create(null))
  if (typeof container !== 'object' || Array.isArray(container) !== (typeof key === 'number'))
    throw new Error('two JSON paths contradict each other')
  const own = Object.hasOwn(container, key) ? container[key] : undefined
  container[key] = withValueAt(own, rest, value)
  return container
}
