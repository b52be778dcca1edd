import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Node, Pair, YAMLMap } from 'yaml'
import type { Place } from '../../emulator/index.ts'
import { refuse, type Found } from './found.ts'
import type { Tree, TreeEntry } from './tree.ts'

const deepest = 100
const mostAliases = 100
const mostFromAliases = 10_000

/** Text -> located tree; undefined where it is no YAML, or no single document. */
export function readTree(file: string, text: string, found: Found): Tree | undefined {
  const lines = new LineCounter()
  const builder = new TreeBuilder(file, text, lines, found)
  try {
    const doc = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    })
    for (const { pos, code, message } of [...doc.errors, ...doc.warnings]) {
      const said = code === 'MULTIPLE_DOCS' ? 'a file holds one document' : tidy(message)
      refuse(found, 'YAML-SYNTAX', said, builder.place(pos[0], pos[1]), ...triesFor(code))
    }
    if (doc.errors.length > 0 || doc.warnings.length > 0) return undefined
    if (doc.contents === null)
      return refuse(found, 'YAML-SYNTAX', 'the file is empty', firstOf(file))
    const before = found.length
    const tree = builder.build(doc.contents as Node)
    // What an alias should have stood for is not there to be checked.
    return found.slice(before).some(({ code }) => code === 'YAML-SYNTAX') ? undefined : tree
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    return refuse(found, 'YAML-SYNTAX', 'it is nested too deep', firstOf(file))
  }
}

const firstOf = (file: string): Place => ({ file, line: 1, col: 1 })

/** The library's sentence in our form: no capital, no full stop, one line. */
function tidy(message: string): string {
  const line = message.split('\n')[0]!.replace(/[.:]$/, '')
  return line.charAt(0).toLowerCase() + line.slice(1)
}

function triesFor(code: string): readonly string[] {
  if (code === 'TAB_AS_INDENT') return ['indent with spaces']
  if (code === 'MULTIPLE_DOCS') return ['remove the "---", or write a file for each scenario']
  if (code === 'TAG_RESOLVE_FAILED') return ['remove the tag']
  return []
}

/** Makes one document's tree; aliases are followed, but neither into themselves nor into a bomb. */
class TreeBuilder {
  readonly #file: string
  readonly #text: string
  readonly #lines: LineCounter
  readonly #found: Found
  readonly #anchors = new Map<string, { readonly tree?: Tree; readonly size: number }>()
  #aliases = 0
  #nodes = 0

  constructor(file: string, text: string, lines: LineCounter, found: Found) {
    this.#file = file
    this.#text = text
    this.#lines = lines
    this.#found = found
  }

  /** The place of a range of the text, cut at the end of its first line. */
  place(start: number, end: number): Place {
    const { line, col } = this.#lines.linePos(start)
    const rest = this.#text.slice(start, this.#endOfLine(start, end)).trimEnd()
    return {
      file: this.#file,
      line: Math.max(line, 1),
      col: Math.max(col, 1),
      length: Math.max(rest.length, 1),
    }
  }

  #endOfLine(start: number, end: number): number {
    const newline = this.#text.indexOf('\n', start)
    return newline < 0 ? end : Math.min(newline, end)
  }

  build(node: Node | null, depth = 0): Tree {
    if (depth > deepest) throw new RangeError('nested too deep')
    if (isAlias(node)) return this.#follow(node.source, this.#placeOf(node))
    const before = this.#nodes++
    const anchor = node && 'anchor' in node ? node.anchor : undefined
    if (anchor !== undefined) this.#anchors.set(anchor, { size: 0 })
    const tree = this.#plain(node, depth)
    if (anchor !== undefined) this.#anchors.set(anchor, { tree, size: this.#nodes - before })
    return tree
  }

  #plain(node: Node | null, depth: number): Tree {
    const at = this.#placeOf(node)
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node, depth) }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as Node | null, depth + 1))
      return { kind: 'list', at, items }
    }
    const value: unknown = isScalar(node) ? node.value : null
    const source = isScalar(node) ? (node.source ?? '') : ''
    return { kind: 'leaf', at, value: isPlain(value) ? value : source, source }
  }

  #entries(map: YAMLMap, depth: number): Map<string, TreeEntry> {
    const entries = new Map<string, TreeEntry>()
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const at = this.#placeOf(pair.key)
      if (!isScalar(pair.key)) {
        refuse(this.#found, 'YAML-SYNTAX', 'a key is a text', at, 'put it in quotes')
        continue
      }
      const name = typeof pair.key.value === 'string' ? pair.key.value : (pair.key.source ?? '')
      const value = pair.value
        ? this.build(pair.value, depth + 1)
        : ({ kind: 'leaf', at, value: null, source: '' } as const)
      if (entries.has(name)) this.#twice(name, at, entries.get(name)!.key)
      else entries.set(name, { key: at, value })
    }
    return entries
  }

  #twice(name: string, at: Place, first: Place): void {
    const said = `"${name}" stands here twice`
    refuse(this.#found, 'DUPLICATE-NAME', said, at, `the first is in line ${first.line}: keep one`)
  }

  #follow(name: string, at: Place): Tree {
    const nothing = { kind: 'leaf', at, value: null, source: '' } as const
    const target = this.#anchors.get(name)
    if (!target) {
      refuse(this.#found, 'YAML-SYNTAX', `nothing before it is called "&${name}"`, at)
      return nothing
    }
    if (!target.tree) {
      refuse(this.#found, 'YAML-SYNTAX', `"*${name}" contains itself`, at)
      return nothing
    }
    this.#nodes += target.size
    if (++this.#aliases > mostAliases || this.#nodes > mostFromAliases) {
      if (this.#aliases < Infinity) {
        refuse(this.#found, 'YAML-SYNTAX', 'the aliases make the file too large', at)
      }
      this.#aliases = Infinity
      return nothing
    }
    return target.tree
  }

  #placeOf(node: Node | null | undefined): Place {
    const [start, end] = node?.range ?? [0, 0]
    return this.place(start, end)
  }
}

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
