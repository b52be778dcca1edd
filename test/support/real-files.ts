import { readdirSync, readFileSync } from 'node:fs'
import type { Environment } from '../../harness/runner/environment.ts'

/** The files of this checkout, read only; its stopwatch stands still, so that output repeats. */
export const realFiles = (): Environment => ({
  readFile: (path) => attempt(() => readFileSync(path)),
  listFolder: (path) => attempt(() => readdirSync(path, { withFileTypes: true }).map(nameOf)),
  writeFile: () => 'this environment is read only',
  env: () => undefined,
  stopwatch: () => 0,
})

const nameOf = (entry: { name: string; isDirectory(): boolean }): string =>
  entry.isDirectory() ? `${entry.name}/` : entry.name

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
