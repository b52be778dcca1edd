import { effectiveConfig } from '../../emulator/config/index.ts'
import {
  levelText,
  readServerConfig,
  type Level,
  type Problem,
  type Machine,
  type ServerConfig,
} from '../../emulator/index.ts'
import { compareExplanations, neighbours, stepsBetween, type Difference } from './compare.ts'
import { explainConnection } from './explain-plan.ts'
import type { Explanation } from './explanation.ts'
import type { ChangesReport, EffectiveReport, ExplainReport } from './report.ts'

/** A server.xml as a server at one fix level reads it. */
interface Reading {
  readonly config?: ServerConfig
  readonly errors: readonly Problem[]
}

function readAt(file: string, level: Level, machine: Machine): Reading {
  const { config, problems } = readServerConfig({ ...machine, file, level })
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { errors, ...(config && { config }) }
}

/** The ids of the connections of a server.xml; undefined where it cannot be read. */
export function connectionsOf(
  file: string,
  level: Level,
  machine: Machine,
): readonly string[] | undefined {
  const { config } = readAt(file, level, machine)
  return config && [...config.connections.keys()]
}

/** Explains every connection of a server.xml, or the one that is named. */
export function explainFile(
  file: string,
  level: Level,
  machine: Machine,
  only?: string,
): ExplainReport {
  const { config, errors } = readAt(file, level, machine)
  const names = [...(config?.connections.keys() ?? [])].filter((id) => (only ?? id) === id)
  const connections = names.map((id) => {
    const explainAt = (other: Level): Explanation => {
      const reading = readAt(file, other, machine).config
      return reading
        ? explainConnection(reading, id, other)
        : { connection: id, level: levelText(other), parts: [] }
    }
    return { explanation: explainAt(level), elsewhere: neighbours(level, explainAt) }
  })
  return { kind: 'explain', file, connections, problems: errors }
}

/** Every element of all files as they hold together, with the origin of each value. */
export function effectiveReport(file: string, level: Level, machine: Machine): EffectiveReport {
  const elements = effectiveConfig({ ...machine, file, level })
  return { kind: 'effective', file, elements, problems: readAt(file, level, machine).errors }
}

/** What differs between two server.xml at one fix level. */
export function compareFiles(
  before: string,
  after: string,
  level: Level,
  machine: Machine,
): ChangesReport {
  const [old, now] = [readAt(before, level, machine), readAt(after, level, machine)]
  const differences = differencesOf([old, level], [now, level])
  const title = `from ${before} to ${after}, both at ${levelText(level)}`
  return {
    kind: 'changes',
    from: before,
    to: after,
    steps: differences.length > 0 ? [{ title, differences }] : [],
    problems: [...old.errors, ...now.errors],
  }
}

/** What differs from level to level of a range, each step at the level where something changes. */
export function compareLevelsOf(
  file: string,
  [from, to]: readonly [Level, Level],
  machine: Machine,
  only?: string,
): ChangesReport {
  const levels = stepsBetween(from, to)
  const steps = levels.slice(1).flatMap((level, i) => {
    const before = levels[i]!
    const [old, now] = [readAt(file, before, machine), readAt(file, level, machine)]
    const differences = differencesOf([old, before], [now, level], only)
    return differences.length > 0 ? [{ title: `at ${levelText(level)}`, differences }] : []
  })
  const problems = readAt(file, to, machine).errors
  return { kind: 'changes', from: levelText(from), to: levelText(to), steps, problems }
}

function differencesOf(
  [old, oldLevel]: readonly [Reading, Level],
  [now, nowLevel]: readonly [Reading, Level],
  only?: string,
): readonly Difference[] {
  const ids = [old, now].flatMap(({ config }) => [...(config?.connections.keys() ?? [])])
  const explain = ({ config }: Reading, level: Level, id: string) =>
    config?.connections.has(id) ? explainConnection(config, id, level) : undefined
  return [...new Set(ids)]
    .filter((id) => (only ?? id) === id)
    .flatMap((connection) => {
      const changes = compareExplanations(
        explain(old, oldLevel, connection),
        explain(now, nowLevel, connection),
      )
      return changes.length > 0 ? [{ connection, changes }] : []
    })
}
