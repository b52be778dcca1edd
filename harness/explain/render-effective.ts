import type {
  EffectiveAttribute,
  EffectiveElement,
  UsedVariable,
} from '../../emulator/config/index.ts'
import { placeText } from './explanation.ts'
import type { EffectiveReport, ShownElement } from './report.ts'
import { citation, width, wrap } from './wrap.ts'

/** One value of a merged element: the elements around it and its name, itself, and where it comes from. */
export interface EffectiveValue {
  readonly path: readonly string[]
  readonly value: string
  readonly from: readonly string[]
}

/** An element by its name and id, with its place and the includes that led there. */
export function titleOf({ name, id, at, includedFrom }: EffectiveElement): string {
  const by = includedFrom.map((place) => `, included at ${placeText(place)}`)
  return `${name}${id === '' ? '' : ` "${id}"`}  ${placeText(at)}${by.join('')}`
}

/** All values of an element and of the elements in it, in their order, then its defaults; the id is in its title. */
export const valuesOf = (element: ShownElement): readonly EffectiveValue[] => [
  ...element.attributes.filter(({ name }) => name !== 'id').map(valueOf),
  ...element.texts.map((text) => ({
    path: ['text'],
    value: text.replace(/\s+/g, ' '),
    from: [placeText(element.at)],
  })),
  ...element.children.flatMap((child) =>
    childValues(child).map((value) => ({ ...value, path: [child.name, ...value.path] })),
  ),
  ...(element.defaults ?? []).map(({ path, value, rule }) => ({
    path,
    value,
    from: [`default ${citation([rule])}`],
  })),
]

/** A child that has nothing but its text, as a feature, is that text. */
function childValues(child: EffectiveElement): readonly EffectiveValue[] {
  const values = valuesOf(child)
  const isText = child.attributes.length + child.children.length === 0
  return isText ? values.map((value) => ({ ...value, path: [] })) : values
}

const valueOf = ({ name, value, written, variables, at, replaced }: EffectiveAttribute) => ({
  path: [name],
  value,
  from: [
    placeText(at),
    ...(written === undefined ? [] : [`written ${written}`]),
    ...variables.map(variableText),
    ...(replaced.length === 0 ? [] : [`instead of ${replacedText(replaced.map(placeText))}`]),
  ],
})

const variableText = ({ name, what, at }: UsedVariable): string =>
  `\${${name}} is the ${what}${at ? ` at ${placeText(at)}` : ` "${name}"`}`

const replacedText = (places: readonly string[]): string =>
  places.length <= 3
    ? places.join(', ')
    : `${places.slice(-3).join(', ')} and ${places.length - 3} more`

/** The merged configuration for a terminal; what made a value what it is stands below it. */
export function effectiveLines({ file, elements }: EffectiveReport): readonly string[] {
  const blocks = elements.flatMap((element) => [
    titleOf(element),
    ...valuesOf(element).flatMap(valueLines),
    '',
  ])
  return [`${file} and all that belongs to it, as one configuration`, '', ...blocks]
}

function valueLines({ path, value, from: [place = '', ...more] }: EffectiveValue): string[] {
  const line = `  ${[...path, value].join('  ')}`
  const whole = `${line}  ${place}`
  const below = more.map((text) => wrap('      ', text))
  return whole.length <= width ? [whole, ...below] : [line, `      ${place}`, ...below]
}
