import type { Place } from '../../emulator/index.ts'
import { refuse, refuseName, warn, type Found } from './found.ts'
import type { MatrixRow } from './model.ts'
import { entriesOf, textOf, withEntries, type Tree, type TreeEntry, type TreeMap } from './tree.ts'

const mostRows = 1000
const settings = [
  'config',
  'level',
  'servers',
  'balance',
  'start',
  'program',
  'variables',
  'dropins',
  'assume',
]

/** One row of the matrix, its values with their places. */
export interface Row {
  readonly name: string
  readonly at: Place
  readonly cells: ReadonlyMap<string, TreeEntry>
  /** What must hold at the end of this row besides what must hold of all. */
  readonly expect?: Tree
}

/** The rows of a matrix: the product of its lists, or the rows as they are listed. */
export function readRows(matrix: Tree, found: Found): readonly Row[] {
  const rows = matrix.kind === 'map' ? product(matrix, found) : listed(matrix, found)
  const seen = new Map<string, Row>()
  for (const row of rows) {
    if (seen.has(row.name)) {
      const said = `two rows are called "${row.name}"`
      refuse(found, 'DUPLICATE-NAME', said, row.at, 'give one of them another name')
    }
    seen.set(row.name, row)
  }
  return rows
}

function product(matrix: TreeMap, found: Found): Row[] {
  let rows: Map<string, TreeEntry>[] = [new Map()]
  for (const [name, { key, value }] of matrix.entries) {
    if (name === 'name' || name === 'expect') {
      const said = `"${name}" belongs to a row`
      refuse(found, 'BAD-VALUE', said, key, 'write the matrix as a list of rows')
      return []
    }
    const items = value.kind === 'list' ? value.items : []
    if (items.length === 0) refuse(found, 'NOTHING-HAPPENS', `"${name}" has no values`, value.at)
    if (rows.length * items.length > mostRows) {
      refuse(found, 'BAD-VALUE', `the matrix has more than ${mostRows} rows`, matrix.at)
      return []
    }
    rows = rows.flatMap((row) =>
      items.map((item) => new Map([...row, [name, { key, value: item }]])),
    )
  }
  if (matrix.entries.size === 0) refuse(found, 'NOTHING-HAPPENS', 'the matrix is empty', matrix.at)
  return rows.map((cells) => ({ name: nameOf(cells), at: matrix.at, cells }))
}

function listed(matrix: Tree, found: Found): Row[] {
  const items = matrix.kind === 'list' ? matrix.items : []
  if (items.length === 0) refuse(found, 'NOTHING-HAPPENS', 'the matrix has no rows', matrix.at)
  const byLevel = levelsDiffer(items)
  return items.flatMap((item) => {
    const cells = new Map(entriesOf(item))
    const name = cells.get('name')?.value
    const expect = cells.get('expect')?.value
    cells.delete('name')
    cells.delete('expect')
    if (cells.size === 0 && !name) {
      refuse(found, 'NOTHING-HAPPENS', 'the row is empty', item.at)
      return []
    }
    const level = byLevel ? textOf(cells.get('level')?.value) : undefined
    const named = textOf(name) || level || nameOf(cells)
    return [{ name: named, at: item.at, cells, ...(expect && { expect }) }]
  })
}

/** Rows with a fix level each, no two the same, are named by it: the other values follow from it. */
function levelsDiffer(items: readonly Tree[]): boolean {
  const levels = items.map((item) => textOf(new Map(entriesOf(item)).get('level')?.value))
  return levels.every((level) => level) && new Set(levels).size === items.length
}

const nameOf = (cells: ReadonlyMap<string, TreeEntry>): string =>
  [...cells.values()].map(({ value }) => cellText(value)).join(', ')

function cellText(tree: Tree): string {
  if (tree.kind === 'leaf') return textOf(tree)
  if (tree.kind === 'list') return tree.items.map(cellText).join('+')
  return [...tree.entries].map(([name, { value }]) => `${name}=${cellText(value)}`).join('+')
}

/** The row as the model has it. */
export function matrixRow({ name, cells }: Row): MatrixRow {
  const values: Record<string, string | number | boolean> = {}
  for (const [key, { value }] of cells) {
    const plain = value.kind === 'leaf' ? value.value : cellText(value)
    values[key] = plain ?? ''
  }
  return { name, values }
}

/** The file as one row has it: its settings win, its variables are added to those of all. */
export function withRow(file: TreeMap, row: Row | undefined): TreeMap {
  const entries: [string, TreeEntry][] = []
  for (const [name, entry] of row?.cells ?? []) {
    if (!settings.includes(name)) continue
    const all = file.entries.get(name)?.value
    const added = name === 'variables' && all?.kind === 'map'
    const value = added ? withEntries(all, entriesOf(entry.value)) : entry.value
    entries.push([name, { key: entry.key, value }])
  }
  return withEntries(file, entries)
}

/** Warns of values of the rows that change nothing. */
export function tellUnused(rows: readonly Row[], used: ReadonlySet<string>, found: Found): void {
  const known = new Set(rows.flatMap(({ cells }) => [...cells.keys()]))
  for (const name of known) {
    if (settings.includes(name) || used.has(name)) continue
    const at = rows.find(({ cells }) => cells.has(name))!.cells.get(name)!.key
    const said = `the matrix value "${name}" is used nowhere`
    warn(found, 'UNUSED', said, at, `write \${row.${name}} where it belongs`)
  }
}

/** The name of an earlier row; anything else cannot be compared with. */
export function checkBase(
  against: string,
  rows: readonly Row[],
  row: Row | undefined,
  at: Place,
  found: Found,
): boolean {
  const base = rows.findIndex(({ name }) => name === against)
  if (base < 0) {
    refuseName(
      found,
      'row',
      against,
      rows.map(({ name }) => name),
      at,
    )
    return false
  }
  const own = row ? rows.indexOf(row) : 0
  if (base < own) return true
  if (base > own) {
    const said = `the row "${against}" comes after this one`
    refuse(found, 'CANNOT-HOLD', said, at, 'move that row up')
  } else if (own === rows.length - 1) {
    const said = `no row comes after "${against}"`
    refuse(found, 'CANNOT-FAIL', said, at, 'name an earlier row')
  }
  return false
}
