import { nearest } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { error } from '../problem.ts'
import { rule } from '../rule.ts'
import { evaluate } from './expression.ts'
import type { ConfigProblem } from './model.ts'
import { predefinedNames } from './predefined.ts'
import type { VariableSources } from './variable-sources.ts'
import type { XmlVariables } from './xml-variables.ts'

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
  /** Where the value of a variable comes from, as a Problem names it. */
  readonly originOf: (name: string) => string
  /** What a name stands for, wherever it is defined. */
  readonly definitionOf: (name: string) => Definition | undefined
  readonly problems: readonly ConfigProblem[]
}

export const variableOrder = rule('config.variable.order', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'from the lowest: defaultValue, environment, bootstrap, system properties, files, value, scenario',
})

export const environmentNames = rule('config.variable.environment-names', {
  status: 'documented',
  source: 'Open Liberty: ConfigVariableRegistry.lookupVariableFromAdditionalSources',
  says: '${my.env.var} is looked up in the environment as my.env.var, my_env_var and MY_ENV_VAR',
})

export const listVariable = rule('config.variable.list', {
  status: 'documented',
  source: 'Open Liberty: VariableEvaluator.processVariableLists',
  says: '${list(x)} is the value of x, whose commas separate the entries of a list',
})

export const unresolvedStays = rule('config.variable.unresolved', {
  status: 'documented',
  source: 'Open Liberty: source of the password key, which depends on it',
  says: 'a variable that is not defined stays in the text as it was written',
})

const maxNesting = 50
const maxCharacters = 32 * 1024 * 1024
const reference = /\$\{([^${}]*)\}/g

/** The names that stand between the braces of a text; of a list the name that it lists. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(reference)].map(([, inner = '']) => /^list\((.+)\)$/.exec(inner)?.[1] ?? inner)

/** What a variable stands for before the variables in it are filled in. */
export interface Definition {
  readonly text: string
  /** What kind of thing defined it, as `system property`. */
  readonly what: string
  /** What defined it and where, as a Problem names it. */
  readonly origin: string
  readonly at?: Place
}

interface State {
  readonly find: (name: string, environment: boolean) => Definition | undefined
  readonly known: Map<string, string | undefined>
  readonly problems: ConfigProblem[]
  /** How many more characters may be written; ends a file in which each variable doubles another. */
  left: number
}

/** The variables of XML and of all other sources, each where its order of precedence puts it. */
export function createVariables(
  sources: VariableSources,
  xml: XmlVariables,
  most = maxCharacters,
): Variables {
  const problems: ConfigProblem[] = []
  const state: State = { find: finder(sources, xml), known: new Map(), problems, left: most }
  return {
    problems,
    resolve: (text) => resolve(state, text),
    suggest: suggester(sources, xml),
    originOf: (name) => state.find(name, true)?.origin ?? `"${name}"`,
    definitionOf: (name) => state.find(name, true),
  }
}

function finder(sources: VariableSources, { values, defaults }: XmlVariables): State['find'] {
  const { outside, files, system, bootstrap, predefined, environment } = sources
  const layers = [outside, values, files, system, bootstrap, predefined]
  return (name, useEnvironment) => {
    for (const layer of layers) {
      const found = layer.get(name)
      if (found) return found
    }
    return (useEnvironment ? inEnvironment(environment, name) : undefined) ?? defaults.get(name)
  }
}

function inEnvironment(environment: ReadonlyMap<string, Definition>, name: string) {
  const plain = name.startsWith('env.') ? name.slice(4) : name
  const mangled = plain.replace(/[^A-Za-z0-9]/g, '_')
  const names = [plain, mangled, mangled.toUpperCase()]
  return names.map((each) => environment.get(each)).find((found) => found !== undefined)
}

function resolve(state: State, text: string): Resolved {
  const resolved = new Set<string>()
  const unresolved = new Set<string>()
  const value = text.replace(reference, (whole, name: string) => {
    const found = lookup(state, name, [])
    if (found === undefined && !predefinedNames.has(name)) unresolved.add(name)
    if (found !== undefined) resolved.add(name)
    return spend(state, found ?? whole) ?? whole
  })
  return { value, resolved: [...resolved], unresolved: [...unresolved] }
}

/** A variable's value with the variables in it filled; undefined where it has none or cannot have one. */
function lookup(
  state: State,
  asked: string,
  path: readonly string[],
  environment = true,
): string | undefined {
  const name = /^list\((.+)\)$/.exec(asked)?.[1] ?? asked
  const key = environment ? name : `${name}\nnot in the environment`
  if (state.known.has(key)) return state.known.get(key)
  const definition = state.find(name, environment)
  if (!definition) return calculate(state, name, path)
  const wrong = path.includes(name) ? 'leads back to itself' : tooDeep(path)
  if (wrong !== undefined) return reportOnce(state, name, wrong, definition)
  const inner = [...path, name]
  const value = definition.text.replace(reference, (whole, next: string) => {
    return spend(state, lookup(state, next, inner) ?? whole) ?? whole
  })
  if (!state.known.has(key)) state.known.set(key, value)
  return state.known.get(key)
}

/** Operands are not looked up in the environment, as Liberty does not either. */
function calculate(state: State, name: string, path: readonly string[]): string | undefined {
  if (!/^[\w.$]+[-+*/]/.test(name)) return undefined
  const inner = [...path, name]
  return evaluate(name, (operand) => lookup(state, operand, inner, false))
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
function suggester(sources: VariableSources, xml: XmlVariables): Variables['suggest'] {
  let budget = 100
  return (name) => {
    const advice = adviceFor(name)
    const { outside, files, system, bootstrap } = sources
    const tables = [outside, xml.values, files, system, bootstrap, xml.defaults]
    if (--budget < 0 || tables.some((table) => table.has(name))) return advice
    const names = new Set(tables.flatMap((table) => [...firstNames(table)]))
    const near = nearest(name, names)
    return near === undefined ? advice : `did you mean "${near}"? else ${advice}`
  }
}

/** A server.xml alone, or one of a scenario: either way to give a variable its value. */
function adviceFor(name: string): string {
  const own = name.startsWith('env.') ? name.slice(4) : name
  const isOfEnvironment = own !== name || /^[A-Z][A-Z0-9_]*$/.test(own)
  const shell = isOfEnvironment ? `set ${own} in server.env, or take it over by --env ${own}` : ''
  return `${shell || 'define it'}, or give "${name}" under variables: in a scenario`
}

function* firstNames(table: ReadonlyMap<string, Definition>): Generator<string> {
  let left = 200
  for (const name of table.keys()) {
    if (--left < 0) return
    yield name
  }
}
