import type { ReadFile } from '../../emulator/config/index.ts'
import { refuse, type Found } from './found.ts'
import { beside } from './include.ts'
import type { KeyStoreSource } from './model.ts'
import { entriesOf, nodeAt, textOf, type Tree } from './tree.ts'

/** The files that stand for key rings and key stores, by their names. */
export function readKeyStores(
  tree: Tree | undefined,
  readFile: ReadFile,
  found: Found,
): ReadonlyMap<string, KeyStoreSource> {
  const sources = new Map<string, KeyStoreSource>()
  for (const [name, { value }] of entriesOf(tree)) {
    const node = nodeAt(value, ['file']) ?? value
    if (node.kind !== 'leaf' || textOf(node) === '') continue
    const file = beside(node.at.file, textOf(node))
    const help = 'write the path of a PEM or PKCS12 file, relative to this one'
    if (!readFile(file)) refuse(found, 'FILE-MISSING', `there is no file "${file}"`, node.at, help)
    const password = nodeAt(value, ['password'])
    sources.set(name, {
      file,
      at: node.at,
      ...(password && { password: { value: textOf(password), at: password.at } }),
    })
  }
  return sources
}
