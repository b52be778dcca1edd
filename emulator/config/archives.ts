import { suggestName } from '../nearest.ts'
import { error, warning } from '../problem.ts'
import { rule } from '../rule.ts'
import { readArchive } from './archive.ts'
import { clip } from './clip.ts'
import { maxFileBytes } from './decode.ts'
import type { Disk } from './disk.ts'
import type { ApiArchive, ApiRequesters, ConfigCode, ConfigProblem } from './model.ts'
import { filesInOrder, folderOf, isAbsolute, normalisePath } from './paths.ts'

export const archiveConnection = rule('config.archive.connection', {
  status: 'documented',
  source: 'IBM workshop: Developing MVS Batch API Requester Applications',
  says: 'connectionRef of an archive is the id of the zosconnect_endpointConnection its calls go through',
})

/** Where archives are read, and what they may refer to. */
export interface ArchiveSurroundings {
  readonly disk: Disk
  /** The path of server.xml. */
  readonly server: string
  /** A folder that stands for `location`. */
  readonly folder?: string | undefined
  readonly connections: ReadonlyMap<string, unknown>
}

/** The archives of a server, and what is wrong with them. */
export interface ReadArchives {
  readonly archives: ReadonlyMap<string, ApiArchive>
  readonly problems: readonly ConfigProblem[]
}

const maxArchives = 1000

/** Reads the archives in `location`, which on the machine at hand may well not be there. */
export function readArchives(
  { location }: ApiRequesters,
  surroundings: ArchiveSurroundings,
): ReadArchives {
  const { disk, folder } = surroundings
  const path = normalisePath(`${folder ?? locationOf(location.value, surroundings)}/`)
  const names = disk.list(path)
  const archives = new Map<string, ApiArchive>()
  const problems: ConfigProblem[] = []
  const tell = (report: typeof error, code: ConfigCode, message: string, ...tries: string[]) =>
    void problems.push(report(code, message, location.at, ...tries) as ConfigProblem)
  if (!names && folder !== undefined)
    tell(error, 'FILE-MISSING', `the folder "${clip(folder)}" cannot be read`, 'check its path')
  const files = filesInOrder(names ?? []).filter((name) => /\.ara$/i.test(name))
  for (const name of files.slice(0, maxArchives)) {
    const archive = readOne(path + name, surroundings, tell)
    if (!archive?.name) continue
    const double = archives.get(archive.name)
    if (double) {
      const message = `the archives "${double.file}" and "${archive.file}" are both "${clip(archive.name)}"`
      tell(warning, 'DUPLICATE-ID', message, 'remove one: the first is used')
    } else archives.set(archive.name, archive)
  }
  return { archives, problems }
}

type Tell = (report: typeof error, code: ConfigCode, message: string, ...tries: string[]) => void

function readOne(
  file: string,
  { disk, connections }: ArchiveSurroundings,
  tell: Tell,
): ApiArchive | undefined {
  const bytes = disk.read(file)
  const read = !bytes
    ? { wrong: 'it cannot be opened' }
    : bytes.length > maxFileBytes
      ? { wrong: `it has more than ${maxFileBytes} bytes` }
      : readArchive(file, bytes)
  if ('wrong' in read) {
    tell(error, 'ARCHIVE-BROKEN', `"${clip(file)}" is no archive: ${read.wrong}`, 'build it again')
    return undefined
  }
  const { archive } = read
  const { name, connectionRef, operations } = archive
  const missing = [
    ...(name === undefined ? ['name'] : []),
    ...(connectionRef === undefined ? ['connectionRef'] : []),
    ...(operations.length === 0 ? ['OpenAPI document with operations'] : []),
  ]
  for (const what of missing)
    tell(
      warning,
      'ARCHIVE-INCOMPLETE',
      `no ${what} was found in "${clip(file)}"`,
      'look into it with unzip -l',
    )
  if (connectionRef !== undefined && !connections.has(connectionRef)) {
    const message = `connectionRef of "${clip(file)}" is "${clip(connectionRef)}", which is no zosconnect_endpointConnection`
    tell(
      error,
      'MISSING-REFERENCE',
      message,
      suggestName(connectionRef, [...connections.keys()].slice(0, 200)),
    )
  }
  return archive
}

/** A relative location counts from the folder of server.xml. */
function locationOf(location: string, { server }: ArchiveSurroundings): string {
  const folder = folderOf(server)
  return isAbsolute(location) || location.startsWith(folder) ? location : folder + location
}
