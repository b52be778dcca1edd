import { createReporter, type Reporter, type ReporterName } from '../reporters/index.ts'
import type { Problem } from '../../emulator/index.ts'
import type { RunEvent, Totals } from '../runner/event.ts'
import { findScenarios } from '../runner/find.ts'
import { findingMaker } from '../runner/findings.ts'
import type { RealVaults } from '../fakes/fake.ts'
import { run } from '../runner/run.ts'
import { openVaults, wrongOptions } from './real-vaults.ts'
import type { TestFlags } from './command-line.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export interface TestOptions extends TestFlags {
  readonly paths: readonly string[]
}

/** `baqlab test`: runs scenarios and reports them; the exit code says how it went. */
export async function runTests(options: TestOptions, terminal: Terminal): Promise<ExitCode> {
  const { environment } = terminal
  const wrong = wrongOptions(options)
  if (wrong !== undefined) {
    terminal.err(`${wrong}\n`)
    return 2
  }
  const vaults = await openVaults(options, terminal)
  if (typeof vaults === 'string') {
    terminal.err(`${vaults}\n`)
    return 4
  }
  const { files, problems } = findScenarios(options.paths, environment)
  const reporters = await startReporters(options, terminal)
  let unstarted = 0
  const tell = (event: RunEvent) => {
    if (event.kind === 'scenario-finished')
      unstarted += event.result.problems.filter(({ code }) => code === 'CANNOT-START').length
    for (const { reporter } of reporters) reporter.on(event)
  }
  const events = { files, problems, tell, vaults }
  const totals = await untilStopped(vaults, terminal, () => report(options, terminal, events))
  if (!totals) return 1
  const unwritten = reporters.filter(({ finish }) => !finish())
  return unwritten.length + unstarted > 0 ? 4 : exitCodeOf(totals, options.grep, terminal)
}

/** Runs to the end, or until somebody stops it: then real servers are cleared away, and nothing is said. */
async function untilStopped(
  vaults: RealVaults | undefined,
  { untilStopped: stopped, err }: Terminal,
  body: () => Promise<Totals>,
): Promise<Totals | undefined> {
  if (!vaults) return body()
  const running = body()
  // Of a run that was stopped nobody wants to hear how it ends.
  running.catch(() => {})
  try {
    const end = await Promise.race([running, stopped()])
    if (!end) err('stopped before the end\n')
    return end ?? undefined
  } finally {
    await vaults[Symbol.asyncDispose]()
  }
}

interface Found {
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
  readonly tell: (event: RunEvent) => void
  readonly vaults: RealVaults | undefined
}

async function report(
  options: TestOptions,
  terminal: Terminal,
  { files, problems, tell, vaults }: Found,
): Promise<Totals> {
  const make = findingMaker({ textOf: () => undefined, mask: (text) => text })
  let totals: Totals | undefined
  let started = 0
  const records = options.reporter?.some((text) => text.split('=')[0] === 'smf') ?? false
  for await (const event of run({
    ...options,
    records,
    vaults,
    environment: terminal.environment,
    files,
  })) {
    if (event.kind === 'scenario-started') progress(++started, event.scenario.name, terminal)
    if (event.kind === 'scenario-finished') progress(0, '', terminal)
    if (event.kind !== 'run-finished') tell(event)
    else totals = { ...event.totals, problems: event.totals.problems + problems.length }
    if (event.kind === 'run-started')
      for (const problem of problems) tell({ kind: 'found', finding: make.fromProblem(problem) })
  }
  if (!totals) throw new Error('a run ended without its totals')
  tell({ kind: 'run-finished', totals })
  return totals
}

/** Nothing that ran is no success: an empty selection is a problem of its own. */
function exitCodeOf(totals: Totals, grep: string | undefined, terminal: Terminal): ExitCode {
  if (totals.problems > 0) return 3
  if (totals.failed > 0) return 1
  if (totals.passed > 0) return 0
  terminal.err(
    grep === undefined
      ? 'no scenario ran\n'
      : `no scenario ran: none has "${grep}" in its name, row or file\n`,
  )
  return 3
}

interface StartedReporter {
  readonly reporter: Reporter
  /** Writes what goes to a file; whether that worked. */
  readonly finish: () => boolean
}

async function startReporters(
  { reporter: wanted = ['pretty'], verbose = false }: TestOptions,
  terminal: Terminal,
): Promise<readonly StartedReporter[]> {
  const started: StartedReporter[] = []
  for (const text of wanted) {
    const [name, file] = text.split('=', 2) as [ReporterName, string?]
    const parts: string[] = []
    const write = file === undefined ? terminal.out : (part: string) => void parts.push(part)
    const color = terminal.color && file === undefined
    const reporter = await createReporter(name, { color, verbose, write })
    const finish = () => file === undefined || save(file, parts.join(''), terminal)
    started.push({ reporter, finish })
  }
  return started
}

function save(file: string, text: string, { environment, err }: Terminal): boolean {
  const failure = environment.writeFile(file, text)
  if (failure !== undefined) err(`${file} cannot be written: ${failure}\n`)
  return failure === undefined
}

const eraseLine = '\r\u001b[2K'

function progress(number: number, name: string, { progress: shown, err }: Terminal): void {
  if (shown) err(number === 0 ? eraseLine : `${eraseLine}${number}  ${name.slice(0, 70)}`)
}
