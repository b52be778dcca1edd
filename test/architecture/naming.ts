import { isNode, nameOf, walk, type Source, type SyntaxNode } from './source.ts'

const bannedWords = new Set('util utils helper helpers common manager managers misc lib'.split(' '))

/** Files and folders whose names are not kebab-case, or say nothing. */
export const badFileNames = (paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) =>
    path.split('/').flatMap((part) => {
      const name = part.replace(/(\.test|\.config)?\.[a-z]+$/, '')
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [`${path}: "${part}" is not kebab-case`]
      const banned = name.split('-').filter((word) => bannedWords.has(word))
      return banned.map((word) => `${path}: "${word}" says nothing`)
    }),
  )

/** Interfaces and types whose names begin with an I that stands for nothing. */
export const prefixedNames = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, program, lineAt }) => {
    const found: string[] = []
    walk(program, (node) => {
      if (!/^TS(Interface|TypeAlias)Declaration$/.test(node.type)) return
      const name = nameOf(node['id']) ?? ''
      if (/^I[A-Z][a-z]/.test(name)) found.push(`${path}:${lineAt(node.start)}: ${name}`)
    })
    return found
  })

/** Files longer than `most` lines. */
export const longFiles = (sources: readonly Source[], most: number): readonly string[] =>
  sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > most ? [`${path}: ${lines} lines`] : []
  })

/** An export without a sentence of its own. */
export interface Undocumented {
  readonly kind: 'function' | 'class' | 'type' | 'value'
  readonly where: string
}

/** Every export that no docstring stands before; re-exports speak through what they export. */
export const undocumented = (sources: readonly Source[]): readonly Undocumented[] =>
  sources.flatMap((source) =>
    (source.program['body'] as readonly SyntaxNode[]).flatMap((statement) => {
      const declaration = statement['declaration']
      if (!statement.type.startsWith('Export') || !isNode(declaration)) return []
      if (isDocumented(statement, source)) return []
      const where = `${source.path}:${source.lineAt(statement.start)}`
      return [{ kind: kindOf(declaration), where: `${where}: ${exportedName(declaration)}` }]
    }),
  )

const isDocumented = ({ start }: SyntaxNode, { comments, text }: Source): boolean =>
  comments.some(
    (comment) =>
      comment.type === 'Block' &&
      String(comment['value']).startsWith('*') &&
      comment.end <= start &&
      text.slice(comment.end, start).trim() === '',
  )

function kindOf(declaration: SyntaxNode): Undocumented['kind'] {
  if (declaration.type === 'ClassDeclaration') return 'class'
  if (declaration.type === 'FunctionDeclaration') return 'function'
  if (declaration.type.startsWith('TS')) return 'type'
  return isNode(initOf(declaration)) && /Function/.test(initOf(declaration)!.type)
    ? 'function'
    : 'value'
}

const firstOf = (declaration: SyntaxNode): SyntaxNode =>
  ((declaration['declarations'] ?? [declaration]) as readonly SyntaxNode[])[0]!

const initOf = (declaration: SyntaxNode): SyntaxNode | undefined =>
  firstOf(declaration)['init'] as SyntaxNode | undefined

const exportedName = (declaration: SyntaxNode): string =>
  nameOf(firstOf(declaration)['id']) ?? 'several names'

/** Tests that alone are run, and tests that are left out without a reason beside them. */
export const unexplainedTests = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, program, comments, lineAt }) => {
    const found: string[] = []
    const explained = new Set(comments.map(({ end }) => lineAt(end) + 1))
    walk(program, (node) => {
      if (node.type !== 'MemberExpression') return
      if (!/^(it|test|describe|suite|bench)$/.test(rootName(node['object']) ?? '')) return
      const property = nameOf(node['property']) ?? ''
      const line = lineAt(node.start)
      if (property === 'only') found.push(`${path}:${line}: only`)
      if (/^(skip|skipIf|runIf|todo|fails)$/.test(property) && !explained.has(line))
        found.push(`${path}:${line}: ${property} without a comment that says why`)
    })
    return found
  })

/** `test` of `test.concurrent.each`. */
function rootName(node: unknown): string | undefined {
  if (!isNode(node) || node.type !== 'MemberExpression') return nameOf(node)
  return rootName(node['object'])
}
