import { suggestName } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { error, note, warning } from '../problem.ts'
import { rule } from '../rule.ts'
import type { RacfProblem, SafDefinitions } from './model.ts'
import { RacfDatabase } from './racf-database.ts'
import { Given, type CarryOut, type Tell } from './racf-given.ts'
import { groupCommands } from './racf-groups.ts'
import { mapCommands } from './racf-maps.ts'
import { commandSpecs, silentCommands } from './racf-operands.ts'
import { profileCommands } from './racf-profiles.ts'
import { parseCommand, type RacfCommand } from './racf-syntax.ts'
import { commandsIn } from './racf-text.ts'
import { userCommands } from './racf-users.ts'

export const commandsHold = rule('saf.racf.commands', {
  status: 'documented',
  source: 'RACF Command Language Reference',
  says: 'commands hold one after the other; what is wrong in one gives nobody anything',
})

const deeds: Readonly<Record<string, CarryOut>> = {
  ...userCommands,
  ...groupCommands,
  ...profileCommands,
  ...mapCommands,
}

/** Definitions after commands, and what is wrong with them. */
export interface ReadCommands {
  readonly definitions: SafDefinitions
  readonly problems: readonly RacfProblem[]
}

/** Reads RACF commands as an administrator types them; never throws. */
export function readRacfCommands(text: string, file: string, before: SafDefinitions): ReadCommands {
  const database = new RacfDatabase(before)
  const problems: RacfProblem[] = []
  for (const source of commandsIn(text, file)) {
    const parsed = parseCommand(source)
    if ('wrong' in parsed) {
      const tries = ['close what is open, and end a line that goes on with -']
      problems.push(problem('error', parsed.wrong, parsed.at, tries))
    } else if (parsed.command) carryOut(parsed.command, database, problems)
  }
  return { definitions: database.definitions(), problems }
}

function carryOut(command: RacfCommand, database: RacfDatabase, problems: RacfProblem[]): void {
  const { text, at } = command.verb
  const verb = text.toUpperCase()
  if (silentCommands.has(verb)) {
    const message = `${verb} changes nothing here: classes are always active and up to date`
    problems.push(problem('note', message, at, []))
    return
  }
  const spec = commandSpecs.find((each) => each.verb === verb || each.short === verb)
  if (!spec) {
    const tries = suggestName(verb, [...commandSpecs.map((each) => each.verb), 'SETROPTS'])
    problems.push(problem('error', `"${clipped(text)}" is no RACF command known here`, at, [tries]))
    return
  }
  const found: RacfProblem[] = []
  const tell: Tell = (severity, message, where, ...tries) =>
    void found.push(problem(severity, message, where, tries))
  const given = new Given(command, spec, tell)
  // What is not understood might take away what the rest of the command gives.
  if (given.isUnderstood()) deeds[spec.verb]!(database, given)
  problems.push(...found)
}

const makers = { error, warning, note }

function problem(
  severity: RacfProblem['severity'],
  message: string,
  at: Place,
  tries: readonly string[],
): RacfProblem {
  const code = severity === 'note' ? 'RACF-IGNORED' : 'RACF-COMMAND'
  return { ...makers[severity](code, message, at, ...tries), at }
}

const clipped = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
