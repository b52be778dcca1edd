import type { Place } from '../../emulator/index.ts'
import { refuse, refuseName, type Found } from './found.ts'
import type { Tree, TreeEntry } from './tree.ts'
import { eachText } from './tree.ts'

/** What `${env.NAME}` and `${row.NAME}` stand for while one row is read. */
export interface Values {
  readonly env: (name: string) => string | undefined
  /** Absent where the file has no matrix. */
  readonly row?: ReadonlyMap<string, Tree>
  /** Gathers what came from the environment: it is secret. */
  readonly secrets: Set<string>
  /** Gathers the row values that something uses. */
  readonly used: Set<string>
}

const wholeRow = /^\$\{row\.([^}]*)\}$/
const known = /\\\$\{|\$\{(env|row)\.([^}]*)\}/g

/** `\${` is a literal `${`. */
export const literal = (text: string): string => text.replaceAll('\\${', '${')

/**
 * Puts environment and row values into every string below. With `later`, a `\${` stays as it is, for
 * it is filled again when the string is used; and so does a `${` in a value, which must not be filled.
 */
export function substitute(tree: Tree, values: Values, found: Found, later: boolean): Tree {
  if (tree.kind === 'list') {
    return { ...tree, items: tree.items.map((item) => substitute(item, values, found, later)) }
  }
  if (tree.kind === 'map') {
    const entries = new Map<string, TreeEntry>()
    for (const [name, { key, value }] of tree.entries) {
      const filled = name.includes('${') ? fillText(name, values, found, key, later) : name
      entries.set(filled, { key, value: substitute(value, values, found, later) })
    }
    return { ...tree, entries }
  }
  if (typeof tree.value !== 'string' || !tree.value.includes('${')) return tree
  const whole = wholeRow.exec(tree.value)
  const row = whole && rowValue(whole[1]!, values, found, tree.at, later)
  if (whole) return row ? { ...row, at: tree.at } : tree
  const text = fillText(tree.value, values, found, tree.at, later)
  return { ...tree, value: text, source: text }
}

function fillText(text: string, values: Values, found: Found, at: Place, later: boolean): string {
  return text.replace(known, (match, kind?: string, name?: string) => {
    if (kind === undefined) return later ? match : '${'
    const value = valueOf(kind, name!, values, found, at)
    if (value === undefined) return match
    return later ? value.replaceAll('${', '\\${') : value
  })
}

function valueOf(
  kind: string,
  name: string,
  values: Values,
  found: Found,
  at: Place,
): string | undefined {
  if (kind === 'env') return envValue(name, values, found, at)
  const row = rowValue(name, values, found, at, false)
  if (row?.kind === 'leaf') return typeof row.value === 'string' ? row.value : row.source
  if (row) {
    refuse(found, 'BAD-VALUE', `"${name}" is no text that could stand inside another`, at)
  }
  return undefined
}

function envValue(name: string, { env, secrets }: Values, found: Found, at: Place) {
  const value = env(name)
  if (value === undefined) {
    const said = `the environment has no variable "${name}"`
    return refuse(found, 'MISSING-VARIABLE', said, at, `export ${name}=… before the run`)
  }
  secrets.add(value)
  return value
}

/** The value of a row may itself name the environment. */
function rowValue(
  name: string,
  values: Values,
  found: Found,
  at: Place,
  later: boolean,
): Tree | undefined {
  const { row, used, env, secrets } = values
  if (!row) {
    const said = `"\${row.${name}}" needs a matrix, and the file has none`
    return refuse(found, 'UNKNOWN-NAME', said, at, 'write "matrix:" with a list for each name')
  }
  used.add(name)
  const cell = row.get(name)
  if (!cell) return refuseName(found, 'value of the row', name, row.keys(), at)
  return substitute(cell, { env, secrets, used }, found, later)
}

/** What a string that is filled during the run may name. */
export interface RunNames {
  readonly captured: ReadonlySet<string>
  /** More may be captured, by calls of which no file knows. */
  readonly open?: boolean
  /** Services that issue tokens. */
  readonly issuers: ReadonlySet<string>
  /** Gathers the captured names that something uses. */
  readonly used: Set<string>
}

/** Checks that every `${…}` below names something captured, or a token as `vault.issued[2]`. */
export function checkPlaceholders(tree: Tree | undefined, names: RunNames, found: Found): void {
  eachText(tree, (text, at) => {
    for (const inner of placeholdersIn(text)) {
      if (inner === undefined) {
        refuse(found, 'BAD-VALUE', 'a "${" has no "}"', at, 'write "\\${" for a literal one')
      } else checkOne(inner, names, found, at)
    }
  })
}

/** Whether a string has something to be filled in during the run. */
export const hasPlaceholder = (text: string): boolean => placeholdersIn(text).length > 0

/** The names of what a string needs captured, or of the services whose tokens it needs. */
export const capturedNamesIn = (text: string): readonly string[] =>
  placeholdersIn(text).flatMap((inner) => /^[^.[]+/.exec(inner ?? '')?.[0] ?? [])

function placeholdersIn(text: string): (string | undefined)[] {
  return [...text.matchAll(/\\\$\{|\$\{(?:([^}]*)\})?/g)]
    .filter(([match]) => match !== '\\${')
    .map(([, inner]) => inner)
}

function checkOne(inner: string, names: RunNames, found: Found, at: Place): void {
  const [, first = '', rest = ''] = /^([^.[]*)(.*)$/s.exec(inner)!
  if (names.captured.has(first)) {
    names.used.add(first)
  } else if (names.issuers.has(first)) {
    if (/^\.issued\[[1-9]\d{0,8}\]$/.test(rest)) return
    const said = `"${inner}" names no token of "${first}"`
    refuse(found, 'UNKNOWN-NAME', said, at, `write \${${first}.issued[1]} for its first token`)
  } else if (first !== 'env' && first !== 'row' && !names.open) {
    refuseName(found, 'captured value', first, [...names.captured, ...names.issuers], at)
  }
}
