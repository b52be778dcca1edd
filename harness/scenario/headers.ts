import type { Header } from '../../emulator/index.ts'
import { refuse, type Found } from './found.ts'
import { literal } from './placeholder.ts'
import { entriesOf, itemsOf, textOf, type Tree } from './tree.ts'

const token = /^[\w!#$%&'*+.^`|~-]+$/
// oxlint-disable-next-line no-control-regex -- these are the characters no header line can carry
const notOnTheWire = /[^\t\x20-\x7e\x80-\xff]/

/** Header lines in their order, as they were written; a list gives one line for each item. */
export function headersOf(tree: Tree | undefined, found: Found): Header[] {
  return entriesOf(tree).flatMap(([name, { key, value }]) => {
    if (!token.test(name)) {
      refuse(found, 'BAD-VALUE', `"${name}" cannot be the name of a header`, key)
      return []
    }
    return itemsOf(value).map((item): Header => {
      const text = textOf(item)
      if (notOnTheWire.test(text)) {
        refuse(
          found,
          'BAD-VALUE',
          `the header "${name}" has characters no header can carry`,
          item.at,
        )
      }
      return [name, text]
    })
  })
}

/** The same by name, for lines that are not filled during the run. */
export function headerRecord(tree: Tree | undefined, found: Found): Record<string, string> {
  return Object.fromEntries(headersOf(tree, found).map(([name, text]) => [name, literal(text)]))
}

/** Scalars by name, as they were written. */
export function textRecord(tree: Tree | undefined): Record<string, string> {
  return Object.fromEntries(entriesOf(tree).map(([name, { value }]) => [name, textOf(value)]))
}
