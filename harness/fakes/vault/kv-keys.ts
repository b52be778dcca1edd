import { notFound, reply, type Answer } from './answer.ts'

/** The names directly under a folder, sorted, each folder once with a slash; none is a 404. */
export function listKeys(paths: Iterable<string>, folder: string, mountType = 'kv'): Answer {
  const start = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const keys = new Set<string>()
  for (const path of paths) {
    if (!path.startsWith(start)) continue
    const [name, ...deeper] = path.slice(start.length).split('/')
    keys.add(deeper.length > 0 ? `${name}/` : name!)
  }
  if (keys.size === 0) return notFound
  return reply({ data: { keys: [...keys].toSorted(byBytes) }, mountType })
}

/** The order of Go's maps in JSON, and of its sorted strings. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** A value as Vault gives it back: the keys of every object sorted. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => byBytes(a, b))
  return Object.fromEntries(entries.map(([name, each]) => [name, sortedKeys(each)]))
}
