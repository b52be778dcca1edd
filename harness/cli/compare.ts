import { textOfFile } from '../../emulator/config/index.ts'
import { suggestName, type Problem } from '../../emulator/index.ts'
import { createMask } from '../mask/mask.ts'
import { createPaint, renderFindings } from '../reporters/index.ts'
import { findingMaker } from '../runner/findings.ts'
import { compare, type Compared, type CompareOptions } from '../savings/compare.ts'
import { findLifetimes, readLimit, type Limit } from '../savings/find-lifetime.ts'
import { withFlips } from '../savings/flip.ts'
import type { Comparison } from '../savings/model.ts'
import type { TextOptions } from '../savings/render-text.ts'
import { renderComparison } from '../savings/render.ts'
import type { CompareReporter } from '../savings/reporters.ts'
import { readScenarios, type Scenario } from '../scenario/index.ts'
import { lengthText } from '../time-text.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** What `baqlab compare` was told. */
export interface CompareFlags {
  readonly base?: string
  readonly seed: number
  readonly reporter: readonly string[]
  /** As `vault.login <= 1/s`. */
  readonly find?: string
  /** Whether every assumed rule is tried the other way. */
  readonly assumptions?: boolean
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
  const limit = flags.find === undefined ? undefined : readLimit(flags.find, scenario)
  const wrong = limit && 'wrong' in limit ? limit.wrong : wrongBase(flags.base, scenario)
  if (wrong !== undefined) {
    err(`error: ${wrong}\n`)
    return 2
  }
  const options: CompareOptions = {
    readFile,
    listFolder,
    stopwatch,
    seed: flags.seed,
    command: commandOf(file, flags),
    ...progressLine(terminal, stopwatch),
    ...(flags.base !== undefined && { base: flags.base }),
  }
  const result = await compareAll(scenario, flags, options, limit as Limit | undefined)
  progress('', terminal)
  if (!result.comparison) {
    tell(result.problems)
    return 3
  }
  return print(result.comparison, flags, terminal)
}

/** The comparison, and what was asked for besides. */
async function compareAll(
  scenario: Scenario,
  { assumptions }: CompareFlags,
  options: CompareOptions,
  limit: Limit | undefined,
): Promise<Compared> {
  const spec = scenario.compare!
  const compared = await compare(scenario, spec, options)
  if (!compared.comparison) return compared
  const whole = assumptions
    ? await withFlips(compared.comparison, scenario, spec, options)
    : compared
  if (!whole.comparison || !limit) return whole
  const { found } = await findLifetimes(limit, scenario, spec, options)
  return { comparison: { ...whole.comparison, found }, problems: [] }
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
  const findings = problems.map((problem) => make.fromProblem(problem))
  err(renderFindings(findings, { paint: createPaint(color) }))
}

/** The words that repeat a comparison; what stands for the usual is left out. */
function commandOf(file: string, { base, seed, find, assumptions }: CompareFlags): string {
  const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text))
  return [
    'baqlab compare',
    quoted(file),
    ...(base === undefined ? [] : [`--base ${quoted(base)}`]),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
    ...(find === undefined ? [] : [`--find ${quoted(find)}`]),
    ...(assumptions ? ['--assumptions'] : []),
  ].join(' ')
}

async function print(
  comparison: Comparison,
  { reporter }: CompareFlags,
  { out, err, color, columns, environment }: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = 0
  for (const text of reporter) {
    const [name, file] = text.split('=', 2) as [CompareReporter, string?]
    const options = file === undefined ? { color, width: columns } : { color: false }
    const rendered = await render(comparison, name, options)
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

/** What draws is loaded only where something is to be drawn. */
async function render(
  comparison: Comparison,
  name: CompareReporter,
  options: TextOptions,
): Promise<string> {
  if (name !== 'html' && name !== 'markdown') return renderComparison(comparison, name, options)
  const { drawComparison } = await import('../pictures/index.ts')
  return drawComparison(name, comparison)
}

const eraseLine = '\r\u001b[2K'

function progress(text: string, { progress: shown, err }: Terminal): void {
  if (shown) err(text === '' ? eraseLine : `${eraseLine}${text.slice(0, 78)}`)
}

/** A line that says which variant runs, and of a long one how far it is and how long it goes on. */
function progressLine(
  terminal: Terminal,
  stopwatch: () => number,
): Required<Pick<CompareOptions, 'onVariant' | 'onShare'>> {
  let variant = ''
  let began = stopwatch()
  return {
    onVariant(name) {
      variant = name
      began = stopwatch()
      progress(name, terminal)
    },
    onShare(share) {
      const leftS = Math.round(((stopwatch() - began) / 1000) * (1 / share - 1))
      const left = leftS > 0 ? `, about ${lengthText(leftS * 1000)} left` : ''
      progress(`${Math.round(share * 100)} %${left}: ${variant}`, terminal)
    },
  }
}
