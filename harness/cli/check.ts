import {
  configSecrets,
  readServerConfig,
  textOfFile,
  type ServerConfig,
} from '../../emulator/config/index.ts'
import { newestKnownLevel, readLevel, type Severity } from '../../emulator/index.ts'
import { createMask } from '../mask/mask.ts'
import { createPaint, renderFindings } from '../reporters/index.ts'
import { machineOf, secretVariables } from '../runner/environment.ts'
import { findingMaker } from '../runner/findings.ts'
import type { ExitCode, Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly files: readonly string[]
  readonly level?: string
  readonly strict?: boolean
}

/** `baqlab check`: every problem of each configuration file, and a line that counts them. */
export async function runCheck(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 }
  for (const file of options.files) checkFile(file, options, terminal, counts)
  const { error, warning, note } = counts
  const found = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')]
  const files = counted(options.files.length, 'file')
  terminal.out(`${files}: ${found.join(', ')}; nothing was sent\n`)
  return error > 0 || (options.strict && warning + note > 0) ? 3 : 0
}

const counted = (count: number, what: string): string =>
  count === 1 ? `1 ${what}` : `${count} ${what}s`

function checkFile(
  file: string,
  options: CheckOptions,
  { environment, out, color }: Terminal,
  counts: Record<Severity, number>,
): void {
  const level = readLevel(options.level ?? '') ?? newestKnownLevel
  const { readFile } = environment
  const { config, problems } = readServerConfig({ ...machineOf(environment), file, level })
  const make = findingMaker({
    textOf: (name) => textOf(name, readFile(name)),
    mask: createMask([...secretsOf(config), ...secretVariables(environment)]),
  })
  for (const { severity } of problems) counts[severity]++
  const findings = problems.map((problem) => make.fromProblem(problem))
  out(renderFindings(findings, { paint: createPaint(color) }))
}

const secretsOf = (config: ServerConfig | undefined): readonly string[] =>
  config ? configSecrets(config).map((secret) => secret.reveal()) : []

const textOf = (file: string, bytes: Uint8Array | undefined): string | undefined =>
  bytes && textOfFile(file, bytes)
