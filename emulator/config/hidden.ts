import { elements } from './elements.ts'
import type { ConfigElement } from './files.ts'
import { specOf } from './specs.ts'
import type { AttributeSpec, ElementSpec } from './specs.ts'
import { namesIn } from './variables.ts'
import type { Variables } from './variables.ts'
import type { XmlAttribute } from './xml.ts'

/** What stands in the place of a value that must not be shown. */
export const hidden = '(secret)'

const secretName =
  /pass(word|phrase)|pwd|secret|sharedkey|credential|token$|encryption\.?key|apikey/i
const encoded = /^\s*\{(xor|aes|hash)\}/i

/** Whether a name says that its value is secret. */
export const isSecretName = (name: string): boolean => secretName.test(name)

/** Whether the texts of an element are hidden: private claims may hold anything. */
export const hidesTexts = ({ name }: ConfigElement): boolean =>
  isSecretName(name) || name === 'claims'

/** Whether an attribute's value is hidden for its own sake, whatever variables it is made of. */
export function isHidden(
  element: ConfigElement,
  { name, value }: XmlAttribute,
  spec: AttributeSpec | undefined,
): boolean {
  if (spec?.type === 'password' || encoded.test(value)) return true
  if (isSecretName(name)) return !/Ref$|Location$|Path$|Endpoint$/.test(name)
  return /value$/i.test(name) && naming.some((each) => isSecretName(textOf(element, each)))
}

/** The attributes that name what stands in `value` beside them. */
const naming = ['name', 'jndiName', 'key']

const textOf = (element: ConfigElement, name: string): string =>
  element.attributes.get(name)?.value ?? ''

/** Of a body only its place-holders: whatever is between them may be a secret. */
export function hiddenBody(value: string): string {
  const names = [...value.matchAll(/\$\{[^${}]*\}/g)].slice(0, 20).map(([whole]) => whole)
  return names.length === 0 ? hidden : `${hidden} with ${names.join(', ')}`
}

/** Variables that a secret attribute is made of, and those they are made of. */
export function secretVariables(
  merged: readonly ConfigElement[],
  variables: Variables,
): ReadonlySet<string> {
  const texts = new Map<string, string[]>()
  const names: string[] = []
  const visit = (element: ConfigElement, spec: ElementSpec | undefined): void => {
    for (const attribute of element.attributes.values()) {
      const own = spec?.attributes[attribute.name]
      if (own?.type === 'body' || isHidden(element, attribute, own))
        for (const each of namesIn(attribute.value)) names.push(each)
    }
    if (element.name === 'variable') keep(texts, element)
    for (const child of element.children) visit(child, specOf(spec?.children, child.name))
  }
  for (const element of merged) visit(element, specOf(elements, element.name))
  const found = new Set<string>()
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const each of partsOf(name, variables)) names.push(each)
    for (const each of (texts.get(name) ?? []).flatMap(namesIn)) names.push(each)
  }
  return found
}

/** As deep as variables are looked up; what lies deeper has no value to show. */
const maxDepth = 50

/** Whether a text is made of a secret variable, however many others lie between. */
export function secretFinder(
  secret: ReadonlySet<string>,
  variables: Variables,
): (text: string) => boolean {
  const known = new Map<string, boolean>()
  const isSecret = (name: string, depth: number): boolean => {
    if (depth > maxDepth) return true
    const before = known.get(name)
    if (before !== undefined) return before
    // Until it is known otherwise; a circle of variables adds nothing.
    known.set(name, false)
    const found =
      secret.has(name) ||
      isSecretName(name) ||
      partsOf(name, variables).some((part) => isSecret(part, depth + 1))
    known.set(name, found)
    return found
  }
  return (text) => namesIn(text).some((name) => isSecret(name, 0))
}

/** What a variable is made of; where there is none of that name, the operands of a sum. */
export function partsOf(name: string, variables: Variables): readonly string[] {
  const definition = variables.definitionOf(name)
  if (definition) return namesIn(definition.text)
  return /^[\w.$]+[-+*/]/.test(name) ? name.split(/[-+*/]/) : []
}

/** Keeps what an element says of a variable, also where another wins. */
function keep(texts: Map<string, string[]>, element: ConfigElement): void {
  const name = textOf(element, 'name')
  const before = texts.get(name) ?? []
  before.push(textOf(element, 'value'), textOf(element, 'defaultValue'))
  texts.set(name, before)
}
