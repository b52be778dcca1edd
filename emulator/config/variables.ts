import { suggestName } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { error, warning } from '../problem.ts'
import { rule } from '../rule.ts'
import type { ConfigProblem } from './model.ts'
import type { XmlAttribute, XmlElement } from './xml.ts'

/** A text after Liberty's variables were filled in, and which names were and were not. */
export interface Resolved {
  readonly value: string
  readonly resolved: readonly string[]
  readonly unresolved: readonly string[]
}

/** The variables of a configuration; problems with their own definitions are found on use. */
export interface Variables {
  readonly resolve: (text: string) => Resolved
  /** What to type where a variable of this name is missing. */
  readonly suggest: (name: string) => string
  readonly problems: readonly ConfigProblem[]
}

export const variableOrder = rule('config.variable.order', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'a value given from outside wins over value in XML, and that over defaultValue',
})

export const unresolvedStays = rule('config.variable.unresolved', {
  status: 'documented',
  source: 'Open Liberty: source of the password key, which depends on it',
  says: 'a variable that is not defined stays in the text as it was written',
})

/** Liberty's own variables: always defined on a real server, never needed here. */
const predefined: ReadonlySet<string> = new Set(
  `wlp.install.dir wlp.user.dir wlp.server.name server.config.dir server.output.dir shared.app.dir
  shared.config.dir shared.resource.dir`.split(/\s+/),
)

const maxNesting = 50
const maxCharacters = 32 * 1024 * 1024
const reference = /\$\{([^${}]*)\}/g

interface Definition {
  readonly text: string
  readonly at?: Place
}

interface State {
  readonly definitions: ReadonlyMap<string, Definition>
  readonly known: Map<string, string | undefined>
  readonly problems: ConfigProblem[]
  /** How many more characters may be written; ends a file in which each variable doubles another. */
  left: number
}

/** Gathers the variables of all documents, in their order, and those given from outside. */
export function readVariables(
  roots: readonly XmlElement[],
  outside: Readonly<Record<string, string>> = {},
): Variables {
  const problems: ConfigProblem[] = []
  const definitions = define(roots, outside, problems)
  const state: State = { definitions, known: new Map(), problems, left: maxCharacters }
  return { problems, resolve: (text) => resolve(state, text), suggest: suggester(definitions) }
}

function define(
  roots: readonly XmlElement[],
  outside: Readonly<Record<string, string>>,
  problems: ConfigProblem[],
): ReadonlyMap<string, Definition> {
  const defaults = new Map<string, Definition>()
  const values = new Map<string, Definition>()
  for (const element of roots.flatMap((root) => root.children)) {
    if (element.name !== 'variable') continue
    const name = attributeOf(element, 'name')?.value ?? ''
    const value = attributeOf(element, 'value')
    const fallback = attributeOf(element, 'defaultValue')
    if (name === '') problems.push(incomplete(element, 'name'))
    else if (!value && !fallback) problems.push(incomplete(element, 'value'))
    if (value) values.set(name, { text: value.value, at: value.valueAt })
    if (fallback) defaults.set(name, { text: fallback.value, at: fallback.valueAt })
  }
  const given = Object.entries(outside).map(([name, text]) => [name, { text }] as const)
  return new Map([...defaults, ...values, ...given])
}

const attributeOf = (element: XmlElement, name: string): XmlAttribute | undefined =>
  element.attributes.find((attribute) => attribute.name === name)

const incomplete = (element: XmlElement, name: string): ConfigProblem =>
  warning(
    'MISSING-ATTRIBUTE',
    `the variable has no "${name}" and defines nothing`,
    element.at,
    `write ${name}="…"`,
  )

function resolve(state: State, text: string): Resolved {
  const resolved = new Set<string>()
  const unresolved = new Set<string>()
  const value = text.replace(reference, (whole, name: string) => {
    const found = lookup(state, name, [])
    if (found === undefined && !predefined.has(name)) unresolved.add(name)
    if (found !== undefined) resolved.add(name)
    return spend(state, found ?? whole) ?? whole
  })
  return { value, resolved: [...resolved], unresolved: [...unresolved] }
}

/** A variable's value with the variables in it filled; undefined where it has none or cannot have one. */
function lookup(state: State, asked: string, path: readonly string[]): string | undefined {
  const name = /^list\((.+)\)$/.exec(asked)?.[1] ?? asked
  if (state.known.has(name)) return state.known.get(name)
  const definition = state.definitions.get(name)
  if (!definition) return undefined
  const wrong = path.includes(name) ? 'leads back to itself' : tooDeep(path)
  if (wrong !== undefined) return reportOnce(state, name, wrong, definition)
  const inner = [...path, name]
  const value = definition.text.replace(reference, (whole, next: string) => {
    return spend(state, lookup(state, next, inner) ?? whole) ?? whole
  })
  if (!state.known.has(name)) state.known.set(name, value)
  return state.known.get(name)
}

const tooDeep = (path: readonly string[]) =>
  path.length >= maxNesting ? `lies more than ${maxNesting} variables deep` : undefined

function spend(state: State, text: string): string | undefined {
  state.left -= text.length
  return state.left < 0 ? undefined : text
}

/** Remembers that a variable has no value, so that its problem is told once. */
function reportOnce(state: State, name: string, wrong: string, { at }: Definition): undefined {
  state.known.set(name, undefined)
  const message = `the variable "${name}" ${wrong}`
  state.problems.push(error('BAD-VARIABLE', message, at, 'give it a value without that variable'))
}

/** Looks for a near name in a bounded list, and not for ever. */
function suggester(definitions: ReadonlyMap<string, Definition>): Variables['suggest'] {
  const names = [...definitions.keys()].slice(0, 200)
  let budget = 100
  return (name) => {
    const advice = `define it, or give "${name}" under variables: in the scenario`
    if (names.length === 0 || --budget < 0) return advice
    return `${suggestName(name, names)}; else ${advice}`
  }
}
