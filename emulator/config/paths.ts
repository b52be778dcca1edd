/** The folder that a file lies in, with a slash at its end; empty for a bare name. */
export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1)

/** Whether a path begins at a root, of a drive or of the file system. */
export const isAbsolute = (path: string): boolean => /^(?:[A-Za-z]:)?[\\/]/.test(path)

/** Whether a location names something on another machine. */
export const isUrl = (location: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(location)

/** A path without `.`, `..` and double slashes, as far as they can be taken out; a last slash stays. */
export function normalisePath(path: string): string {
  const root = path.startsWith('/') ? '/' : ''
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (root === '') parts.push(part)
  }
  const end = path.endsWith('/') && parts.length > 0 ? '/' : ''
  return root + parts.join('/') + end
}

/** Names of the files of a folder in Liberty's order, by their lower-cased names; folders are left out. */
export const filesInOrder = (names: readonly string[]): readonly string[] =>
  names
    .filter((name) => !name.endsWith('/'))
    .map((name) => ({ name, key: name.toLowerCase() }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
