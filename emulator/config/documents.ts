import { error } from '../problem.ts'
import { slipsAmong } from './slip.ts'
import { decodeFile, maxFileBytes, tooLarge } from './decode.ts'
import type { ConfigProblem } from './model.ts'
import type { ReadConfigOptions, ReadFile } from './read-options.ts'
import { readXml } from './xml.ts'
import type { ReadXml, XmlElement } from './xml.ts'

/** The roots of all documents that could be read, in the order of merging. */
export interface Documents {
  readonly roots: readonly XmlElement[]
  readonly problems: readonly ConfigProblem[]
}

/** Reads server.xml and the drop-ins after it; one that cannot be read leaves the others standing. */
export function readDocuments({ file, readFile, dropins = [] }: ReadConfigOptions): Documents {
  const documents = [readServerFile(file, readFile)]
  for (const dropin of dropins) documents.push(readText(dropin.file, dropin.text))
  const roots = documents.flatMap(({ root }) => (root ? [root] : []))
  return { roots, problems: documents.flatMap(({ problems }) => problems) }
}

function readServerFile(file: string, readFile: ReadFile): ReadXml {
  const bytes = bytesOf(file, readFile)
  if (!bytes) {
    const at = { file, line: 1, col: 1 }
    const message = `the file "${file}" cannot be read`
    return { problems: [error('FILE-MISSING', message, at, 'check its path and its permissions')] }
  }
  const decoded = decodeFile(file, bytes)
  return 'text' in decoded ? readServer(file, decoded.text) : { problems: [decoded.problem] }
}

/** A function we are given may throw where there is no file; that is no bug of ours. */
function bytesOf(file: string, readFile: ReadFile): Uint8Array | undefined {
  try {
    return readFile(file)
  } catch {
    return undefined
  }
}

function readText(file: string, text: string): ReadXml {
  if (text.length > maxFileBytes) return { problems: [tooLarge(file, text.length)] }
  return readServer(file, text.replace(/^\ufeff/, ''))
}

function readServer(file: string, text: string): ReadXml {
  const read = readXml(file, text)
  if (!read.root || read.root.name === 'server') return read
  const { name, at } = read.root
  const slip = slipsAmong(['server'])(name)
  const tries = slip === undefined ? 'give a server.xml' : `did you mean "${slip}"?`
  const problem = error('NOT-A-SERVER', `the root element is "${name}", not "server"`, at, tries)
  return { problems: [...read.problems, problem] }
}
