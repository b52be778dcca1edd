import type { Tree, TreeEntry, TreeMap } from './tree.ts'

/** JSON as a Tree; as it comes from no file, the file of each place is the path to it, `$.fault.at`. */
export function treeOf(
  value: unknown,
  path: string,
  text: (said: string) => string = (said) => said,
): Tree {
  const at = { file: path, line: 1, col: 1 }
  if (Array.isArray(value))
    return { kind: 'list', at, items: value.map((each, i) => treeOf(each, `${path}[${i}]`, text)) }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, each]): [string, TreeEntry] => {
      const below = `${path}.${name}`
      return [name, { key: { ...at, file: below }, value: treeOf(each, below, text) }]
    })
    return { kind: 'map', at, entries: new Map(entries) }
  }
  const leaf = typeof value === 'string' ? text(value) : value
  const plain = isPlain(leaf) ? leaf : null
  return { kind: 'leaf', at, value: plain, source: String(plain ?? '') }
}

/** Whether a tree is a map. */
export const isMap = (tree: Tree): tree is TreeMap => tree.kind === 'map'

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)
