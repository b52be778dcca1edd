import type { Place } from '../problem.ts'
import { note } from '../problem.ts'
import { rule } from '../rule.ts'
import { elements } from './elements.ts'
import { specOf } from './specs.ts'
import type { ElementSpec } from './specs.ts'
import type { ConfigProblem } from './model.ts'
import type { OnConflict, Origin, Placed } from './origin.ts'
import { attributeOf } from './xml.ts'
import type { XmlAttribute, XmlElement } from './xml.ts'

/** An element after merging: `at` is where it first stands, each attribute where it was last given. */
export interface ConfigElement {
  readonly name: string
  /** Empty where none was given. */
  readonly id: string
  readonly at: Place
  readonly attributes: ReadonlyMap<string, XmlAttribute>
  /** Where the values of an attribute stand that were given before the last one. */
  readonly replaced: ReadonlyMap<string, readonly Place[]>
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

export const ignoreConflict = rule('config.conflict.ignore', {
  status: 'documented',
  source: 'Open Liberty: ConfigElement.override',
  says: 'onConflict="IGNORE" drops an element of the included file where there is one already',
})

export const replaceConflict = rule('config.conflict.replace', {
  status: 'documented',
  source: 'Open Liberty: ConfigElement.override',
  says: 'onConflict="REPLACE" puts children and texts in the place of earlier ones; attributes still unite',
})

export const nestedConflict = rule('config.conflict.nested', {
  status: 'documented',
  source: 'Open Liberty: ConfigElement.merge',
  says: 'against an element of an outer file counts the onConflict that stands in that outer file',
})

type Children = Readonly<Record<string, ElementSpec>>

/** Unites what all files say, in their order, as Liberty does. */
export function mergeDocuments(placed: readonly Placed[]): Merged {
  const groups = groupsOf(placed, elements)
  const problems = groups.flatMap((group) => [...duplicates(group)])
  const merged = groups.map((group) => mergeGroup(group, specOf(elements, group[0]!.element.name)))
  return { elements: merged, problems }
}

type Group = readonly Placed[]

/** Puts together what is one element, each group where its first one stands. */
function groupsOf(placed: readonly Placed[], specs: Children | undefined): readonly Group[] {
  const groups = new Map<string, Placed[]>()
  for (const each of placed) {
    const key = keyOf(each.element, specOf(specs, each.element.name), groups.size)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return [...groups.values()]
}

function keyOf(element: XmlElement, spec: ElementSpec | undefined, count: number): string {
  if (spec?.kind === 'singleton') return element.name
  const id = idOf(element)
  return id === '' ? `${element.name} #${count}` : `${element.name}\n${id}`
}

/** How much of an element is left when the next one comes: a new segment begins at each REPLACE. */
interface Kept extends Placed {
  readonly segment: number
}

/**
 * What each element of a group does to those before it. Liberty unites neighbours from the last to
 * the first where the file of one includes that of the other, by what that file's include says, and
 * the heaps that are left from the first to the last, by what each says itself.
 */
function* kept(group: Group): Generator<Kept> {
  const first = group[0]!
  let segment = 0
  let dropped = false
  for (const [i, each] of group.entries()) {
    const before = group[i - 1]
    const related = before && relation(before.origin, each.origin)
    if (related === undefined) {
      const how = each.origin.file === first.origin.file ? 'MERGE' : each.origin.conflicts.at(-1)
      dropped = how === 'IGNORE'
      if (how === 'REPLACE') segment++
    } else if (related === 'IGNORE') dropped = true
    else if (related === 'REPLACE') segment++
    if (!dropped) yield { ...each, segment }
  }
}

/** How an element unites with the one before it; undefined where neither file includes the other's. */
function relation(before: Origin, after: Origin): OnConflict | undefined {
  if (before.file === after.file) return 'MERGE'
  const index = after.chain.indexOf(before.file)
  return index < 0 ? undefined : after.conflicts[index + 1]
}

function mergeGroup(group: Group, spec: ElementSpec | undefined): ConfigElement {
  const { element } = group[0]!
  const attributes = new Map<string, XmlAttribute>()
  const replaced = new Map<string, Place[]>()
  const children: (Kept & { readonly slot: string })[] = []
  const newest = new Map<string, number>()
  const texts: { readonly text: string; readonly segment: number }[] = []
  for (const { element: one, origin, segment } of kept(group)) {
    for (const attribute of one.attributes) {
      const { name } = attribute
      const before = attributes.get(name)
      if (before) placesOf(replaced, name).push(before.valueAt)
      attributes.set(name, attribute)
    }
    for (const child of one.children) {
      const slot = `<${child.name}`
      newest.set(slot, segment)
      children.push({ element: child, origin, segment, slot })
    }
    const text = one.text.trim()
    if (text !== '') texts.push({ text, segment })
  }
  const lastText = texts.at(-1)?.segment
  const left = children.filter(({ slot, segment }) => newest.get(slot) === segment)
  return {
    name: element.name,
    id: idOf(element),
    at: element.at,
    attributes,
    replaced,
    children: groupsOf(left, spec?.children).map((inner) =>
      mergeGroup(inner, specOf(spec?.children, inner[0]!.element.name)),
    ),
    texts: texts.filter(({ segment }) => segment === lastText).map(({ text }) => text),
  }
}

function placesOf(replaced: Map<string, Place[]>, name: string): Place[] {
  const places = replaced.get(name) ?? []
  replaced.set(name, places)
  return places
}

const idOf = (element: XmlElement): string => attributeOf(element, 'id')?.value.trim() ?? ''

/** An id that stands twice in one reading of one file; told once, however often that file is included. */
function* duplicates(group: Group): Generator<ConfigProblem> {
  const seen = new Set<Origin>()
  const told = new Set<XmlElement>()
  for (const { element, origin } of group) {
    if (seen.has(origin) && idOf(element) !== '' && !told.has(element)) yield duplicate(element)
    if (seen.has(origin)) told.add(element)
    seen.add(origin)
  }
}

function duplicate(element: XmlElement): ConfigProblem {
  const message = `"${element.name}" has the id "${idOf(element)}" twice in this file: the two are united`
  const at = attributeOf(element, 'id')?.valueAt
  return note('DUPLICATE-ID', message, at, 'keep one, or give the second an id of its own')
}
