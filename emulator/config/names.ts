import { error, note, warning } from '../problem.ts'
import { elements } from './elements.ts'
import { specOf } from './specs.ts'
import type { ElementSpec } from './specs.ts'
import { isOfExtension } from './extensions.ts'
import { libertyElements } from './liberty-elements.ts'
import type { ConfigProblem } from './model.ts'
import { slipsAmong } from './slip.ts'
import type { XmlAttribute, XmlElement } from './xml.ts'

const ignored = 'is not known to baqlab; Liberty would ignore it'
const unfamiliar = 'is not known to baqlab; Liberty ignores it unless one of its features knows it'
const slipAtTop = slipsAmong([...Object.keys(elements), ...libertyElements])

/** Names every element and attribute that Liberty would pass over in silence; `extensions` have elements of their own. */
export function* checkNames(
  root: XmlElement,
  extensions: ReadonlySet<string>,
): Generator<ConfigProblem> {
  for (const element of root.children) {
    const spec = specOf(elements, element.name)
    if (spec) yield* checkInside(element, spec)
    else if (!isKnownName(element.name, extensions)) yield checkTopName(element)
  }
}

/** Liberty takes the name of a service for an element, too: `com.ibm.ws.config` is `config`. */
const isKnownName = (name: string, extensions: ReadonlySet<string>): boolean =>
  libertyElements.has(name) ||
  /^(com\.ibm|io\.openliberty)\./.test(name) ||
  isOfExtension(name, extensions)

function checkTopName(element: XmlElement): ConfigProblem {
  const isOurs = element.name.startsWith('zosconnect_')
  // Names as short as jpa, jsp and ssl are one slip from one another, and from many others.
  const slip = isOurs || element.name.length > 4 ? slipAtTop(element.name) : undefined
  if (slip !== undefined) return misspelled('UNKNOWN-ELEMENT', element, slip)
  if (isOurs) return unknownElement(element)
  return note('UNKNOWN-ELEMENT', `"${element.name}" ${unfamiliar}`, element.at)
}

function* checkInside(element: XmlElement, spec: ElementSpec): Generator<ConfigProblem> {
  for (const attribute of element.attributes) {
    const problem = checkAttribute(element, attribute, spec)
    if (problem) yield problem
  }
  for (const child of element.children) {
    const childSpec = specOf(spec.children, child.name)
    if (childSpec) yield* checkInside(child, childSpec)
    else if (!spec.open) yield checkChild(element, child, spec)
  }
}

function checkChild(parent: XmlElement, child: XmlElement, spec: ElementSpec): ConfigProblem {
  const known = Object.keys(spec.children ?? {})
  const slip = slipsAmong(known)(child.name)
  if (slip !== undefined) return misspelled('UNKNOWN-ELEMENT', child, slip)
  const message = `"${child.name}" in "${parent.name}" ${ignored}`
  const tries = known.length > 0 ? [`use one of: ${known.join(', ')}`] : []
  return warning('UNKNOWN-ELEMENT', message, child.at, ...tries)
}

function checkAttribute(
  element: XmlElement,
  attribute: XmlAttribute,
  spec: ElementSpec,
): ConfigProblem | undefined {
  if (Object.hasOwn(spec.attributes, attribute.name)) return undefined
  const known = Object.keys(spec.attributes)
  const slip = slipsAmong(known)(attribute.name)
  if (slip !== undefined) return misspelled('UNKNOWN-ATTRIBUTE', attribute, slip)
  if (spec.open)
    return element.name.startsWith('zosconnect_') ? unseen(element, attribute) : undefined
  const message = `the attribute "${attribute.name}" of "${element.name}" ${ignored}`
  const tries = known.length > 0 ? [`use one of: ${known.join(', ')}`] : []
  return warning('UNKNOWN-ATTRIBUTE', message, attribute.at, ...tries)
}

/** Of an element whose list of attributes is not complete. */
const unseen = (element: XmlElement, { name, at }: XmlAttribute): ConfigProblem =>
  note(
    'UNKNOWN-ATTRIBUTE',
    `the attribute "${name}" of "${element.name}" is not among those baqlab has seen`,
    at,
    "check its spelling against IBM's list",
  )

const misspelled = (
  code: 'UNKNOWN-ELEMENT' | 'UNKNOWN-ATTRIBUTE',
  { name, at }: XmlElement | XmlAttribute,
  slip: string,
): ConfigProblem => error(code, `"${name}" ${ignored}`, at, `did you mean "${slip}"?`)

const unknownElement = ({ name, at }: XmlElement): ConfigProblem =>
  warning('UNKNOWN-ELEMENT', `"${name}" ${ignored}`, at, "check its spelling against IBM's list")
