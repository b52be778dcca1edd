import type { Place, Problem } from '../../emulator/index.ts'
import type { ReadFile } from '../../emulator/config/index.ts'
import { expand } from './expand.ts'
import type { Found } from './found.ts'
import { readWithIncludes } from './include.ts'
import type { Scenario, ScenarioCode } from './model.ts'
import { substitute } from './placeholder.ts'
import { readRow } from './read-row.ts'
import { readRows, tellUnused, withRow, type Row } from './rows.ts'
import { gatherSecrets, withoutSecrets } from './secrets.ts'
import { nodeAt, type TreeMap } from './tree.ts'

export interface ReadScenariosOptions {
  /** The path of the scenario file; Problems name it as it is given here. */
  readonly file: string
  readonly readFile: ReadFile
  readonly env: (name: string) => string | undefined
  /** A fix level that wins over those of the file. */
  readonly level?: string
  /** Ids of the rules there are; absent: `because` is not checked. */
  readonly rules?: ReadonlySet<string>
  /** Steps may be missing and names may be unused: others will say what happens. */
  readonly mayBeIdle?: boolean
}

export interface ReadScenarios {
  /** One for each row of the matrix; none where there is an error. */
  readonly scenarios: readonly Scenario[]
  /** The sentence of the file, where it could be read. */
  readonly name?: string
  readonly problems: readonly Problem<ScenarioCode>[]
  /** Values to be masked wherever something is printed. */
  readonly secrets: readonly string[]
  /** File to text, for excerpts. */
  readonly sources: ReadonlyMap<string, string>
}

/** A scenario file -> its scenarios and every Problem found; bad input never throws. */
export function readScenarios(options: ReadScenariosOptions): ReadScenarios {
  const { file, readFile, env } = options
  const found: Found = []
  const secrets = new Set<string>()
  const sources = new Map<string, string>()
  const stacks = new Map<string, readonly Place[]>()
  const values = { env, secrets, used: new Set<string>() }
  const files = {
    readFile,
    found,
    sources,
    stacks,
    expand: (tree: Parameters<typeof substitute>[0]) => substitute(tree, values, found, false),
  }
  const tree = readWithIncludes(file, files)
  const scenarios = tree ? rowsOf(tree, options, { found, secrets, sources }) : []
  const problems = finished(found, secrets, stacks, file)
  const failed = problems.some(({ severity }) => severity === 'error')
  const name = tree && nodeAt(tree, ['scenario'])
  return {
    scenarios: failed ? [] : scenarios,
    problems,
    secrets: [...secrets].filter((secret) => secret !== ''),
    sources,
    ...(name?.kind === 'leaf' && typeof name.value === 'string' && { name: name.value }),
  }
}

interface Gathered {
  readonly found: Found
  readonly secrets: Set<string>
  readonly sources: Map<string, string>
}

function rowsOf(tree: TreeMap, options: ReadScenariosOptions, gathered: Gathered): Scenario[] {
  const { found, secrets } = gathered
  const matrix = nodeAt(tree, ['matrix'])
  const rows = matrix ? readRows(matrix, found) : []
  const used = new Set<string>()
  const scenarios: Scenario[] = []
  const all: readonly (Row | undefined)[] = rows.length > 0 ? rows : [undefined]
  for (const row of all) {
    const cells = row && new Map([...row.cells].map(([name, { value }]) => [name, value]))
    const values = { env: options.env, secrets, used, ...(cells && { row: cells }) }
    const file = expand(withRow(tree, row), values, found)
    gatherSecrets(file, secrets)
    const expect = row?.expect && substitute(row.expect, values, found, true)
    const own = row && { ...row, ...(expect && { expect }) }
    const scenario = readRow(file, { options, ...gathered, rows, ...(own && { row: own }) })
    if (scenario) scenarios.push(scenario)
  }
  if (rows.length > 0) tellUnused(rows, used, found)
  return scenarios
}

/** Each Problem once, in the order of the file, with the includes that led there and without secrets. */
function finished(
  found: Found,
  secrets: ReadonlySet<string>,
  stacks: ReadonlyMap<string, readonly Place[]>,
  file: string,
): Problem<ScenarioCode>[] {
  const missing = new Set(
    found.filter(({ code }) => code === 'MISSING-VARIABLE').map(({ at }) => placeText(at)),
  )
  const once = new Map<string, Problem<ScenarioCode>>()
  for (const problem of found) {
    const where = placeText(problem.at)
    // What is wrong with a value that is missing is only that it is missing.
    if (problem.code !== 'MISSING-VARIABLE' && missing.has(where)) continue
    const stack = problem.at && stacks.get(problem.at.file)
    const key = `${where} ${problem.code} ${problem.message}`
    if (once.has(key)) continue
    once.set(key, {
      ...problem,
      message: withoutSecrets(problem.message, secrets),
      tries: problem.tries.map((each) => withoutSecrets(each, secrets)),
      ...(stack && { includedFrom: stack }),
    })
  }
  return [...once.values()].toSorted((a, b) => compare(a.at, b.at, file))
}

const placeText = (at: Place | undefined): string => (at ? `${at.file}:${at.line}:${at.col}` : '')

function compare(a: Place | undefined, b: Place | undefined, file: string): number {
  if (!a || !b) return Number(b === undefined) - Number(a === undefined)
  if (a.file !== b.file) return Number(b.file === file) - Number(a.file === file)
  return a.line - b.line || a.col - b.col
}
