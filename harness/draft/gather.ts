import type { ServerDraft } from './model.ts'

/** Servers by their addresses. */
export type Gathered = ReadonlyMap<string, ServerDraft>

/** Makes one server of those that share an address, and gives every one a name of its own. */
export function gatherServers(servers: readonly ServerDraft[]): Gathered {
  const gathered = new Map<string, ServerDraft>()
  const taken = new Set<string>()
  for (const server of servers) {
    const first = gathered.get(server.at)
    if (first) gathered.set(server.at, { ...first, options: united(first.options, server.options) })
    else {
      const name = freeName(server.name, taken)
      taken.add(name)
      gathered.set(server.at, { ...server, name })
    }
  }
  return gathered
}

/** Both of two maps, map by map; of two other values the first. */
function united<T>(first: T, second: unknown): T {
  if (!isMap(first) || !isMap(second)) return first
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])]
  const entries = names.map((name) => [name, unitedMember(first, second, name)])
  return Object.fromEntries(entries) as T
}

const unitedMember = (
  first: Readonly<Record<string, unknown>>,
  second: Readonly<Record<string, unknown>>,
  name: string,
): unknown => (name in first ? united(first[name], second[name]) : second[name])

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A name as services have it: a small letter first, and of what may follow only what may. */
function freeName(wished: string, taken: ReadonlySet<string>): string {
  const plain = wished.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z]+/, '')
  const name = plain === '' ? 'server' : plain.charAt(0).toLowerCase() + plain.slice(1)
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name}${number}`)) number++
  return `${name}${number}`
}
