import { newestKnownLevel, readLevel, rules, type Problem } from '../../emulator/index.ts'
import type { Environment } from '../runner/environment.ts'
import { readScenarios } from '../scenario/read.ts'
import type { Scenario } from '../scenario/model.ts'

/** What is served: a scenario, of which the steps are not run, or a bare server.xml. */
export interface Source {
  /** A YAML file is a scenario, any other a server.xml. */
  readonly file: string
  readonly environment: Environment
  /** A fix level that wins over the file's. */
  readonly level?: string
  /** The row of a matrix; the row of that level, or the last one, where absent. */
  readonly row?: string
}

/** What was read, or why nothing can be served. */
export interface Loaded {
  readonly scenario?: Scenario
  readonly problems: readonly Problem[]
  readonly secrets: readonly string[]
  /** File to text, for excerpts. */
  readonly sources: ReadonlyMap<string, string>
}

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id))

/** Reads the file; never throws for what is wrong with it. */
export function loadSource(source: Source): Loaded {
  if (!/\.ya?ml$/i.test(source.file)) return loadServerXml(source)
  const { file, environment, level, row } = source
  const { readFile, env } = environment
  const read = readScenarios({
    file,
    readFile,
    env,
    rules: ruleIds,
    mayBeIdle: true,
    ...(level !== undefined && { level }),
  })
  const { scenarios, problems, secrets, sources } = read
  const scenario = chooseRow(scenarios, row, level)
  if (scenario) return { scenario, problems, secrets, sources }
  return { problems: [...problems, ...noRow(scenarios, row)], secrets, sources }
}

function chooseRow(
  scenarios: readonly Scenario[],
  row: string | undefined,
  level: string | undefined,
): Scenario | undefined {
  if (row !== undefined) return scenarios.find((each) => each.row?.name === row)
  const ofLevel = scenarios.find((each) => each.row?.values['level'] === level)
  return (level === undefined ? undefined : ofLevel) ?? scenarios.at(-1)
}

function noRow(scenarios: readonly Scenario[], row: string | undefined): readonly Problem[] {
  if (row === undefined || scenarios.length === 0) return []
  const names = scenarios.flatMap((each) => each.row?.name ?? [])
  const tries = names.length > 0 ? `the rows are: ${names.join(', ')}` : 'there is no matrix'
  return [
    {
      severity: 'error',
      code: 'UNKNOWN-NAME',
      message: `there is no row "${row}"`,
      tries: [tries],
    },
  ]
}

function loadServerXml({ file, level: text = '' }: Source): Loaded {
  const at = { file, line: 1, col: 1 }
  const scenario: Scenario = {
    name: file,
    file,
    at,
    config: { file, at, variables: {}, dropins: [] },
    level: readLevel(text) ?? newestKnownLevel,
    servers: ['BAQSTRT'],
    balance: 'round',
    start: Date.UTC(2026, 0, 5),
    beginsNow: false,
    program: { kind: 'ims', name: 'PROGRAM1' },
    assume: {},
    keystores: new Map(),
    extensions: [],
    services: [],
    requests: new Map(),
    steps: [],
    expect: [],
  }
  return { scenario, problems: [], secrets: [], sources: new Map() }
}
