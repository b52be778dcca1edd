import { parse } from 'yaml'
import { rule } from '../rule.ts'
import { decodeBeside } from './decode.ts'
import type { ApiArchive, ApiOperation } from './model.ts'
import { readProperties } from './properties.ts'
import { readXml } from './xml.ts'
import type { XmlElement } from './xml.ts'
import { unzip } from './zip.ts'

export const archiveLayout = rule('config.archive.layout', {
  status: 'assumed',
  source: 'Assumed: no page describes the inside of an .ara file; one of the build toolkit would',
  says: 'an .ara file is a ZIP of an OpenAPI document and of properties, XML or JSON with id and connectionRef',
})

export const archiveName = rule('config.archive.name', {
  status: 'assumed',
  source: 'Assumed: cscvinc_1.0.0 of the workshop fits; an archive without an id would settle it',
  says: 'an API is called by its id, or else by title_version of its OpenAPI document',
})

export const archivePath = rule('config.archive.path', {
  status: 'documented',
  source: 'Copybooks that the build toolkit generates: BAQ-APIPATH',
  says: 'the path of an operation is the base path of the document and the path in it, URL-encoded in the copybook',
})

/** What an archive holds, or why it cannot be read. */
export type ReadArchive = { readonly archive: ApiArchive } | { readonly wrong: string }

const isWanted = (name: string): boolean => /\.(json|ya?ml|properties|xml)$/i.test(name)

/** Reads the bytes of an .ara file. */
export function readArchive(file: string, bytes: Uint8Array): ReadArchive {
  const { entries, wrong } = unzip(bytes, isWanted)
  if (!entries) return { wrong }
  const facts = new Map<string, string>()
  let document: Document | undefined
  for (const [name, content] of [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const text = decodeBeside(content)
    const json = /\.(json|ya?ml)$/i.test(name) ? parsed(text) : undefined
    if (!document && isDocument(json)) document = json
    else
      for (const [key, value] of factsOf(name, text, json))
        if (!facts.has(key)) facts.set(key, value)
  }
  const name = facts.get('id') ?? titleOf(document)
  const connectionRef = facts.get('connectionref')
  return {
    archive: {
      file,
      operations: document ? operationsOf(document) : [],
      ...(name !== undefined && { name }),
      ...(connectionRef !== undefined && { connectionRef }),
    },
  }
}

/** An OpenAPI document, as far as it is known to be one. */
interface Document {
  readonly paths: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

const isDocument = (json: unknown): json is Document =>
  isObject(json) && (isText(json['swagger']) || isText(json['openapi'])) && isObject(json['paths'])

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** JSON is YAML, too; what is neither tells nothing. */
function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text)
  } catch {
    return undefined
  }
}

type Facts = Iterable<readonly [name: string, value: string]>

function* factsOf(name: string, text: string, json: unknown): Facts {
  if (/\.properties$/i.test(name)) {
    for (const { name: key, value } of readProperties(name, text))
      if (value.trim() !== '') yield [key.trim().toLowerCase(), value.trim()]
  }
  if (/\.xml$/i.test(name)) {
    const { root } = readXml(name, text)
    if (root) yield* attributesOf(root)
  }
  if (isObject(json)) {
    for (const [key, value] of Object.entries(json))
      if (isText(value)) yield [key.toLowerCase(), value]
  }
}

function* attributesOf({ attributes, children }: XmlElement): Facts {
  for (const { name, value } of attributes)
    if (value.trim() !== '') yield [name.toLowerCase(), value.trim()]
  for (const child of children) {
    if (child.text.trim() !== '') yield [child.name.toLowerCase(), child.text.trim()]
    yield* attributesOf(child)
  }
}

function titleOf(document: Document | undefined): string | undefined {
  const info = document?.['info']
  if (!isObject(info) || !isText(info['title'])) return undefined
  return `${info['title']}_${isText(info['version']) ? info['version'] : '1.0.0'}`
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const maxOperations = 5000

function operationsOf(document: Document): readonly ApiOperation[] {
  const base = basePathOf(document)
  const operations: ApiOperation[] = []
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/') || !isObject(item)) continue
    for (const method of methods) {
      if (!isObject(item[method]) || operations.length >= maxOperations) continue
      operations.push({ method: method.toUpperCase(), path: base + path })
    }
  }
  return operations
}

/** `basePath` of OpenAPI 2, or the path of the first server of OpenAPI 3; without a slash at its end. */
function basePathOf({ basePath, servers }: Document): string {
  const [server]: unknown[] = Array.isArray(servers) ? servers : []
  const url = isObject(server) && isText(server['url']) ? server['url'] : ''
  const path = isText(basePath) ? basePath : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  const clean = path.replace(/[?#].*$/s, '').replace(/\/+$/, '')
  return clean === '' || clean.startsWith('/') ? clean : `/${clean}`
}
