import type { Place } from '../problem.ts'
import { withoutSecrets } from './authorization-server.ts'
import { readDocuments } from './documents.ts'
import { elements } from './elements.ts'
import { mergeDocuments } from './files.ts'
import type { ConfigElement } from './files.ts'
import {
  hidden,
  hiddenBody,
  hidesTexts,
  isHidden,
  partsOf,
  secretFinder,
  secretVariables,
} from './hidden.ts'
import type { ReadConfigOptions } from './read-options.ts'
import { specOf } from './specs.ts'
import type { AttributeSpec, ElementSpec } from './specs.ts'
import { createVariables, namesIn } from './variables.ts'
import type { Variables } from './variables.ts'
import type { XmlAttribute } from './xml.ts'

/** A variable that has a part in a value, and what defined it; `at` where a file does. */
export interface UsedVariable {
  readonly name: string
  readonly what: string
  readonly at?: Place
}

/** One attribute as it holds in the end. */
export interface EffectiveAttribute {
  readonly name: string
  /** With variables filled in; `(secret)` and its like where it must not be shown. */
  readonly value: string
  /** As it stands in the file, where variables made it another; never of a secret. */
  readonly written?: string
  /** The variables it is made of, and those they are made of. */
  readonly variables: readonly UsedVariable[]
  readonly at: Place
  /** Where the values stand that were given before it and lost. */
  readonly replaced: readonly Place[]
}

/** One element after all files were united, with the files that led to its first place. */
export interface EffectiveElement {
  readonly name: string
  readonly id: string
  readonly at: Place
  readonly includedFrom: readonly Place[]
  readonly attributes: readonly EffectiveAttribute[]
  readonly children: readonly EffectiveElement[]
  readonly texts: readonly string[]
}

/** The merged configuration as data, with the place each value comes from; nothing secret is in it. */
export function effectiveConfig(options: ReadConfigOptions): readonly EffectiveElement[] {
  const { placed, origins, sources, xmlVariables } = readDocuments(options)
  const variables = createVariables(sources, xmlVariables)
  const merged = mergeDocuments(placed).elements
  const includedFrom = ({ file }: Place) => origins.get(file)?.includedFrom ?? []
  const isSecret = secretFinder(secretVariables(merged, variables), variables)
  const show = (element: ConfigElement, spec: ElementSpec | undefined): EffectiveElement => ({
    name: element.name,
    id: element.id,
    at: element.at,
    includedFrom: includedFrom(element.at),
    attributes: [...element.attributes.values()].map((attribute) => ({
      name: attribute.name,
      ...shown(element, attribute, spec?.attributes[attribute.name], variables, isSecret),
      variables: attribute.name === 'id' ? [] : usedBy(attribute.value, variables),
      at: attribute.valueAt,
      replaced: attribute.name === 'id' ? [] : (element.replaced.get(attribute.name) ?? []),
    })),
    children: element.children.map((child) => show(child, specOf(spec?.children, child.name))),
    texts: element.texts.map((text) => (hidesTexts(element) ? hidden : text)),
  })
  return merged.map((element) => show(element, specOf(elements, element.name)))
}

function shown(
  element: ConfigElement,
  attribute: XmlAttribute,
  spec: AttributeSpec | undefined,
  variables: Variables,
  isSecret: (text: string) => boolean,
): { readonly value: string; readonly written?: string } {
  const { name, value } = attribute
  if (element.name === 'variable' && /value$/i.test(name)) {
    if (isSecret(`\${${element.attributes.get('name')?.value ?? ''}}`)) return { value: hidden }
  }
  if (isHidden(element, attribute, spec)) return { value: hidden }
  if (spec?.type === 'body') return { value: hiddenBody(value) }
  if (name === 'id') return { value }
  const text = isSecret(value) ? hidden : withoutSecrets(variables.resolve(value).value)
  const before = withoutSecrets(value)
  return text === before ? { value: text } : { value: text, written: before }
}

const maxUsed = 20

/** At most twenty: a hostile file must not make every attribute a list of all variables. */
function usedBy(text: string, variables: Variables): readonly UsedVariable[] {
  const used = new Map<string, UsedVariable>()
  const queue = namesIn(text).slice(0, maxUsed)
  for (let i = 0; i < queue.length && used.size < maxUsed; i++) {
    const name = queue[i]!
    if (used.has(name)) continue
    const definition = variables.definitionOf(name)
    if (definition) {
      const { what, at } = definition
      used.set(name, { name, what, ...(at && { at }) })
    }
    queue.push(...partsOf(name, variables).slice(0, maxUsed))
  }
  return [...used.values()]
}
