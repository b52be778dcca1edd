import type { Command } from 'commander'
import { compareReporters } from '../savings/reporters.ts'
import { level, oneOfReporters, several, wholeNumber } from './arguments.ts'
import type { CompareSmfFlags } from './compare-smf.ts'
import type { CompareFlags } from './compare.ts'
import { withEnv, withVariables, type EnvFlag } from './process-variables.ts'
import type { ExitCode, Terminal } from './terminal.ts'

type Flags = Omit<CompareFlags, 'reporter'> &
  Partial<CompareSmfFlags> &
  EnvFlag & { readonly reporter?: readonly string[] }

/** Adds `compare`: of a scenario's variants with each other, or of the rules with production. */
export function addCompare(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('compare'))
    .description(
      'run the same traffic under fix levels, settings and policies; or, with --smf, predict the calls of production',
    )
    .argument('[file]', 'a scenario with "compare"')
    .option('--base <variant>', 'the variant that savings are counted against')
    .option('--seed <number>', 'where all randomness comes from', wholeNumber, 1)
    .option(
      '--reporter <name[=file]>',
      `one of ${compareReporters.join(', ')}; may be repeated`,
      (value: string, before: readonly string[] | undefined) =>
        several(oneOfReporters(value, compareReporters), before),
    )
    .option(
      '--find <limit>',
      'the shortest life of tokens that keeps a limit, as "vault.login <= 1/s"',
    )
    .option('--assumptions', 'try every assumed rule the other way, and say which figures change')
    .option('--smf <file>', 'an extract of SMF 123 subtype 2 records: CSV or JSON lines')
    .option('--config <server.xml>', 'with --smf: the configuration of the servers that wrote them')
    .option('--level <level>', 'with --smf: fix level of the servers, as 3.0.86.0', level)
    .option(
      '--key <field>',
      'with --smf: stands for the credentials of the program; may be repeated',
      several,
    )
    .option('--server <field>', 'with --smf: tells servers apart; may be repeated', several)
    .option(
      '--lifetime <[element=]time>',
      'with --smf: of tokens, where server.xml has none: 15m, or none; may be repeated',
      several,
    )
    .option(
      '--token <[element=]kind>',
      'with --smf: opaque, jwe, jwt or jwt-with-jti; may be repeated',
      several,
    )
    .option('--json', 'with --smf: print one JSON document')
    .action(async (file: string | undefined, flags: Flags) => {
      done.code = await withVariables(flags, terminal, (seeing) => run(file, flags, seeing))
    })
}

async function run(file: string | undefined, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { smf } = flags
  if ((file === undefined) === (smf === undefined)) {
    const wrong = smf === undefined ? 'no scenario is named' : '--smf takes no scenario'
    terminal.err(
      `error: ${wrong}\n  = try: baqlab compare SCENARIO, or baqlab compare --smf FILE\n`,
    )
    return 2
  }
  if (smf !== undefined) {
    const { runCompareSmf } = await import('./compare-smf.ts')
    return runCompareSmf({ ...flags, smf }, terminal)
  }
  const { runCompare } = await import('./compare.ts')
  return runCompare(file!, { ...flags, reporter: flags.reporter ?? ['pretty'] }, terminal)
}
