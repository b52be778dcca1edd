import {
  compareLevels,
  newestKnownLevel,
  readLevel,
  readServerConfig,
  suggestName,
  type Level,
} from '../../emulator/index.ts'
import {
  compareFiles,
  compareLevelsOf,
  connectionsOf,
  effectiveReport,
  explainFile,
} from '../explain/make-report.ts'
import { renderReport } from '../explain/render.ts'
import type { Installation } from '../explain/explain-plan.ts'
import { machineOf, type Environment } from '../runner/environment.ts'
import type { ApiExplanation, Format, Report } from '../explain/report.ts'
import { renderRules } from '../explain/rules-table.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** What `baqlab explain` was told. */
export interface ExplainOptions {
  readonly file?: string
  /** A connection, or a second server.xml. */
  readonly second?: string
  /** One fix level, or two as `3.0.69.0..3.0.93.0`. */
  readonly level?: string
  readonly format: Format
  readonly rules?: boolean
  /** All files as one configuration, instead of what follows from it. */
  readonly effective?: boolean
}

type Wrong = { readonly wrong: string; readonly type: string }

/** `baqlab explain`: what will be sent where, kept how long and retried when; nothing is sent. */
export async function runExplain(options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const made = options.rules ? rulesText(options) : await reportOf(options, terminal)
  if (typeof made === 'string') {
    terminal.out(made)
    return 0
  }
  if ('wrong' in made) {
    terminal.err(`error: ${made.wrong}\n  = try: ${made.type}\n`)
    return 2
  }
  terminal.out(renderReport(made, options.format))
  return made.problems.length > 0 ? 3 : 0
}

function rulesText({ file, level, effective, format }: ExplainOptions): string | Wrong {
  if (file === undefined && level === undefined && !effective) return renderRules(format)
  return { wrong: '--rules takes no file and no level', type: 'baqlab explain --rules' }
}

async function reportOf(
  options: ExplainOptions,
  { environment }: Terminal,
): Promise<Report | Wrong> {
  const { file, second } = options
  if (file === undefined)
    return { wrong: 'no server.xml is named', type: 'baqlab explain server.xml' }
  const read = await installationOf(file, environment)
  if ('kind' in read) return read
  const levels = levelsOf(options.level, read.level)
  if ('wrong' in levels) return levels
  const [from, to] = levels
  if (options.effective) {
    if (second === undefined && !to) return effectiveReport(read, from)
    const type = `baqlab explain ${file} --effective`
    return { wrong: '--effective takes one file and no range of levels', type }
  }
  const connections = connectionsOf(read, to ?? from)
  const isConnection = second !== undefined && connections?.includes(second)
  if (second !== undefined && !isConnection && isConfiguration(second, environment)) {
    const other = await installationOf(second, environment)
    if ('kind' in other) return other
    if (!to) return compareFiles(read, other, from)
    const type = `baqlab explain ${file} ${second} --level ${options.level?.split('..')[1]}`
    return { wrong: 'two files are compared at one level', type }
  }
  if (second !== undefined && connections && !isConnection)
    return {
      wrong: `${file} has no zosconnect_endpointConnection "${second}"`,
      type: suggestName(second, connections),
    }
  if (!to) return { ...explainFile(read, from, second), apis: await apisOf(file, environment) }
  return compareLevelsOf(read, [from, to], second)
}

/** A server.xml as it is, or what a scenario makes of one: with its variables, drop-ins, switches and level. */
async function installationOf(
  file: string,
  environment: Environment,
): Promise<(Installation & { readonly level: Level }) | Report> {
  const machine = machineOf(environment)
  if (!/\.ya?ml$/i.test(file)) return { ...machine, file, level: newestKnownLevel }
  const { loadSource } = await import('../serve/load.ts')
  const { scenario, problems } = loadSource({ file, environment })
  if (!scenario) return { kind: 'explain', file, connections: [], apis: [], problems }
  const { config, level, assume, extensions } = scenario
  const { file: path, variables, dropins, apiRequesters } = config
  const own = { variables, dropins, apiRequesters, assume, extensions }
  return { ...machine, ...own, file: path, level }
}

/** What a scenario says of requests from outside; nothing for a server.xml. */
async function apisOf(file: string, environment: Environment): Promise<readonly ApiExplanation[]> {
  if (!/\.ya?ml$/i.test(file)) return []
  const { loadSource } = await import('../serve/load.ts')
  const { scenario } = loadSource({ file, environment })
  if (!scenario?.services.some(({ options }) => options.kind === 'inbound')) return []
  const { config: source, level, assume } = scenario
  const { config } = readServerConfig({ ...machineOf(environment), ...source, level, assume })
  if (!config) return []
  const { explainRoles } = await import('../explain/explain-roles.ts')
  return explainRoles(scenario, config.provider)
}

/** Whether a name is that of a file, or of a folder with a server.xml. */
const isConfiguration = (path: string, { readFile, listFolder }: Environment): boolean =>
  /\.xml$/i.test(path) || readFile(path) !== undefined || listFolder(path) !== undefined

function levelsOf(text: string | undefined, usual: Level): readonly [Level, Level?] | Wrong {
  if (text === undefined) return [usual]
  const parts = text.split('..')
  const [from, to] = parts.map(readLevel)
  if (!from || parts.length > 2 || (parts.length === 2 && !to))
    return {
      wrong: `"${text}" is no fix level and no range of two`,
      type: '--level 3.0.86.0, or --level 3.0.69.0..3.0.93.0',
    }
  if (!to) return [from]
  if (compareLevels(from, to) < 0) return [from, to]
  return {
    wrong: `"${text}": a range goes from the older level to the newer one`,
    type: `--level ${parts.toReversed().join('..')}`,
  }
}
