import { isNode, nameOf, walk, type Source, type SyntaxNode } from './source.ts'

const mutators = new Set(
  'set add delete clear push pop shift unshift splice sort reverse fill copyWithin'.split(' '),
)

/** Variables, collections and static fields that live as long as the module: state outside a world. */
export const moduleState = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, program, lineAt }) => {
    const found: string[] = []
    const say = (node: SyntaxNode, what: string) =>
      void found.push(`${path}:${lineAt(node.start)}: ${what}`)
    const owned = namesOwnedBy(program, (node) => say(node, 'a variable of the module'))
    walk(program, (node, around) => {
      const name = mutatedName(node)
      if (name !== undefined && owned.has(name) && !isShadowed(name, around))
        say(node, `"${name}" belongs to a module and is changed`)
      if (node.type === 'PropertyDefinition' && node['static'] && !node['readonly'])
        say(node, 'a static field')
    })
    return found
  })

/** Names of constants and imports of a module; its other variables are told. */
function namesOwnedBy(program: SyntaxNode, tell: (node: SyntaxNode) => void): ReadonlySet<string> {
  const names: string[] = []
  for (const statement of program['body'] as readonly SyntaxNode[]) {
    if (statement.type === 'ImportDeclaration')
      for (const each of statement['specifiers'] as readonly SyntaxNode[])
        names.push(nameOf(each['local'])!)
    const declaration = isNode(statement['declaration']) ? statement['declaration'] : statement
    if (declaration.type !== 'VariableDeclaration' || declaration['declare']) continue
    if (declaration['kind'] === 'let' || declaration['kind'] === 'var') tell(declaration)
    for (const each of declaration['declarations'] as readonly SyntaxNode[])
      names.push(nameOf(each['id']) ?? '')
  }
  return new Set(names)
}

/** The name of what a node changes: `name.push(…)`, `name.x = …`, `name[x]++`, `delete name.x`. */
function mutatedName(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'CallExpression': {
      const callee = node['callee']
      if (!isNode(callee) || callee.type !== 'MemberExpression') return undefined
      return mutators.has(nameOf(callee['property']) ?? '') ? nameOf(callee['object']) : undefined
    }
    case 'AssignmentExpression':
      return ownerOf(node['left'])
    case 'UpdateExpression':
      return ownerOf(node['argument'])
    case 'UnaryExpression':
      return node['operator'] === 'delete' ? ownerOf(node['argument']) : undefined
    default:
      return undefined
  }
}

const ownerOf = (target: unknown): string | undefined =>
  isNode(target) && target.type === 'MemberExpression' ? nameOf(target['object']) : undefined

/** Whether a parameter or a variable of a function around has the name. */
const isShadowed = (name: string, around: readonly SyntaxNode[]): boolean =>
  around.some((scope) => isNode(scope['body']) && namesInside(scope).has(name))

function namesInside(scope: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (pattern: unknown): void => {
    if (isNode(pattern)) walk(pattern, (node) => void names.add(nameOf(node) ?? ''))
  }
  walk(scope, (node) => {
    if (node.type === 'VariableDeclarator') add(node['id'])
    if (Array.isArray(node['params'])) node['params'].forEach(add)
  })
  return names
}
