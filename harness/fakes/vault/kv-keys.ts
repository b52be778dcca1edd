import { notFound, reply, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import type { Product } from './product.ts'
import { answerOn } from './typed-fields.ts'

/** The names directly under a folder, sorted, each folder once with a slash. */
export function keysBelow(paths: Iterable<string>, folder: string): string[] {
  const start = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const keys = new Set<string>()
  for (const path of paths) {
    if (!path.startsWith(start)) continue
    const [name, ...deeper] = path.slice(start.length).split('/')
    keys.add(deeper.length > 0 ? `${name}/` : name!)
  }
  return [...keys].toSorted(byBytes)
}

/** A read of what knows no parameters, with those it is asked to say that it does not know. */
export function told(call: Call): Call {
  if (call.product.plainSecretsWarn) return call
  const said = Object.entries(call.data).filter(([name]) => call.captured.includes(name))
  return { ...call, data: Object.fromEntries(said) }
}

/** All names below a folder: those in it first, then those of its last folder. */
export function keysUnder(paths: Iterable<string>, folder: string): string[] {
  const all = [...paths]
  const start = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const found: string[] = []
  const folders = ['']
  for (let below = folders.pop(); below !== undefined; below = folders.pop())
    for (const key of keysBelow(all, start + below))
      (key.endsWith('/') ? folders : found).push(below + key)
  return found
}

/** A scan, which has neither pages nor an end that is not found. */
export const scanAll = (
  call: Call,
  keys: readonly string[],
  data: (keys: readonly string[]) => object = dataOf,
): Answer => answerOn(call, {}, () => reply({ data: data(keys), mountType: 'kv' }))

/** A whole list; an empty one is a 404 where nothing else is to be said. */
export function listAll(
  call: Call,
  keys: readonly string[],
  mountType: string,
  data: (keys: readonly string[]) => object = dataOf,
): Answer {
  const shown = keys.length > 0 ? data(keys) : {}
  return unlessEmpty(
    answerOn(call, {}, () => reply({ data: shown, mountType })),
    keys,
  )
}

/** What a path with a list takes beside its own fields, where lists have pages, whatever is done there. */
export const pageFields = ({ hasPages }: Product): Record<string, never> =>
  (hasPages ? pages : {}) as Record<string, never>

const pages = { after: 'text', limit: 'whole' } as const

/**
 * As much of a sorted list as is asked for.
 * @see https://openbao.org/api-docs/#pagination
 */
export function listPage(
  call: Call,
  all: readonly string[],
  mountType: string,
  data: (keys: readonly string[]) => object = dataOf,
): Answer {
  if (!call.product.hasPages) return listAll(call, all, mountType)
  let keys = all
  const answered = answerOn(call, pages, ({ after, limit = 0 }) => {
    if (after) keys = keys.filter((key) => byBytes(key, after) > 0)
    if (limit > 0) keys = keys.slice(0, limit)
    return reply({ data: data(keys), mountType })
  })
  return unlessEmpty(answered, keys)
}

const dataOf = (keys: readonly string[]): object => (keys.length > 0 ? { keys } : {})

/** The answer, or none where there is nothing to list and nothing else to be said. */
export const unlessEmpty = (answer: Answer, keys: readonly string[]): Answer =>
  answer.kind === 'envelope' && keys.length === 0 && !answer.warnings ? notFound : answer

/** The order of Go's maps in JSON, and of its sorted strings. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** A value as Vault gives it back: the keys of every object sorted. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => byBytes(a, b))
  return Object.fromEntries(entries.map(([name, each]) => [name, sortedKeys(each)]))
}
