import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** Any node of a syntax tree: its type, where it stands, and whatever else it has. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [property: string]: unknown
}

/** One import or re-export, resolved where it names a file of ours. */
export interface Import {
  readonly specifier: string
  /** The path from the root; absent for packages and built-in modules. */
  readonly target?: string
  /** `type` is gone at run time, `dynamic` is loaded when it is asked for. */
  readonly kind: 'value' | 'type' | 'dynamic'
  readonly line: number
}

/** One TypeScript file, read and parsed. */
export interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly program: SyntaxNode
  readonly comments: readonly SyntaxNode[]
  readonly imports: readonly Import[]
  readonly lineAt: (offset: number) => number
}

/** Parses a text as the file of that path. */
export function readSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const tree = program as unknown as SyntaxNode
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  return {
    path,
    text,
    program: tree,
    comments: comments as unknown as readonly SyntaxNode[],
    imports: importsOf(path, tree, lineAt),
    lineAt,
  }
}

/** Every file below some folders of the root, in order; an absent folder has none. */
export function filesBelow(root: string, folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => posix.relative(root, posix.join(parentPath, name))),
    )
    .toSorted()
}

/** Reads and parses the TypeScript files among some. */
export const readSources = (root: string, files: readonly string[]): readonly Source[] =>
  files
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readSource(path, readFileSync(`${root}${path}`, 'utf8')))

/** Visits every node with the nodes around it, the nearest first. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, around: readonly SyntaxNode[]) => void,
  around: readonly SyntaxNode[] = [],
): void {
  visit(node, around)
  const inner = [node, ...around]
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, visit, inner)
}

/** Whether a value is a node of a syntax tree. */
export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

/** The name of an identifier; undefined for anything else. */
export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined

const importTypes = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function importsOf(path: string, program: SyntaxNode, lineAt: Source['lineAt']): Import[] {
  const imports: Import[] = []
  walk(program, (node) => {
    if (!importTypes.has(node.type) || !isNode(node['source'])) return
    const specifier = String(node['source']['value'])
    const target = posix.join(posix.dirname(path), specifier)
    imports.push({
      specifier,
      ...(specifier.startsWith('.') && { target }),
      kind: kindOf(node),
      line: lineAt(node.start),
    })
  })
  return imports
}

function kindOf(node: SyntaxNode): Import['kind'] {
  if (node.type === 'ImportExpression') return 'dynamic'
  if (node.type === 'TSImportType') return 'type'
  const keyword = node.type === 'ImportDeclaration' ? 'importKind' : 'exportKind'
  if (node[keyword] === 'type') return 'type'
  const specifiers = (node['specifiers'] ?? []) as readonly SyntaxNode[]
  return specifiers.length > 0 && specifiers.every((each) => each[keyword] === 'type')
    ? 'type'
    : 'value'
}
