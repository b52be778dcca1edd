import { fileURLToPath } from 'node:url'
import type { Environment } from '../runner/environment.ts'

/** The folder with this package's scenarios: two above the sources, one above the bundle. */
export function packageFolder({ listFolder }: Environment): string {
  const folders = ['../../', '../'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = folders.find((folder) => listFolder(`${folder}scenarios`) !== undefined)
  if (found === undefined) throw new Error('the package has lost its scenarios')
  return found
}
