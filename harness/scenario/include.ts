import type { Place } from '../../emulator/index.ts'
import type { ReadFile } from '../../emulator/config/index.ts'
import { refuse, type Found } from './found.ts'
import { entriesOf, itemsOf, withEntries, type Tree, type TreeEntry, type TreeMap } from './tree.ts'
import { readTree } from './yaml.ts'

const includable = ['services', 'requests', 'variables', 'program', 'include']

/** A file, all that it includes merged into it, and the texts and stacks for Problems. */
export interface Files {
  readonly readFile: ReadFile
  readonly found: Found
  /** Puts values of the environment into the name of a file. */
  readonly expand: (tree: Tree) => Tree
  /** File to text. */
  readonly sources: Map<string, string>
  /** File to the places of the includes that led to it, innermost first. */
  readonly stacks: Map<string, readonly Place[]>
}

/** The tree of a scenario file, with what it includes. */
export function readWithIncludes(file: string, files: Files): TreeMap | undefined {
  const tree = readOne(file, files, { file, line: 1, col: 1 })
  return tree && withIncluded(tree, [file], files)
}

function readOne(file: string, files: Files, from: Place): TreeMap | undefined {
  const { found } = files
  const bytes = files.readFile(file)
  if (!bytes) return refuse(found, 'FILE-MISSING', `there is no file "${file}"`, from)
  const text = decode(bytes)
  const first = { file, line: 1, col: 1 }
  if (text === undefined) return refuse(found, 'YAML-SYNTAX', 'the file is not UTF-8', first)
  files.sources.set(file, text)
  const tree = readTree(file, text, found)
  if (tree && tree.kind !== 'map') {
    const said = 'expected a map of keys and values'
    return refuse(found, 'YAML-SYNTAX', said, tree.at, ...triesForXml(file, text))
  }
  return tree
}

/** What to type where somebody took a server.xml for a scenario. */
const triesForXml = (file: string, text: string): readonly string[] =>
  /^\s*</.test(text)
    ? [`this is XML; baqlab init ${file} makes a scenario of a server.xml, baqlab check reads it`]
    : []

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Later files never win in silence: a name of two files is an error, but variables of the includer win. */
function withIncluded(tree: TreeMap, stack: readonly string[], files: Files): TreeMap {
  let merged = tree
  for (const item of itemsOf(tree.entries.get('include')?.value)) {
    const included = includedBy(item, stack, files)
    if (included) merged = merge(merged, included, files.found)
  }
  return merged
}

function includedBy(item: Tree, stack: readonly string[], files: Files): TreeMap | undefined {
  const { value } = files.expand(item) as { value?: unknown }
  if (typeof value !== 'string') {
    // The schema says so of the scenario file itself.
    if (stack.length === 1) return undefined
    return refuse(files.found, 'BAD-VALUE', 'expected the name of a file', item.at)
  }
  const file = beside(stack[0]!, value)
  if (stack.includes(file)) {
    const said = `"${value}" includes itself`
    return refuse(files.found, 'INCLUDE-CYCLE', said, item.at, 'remove one of the includes')
  }
  // A file that two others include is merged once.
  if (files.stacks.has(file)) return undefined
  files.stacks.set(file, [item.at, ...(files.stacks.get(stack[0]!) ?? [])])
  const tree = readOne(file, files, item.at)
  if (!tree) return undefined
  for (const [name, { key }] of tree.entries) {
    if (includable.includes(name)) continue
    const said = `"${name}" cannot stand in an included file`
    refuse(files.found, 'UNKNOWN-KEY', said, key, `only these can: ${includable.join(', ')}`)
  }
  return withIncluded(tree, [file, ...stack], files)
}

function merge(into: TreeMap, from: TreeMap, found: Found): TreeMap {
  const sections: [string, TreeEntry][] = []
  for (const name of ['services', 'requests', 'variables', 'program']) {
    const theirs = from.entries.get(name)
    const ours = into.entries.get(name)
    if (!theirs) continue
    // What is no map is left for the schema to say so.
    if (!ours || theirs.value.kind !== 'map') {
      sections.push([name, theirs])
      continue
    }
    if (ours.value.kind !== 'map') continue
    if (name === 'services' || name === 'requests')
      tellDoubles(name, ours.value, theirs.value, found)
    const added = [...theirs.value.entries].filter(([each]) => !isIn(ours.value, each))
    sections.push([name, { key: ours.key, value: withEntries(ours.value, added) }])
  }
  return withEntries(into, sections)
}

const isIn = (tree: Tree, name: string): boolean => tree.kind === 'map' && tree.entries.has(name)

function tellDoubles(section: string, ours: TreeMap, theirs: TreeMap, found: Found): void {
  for (const [name, { key }] of entriesOf(theirs)) {
    const own = ours.entries.get(name)
    if (!own) continue
    const where = `${key.file}:${key.line}`
    const said = `"${name}" under ${section} is also in ${where}`
    refuse(found, 'DUPLICATE-NAME', said, own.key, 'rename or remove one of them')
  }
}

/** A path as it is meant beside a file: absolute, or relative to the file's folder. */
export function beside(file: string, path: string): string {
  const parts = path.replaceAll('\\', '/')
  if (/^(\/|[A-Za-z]:\/)/.test(parts)) return parts
  const folder = file.replaceAll('\\', '/').split('/').slice(0, -1)
  const result = [...folder]
  for (const part of parts.split('/')) {
    if (part === '.' || part === '') continue
    const last = result.at(-1)
    if (part === '..' && last !== undefined && last !== '..' && last !== '' && last !== '.') {
      result.pop()
    } else result.push(part)
  }
  return result.join('/')
}
