import { error, type Problem } from '../../emulator/index.ts'
import type { Environment } from './environment.ts'

/** The scenario files under some paths, in a fixed order, and the paths that lead to none. */
export interface FoundFiles {
  readonly files: readonly string[]
  readonly problems: readonly Problem<'FILE-MISSING' | 'NOTHING-FOUND'>[]
}

const isScenarioFile = (name: string): boolean => /\.ya?ml$/.test(name)

/** A file stands for itself; of a folder all YAML files count, but those whose name begins with `_`. */
export function findScenarios(paths: readonly string[], environment: Environment): FoundFiles {
  const files: string[] = []
  const problems: FoundFiles['problems'][number][] = []
  for (const path of paths) {
    const below = filesBelow(path.replace(/(.)\/+$/, '$1'), environment)
    if (below === undefined)
      problems.push(
        error(
          'FILE-MISSING',
          `there is no "${path}"`,
          undefined,
          'name a scenario file or a folder',
        ),
      )
    else if (below.length === 0)
      problems.push(
        error(
          'NOTHING-FOUND',
          `there is no scenario in "${path}"`,
          undefined,
          'scenarios are files that end in .yaml and do not begin with _',
          'baqlab init SERVER.XML writes one to begin with',
        ),
      )
    else files.push(...below)
  }
  return { files: [...new Set(files)], problems }
}

function filesBelow(path: string, environment: Environment): string[] | undefined {
  const names = environment.listFolder(path)
  if (!names) return environment.readFile(path) === undefined ? undefined : [path]
  return names.toSorted().flatMap((name) => {
    if (name.startsWith('_') || name.startsWith('.') || name === 'node_modules/') return []
    if (name.endsWith('/')) return filesBelow(`${path}/${name.slice(0, -1)}`, environment) ?? []
    return isScenarioFile(name) ? [`${path}/${name}`] : []
  })
}
