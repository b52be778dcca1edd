import { suggestName } from '../nearest.ts'
import type { ConfigElement } from './files.ts'

/** The ids of a configuration, by the elements that carry them. */
export interface References {
  /** Which of the named elements carries this id. */
  readonly find: (names: readonly string[], id: string) => string | undefined
  /** What to type where none of them does. */
  readonly suggest: (names: readonly string[], id: string) => string
}

/** Indexes all ids; suggestions look at a bounded number of names, and not for ever. */
export function indexReferences(elements: readonly ConfigElement[]): References {
  const ids = new Map<string, Set<string>>()
  for (const { name, id } of elements) {
    if (id === '') continue
    const known = ids.get(name) ?? new Set()
    ids.set(name, known.add(id))
  }
  const find: References['find'] = (names, id) => names.find((name) => ids.get(name)?.has(id))
  let budget = 100
  const suggest: References['suggest'] = (names, id) => {
    const other = find([...ids.keys()], id)
    if (other !== undefined) return `"${id}" is a ${other}: name a ${names.join(' or ')}`
    if (--budget < 0) return `define a ${names[0]} with this id`
    const near = names.flatMap((name) => [...(ids.get(name) ?? [])].slice(0, 200))
    return near.length === 0 ? `define a ${names[0]} with this id` : suggestName(id, near)
  }
  return { find, suggest }
}
