import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { error } from '../problem.ts'
import type { Place } from '../problem.ts'
import { decodeEntities } from './entities.ts'
import { checkMarkup } from './markup.ts'
import type { ConfigProblem } from './model.ts'
import { locateIn, unifyLineEnds } from './places.ts'
import type { Locate } from './places.ts'

export interface XmlAttribute {
  readonly name: string
  /** With entities decoded and line ends turned to blanks, as XML asks. */
  readonly value: string
  readonly at: Place
  readonly valueAt: Place
}

/** An element as it was written; `at` is its opening `<`, its length that of `<name`. */
export interface XmlElement {
  readonly name: string
  readonly at: Place
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** The attribute of an element by its name. */
export const attributeOf = (element: XmlElement, name: string): XmlAttribute | undefined =>
  element.attributes.find((attribute) => attribute.name === name)

/** One file's tree and what is wrong with its XML; `root` is absent where there is no tree. */
export interface ReadXml {
  readonly root?: XmlElement
  readonly problems: readonly ConfigProblem[]
}

type LibraryNode = Record<string, unknown> & { readonly [key: symbol]: { startIndex: number } }

const metadata = XMLParser.getMetaDataSymbol() as unknown as symbol
const cdata = '#cdata'

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: cdata,
  maxNestedTags: 1000,
  // The library refuses names such as constructor; a prefix makes them harmless.
  transformTagName: (name) => `_${name}`,
})

/** Reads one file's text into elements and attributes that know their places; never throws. */
export function readXml(file: string, source: string): ReadXml {
  const text = unifyLineEnds(source)
  const locate = locateIn(file, text)
  const findings = checkMarkup(text, locate)
  if (findings.fatal) return { problems: findings.problems }
  const invalid = validate(file, text)
  if (invalid) return { problems: [...findings.problems, invalid] }
  try {
    const nodes = parser.parse(text) as readonly LibraryNode[]
    const root = nodes.find((node) => elementName(node) !== undefined)
    return root
      ? { root: elementOf(root, text, locate), problems: findings.problems }
      : { problems: [...findings.problems, unreadable(file)] }
  } catch {
    return { problems: [...findings.problems, unreadable(file)] }
  }
}

const unreadable = (file: string): ConfigProblem =>
  error('XML-SYNTAX', 'this XML cannot be read', { file, line: 1, col: 1 }, 'check it with xmllint')

const curlyQuotes = ['“', '”', '„', '‘', '’']

/** Names, quotes and repeated attributes are left to the library; its message is cut to its core. */
function validate(file: string, text: string): ConfigProblem | undefined {
  // Every `&` that begins no entity was told before; the library would read no further.
  const result = XMLValidator.validate(text.replace(/&(?![\w.#-]+;)/g, '+'))
  if (result === true) return undefined
  const { msg, line, col } = result.err
  const name = /'([^']{1,80})'/.exec(msg)?.[1]
  const at = { file, line: Math.max(1, line), col: Math.max(1, col || 1) }
  const shown = name === undefined ? 'this' : `"${name}"`
  const isCurly = curlyQuotes.some(
    (quote) => name !== undefined && text.includes(name + '=' + quote),
  )
  const [message, tries] = isCurly
    ? [`the value of ${shown} stands in curly quotes`, `write ${name}="…" with straight ones`]
    : rephrase(msg, shown)
  return error(
    'XML-SYNTAX',
    message,
    name === undefined ? at : { ...at, length: name.length },
    tries,
  )
}

function rephrase(msg: string, name: string): readonly [message: string, tries: string] {
  if (msg.includes('is repeated'))
    return [`the attribute ${name} stands twice`, 'keep one of the two']
  if (msg.includes('no space'))
    return [`a blank is missing before ${name}`, 'put a blank before it']
  if (msg.includes('without value') || msg.includes('boolean attribute'))
    return [`the attribute ${name} has no quoted value`, `write ${name.slice(1, -1)}="…"`]
  if (msg.includes('invalid name')) return [`${name} is not a name`, 'begin it with a letter']
  if (msg.includes('declaration')) return ['<?xml … ?> is not at the start of the file', 'move it']
  return ['this is not well-formed XML', 'check it with xmllint']
}

const opening = /<([^\s/>]+)/y

const elementName = (node: LibraryNode): string | undefined =>
  Object.keys(node).find((key) => key !== '#text' && key !== cdata)

function elementOf(node: LibraryNode, text: string, locate: Locate): XmlElement {
  const start = node[metadata]!.startIndex
  opening.lastIndex = start
  const name = opening.exec(text)![1]!
  const content = node[elementName(node)!] as readonly LibraryNode[]
  return {
    name,
    at: locate(start, name.length + 1),
    attributes: [...attributesAt(start + 1 + name.length, text, locate)],
    children: content
      .filter((child) => elementName(child) !== undefined)
      .map((child) => elementOf(child, text, locate)),
    text: content.map(textOf).join(''),
  }
}

function textOf(node: LibraryNode): string {
  const plain = node['#text']
  if (typeof plain === 'string') return decodeEntities(plain)
  const parts = node[cdata]
  return Array.isArray(parts) ? (parts as readonly LibraryNode[]).map(rawTextOf).join('') : ''
}

function rawTextOf(node: LibraryNode): string {
  const text = node['#text']
  return typeof text === 'string' ? text : ''
}

const attribute = /\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')/y

/** The attributes that follow a tag's name, each with the places of its name and of its value. */
function* attributesAt(offset: number, text: string, locate: Locate): Generator<XmlAttribute> {
  attribute.lastIndex = offset
  for (let found; (found = attribute.exec(text));) {
    const name = found[1]!
    const raw = found[2]!.slice(1, -1)
    const nameAt = found.index + found[0].indexOf(name)
    const valueAt = found.index + found[0].length - raw.length - 1
    yield {
      name,
      value: decodeEntities(raw.replace(/\r\n|[\n\t]/g, ' ')),
      at: locate(nameAt, name.length),
      valueAt: locate(valueAt, raw.length),
    }
  }
}
