import { rule } from '../rule.ts'
import { decodeBeside } from './decode.ts'
import type { Disk } from './disk.ts'
import { filesInOrder, folderOf, isAbsolute, normalisePath } from './paths.ts'
import { predefinedVariables } from './predefined.ts'
import { readEnvironmentFile, readJvmOptions, readProperties } from './properties.ts'
import type { Property } from './properties.ts'
import type { ReadConfigOptions } from './read-options.ts'
import type { Definition } from './variables.ts'

export const environmentFile = rule('config.variable.environment', {
  status: 'assumed',
  source: 'Assumed: a variable in server.env and in the job that starts the server would settle it',
  says: 'a variable of the environment that is given by name wins over the same one in server.env',
})

export const bootstrapInclude = rule('config.variable.bootstrap-include', {
  status: 'documented',
  source: 'Open Liberty: bootstrap.properties, bootstrap.include',
  says: 'bootstrap.include names one more file; what bootstrap.properties says itself stays',
})

export const variableFiles = rule('config.variable.files', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview; VARIABLE_SOURCE_DIRS',
  says: 'a file of the folder variables is a variable by its name; each line of a .properties file is one',
})

type Table = ReadonlyMap<string, Definition>

/** The variables that are not in XML, by where they come from. */
export interface VariableSources {
  readonly outside: Table
  readonly files: Table
  readonly system: Table
  readonly bootstrap: Table
  readonly predefined: Table
  readonly environment: Table
}

/** Gathers all that defines variables beside a server.xml and in the options; nothing else is looked at. */
export function readSources(
  server: string,
  { variables = {}, processVariables = {} }: ReadConfigOptions,
  disk: Disk,
): VariableSources {
  const folder = folderOf(server)
  const text = (file: string) => {
    const bytes = disk.read(file)
    return bytes ? decodeBeside(bytes) : ''
  }
  const env = `${folder}server.env`
  const environment = new Map([
    ...tableOf(readEnvironmentFile(env, text(env)), 'environment variable'),
    ...given(processVariables, 'environment variable'),
  ])
  const jvm = `${folder}jvm.options`
  return {
    outside: given(variables, 'variable of the scenario'),
    files: readFolders(variableFolders(folder, environment), disk, text),
    system: tableOf(readJvmOptions(jvm, text(jvm)), 'system property'),
    bootstrap: readBootstrap(`${folder}bootstrap.properties`, text),
    predefined: given(predefinedVariables(server), 'predefined variable'),
    environment,
  }
}

const given = (values: Readonly<Record<string, string>>, what: string): Table =>
  new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      { text: value, what, origin: `the ${what} "${name}"` },
    ]),
  )

const tableOf = (properties: readonly Property[], what: string): Table =>
  new Map(
    properties.map(({ name, value, at }) => [
      name,
      { text: value, what, origin: `the ${what} "${name}" (${at.file}:${at.line})`, at },
    ]),
  )

const maxBootstraps = 10

function readBootstrap(first: string, text: (file: string) => string): Table {
  const all = new Map<string, Definition>()
  const seen = new Set<string>()
  for (let file = first; !seen.has(file) && seen.size < maxBootstraps;) {
    seen.add(file)
    const found = tableOf(readProperties(file, text(file)), 'bootstrap property')
    for (const [name, definition] of found) if (!all.has(name)) all.set(name, definition)
    const next = found.get('bootstrap.include')?.text.trim() ?? ''
    if (next !== '') file = normalisePath(isAbsolute(next) ? next : folderOf(file) + next)
  }
  return all
}

/** Liberty splits the list as the system does; on z/OS UNIX with colons. */
function variableFolders(folder: string, environment: Table): readonly string[] {
  const folders = environment.get('VARIABLE_SOURCE_DIRS')?.text
  if (folders === undefined) return [`${folder}variables/`]
  return folders
    .split(/[:;]/)
    .filter((path) => path !== '')
    .map((path) => normalisePath(`${isAbsolute(path) ? '' : folder}${path}/`))
}

const maxFiles = 1000

function readFolders(
  folders: readonly string[],
  disk: Disk,
  text: (file: string) => string,
): Table {
  const all = new Map<string, Definition>()
  let left = maxFiles
  const add = (file: string, name: string) => {
    if (--left < 0) return
    const what = 'variable file'
    if (/\.properties$/i.test(name)) {
      for (const [key, value] of tableOf(readProperties(file, text(file)), what))
        all.set(key, value)
    } else {
      const at = { file, line: 1, col: 1 }
      const value = withoutLastLineEnds(text(file))
      all.set(name, { text: value, what, origin: `the ${what} "${file}"`, at })
    }
  }
  for (const folder of folders) {
    const names = disk.list(folder) ?? []
    for (const name of filesInOrder(names)) add(folder + name, name)
    for (const below of names.filter((name) => name.endsWith('/'))) {
      const inner = disk.list(folder + below) ?? []
      for (const name of filesInOrder(inner)) add(folder + below + name, below + name)
    }
  }
  return all
}

function withoutLastLineEnds(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end--
  return text.slice(0, end)
}
