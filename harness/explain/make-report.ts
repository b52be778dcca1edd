import { defaultsOf, effectiveConfig } from '../../emulator/config/index.ts'
import {
  levelText,
  readServerConfig,
  type Level,
  type Problem,
  type ServerConfig,
} from '../../emulator/index.ts'
import { compareExplanations, neighbours, stepsBetween, type Difference } from './compare.ts'
import { explainConnection, type Installation } from './explain-plan.ts'
import type { Explanation } from './explanation.ts'
import type { ChangesReport, EffectiveReport, ExplainReport } from './report.ts'

/** A server.xml as a server at one fix level reads it. */
interface Reading {
  readonly config?: ServerConfig
  readonly errors: readonly Problem[]
}

function readAt(installation: Installation, level: Level): Reading {
  const { config, problems } = readServerConfig({ ...installation, level })
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { errors, ...(config && { config }) }
}

/** The ids of the connections of a server.xml; undefined where it cannot be read. */
export function connectionsOf(
  installation: Installation,
  level: Level,
): readonly string[] | undefined {
  const { config } = readAt(installation, level)
  return config && [...config.connections.keys()]
}

/** Explains every connection of a server.xml, or the one that is named. */
export function explainFile(
  installation: Installation,
  level: Level,
  only?: string,
): ExplainReport {
  const { config, errors } = readAt(installation, level)
  const readings = new Map<string, Reading>()
  const readOnce = (other: Level): Reading => {
    const reading = readings.get(levelText(other)) ?? readAt(installation, other)
    readings.set(levelText(other), reading)
    return reading
  }
  const names = [...(config?.connections.keys() ?? [])].filter((id) => (only ?? id) === id)
  const connections = names.map((id) => {
    const explainAt = (other: Level): Explanation => {
      const reading = readOnce(other).config
      return reading
        ? explainConnection(reading, id, other, installation)
        : { connection: id, level: levelText(other), parts: [] }
    }
    return { explanation: explainAt(level), elsewhere: neighbours(level, explainAt) }
  })
  return { kind: 'explain', file: installation.file, connections, apis: [], problems: errors }
}

/** Every element of all files as they hold together, with the origin of each value and the defaults that hold. */
export function effectiveReport(installation: Installation, level: Level): EffectiveReport {
  const { config, errors } = readAt(installation, level)
  const elements = effectiveConfig({ ...installation, level }).map((element) => ({
    ...element,
    defaults: config ? defaultsOf(element, config, level) : [],
  }))
  return { kind: 'effective', file: installation.file, elements, problems: errors }
}

/** What differs between two server.xml at one fix level. */
export function compareFiles(
  before: Installation,
  after: Installation,
  level: Level,
): ChangesReport {
  const [old, now] = [readAt(before, level), readAt(after, level)]
  const differences = differencesOf([old, level, before], [now, level, after])
  const title = `from ${before.file} to ${after.file}, both at ${levelText(level)}`
  return {
    kind: 'changes',
    from: before.file,
    to: after.file,
    steps: differences.length > 0 ? [{ title, differences }] : [],
    problems: [...old.errors, ...now.errors],
  }
}

/** What differs from level to level of a range, each step at the level where something changes. */
export function compareLevelsOf(
  installation: Installation,
  [from, to]: readonly [Level, Level],
  only?: string,
): ChangesReport {
  const levels = stepsBetween(from, to)
  const steps = levels.slice(1).flatMap((level, i) => {
    const before = levels[i]!
    const [old, now] = [readAt(installation, before), readAt(installation, level)]
    const differences = differencesOf([old, before, installation], [now, level, installation], only)
    return differences.length > 0 ? [{ title: `at ${levelText(level)}`, differences }] : []
  })
  const problems = readAt(installation, to).errors
  return { kind: 'changes', from: levelText(from), to: levelText(to), steps, problems }
}

function differencesOf(
  before: readonly [Reading, Level, Installation],
  after: readonly [Reading, Level, Installation],
  only?: string,
): readonly Difference[] {
  const ids = [before, after].flatMap(([{ config }]) => [...(config?.connections.keys() ?? [])])
  const explain = ([{ config }, level, installation]: typeof before, id: string) =>
    config?.connections.has(id) ? explainConnection(config, id, level, installation) : undefined
  return [...new Set(ids)]
    .filter((id) => (only ?? id) === id)
    .flatMap((connection) => {
      const changes = compareExplanations(explain(before, connection), explain(after, connection))
      return changes.length > 0 ? [{ connection, changes }] : []
    })
}
