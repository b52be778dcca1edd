import { readJsonPath as readPath, type JsonPath } from '../../emulator/index.ts'

export { valueAt, type JsonPath } from '../../emulator/index.ts'

/** What a fake writes at a path it makes on the way, so no index may be large. */
const largestIndex = 9999

/** Reads a path as the emulator does; undefined where it is malformed, or too large to be made. */
export function readJsonPath(text: string): JsonPath | undefined {
  const path = readPath(text)
  return path?.every((key) => typeof key === 'string' || key <= largestIndex) ? path : undefined
}

/** The path of a scenario that was checked before: one that is malformed is a bug of ours. */
export function jsonPath(text: string): JsonPath {
  const path = readJsonPath(text)
  if (!path) throw new Error(`"${text}" is not a JSON path`)
  return path
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
