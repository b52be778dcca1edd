import {
  levelText,
  readServerConfig,
  type Level,
  type Problem,
  type ReadFile,
  type ServerConfig,
} from '../../emulator/index.ts'
import { compareExplanations, neighbours, stepsBetween, type Difference } from './compare.ts'
import { explainConnection } from './explain-plan.ts'
import type { Explanation } from './explanation.ts'
import type { ChangesReport, ExplainReport } from './report.ts'

/** A server.xml as a server at one fix level reads it. */
interface Reading {
  readonly config?: ServerConfig
  readonly errors: readonly Problem[]
}

function readAt(file: string, level: Level, readFile: ReadFile): Reading {
  const { config, problems } = readServerConfig({ file, level, readFile })
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { errors, ...(config && { config }) }
}

/** The ids of the connections of a server.xml; empty where it cannot be read. */
export const connectionsOf = (
  file: string,
  level: Level,
  readFile: ReadFile,
): readonly string[] => [...(readAt(file, level, readFile).config?.connections.keys() ?? [])]

/** Explains every connection of a server.xml, or the one that is named. */
export function explainFile(
  file: string,
  level: Level,
  readFile: ReadFile,
  only?: string,
): ExplainReport {
  const { config, errors } = readAt(file, level, readFile)
  const names = [...(config?.connections.keys() ?? [])].filter((id) => (only ?? id) === id)
  const connections = names.map((id) => {
    const explainAt = (other: Level): Explanation => {
      const reading = readAt(file, other, readFile).config
      return reading
        ? explainConnection(reading, id, other)
        : { connection: id, level: levelText(other), parts: [] }
    }
    return { explanation: explainAt(level), elsewhere: neighbours(level, explainAt) }
  })
  return { kind: 'explain', file, connections, problems: errors }
}

/** What differs between two server.xml at one fix level. */
export function compareFiles(
  before: string,
  after: string,
  level: Level,
  readFile: ReadFile,
): ChangesReport {
  const [old, now] = [readAt(before, level, readFile), readAt(after, level, readFile)]
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
  readFile: ReadFile,
  only?: string,
): ChangesReport {
  const levels = stepsBetween(from, to)
  const steps = levels.slice(1).flatMap((level, i) => {
    const before = levels[i]!
    const [old, now] = [readAt(file, before, readFile), readAt(file, level, readFile)]
    const differences = differencesOf([old, before], [now, level], only)
    return differences.length > 0 ? [{ title: `at ${levelText(level)}`, differences }] : []
  })
  const problems = readAt(file, to, readFile).errors
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
