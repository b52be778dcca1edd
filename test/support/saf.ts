import { noDefinitions, readRacfCommands, type ReadCommands } from '../../emulator/saf/index.ts'

/** What RACF commands define, from nothing. */
export const racf = (...lines: readonly string[]): ReadCommands =>
  readRacfCommands(lines.join('\n'), 'bank.racf', noDefinitions)

/** Problems as `severity line:col message`. */
export const racfProblems = (...lines: readonly string[]): readonly string[] =>
  racf(...lines).problems.map(
    ({ severity, message, at }) => `${severity} ${at.line}:${at.col} ${message}`,
  )

/** Definitions of commands that are all without a problem. */
export function definitions(...lines: readonly string[]) {
  const read = racf(...lines)
  if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems))
  return read.definitions
}
