import { textOfFile } from '../../emulator/config/index.ts'
import { rules as allRules, type Problem } from '../../emulator/index.ts'
import { savedShare, type Bases } from '../scenario/expect.ts'
import { readScenarios, type ReadScenarios } from '../scenario/index.ts'
import type { Scenario } from '../scenario/model.ts'
import { machineOf, secretVariables, type Environment } from './environment.ts'
import type { RunEvent, ScenarioResult, Status, Totals } from './event.ts'
import { findingMaker, type FindingMaker } from './findings.ts'
import { createMask } from '../mask/mask.ts'
import { recordCalls } from './recorded-calls.ts'
import type { RealVaults } from '../fakes/fake.ts'
import { idOf, runScenario, type ScenarioEnd } from './run-scenario.ts'

export interface RunOptions {
  readonly environment: Environment
  /** Scenario files, in the order in which they run. */
  readonly files: readonly string[]
  readonly transport?: 'memory' | 'sockets'
  readonly seed?: number
  /** Real servers in the place of embedded Vaults. */
  readonly vaults?: RealVaults | undefined
  /** A fix level that wins over that of every scenario. */
  readonly level?: string
  /** Only scenarios whose name, row or file holds this text, in any case. */
  readonly grep?: string
  /** Tell what happened also of scenarios that passed. */
  readonly verbose?: boolean
  /** Give every result the records of its calls. */
  readonly records?: boolean
  /** Stop after the first scenario that does not pass. */
  readonly bail?: boolean
}

const ruleIds: ReadonlySet<string> = new Set(allRules.map(({ id }) => id))

/** Runs scenario files one after another and says everything that happens, to the end. */
export async function* run(options: RunOptions): AsyncGenerator<RunEvent, Totals> {
  const { environment, files, seed = 1, bail = false } = options
  const began = environment.stopwatch()
  const counts: Record<Status, number> = { passed: 0, failed: 0, problem: 0, skipped: 0 }
  yield { kind: 'run-started', seed, files: files.length }
  for (const file of files) {
    for await (const event of runFile(file, options)) {
      if (event.kind === 'scenario-finished') counts[event.result.status]++
      if (event.kind === 'found' && event.finding.severity === 'error') counts.problem++
      yield event
      if (bail && counts.failed + counts.problem > 0) break
    }
    if (bail && counts.failed + counts.problem > 0) break
  }
  const { passed, failed, problem, skipped } = counts
  const scenarios = passed + failed + problem + skipped
  const wallMs = environment.stopwatch() - began
  const totals: Totals = { scenarios, passed, failed, problems: problem, skipped, wallMs }
  yield { kind: 'run-finished', totals }
  return totals
}

async function* runFile(file: string, options: RunOptions): AsyncGenerator<RunEvent> {
  const { environment, level } = options
  const { readFile, env } = environment
  const read = readScenarios({
    file,
    readFile,
    env,
    rules: ruleIds,
    ...(level !== undefined && { level }),
  })
  const textOf = (name: string): string | undefined =>
    read.sources.get(name) ?? readText(name, readFile(name))
  const make = findingMaker({
    textOf,
    mask: createMask([...read.secrets, ...secretVariables(environment)]),
  })
  const chosen = read.scenarios.filter((scenario) => isWanted(scenario, options.grep))
  if (read.scenarios.length === 0) return yield* unreadable(read, make)

  const bases = new Map<string, (name: string) => number>()
  for (const scenario of chosen) {
    yield { kind: 'scenario-started', scenario: idOf(scenario) }
    const result = await runOne(scenario, read, { options, bases, textOf })
    yield { kind: 'scenario-finished', result }
  }
}

function* unreadable({ problems }: ReadScenarios, make: FindingMaker): Generator<RunEvent> {
  for (const problem of problems) yield { kind: 'found', finding: make.fromProblem(problem) }
}

function isWanted({ name, file, row }: Scenario, grep: string | undefined): boolean {
  if (grep === undefined) return true
  const text = `${name} ${file} ${row?.name ?? ''}`
  return text.toLowerCase().includes(grep.toLowerCase())
}

interface FileRun {
  readonly options: RunOptions
  readonly bases: Map<string, (name: string) => number>
  readonly textOf: (file: string) => string | undefined
}

async function runOne(
  scenario: Scenario,
  read: ReadScenarios,
  { options, bases, textOf }: FileRun,
): Promise<ScenarioResult> {
  const { environment, transport = 'memory', seed = 1, verbose = false } = options
  const began = environment.stopwatch()
  const recorder = options.records ? recordCalls() : undefined
  const served = recorder && { onServed: recorder.onServed }
  const world = { ...machineOf(environment), transport, seed, vaults: options.vaults, ...served }
  const end = await runScenario(scenario, world, bases)
  if (scenario.row) bases.set(scenario.row.name, (name) => end.counts.get(name) ?? 0)
  const told = verbose || end.status !== 'passed'
  const mask = createMask([
    ...read.secrets,
    ...secretVariables(environment),
    ...(told || recorder ? end.secrets() : []),
  ])
  const make = findingMaker({ textOf, mask })
  const all = [...read.problems, ...end.problems].filter((each) => isNews(each, scenario, end))
  const saved = savedIn(scenario, end, bases)
  return {
    ...idOf(scenario),
    status: end.status,
    ...(end.because !== undefined && { because: end.because }),
    transport,
    ...(end.vault && { vault: end.vault }),
    calls: endpointCounts(scenario, end),
    ...(saved && { saved }),
    failures: end.failures.map((failure) => make.fromFailure(failure)),
    problems: all.map((problem) => make.fromProblem(problem)),
    assumed: end.assumed,
    elapsedMs: end.elapsedMs,
    wallMs: environment.stopwatch() - began,
    seed,
    held: end.held,
    ...(recorder && { records: recorder.records(mask) }),
    timeline: told ? end.timeline().map((line) => ({ ...line, text: mask(line.text) })) : [],
  }
}

/** An error that the scenario expects, and that was judged, is no news to anybody. */
function isNews({ severity, code }: Problem, { expectedProblems }: Scenario, end: ScenarioEnd) {
  const isExpected = severity === 'error' && expectedProblems?.codes.includes(code)
  return !isExpected || end.status === 'problem'
}

/** The counts of endpoints that were called, `service.endpoint`, in alphabetical order. */
function endpointCounts({ services }: Scenario, { counts }: ScenarioEnd): Record<string, number> {
  const names = services.map(({ name }) => `${name}.`)
  const found = [...counts].filter(
    ([name]) => !/:\w+$/.test(name) && names.some((service) => name.startsWith(service)),
  )
  return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function savedIn(scenario: Scenario, end: ScenarioEnd, bases: Bases): ScenarioResult['saved'] {
  const expected = scenario.expect.filter((each) => each.kind === 'saved')
  const against = expected[0]?.against
  const base = against === undefined ? undefined : bases.get(against)
  if (against === undefined || !base) return undefined
  const shares = expected
    .filter(({ name }) => base(name) > 0)
    .map(({ name }) => [name, savedShare(base(name), end.counts.get(name) ?? 0)])
  return { against, shares: Object.fromEntries(shares) }
}

const readText = (file: string, bytes: Uint8Array | undefined): string | undefined =>
  bytes && textOfFile(file, bytes)
