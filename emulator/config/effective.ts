import type { Place } from '../problem.ts'
import { readDocuments } from './documents.ts'
import { elements } from './elements.ts'
import { mergeDocuments } from './files.ts'
import type { ConfigElement } from './files.ts'
import type { ReadConfigOptions } from './read-options.ts'
import { specOf } from './specs.ts'
import type { AttributeSpec, ElementSpec } from './specs.ts'
import { withoutSecrets } from './authorization-server.ts'
import { createVariables } from './variables.ts'
import type { Variables } from './variables.ts'
import type { XmlAttribute } from './xml.ts'

/** One attribute as it holds in the end. */
export interface EffectiveAttribute {
  readonly name: string
  /** With variables filled in; `(secret)` and its like where it must not be shown. */
  readonly value: string
  /** As it stands in the file, where variables made it another; never of a secret. */
  readonly written?: string
  readonly at: Place
  /** How many values given before it lost. */
  readonly replaced: number
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
  const secret = secretVariables(merged)
  const show = (element: ConfigElement, spec: ElementSpec | undefined): EffectiveElement => ({
    name: element.name,
    id: element.id,
    at: element.at,
    includedFrom: includedFrom(element.at),
    attributes: [...element.attributes.values()].map((attribute) => ({
      name: attribute.name,
      ...shown(element, attribute, spec?.attributes[attribute.name], variables, secret),
      at: attribute.valueAt,
      replaced: element.replaced.get(attribute.name) ?? 0,
    })),
    children: element.children.map((child) => show(child, specOf(spec?.children, child.name))),
    texts: element.texts.map((text) => (isSecretName(element.name) ? hidden : text)),
  })
  return merged.map((element) => show(element, specOf(elements, element.name)))
}

const hidden = '(secret)'
const secretName =
  /pass(word|phrase)|pwd|secret|sharedkey|credential|token$|encryption\.?key|apikey/i
const encoded = /^\s*\{(xor|aes|hash)\}/i
const reference = /\$\{([^${}]*)\}/g

const isSecretName = (name: string): boolean => secretName.test(name)

function shown(
  element: ConfigElement,
  { name, value }: XmlAttribute,
  spec: AttributeSpec | undefined,
  variables: Variables,
  secret: ReadonlySet<string>,
): { readonly value: string; readonly written?: string } {
  if (element.name === 'variable' && name !== 'name' && name !== 'id') {
    const variable = element.attributes.get('name')?.value ?? ''
    if (isSecretName(variable) || secret.has(variable) || encoded.test(value))
      return { value: hidden }
  }
  if (spec?.type === 'password' || isSecret(name, value)) return { value: hidden }
  if (spec?.type === 'body') return { value: hiddenBody(value) }
  if (name === 'id') return { value }
  const resolved = variables.resolve(value)
  const isOpen = !resolved.resolved.some((each) => secret.has(each) || isSecretName(each))
  const text = isOpen ? withoutSecrets(resolved.value) : hidden
  const before = withoutSecrets(value)
  return text === before ? { value: text } : { value: text, written: before }
}

const isSecret = (name: string, value: string): boolean =>
  (isSecretName(name) && !/Ref$|Location$|Path$|Endpoint$/.test(name)) || encoded.test(value)

/** Of a body only its place-holders: whatever is between them may be a secret. */
function hiddenBody(value: string): string {
  const names = [...value.matchAll(reference)].slice(0, 20).map(([whole]) => whole)
  return names.length === 0 ? hidden : `${hidden} with ${names.join(', ')}`
}

/** Variables that a secret attribute is made of, and those they are made of. */
function secretVariables(merged: readonly ConfigElement[]): ReadonlySet<string> {
  const texts = new Map<string, string[]>()
  const names: string[] = []
  const visit = (element: ConfigElement, spec: ElementSpec | undefined): void => {
    for (const { name, value } of element.attributes.values()) {
      const type = spec?.attributes[name]?.type
      if (type === 'password' || type === 'body' || isSecret(name, value))
        for (const each of namesIn(value)) names.push(each)
    }
    if (element.name === 'variable') {
      const own = element.attributes.get('name')?.value ?? ''
      const values = ['value', 'defaultValue'].map(
        (name) => element.attributes.get(name)?.value ?? '',
      )
      texts.set(own, [...(texts.get(own) ?? []), ...values])
    }
    for (const child of element.children) visit(child, specOf(spec?.children, child.name))
  }
  for (const element of merged) visit(element, specOf(elements, element.name))
  const found = new Set<string>()
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const each of (texts.get(name) ?? []).flatMap(namesIn)) names.push(each)
  }
  return found
}

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(reference)].map(([, name]) => name!)
