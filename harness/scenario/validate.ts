import type { z } from 'zod'
import { suggestName, type Place } from '../../emulator/index.ts'
import { refuse, type Found } from './found.ts'
import type { Refusal } from './schema/leaf.ts'
import { keyAt, nodeAt, toValue, type Tree, type TreePath } from './tree.ts'

type Issue = z.core.$ZodIssue

interface Context {
  readonly tree: Tree
  readonly found: Found
  /** Keys that the design names and this version does not have. */
  readonly notEmulated: readonly string[]
  /** Where the name of the whole tree stands. */
  readonly key: Place
}

/** The value a schema makes of a tree; undefined where something is wrong with it. */
export function validate<S extends z.ZodType>(
  schema: S,
  tree: Tree,
  found: Found,
  notEmulated: readonly string[] = [],
  key: Place = tree.at,
): z.output<S> | undefined {
  const result = schema.safeParse(toValue(tree))
  if (result.success) return result.data
  const context = { tree, found, notEmulated, key }
  for (const issue of told(result.error.issues, tree, notEmulated)) tell(issue, [], context)
  return undefined
}

/** Beside a key that is not emulated, what is missing is missing because of it. */
function told(
  issues: readonly Issue[],
  tree: Tree,
  notEmulated: readonly string[],
): readonly Issue[] {
  const [instead] = issues.filter(
    (issue) =>
      issue.code === 'unrecognized_keys' &&
      issue.path.length === 0 &&
      issue.keys.some((key) => notEmulated.includes(key)),
  )
  return instead ? issues.filter(({ path }) => nodeAt(tree, path)) : issues
}

function tell(issue: Issue, parent: TreePath, context: Context): void {
  const { tree, found } = context
  const path = [...parent, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) tellUnknown(key, issue.message.split(' '), path, context)
    return
  }
  const node = nodeAt(tree, path)
  if (!node) {
    const name = String(path.at(-1))
    const said = `"${name}" is missing`
    const at = path.length > 1 ? keyAt(tree, path.slice(0, -1)) : context.key
    refuse(found, 'MISSING-KEY', said, at, `add "${name}:" here`)
  } else if (issue.code === 'invalid_union') {
    const branch = branchOf(issue)
    if (branch) told(branch, node, context.notEmulated).forEach((each) => tell(each, path, context))
    else expected(issue.message, node, context, issue.errors.flat().flatMap(triesOf))
  } else if (issue.code === 'custom') {
    tellRefusal(issue.message, (issue.params ?? {}) as Refusal, node, context)
  } else expected(issue.message, node, context)
}

const triesOf = (issue: Issue): readonly string[] =>
  issue.code === 'custom' ? ((issue.params as Refusal | undefined)?.tries ?? []) : []

function tellUnknown(
  key: string,
  known: readonly string[],
  path: TreePath,
  context: Context,
): void {
  const at = keyAt(context.tree, [...path, key])
  if (context.notEmulated.includes(key)) {
    const said = `"${key}" is not emulated by this version`
    refuse(context.found, 'NOT-EMULATED', said, at, 'remove it')
    return
  }
  const said = `"${key}" is not known here`
  refuse(context.found, 'UNKNOWN-KEY', said, at, suggestName(key, known))
}

function tellRefusal(message: string, refusal: Refusal, node: Tree, context: Context): void {
  const { code = 'BAD-VALUE', tries = [], mismatch = false } = refusal
  if (mismatch) expected(message, node, context, tries)
  else refuse(context.found, code, message, node.at, ...tries)
}

function expected(
  what: string,
  node: Tree,
  { found }: Context,
  tries: readonly string[] = [],
): void {
  refuse(found, 'BAD-VALUE', `expected ${what}, found ${seen(node)}`, node.at, ...tries)
}

/** What stands there, in plain words and without its value, which may be secret. */
function seen(node: Tree): string {
  if (node.kind !== 'leaf') return `a ${node.kind}`
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'boolean') return String(node.value)
  return typeof node.value === 'number' ? 'a number' : 'a text'
}

/** Of the shapes a value could have, the one it was meant to have: its type is right, its content is not. */
function branchOf(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] | undefined {
  const meant = issue.errors.filter((issues) => !issues.some(isMismatch))
  return meant.toSorted((a, b) => a.length - b.length)[0]
}

function isMismatch(issue: Issue): boolean {
  if (issue.path.length > 0) return false
  if (issue.code === 'custom') return (issue.params as Refusal | undefined)?.mismatch === true
  if (issue.code === 'invalid_union') return issue.errors.length > 0 && !branchOf(issue)
  return issue.code === 'invalid_type'
}
