import { hasPlaceholder } from './placeholder.ts'
import { eachText, entriesOf, nodeAt, textOf, type Tree, type TreeMap } from './tree.ts'

const secretName = /password|passwd|secret|api-?key|authorization|cookie/i
const secretHeader = /password|passwd|secret|token|api-?key|authorization|cookie/i

/** Whether the name of a variable says that its value is secret. */
export const isSecretVariable = (name: string): boolean => secretName.test(name)

/**
 * Adds every value of a file that must be masked: by its name, and by where it stands. It reads the
 * tree, not the model, so that a file with errors is masked as well.
 */
export function gatherSecrets(file: TreeMap, secrets: Set<string>): void {
  const add = (text: string): void => {
    if (text !== '' && !hasPlaceholder(text)) secrets.add(text)
  }
  for (const [name, { value }] of entriesOf(nodeAt(file, ['variables']))) {
    if (isSecretVariable(name)) add(textOf(value))
  }
  for (const [, { value }] of entriesOf(nodeAt(file, ['services']))) ofService(value, add)
  for (const section of ['requests', 'steps', 'keystores', 'compare'])
    ofNames(nodeAt(file, [section]), add)
}

type Add = (text: string) => void

const wholly = ['rootToken', 'users', 'secrets']
const byName = [
  'clients',
  'approle',
  'userpass',
  'require',
  'requireBody',
  'requireHeaders',
  'routes',
]

function ofService(tree: Tree, add: Add): void {
  for (const [name, { value }] of entriesOf(tree)) {
    if (wholly.includes(name)) eachText(value, add)
    else if (byName.includes(name)) ofNames(value, add, name === 'requireHeaders')
  }
}

/** Values whose own key says that they are secret, at any depth. */
function ofNames(tree: Tree | undefined, add: Add, inHeaders = false): void {
  if (tree?.kind === 'list') tree.items.forEach((item) => ofNames(item, add))
  for (const [name, { value }] of entriesOf(tree)) {
    // A captured value is secret, its path is not; of expectations only requests have values.
    if (name === 'capture') continue
    if (name === 'expect') ofNames(nodeAt(value, ['requests']), add)
    else if (isSecret(name, inHeaders)) ofValue(value, add)
    else ofNames(value, add, name === 'headers')
  }
}

const isSecret = (name: string, inHeaders: boolean): boolean =>
  (inHeaders ? secretHeader : secretName).test(name) && !/(Ttl|NumUses)$/.test(name)

/** A text, a field of BAQ-REQUEST-INFO, or a matcher. */
function ofValue(tree: Tree, add: Add): void {
  if (tree.kind === 'leaf') add(textOf(tree))
  for (const name of ['value', 'equals', 'contains']) {
    const inner = nodeAt(tree, [name])
    if (inner?.kind === 'leaf') add(textOf(inner))
  }
  ofNames(tree, add)
}

/** The text with every secret in it hidden. Very short ones would hide too much and tell nothing. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  let masked = text
  for (const secret of secrets) {
    if (secret.length > 2 && masked.includes(secret)) masked = masked.replaceAll(secret, '(secret)')
  }
  return masked
}
