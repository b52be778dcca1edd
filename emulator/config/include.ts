import { error, warning } from '../problem.ts'
import type { Place } from '../problem.ts'
import { rule } from '../rule.ts'
import { clip } from './clip.ts'
import type { Loading, ReadFileInto } from './loading.ts'
import { includedBy } from './origin.ts'
import type { OnConflict, Origin } from './origin.ts'
import { filesInOrder, folderOf, isAbsolute, isUrl, normalisePath } from './paths.ts'
import { predefinedNames } from './predefined.ts'
import { createVariables, namesIn } from './variables.ts'
import { attributeOf } from './xml.ts'
import type { XmlElement } from './xml.ts'

export const includeInPlace = rule('config.include.place', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview: include processing',
  says: 'an included file is read where its include stands; what follows the include wins over it',
})

export const includeLocation = rule('config.include.location', {
  status: 'documented',
  source: 'Open Liberty: XMLConfigParser.resolveInclude and resolvePath',
  says: 'location is relative to the including file, or absolute; variables known so far are filled in',
})

export const includeFolder = rule('config.include.folder', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview: include processing',
  says: 'a location with a slash at its end is a folder: its files by lower-cased name, no folders in it',
})

export const includeXmlOnly = rule('config.include.folder-xml', {
  status: 'assumed',
  source: 'Assumed: a folder with other files on a real server would settle it',
  says: 'of an included folder only the files whose name ends in .xml are read',
})

export const includeOptional = rule('config.include.optional', {
  status: 'documented',
  source: 'Open Liberty: Include (include)',
  says: 'an included file must be there, unless optional="true"',
})

export const includeInherits = rule('config.include.inherit', {
  status: 'documented',
  source: 'Open Liberty: XMLConfigParser.parseInclude',
  says: 'an include without onConflict takes over that of the file it stands in; the outermost is MERGE',
})

export const includeCycle = rule('config.include.cycle', {
  status: 'documented',
  source: 'Open Liberty: XMLConfigParser, the message of a circular include',
  says: 'a file that includes itself, directly or by others, is not read again',
})

const maxDepth = 32
const maxLocation = 4096

/** Reads what an `<include>` names into its place. */
export function readInclude(
  loading: Loading,
  element: XmlElement,
  origin: Origin,
  readFile: ReadFileInto,
): void {
  const location = attributeOf(element, 'location')
  const text = location?.value.trim() ?? ''
  if (!location || text === '') {
    const tries = 'write location="…" with the path of a file'
    return tell(
      loading,
      error('MISSING-ATTRIBUTE', 'an include without "location"', element.at, tries),
    )
  }
  const at = location.valueAt
  const isOptional = attributeOf(element, 'optional')?.value.trim().toLowerCase() === 'true'
  const resolved = valueOf(loading, text)
  if (resolved === '') {
    if (isOptional) return
    const message = `the variables in "${clip(text)}" are empty: the include names no file`
    const tries = 'give them a value, or write optional="true"'
    return tell(loading, error('INCLUDE-MISSING', message, at, tries))
  }
  const path = pathOf(resolved, text, origin)
  if (isUrl(path)) return refuseUrl(loading, at)
  const conflict = conflictOf(loading, element, origin)
  const files = path.endsWith('/') ? filesBelow(loading, path) : [path]
  const found = files?.map((file) => {
    const next = includedBy(origin, file, conflict, at)
    return mayRead(loading, origin, file, at) ? readFile(loading, next) : true
  })
  if (isOptional) return
  if (!found) return reportMissing(loading, path, at)
  for (const [i, wasRead] of found.entries()) {
    if (!wasRead) reportMissing(loading, files![i]!, at)
  }
}

const tell = (loading: Loading, problem: Loading['problems'][number]): void =>
  void loading.problems.push(problem)

/** Liberty knows the variables that stand before the include, and those from outside XML. */
const valueOf = ({ sources, xmlVariables }: Loading, text: string): string =>
  createVariables(sources, xmlVariables, maxLocation).resolve(text).value.trim()

/** Those of the predefined variables that begin a path: `wlp.server.name` is none. */
const predefinedPaths = [...predefinedNames].filter((name) => name.endsWith('.dir'))

function pathOf(value: string, text: string, { file }: Origin): string {
  const local = value.replace(/^file:\/*/i, '/')
  if (isUrl(local)) return local
  const isWhole =
    isAbsolute(local) || predefinedPaths.some((name) => text.startsWith(`\${${name}}`))
  return normalisePath(isWhole ? local : folderOf(file) + local)
}

/** What stands in a URL may be a secret; it is not repeated. */
function refuseUrl(loading: Loading, at: Place): void {
  const message = 'an include from a URL is not read: baqlab fetches nothing'
  const tries = 'save what is there beside server.xml and include that file'
  tell(loading, error('INCLUDE-URL', message, at, tries))
}

function conflictOf(loading: Loading, element: XmlElement, origin: Origin): OnConflict {
  const attribute = attributeOf(element, 'onConflict')
  if (!attribute) return origin.conflicts.at(-1)!
  const wanted = attribute.value.trim().toUpperCase()
  const known = (['MERGE', 'REPLACE', 'IGNORE'] as const).find((each) => each === wanted)
  if (known) return known
  const message = `"${clip(attribute.value)}" is not a value of "onConflict": Liberty takes MERGE`
  const tries = 'use one of: MERGE, REPLACE, IGNORE'
  tell(loading, warning('BAD-VALUE', message, attribute.valueAt, tries))
  return 'MERGE'
}

const filesBelow = ({ disk }: Loading, folder: string): readonly string[] | undefined => {
  const names = disk.list(folder)
  return (
    names && filesInOrder(names.filter((name) => /\.xml$/i.test(name))).map((name) => folder + name)
  )
}

/** Whether a file can be read here without end and without being too much. */
function mayRead(loading: Loading, { chain }: Origin, file: string, at: Place): boolean {
  if (chain.includes(file)) {
    const circle = [...chain.slice(chain.indexOf(file)), file].join(', ')
    const message = `an include leads back to where it began: ${clip(circle)}`
    tell(loading, warning('INCLUDE-CYCLE', message, at, 'remove one include of the circle'))
    return false
  }
  loading.includesLeft--
  if (chain.length <= maxDepth && loading.includesLeft >= 0) return true
  if (loading.limitTold) return false
  loading.limitTold = true
  const message =
    chain.length > maxDepth
      ? `more than ${maxDepth} files include one another`
      : 'there are more includes than are read'
  tell(loading, error('INCLUDE-LIMIT', message, at, 'include fewer files'))
  return false
}

function reportMissing(loading: Loading, path: string, at: Place): void {
  const what = path.endsWith('/') ? 'folder' : 'file'
  const message = `the included ${what} "${clip(path)}" cannot be read`
  tell(loading, error('INCLUDE-MISSING', message, at, adviceFor(loading, path)))
}

function adviceFor({ disk }: Loading, path: string): string {
  const [left] = namesIn(path)
  if (left !== undefined)
    return `give the variable "${clip(left)}" a value before the include, or write optional="true"`
  if (!path.endsWith('/') && disk.list(path) !== undefined)
    return 'write a slash at its end to include the files of that folder'
  return 'check its path, or write optional="true"'
}
