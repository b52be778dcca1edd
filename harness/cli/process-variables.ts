import type { Command } from 'commander'
import type { ExitCode, Terminal } from './terminal.ts'

/** The variables of our process that were named on the command line. */
export interface EnvFlag {
  readonly env?: readonly string[]
}

/** Gives a command the flag that lets a variable of our process count as z/OS Connect's. */
export const withEnv = (command: Command): Command =>
  command.option(
    '--env <name>',
    'let this variable of your environment count as z/OS Connect’s; may be repeated',
    (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
  )

/** Runs a command that sees the named variables, and no other of our process; refuses one that is not set. */
export async function withVariables(
  { env: names = [] }: EnvFlag,
  terminal: Terminal,
  run: (terminal: Terminal) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const { environment } = terminal
  const values = names.map((name) => [name, environment.env(name)] as const)
  const unset = values.find(([, value]) => value === undefined)?.[0]
  if (unset === undefined) {
    const processVariables = Object.fromEntries(values) as Record<string, string>
    return run({ ...terminal, environment: { ...environment, processVariables } })
  }
  terminal.err(`error: your environment has no variable "${unset}"\n  = try: export ${unset}=…\n`)
  return 2
}
