import { Command, CommanderError, Option } from 'commander'
import { formats, type Format } from '../explain/report.ts'
import { reporterNames } from '../reporters/index.ts'
import { addCompare } from './add-compare.ts'
import { level, oneOfReporters, portNumber, wholeNumber } from './arguments.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withEnv, withVariables, type EnvFlag } from './process-variables.ts'
import { version } from './version.ts'

/** Reads the arguments, loads the command they name and no other, and runs it. Never throws for bad usage. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const done: { code: ExitCode } = { code: 0 }
  const program = describe(terminal, done)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return done.code
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    return thrown.exitCode === 0 ? 0 : 2
  }
}

function describe(terminal: Terminal, done: { code: ExitCode }): Command {
  const program = new Command('baqlab')
    .description('An emulator of the z/OS Connect API requester, and a harness that tests it.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showSuggestionAfterError()
    .showHelpAfterError('(baqlab --help lists the commands)')
  addTest(program, terminal, done)
  addCheck(program, terminal, done)
  addExplain(program, terminal, done)
  addCompare(program, terminal, done)
  addServe(program, terminal, done)
  addInit(program, terminal, done)
  program
    .command('schema')
    .description('print the JSON Schema of scenario files')
    .action(async () => {
      const { printSchema } = await import('./schema.ts')
      done.code = await printSchema(terminal)
    })
  program
    .command('demo')
    .description('run the flagship case and show what token caching saves')
    .action(async () => {
      const { runDemo } = await import('./demo.ts')
      done.code = await runDemo(terminal)
    })
  return program
}

function addTest(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('test'))
    .description('run scenarios')
    .argument('[path...]', 'scenario files and folders', ['scenarios'])
    .option('--level <level>', 'fix level instead of that of the scenarios, as 3.0.86.0', level)
    .option('--grep <text>', 'only scenarios whose name, row or file holds the text')
    .option('--bail', 'stop after the first scenario that does not pass')
    .option('--seed <number>', 'where all randomness comes from', wholeNumber, 1)
    .addOption(
      new Option('--transport <kind>', 'how requests travel')
        .choices(['memory', 'sockets'])
        .default('memory'),
    )
    .addOption(
      new Option('--vault <kind>', 'the Vault that scenarios run on')
        .choices(['embedded', 'container', 'binary', 'external'])
        .default('embedded'),
    )
    .option('--image <name>', 'with --vault container: the image, as openbao/openbao:2.7.2')
    .option('--prepare', 'with --vault external: make there what the scenarios say, then remove it')
    .option(
      '--reporter <name[=file]>',
      `one of ${reporterNames.join(', ')}; may be repeated`,
      (value: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        oneOfReporters(value, reporterNames),
      ],
    )
    .option('--verbose', 'with the pretty reporter: every call with its reason')
    .action(async (paths: string[], options: TestFlags) => {
      const { runTests } = await import('./test.ts')
      done.code = await withVariables(options, terminal, (seeing) =>
        runTests({ paths, ...options }, seeing),
      )
    })
}

function addCheck(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('check'))
    .description('name every problem of a configuration; nothing is sent')
    .argument('<server.xml...>', 'configuration files')
    .option('--level <level>', 'fix level of the server, as 3.0.86.0', level)
    .option('--strict', 'warnings and notes count as errors')
    .action(async (files: string[], options: CheckFlags) => {
      const { runCheck } = await import('./check.ts')
      done.code = await withVariables(options, terminal, (seeing) =>
        runCheck({ files, ...options }, seeing),
      )
    })
}

function addServe(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('serve'))
    .description('the requester and the services of a scenario behind HTTP, on this machine alone')
    .argument('<file>', 'a scenario, of which no step is run, or a server.xml')
    .option('--port <number>', 'of the control interface; 0 is any that is free', portNumber, 8642)
    .addOption(
      new Option('--clock <kind>', 'manual: time moves only on command')
        .choices(['real', 'manual'])
        .default('real'),
    )
    .option('--level <level>', 'fix level instead of that of the file, as 3.0.86.0', level)
    .option('--row <name>', 'the row of a matrix; the last one where it is not given')
    .option('--seed <number>', 'where all randomness comes from', wholeNumber, 1)
    .action(async (file: string, options: ServeFlags) => {
      const { runServe } = await import('./serve.ts')
      done.code = await withVariables(options, terminal, (seeing) =>
        runServe(file, options, seeing),
      )
    })
}

function addInit(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('init'))
    .description('write a scenario to begin with: fakes for the servers of a server.xml, and calls')
    .argument('<server.xml>', 'the configuration')
    .argument('[connection]', 'one connection; all of them where absent')
    .option('--out <file>', 'the scenario file; none is written over', 'first.yaml')
    .option('--level <level>', 'fix level of the server, as 3.0.86.0', level)
    .action(async (file: string, connection: string | undefined, flags: InitFlags) => {
      const { runInit } = await import('./init.ts')
      const told = { ...flags, file, ...(connection !== undefined && { connection }) }
      done.code = await withVariables(flags, terminal, (seeing) => runInit(told, seeing))
    })
}

interface InitFlags extends EnvFlag {
  readonly out: string
  readonly level?: string
}

interface CheckFlags extends EnvFlag {
  readonly level?: string
  readonly strict?: boolean
}

/** What `baqlab serve` was told. */
export interface ServeFlags extends EnvFlag {
  readonly port: number
  readonly clock: 'real' | 'manual'
  readonly level?: string
  readonly row?: string
  readonly seed: number
}

function addExplain(program: Command, terminal: Terminal, done: { code: ExitCode }): void {
  withEnv(program.command('explain'))
    .description('what will be sent where, kept how long and retried when, and by which rule')
    .argument('[server.xml]', 'the configuration, or a scenario that has one')
    .argument('[connection|new.xml]', 'one connection, or a configuration to compare with')
    .option('--level <level>', 'fix level of the server, or a range as 3.0.69.0..3.0.93.0')
    .option('--effective', 'all files as one configuration, with the origin of every value')
    .option('--rules', 'every rule with its status and source')
    .addOption(new Option('--format <name>', 'how it is printed').choices(formats).default('text'))
    .action(async (file: string | undefined, second: string | undefined, flags: ExplainFlags) => {
      const { runExplain } = await import('./explain.ts')
      const told = { ...flags, ...(file && { file }), ...(second && { second }) }
      done.code = await withVariables(flags, terminal, (seeing) => runExplain(told, seeing))
    })
}

interface ExplainFlags extends EnvFlag {
  readonly level?: string
  readonly effective?: boolean
  readonly rules?: boolean
  readonly format: Format
}

/** What `baqlab test` was told. */
export interface TestFlags extends EnvFlag {
  readonly level?: string
  readonly grep?: string
  readonly bail?: boolean
  readonly seed: number
  readonly transport: 'memory' | 'sockets'
  readonly vault?: 'embedded' | 'container' | 'binary' | 'external'
  readonly image?: string
  readonly prepare?: boolean
  readonly reporter?: readonly string[]
  readonly verbose?: boolean
}
