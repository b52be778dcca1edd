import { rm, writeFile } from 'node:fs/promises'
import { bundle } from './bundle.ts'
import { writeDeclarations } from './declarations.ts'
import { licenceTexts } from './licences.ts'

export interface BuildOptions {
  /** The folder of package.json, with a slash at its end. */
  readonly root: string
  /** The folder that is made anew. */
  readonly into: string
}

/** What was built, in figures. */
export interface Built {
  readonly files: number
  readonly bytes: number
}

/** Everything that dist/ holds: the bundle, the declarations, the licences of what was bundled. */
export async function buildPackage({ root, into }: BuildOptions): Promise<Built> {
  await rm(into, { recursive: true, force: true })
  const [{ modules, ...built }] = await Promise.all([
    bundle(root, into),
    writeDeclarations(root, `${into}/types`),
  ])
  await writeFile(`${into}/THIRD-PARTY-LICENSES.txt`, await licenceTexts(modules))
  return built
}
