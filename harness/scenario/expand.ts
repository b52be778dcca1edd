import type { Found } from './found.ts'
import { substitute, type Values } from './placeholder.ts'
import { withEntries, type Tree, type TreeEntry, type TreeMap } from './tree.ts'

/** What is filled once more when it is used. */
const filledLater = ['requests', 'steps', 'expect', 'compare']
/** `dropins` are Liberty's, its `${…}` included; the matrix was read before. */
const untouched = ['dropins', 'matrix', 'include']

/** The file with the values of the environment and of one row put in. */
export function expand(file: TreeMap, values: Values, found: Found): TreeMap {
  const entries: [string, TreeEntry][] = []
  for (const [name, entry] of file.entries) {
    if (untouched.includes(name)) continue
    const { key, value } = entry
    const later = filledLater.includes(name)
    const expanded =
      name === 'services' ? services(value, values, found) : substitute(value, values, found, later)
    entries.push([name, { key, value: expanded }])
  }
  return withEntries(file, entries)
}

/** Of a service, only the answers of its routes are filled once more. */
function services(tree: Tree, values: Values, found: Found): Tree {
  return mapEntries(tree, (service) =>
    mapEntries(service, (value, name) => substitute(value, values, found, name === 'routes')),
  )

  function mapEntries(from: Tree, change: (value: Tree, name: string) => Tree): Tree {
    if (from.kind !== 'map') return substitute(from, values, found, false)
    const changed = [...from.entries].map(([name, { key, value }]): [string, TreeEntry] => [
      name,
      { key, value: change(value, name) },
    ])
    return withEntries(from, changed)
  }
}
