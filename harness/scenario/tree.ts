import type { Place } from '../../emulator/index.ts'

/** A YAML document whose every key and value knows its place; aliases share the node they stand for. */
export type Tree = TreeMap | TreeList | TreeLeaf

export interface TreeMap {
  readonly kind: 'map'
  readonly at: Place
  readonly entries: ReadonlyMap<string, TreeEntry>
}

export interface TreeEntry {
  readonly key: Place
  readonly value: Tree
}

export interface TreeList {
  readonly kind: 'list'
  readonly at: Place
  readonly items: readonly Tree[]
}

export interface TreeLeaf {
  readonly kind: 'leaf'
  readonly at: Place
  readonly value: string | number | boolean | null
  /** As it was written, so that `1.10` stays what it is where a text is wanted. */
  readonly source: string
}

export type TreePath = readonly PropertyKey[]

/** The plain value, for a schema or to be sent as JSON. */
export function toValue(tree: Tree): unknown {
  if (tree.kind === 'leaf') return tree.value
  if (tree.kind === 'list') return tree.items.map(toValue)
  const value: Record<string, unknown> = {}
  for (const [name, entry] of tree.entries) {
    // Assigning to __proto__ would set the prototype and lose the entry.
    if (name === '__proto__') Object.defineProperty(value, name, own(toValue(entry.value)))
    else value[name] = toValue(entry.value)
  }
  return value
}

const own = (value: unknown): PropertyDescriptor => ({
  value,
  enumerable: true,
  configurable: true,
  writable: true,
})

/** The node below a path of keys and indexes. */
export function nodeAt(tree: Tree, path: TreePath): Tree | undefined {
  let node: Tree | undefined = tree
  for (const step of path) node = node && childOf(node, step)
  return node
}

function childOf(tree: Tree, step: PropertyKey): Tree | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step))?.value
  if (tree.kind === 'list') return tree.items[Number(step)]
  return undefined
}

/** Where the value of a path stands; of a path that is not there, where its nearest parent stands. */
export function placeAt(tree: Tree, path: TreePath): Place {
  const node = nodeAt(tree, path)
  if (node) return node.at
  return path.length === 0 ? tree.at : keyAt(tree, path.slice(0, -1))
}

/** Where the last key of a path stands; of a list's item, the item. */
export function keyAt(tree: Tree, path: TreePath): Place {
  if (path.length === 0) return tree.at
  const parent = nodeAt(tree, path.slice(0, -1))
  const key = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1)))?.key : undefined
  return key ?? placeAt(tree, path)
}

/** The text of a scalar as it was written, never as YAML's idea of a number. */
export function textOf(tree: Tree | undefined): string {
  if (tree?.kind !== 'leaf') return ''
  return typeof tree.value === 'string' ? tree.value : tree.source
}

/** Name and node of every entry; nothing where the tree is no map. */
export function entriesOf(tree: Tree | undefined): readonly (readonly [string, TreeEntry])[] {
  return tree?.kind === 'map' ? [...tree.entries] : []
}

/** The items of a list, or the one thing that stands in its place. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  if (!tree) return []
  return tree.kind === 'list' ? tree.items : [tree]
}

/** Calls back for every string in a tree. */
export function eachText(tree: Tree | undefined, visit: (text: string, at: Place) => void): void {
  if (!tree) return
  if (tree.kind === 'leaf') {
    if (typeof tree.value === 'string') visit(tree.value, tree.at)
  } else if (tree.kind === 'list') tree.items.forEach((item) => eachText(item, visit))
  else tree.entries.forEach((entry) => eachText(entry.value, visit))
}

/** The same map with entries set or replaced. */
export function withEntries(
  tree: TreeMap,
  entries: Iterable<readonly [string, TreeEntry]>,
): TreeMap {
  return { ...tree, entries: new Map([...tree.entries, ...entries]) }
}

/** The same map without some entries. */
export function withoutEntries(tree: TreeMap, names: readonly string[]): TreeMap {
  const kept = [...tree.entries].filter(([name]) => !names.includes(name))
  return { ...tree, entries: new Map(kept) }
}
