import { dirname, relative } from 'node:path'
import {
  newestKnownLevel,
  readLevel,
  readServerConfig,
  suggestName,
  type Level,
  type Problem,
  type ServerConfig,
} from '../../emulator/index.ts'
import { draftScenario } from '../draft/draft.ts'
import type { Draft, Held, LeftOut } from '../draft/model.ts'
import { recordDraft } from '../draft/record.ts'
import { renderDraft, twice } from '../draft/render.ts'
import { machineOf, type Environment } from '../runner/environment.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** What `baqlab init` was told. */
export interface InitOptions {
  readonly file: string
  readonly connection?: string
  readonly level?: string
  /** The scenario file to write. */
  readonly out: string
}

/** What ends it early: why, what to type, and the exit code. */
interface Wrong {
  readonly wrong: string
  readonly type: string
  readonly code: ExitCode
}

/** `baqlab init`: a scenario to begin with, of somebody's own server.xml. Writes over no file. */
export async function runInit(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const made = await makeScenario(options, terminal.environment)
  if ('wrong' in made) {
    terminal.err(`error: ${made.wrong}\n  = try: ${made.type}\n`)
    return made.code
  }
  const { draft, held } = made
  const failed = terminal.environment.writeFile(options.out, renderDraft(draft, held))
  if (failed !== undefined) {
    terminal.err(`error: "${options.out}" cannot be written: ${failed}\n  = try: --out FILE\n`)
    return 4
  }
  terminal.out(summary(options, draft, held))
  return 0
}

async function makeScenario(
  { file, connection, level: wanted = '', out }: InitOptions,
  environment: Environment,
): Promise<{ readonly draft: Draft; readonly held: readonly Held[] } | Wrong> {
  const again = `baqlab init ${file}${connection === undefined ? '' : ` ${connection}`} --out FILE`
  if (environment.readFile(out) !== undefined)
    return { wrong: `"${out}" exists already and is left as it is`, type: again, code: 2 }
  const level = readLevel(wanted) ?? newestKnownLevel
  const machine = machineOf(environment)
  const { config, problems } = readServerConfig({ ...machine, file, level })
  if (!config) return unreadable(file, problems)
  const draft = draftOf(config, out, level, connection)
  if (draft.calls.length === 0) return nothingToCall(file, config, connection, draft.leftOut)
  const recorded = await recordDraft(draft, out, machine)
  return 'held' in recorded ? { draft, ...recorded } : unreadable(file, recorded.problems)
}

const draftOf = (config: ServerConfig, out: string, level: Level, connection?: string): Draft =>
  draftScenario(config, {
    file: relative(dirname(out), config.file),
    level,
    ...(connection !== undefined && { connection }),
  })

function unreadable(file: string, problems: readonly Problem[]): Wrong {
  const { message = 'it cannot be read' } =
    problems.findLast((each) => each.severity === 'error') ?? {}
  return { wrong: `${file}: ${message}`, type: `baqlab check ${file}`, code: 3 }
}

function nothingToCall(
  file: string,
  { connections }: ServerConfig,
  wanted: string | undefined,
  leftOut: readonly LeftOut[],
): Wrong {
  const what = 'zosconnect_endpointConnection'
  if (wanted !== undefined && !connections.has(wanted)) {
    const wrong = `${file} has no ${what} "${wanted}"`
    return { wrong, type: suggestName(wanted, [...connections.keys()]), code: 2 }
  }
  const reasons = leftOut.map(({ connection, reason }) => `\n  ${connection}: ${reason}`).join('')
  const wrong = `${file} has no ${what} that a call can be made through${reasons}`
  return { wrong, type: `baqlab check ${file}`, code: 3 }
}

function summary({ file, out }: InitOptions, draft: Draft, held: readonly Held[]): string {
  const { calls, services, leftOut, level } = draft
  const lines = [
    `${out}: two calls through each connection, fakes: ${services.size}, level ${level}`,
    ...twice(calls).map(({ connection }, i) => `  ${connection}  ${told(held[i]!)}`),
    ...leftOut.map(({ connection, reason }) => `left out: ${connection}: ${reason}`),
    ...(leftOut.length > 0 ? [`one alone: baqlab init ${file} CONNECTION --out FILE`] : []),
    '',
    `next: open ${out}, correct what the servers issue, then`,
    `  baqlab test ${out} --verbose   every call with its reason`,
    `  baqlab compare ${out}          what a day of these calls costs`,
    `  baqlab serve ${out}            the same behind HTTP, for a program of yours`,
  ]
  return `${lines.join('\n')}\n`
}

function told({ returnCode, statusCode, token, calls }: Held): string {
  const tokens = Object.entries(token).map(([id, is]) => `${id} ${is}`)
  const counts = Object.entries(calls).map(([name, count]) => `${name} ${count}`)
  return [`${returnCode} ${statusCode}`, ...tokens, ...counts].join(', ')
}
