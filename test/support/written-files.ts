import type { Environment } from '../../harness/runner/environment.ts'
import { realFiles } from './real-files.ts'

/** The files of this checkout, with those on top that were written or are given; the disk stays as it is. */
export function writtenFiles(
  given: Readonly<Record<string, string>> = {},
): Environment & { readonly written: ReadonlyMap<string, string> } {
  const written = new Map(Object.entries(given))
  const real = realFiles()
  return {
    ...real,
    readFile: (path) => {
      const text = written.get(path)
      return text === undefined ? real.readFile(path) : Buffer.from(text)
    },
    writeFile: (path, text) => void written.set(path, text),
    written,
  }
}
