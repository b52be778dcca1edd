import { error } from '../problem.ts'
import type { Place } from '../problem.ts'
import { suggestName } from '../nearest.ts'
import { rule } from '../rule.ts'
import { slipsAmong } from './slip.ts'
import { decodeFile, maxFileBytes, tooLarge } from './decode.ts'
import { diskOf } from './disk.ts'
import type { Disk } from './disk.ts'
import { readInclude } from './include.ts'
import type { Loading } from './loading.ts'
import type { ConfigProblem } from './model.ts'
import { topOrigin } from './origin.ts'
import type { Origin, Placed } from './origin.ts'
import { filesInOrder, folderOf } from './paths.ts'
import type { ReadConfigOptions } from './read-options.ts'
import { readSources } from './variable-sources.ts'
import type { VariableSources } from './variable-sources.ts'
import { defineVariable } from './xml-variables.ts'
import type { XmlVariables } from './xml-variables.ts'
import { readXml } from './xml.ts'
import type { ReadXml, XmlElement } from './xml.ts'

export const fileOrder = rule('config.files.order', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview; ServerXMLConfiguration',
  says: 'configDropins/defaults, server.xml, configDropins/overrides; in a folder by lower-cased name',
})

/** Everything the files say, in the order of merging; each file's tree once, whatever includes it. */
export interface Documents {
  /** The path of server.xml itself. */
  readonly server: string
  readonly placed: readonly Placed[]
  readonly roots: readonly XmlElement[]
  /** By file, in the order of reading: how it was come by first. */
  readonly origins: ReadonlyMap<string, Origin>
  readonly sources: VariableSources
  readonly xmlVariables: XmlVariables
  readonly problems: readonly ConfigProblem[]
}

const maxIncludes = 2000
const maxElements = 200_000

/** Reads server.xml with its includes and drop-ins; a file that cannot be read leaves the others standing. */
export function readDocuments(options: ReadConfigOptions): Documents {
  const disk = diskOf(options)
  const server = serverFile(options.file, disk)
  const loading: Loading = {
    disk,
    sources: readSources(server, options, disk),
    xmlVariables: { values: new Map(), defaults: new Map() },
    files: new Map(),
    origins: new Map(),
    placed: [],
    roots: [],
    problems: [],
    includesLeft: maxIncludes,
    elementsLeft: maxElements,
    limitTold: false,
  }
  readFolder(loading, `${folderOf(server)}configDropins/defaults/`)
  readTop(loading, server)
  readFolder(loading, `${folderOf(server)}configDropins/overrides/`)
  for (const { file, text } of options.dropins ?? []) {
    takeIn(loading, topOrigin(file), readText(file, text))
  }
  return { server, ...loading }
}

/** A folder stands for the server.xml in it. */
function serverFile(file: string, { read, list }: Disk): string {
  const isFolder = file.endsWith('/') || (list(file) !== undefined && read(file) === undefined)
  return isFolder ? `${file.replace(/(?<=.)\/+$/, '')}/server.xml`.replace('//', '/') : file
}

function readFolder(loading: Loading, folder: string): void {
  for (const name of filesInOrder(loading.disk.list(folder) ?? [])) {
    if (/\.xml$/i.test(name)) readTop(loading, folder + name)
  }
}

function readTop(loading: Loading, file: string): void {
  if (!readFileInto(loading, topOrigin(file))) {
    const at = { file, line: 1, col: 1 }
    const names = loading.disk.list(folderOf(file))
    const isThere = names === undefined || names.includes(file.slice(folderOf(file).length))
    const message = isThere ? `the file "${file}" cannot be read` : `there is no file "${file}"`
    loading.problems.push(error('FILE-MISSING', message, at, adviceFor(file, names, isThere)))
  }
}

function adviceFor(file: string, names: readonly string[] | undefined, isThere: boolean): string {
  if (isThere || names === undefined) return 'check its path and its permissions'
  const others = names.filter((name) => /\.xml$/i.test(name)).slice(0, 200)
  return others.length > 0
    ? suggestName(file.slice(folderOf(file).length), others)
    : 'name the folder of one server, as wlp/usr/servers/NAME, or a file in it'
}

/** Reads a file and takes its elements in; false where there is none. What is wrong inside it is told once. */
function readFileInto(loading: Loading, origin: Origin): boolean {
  const { file } = origin
  const before = loading.files.get(file)
  if (before) {
    takeElements(loading, origin, before)
    return true
  }
  const bytes = loading.disk.read(file)
  if (!bytes) return false
  takeIn(loading, origin, readBytes(file, bytes))
  return true
}

function takeIn(loading: Loading, origin: Origin, read: ReadXml): void {
  loading.files.set(origin.file, read)
  if (!loading.origins.has(origin.file)) loading.origins.set(origin.file, origin)
  for (const problem of read.problems) loading.problems.push(problem)
  if (read.root) loading.roots.push(read.root)
  takeElements(loading, origin, read)
}

function takeElements(loading: Loading, origin: Origin, { root }: ReadXml): void {
  for (const element of root?.children ?? []) {
    if (loading.elementsLeft-- <= 0) return tellTooMany(loading, element.at)
    if (element.name === 'include') readInclude(loading, element, origin, readFileInto)
    else loading.placed.push({ element, origin })
    if (element.name === 'variable') {
      defineVariable(loading.xmlVariables, element, origin, loading.problems)
    }
  }
}

/** Told once: whatever is included after it adds nothing. */
function tellTooMany(loading: Loading, at: Place): void {
  if (loading.limitTold) return
  loading.limitTold = true
  const message = `the files have more than ${maxElements} elements together; the rest is not read`
  loading.problems.push(error('INCLUDE-LIMIT', message, at, 'include fewer files'))
}

function readBytes(file: string, bytes: Uint8Array): ReadXml {
  const { text, problem } = decodeFile(file, bytes)
  const problems = problem ? [problem] : []
  if (text === undefined) return { problems }
  const read = readServer(file, text)
  return { ...read, problems: [...problems, ...read.problems] }
}

function readText(file: string, text: string): ReadXml {
  if (text.length > maxFileBytes) return { problems: [tooLarge(file, text.length)] }
  return readServer(file, text.replace(/^\ufeff/, ''))
}

function readServer(file: string, text: string): ReadXml {
  const read = readXml(file, text)
  if (!read.root || read.root.name === 'server') return read
  return { problems: [...read.problems, notServer(read.root)] }
}

function notServer({ name, at, attributes }: XmlElement): ConfigProblem {
  const isTomcat = name === 'Server' && attributes.some((each) => each.name === 'shutdown')
  const slip = slipsAmong(['server'])(name)
  const near = slip === undefined ? 'give a server.xml' : `did you mean "${slip}"?`
  const tries = isTomcat ? 'this is one of Tomcat: give that of Liberty or z/OS Connect' : near
  return error('NOT-A-SERVER', `the root element is "${name}", not "server"`, at, tries)
}
