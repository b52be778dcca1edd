import type { Assumptions } from '../assumed.ts'
import type { Level } from '../level.ts'
import { levelText, reaches } from '../level.ts'
import type { Place } from '../problem.ts'
import { error, note, warning } from '../problem.ts'
import type { AttributeSpec, ElementSpec } from './specs.ts'
import { clip } from './clip.ts'
import type { ConfigElement } from './files.ts'
import type { ConfigCode, ConfigProblem, Setting, Unusable } from './model.ts'
import type { PasswordKeys } from './password-keys.ts'
import type { References } from './references.ts'
import type { Variables } from './variables.ts'
import type { XmlAttribute } from './xml.ts'

/** What the reading of every element shares. */
export interface Reading {
  readonly level: Level
  readonly assume: Assumptions
  readonly variables: Variables
  readonly passwords: PasswordKeys
  readonly references: References
  readonly problems: ConfigProblem[]
  /** The attributes that were read, and so checked. */
  readonly seen: Set<XmlAttribute>
}

/** One element being read; the first thing that makes it unusable is kept. */
export interface Source {
  readonly reading: Reading
  readonly element: ConfigElement
  readonly spec: ElementSpec
  unusable?: Unusable
}

/** How many variables of one attribute are named; more would not help anyone. */
const maxNamed = 20

/** A written attribute with its variables filled in; `whole` is false where one is left over. */
export interface Written {
  readonly attribute: XmlAttribute
  readonly spec: AttributeSpec
  readonly value: string
  readonly whole: boolean
}

/** How a Problem names an element: by its name, and by its id where it has one. */
export const named = ({ name, id }: ConfigElement): string =>
  id === '' ? `"${name}"` : `${name} "${clip(id)}"`

/** Reports an error that also makes the element unusable. */
export function refuse(
  source: Source,
  code: ConfigCode,
  message: string,
  at: Place,
  ...tries: readonly string[]
): void {
  source.reading.problems.push(error(code, message, at, ...tries))
  source.unusable ??= { code, message, at }
}

/** Reports a warning about something that does not stop the element. */
export const warn = (
  source: Source,
  code: ConfigCode,
  message: string,
  at: Place,
  ...tries: readonly string[]
): void => void source.reading.problems.push(warning(code, message, at, ...tries))

/** Reports something worth knowing. */
export const tell = (
  source: Source,
  code: ConfigCode,
  message: string,
  at: Place,
  ...tries: readonly string[]
): void => void source.reading.problems.push(note(code, message, at, ...tries))

/** Whether an attribute is written and not empty; reports nothing. */
export const hasText = (source: Source, name: string): boolean =>
  (source.element.attributes.get(name)?.value.trim() ?? '') !== ''

/** An attribute as written: undefined where absent, empty, or newer than the level, which is told. */
export function written(source: Source, name: string): Written | undefined {
  const attribute = source.element.attributes.get(name)
  if (!attribute || attribute.value.trim() === '') return undefined
  const spec = source.spec.attributes[name]!
  source.reading.seen.add(attribute)
  if (!reaches(source.reading.level, spec.since)) {
    tooNew(source, attribute, spec.since!)
    return undefined
  }
  const { value, resolved, unresolved } = source.reading.variables.resolve(attribute.value)
  if (spec.type === 'body') reportFrozen(source, attribute, resolved)
  else for (const left of unresolved.slice(0, maxNamed)) reportLeft(source, attribute, spec, left)
  if (spec.type !== 'body' && spec.type !== 'password') reportDollar(source, attribute)
  return { attribute, spec, value, whole: unresolved.length === 0 }
}

function tooNew(source: Source, { name, at }: XmlAttribute, since: string): void {
  const level = levelText(source.reading.level)
  const message = `"${name}" came with ${since}; at ${level} it is ignored`
  warn(source, 'TOO-NEW', message, at, `remove it, or use the level ${since}`)
}

/** Names the variable, but never in a password, which may only look like one. */
function reportLeft(source: Source, attribute: XmlAttribute, spec: AttributeSpec, left: string) {
  if (spec.type === 'password') {
    const message = `a variable in "${attribute.name}" has no value`
    const tries = 'define it, take it over by --env NAME, or give it under variables: in a scenario'
    return warn(source, 'BAD-VARIABLE', message, attribute.valueAt, tries)
  }
  const message = `the variable "${clip(left)}" in "${attribute.name}" has no value`
  const at = placeOf(attribute, `\${${left}}`)
  warn(source, 'BAD-VARIABLE', message, at, source.reading.variables.suggest(left))
}

/** A slip of public configurations: the dollar after the brace. */
function reportDollar(source: Source, attribute: XmlAttribute): void {
  const [whole, name] = /\{\$([A-Za-z_][\w.-]{0,99})\}/.exec(attribute.value) ?? []
  if (whole === undefined) return
  const message = `"${whole}" in "${attribute.name}" is no variable`
  warn(source, 'BAD-VARIABLE', message, placeOf(attribute, whole), `write \${${name}}`)
}

function reportFrozen(source: Source, attribute: XmlAttribute, resolved: readonly string[]): void {
  for (const name of resolved.slice(0, maxNamed)) {
    const origin = source.reading.variables.originOf(name)
    const message = `"\${${name}}" is no place-holder any more: ${clip(origin)} fills it once for all`
    const at = placeOf(attribute, `\${${name}}`)
    warn(source, 'PLACEHOLDER-RESOLVED', message, at, `rename the variable "${name}"`)
  }
}

/** The place of a part of an attribute's value, where the value stands in the file as it reads. */
export function placeOf({ value, valueAt }: XmlAttribute, part: string): Place {
  if (valueAt.length !== value.length) return valueAt
  return { ...valueAt, col: valueAt.col + value.indexOf(part), length: part.length }
}

/** A setting that stands in the file. */
export const writtenAs = <T>({ attribute }: Written, value: T): Setting<T> => ({
  value,
  at: attribute.valueAt,
  from: 'written',
})

/** A setting that stands nowhere: its place is that of its element. */
export const defaultAs = <T>(source: Source, value: T): Setting<T> => ({
  value,
  at: source.element.at,
  from: 'default',
})
