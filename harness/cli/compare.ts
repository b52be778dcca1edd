import { textOfFile } from '../../emulator/config/index.ts'
import { suggestName, type Problem } from '../../emulator/index.ts'
import { createMask } from '../mask/mask.ts'
import { createPaint, renderFinding } from '../reporters/index.ts'
import { findingMaker } from '../runner/findings.ts'
import { compare } from '../savings/compare.ts'
import { renderComparison } from '../savings/render.ts'
import type { CompareReporter } from '../savings/reporters.ts'
import { readScenarios, type Scenario } from '../scenario/index.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** What `baqlab compare` was told. */
export interface CompareFlags {
  readonly base?: string
  readonly seed: number
  readonly reporter: readonly string[]
}

/** `baqlab compare`: the same traffic under fix levels, settings and policies, side by side. */
export async function runCompare(
  file: string,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { environment, err } = terminal
  const { readFile, listFolder, env, stopwatch } = environment
  const read = readScenarios({ file, readFile, env, mayBeIdle: true })
  const tell = (problems: readonly Problem[]) => tellProblems(problems, read, terminal)
  tell(read.problems.filter(({ severity }) => severity === 'error'))
  const scenario = read.scenarios.find(({ compare: spec }) => spec)
  if (read.problems.some(({ severity }) => severity === 'error')) return 3
  if (!scenario?.compare) {
    err(`error: ${file} has no "compare"\n  = try: add "compare:" with traffic and variants\n`)
    return 3
  }
  const wrong = wrongBase(flags.base, scenario)
  if (wrong !== undefined) {
    err(`error: ${wrong}\n`)
    return 2
  }
  const result = await compare(scenario, scenario.compare, {
    readFile,
    listFolder,
    stopwatch,
    seed: flags.seed,
    command: commandOf(file, flags),
    onVariant: (name) => progress(name, terminal),
    ...(flags.base !== undefined && { base: flags.base }),
  })
  progress('', terminal)
  if (!result.comparison) {
    tell(result.problems)
    return 3
  }
  return print(result.comparison, flags, terminal)
}

function wrongBase(base: string | undefined, { compare: spec }: Scenario): string | undefined {
  const names = spec!.variants.map(({ name }) => name)
  if (base === undefined || names.includes(base)) return undefined
  return `there is no variant "${base}"\n  = try: ${suggestName(base, names)}`
}

function tellProblems(
  problems: readonly Problem[],
  { sources, secrets }: ReturnType<typeof readScenarios>,
  { environment: { readFile }, err, color }: Terminal,
): void {
  const textOf = (name: string): string | undefined => {
    const bytes = readFile(name)
    return sources.get(name) ?? (bytes && textOfFile(name, bytes))
  }
  const make = findingMaker({ textOf, mask: createMask(secrets) })
  for (const problem of problems)
    err(`${renderFinding(make.fromProblem(problem), { paint: createPaint(color) })}\n\n`)
}

/** The words that repeat a comparison; what stands for the usual is left out. */
function commandOf(file: string, { base, seed }: CompareFlags): string {
  const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text))
  return [
    'baqlab compare',
    quoted(file),
    ...(base === undefined ? [] : [`--base ${quoted(base)}`]),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
  ].join(' ')
}

function print(
  comparison: Parameters<typeof renderComparison>[0],
  { reporter }: CompareFlags,
  { out, err, color, environment }: Terminal,
): ExitCode {
  let code: ExitCode = 0
  for (const text of reporter) {
    const [name, file] = text.split('=', 2) as [CompareReporter, string?]
    const rendered = renderComparison(comparison, name, { color: color && file === undefined })
    if (file === undefined) {
      out(rendered)
      continue
    }
    const failure = environment.writeFile(file, rendered)
    if (failure === undefined) continue
    err(`${file} cannot be written: ${failure}\n`)
    code = 4
  }
  return code
}

const eraseLine = '\r\u001b[2K'

function progress(name: string, { progress: shown, err }: Terminal): void {
  if (shown) err(name === '' ? eraseLine : `${eraseLine}${name.slice(0, 70)}`)
}
