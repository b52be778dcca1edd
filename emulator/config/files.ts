import type { Place } from '../problem.ts'
import { note } from '../problem.ts'
import { rule } from '../rule.ts'
import { elements, specOf } from './elements.ts'
import type { ElementSpec } from './elements.ts'
import type { ConfigProblem } from './model.ts'
import type { XmlAttribute, XmlElement } from './xml.ts'

/** An element after merging: `at` is where it first stands, each attribute where it was last given. */
export interface ConfigElement {
  readonly name: string
  /** Empty where none was given. */
  readonly id: string
  readonly at: Place
  readonly attributes: ReadonlyMap<string, XmlAttribute>
  readonly children: readonly ConfigElement[]
  readonly texts: readonly string[]
}

/** Several documents as one, and what is worth saying about how they became one. */
export interface Merged {
  readonly elements: readonly ConfigElement[]
  readonly problems: readonly ConfigProblem[]
}

export const mergeSingletons = rule('config.merge.singleton', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'elements without ids are united: the last of an attribute wins, texts such as feature add up',
})

export const mergeFactories = rule('config.merge.factory', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'elements with ids are one only where name and id agree; the last of an attribute wins',
})

interface Building {
  readonly name: string
  readonly id: string
  readonly at: Place
  readonly attributes: Map<string, XmlAttribute>
  readonly children: Map<string, Building>
  readonly texts: string[]
}

/** Unites documents in their order, and elements within each, as Liberty does. */
export function mergeDocuments(roots: readonly XmlElement[]): Merged {
  const table = new Map<string, Building>()
  const problems: ConfigProblem[] = []
  for (const root of roots) {
    const seen = new Set<string>()
    for (const element of root.children) {
      const key = place(table, element, specOf(elements, element.name))
      if (seen.has(key) && idOf(element) !== '') problems.push(duplicate(element))
      seen.add(key)
    }
  }
  return { elements: [...table.values()].map(finish), problems }
}

/** Puts an element where it belongs and gives the key it has there. */
function place(
  table: Map<string, Building>,
  element: XmlElement,
  spec: ElementSpec | undefined,
): string {
  const key = keyOf(table, element, spec)
  const merged = table.get(key) ?? begin(element)
  table.set(key, merged)
  for (const attribute of element.attributes) merged.attributes.set(attribute.name, attribute)
  for (const child of element.children) {
    place(merged.children, child, specOf(spec?.children, child.name))
  }
  if (element.text.trim() !== '') merged.texts.push(element.text.trim())
  return key
}

function keyOf(
  table: ReadonlyMap<string, Building>,
  element: XmlElement,
  spec: ElementSpec | undefined,
): string {
  if (spec?.kind === 'singleton') return element.name
  const id = idOf(element)
  return id === '' ? `${element.name} #${table.size}` : `${element.name}\n${id}`
}

const begin = (element: XmlElement): Building => ({
  name: element.name,
  id: idOf(element),
  at: element.at,
  attributes: new Map(),
  children: new Map(),
  texts: [],
})

const finish = (built: Building): ConfigElement => ({
  ...built,
  children: [...built.children.values()].map(finish),
})

const attributeId = (element: XmlElement) =>
  element.attributes.find((attribute) => attribute.name === 'id')

const idOf = (element: XmlElement): string => attributeId(element)?.value.trim() ?? ''

function duplicate(element: XmlElement): ConfigProblem {
  const message = `"${element.name}" has the id "${idOf(element)}" twice in this file: the two are united`
  const at = attributeId(element)?.valueAt
  return note('DUPLICATE-ID', message, at, 'keep one, or give the second an id of its own')
}
