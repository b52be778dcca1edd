import {
  configSecrets,
  readServerConfig,
  textOfFile,
  type ServerConfig,
} from '../../emulator/config/index.ts'
import {
  levelText,
  newestKnownLevel,
  readLevel,
  suggestName,
  type Level,
  type Problem,
} from '../../emulator/index.ts'
import { createMask } from '../mask/mask.ts'
import { createPaint, renderFindings } from '../reporters/index.ts'
import { findingMaker } from '../runner/findings.ts'
import { readStrictDuration } from '../scenario/duration.ts'
import { readExtract, type Extract } from '../smf/read-extract.ts'
import { renderReplay, replayJson } from '../smf/render-replay.ts'
import { replay } from '../smf/replay.ts'
import { tokenKinds } from '../smf/issued-token.ts'
import { takesCredentials, tokenFacts, type Said, type SaidFacts } from '../smf/token-facts.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** What `baqlab compare --smf` was told. */
export interface CompareSmfFlags {
  readonly smf: string
  readonly config?: string
  readonly level?: string
  readonly key?: readonly string[]
  readonly server?: readonly string[]
  /** `15m`, or `vaultLogin=15m`, or `none` in its place. */
  readonly lifetime?: readonly string[]
  /** `jwt`, or `vaultLogin=jwt`. */
  readonly token?: readonly string[]
  readonly json?: boolean
}

interface Wrong {
  readonly wrong: string
  readonly type: string
}

/** `baqlab compare --smf`: the calls of production, predicted by the rules; 1 where one is predicted differently. */
export async function runCompareSmf(flags: CompareSmfFlags, terminal: Terminal): Promise<ExitCode> {
  const { environment, out } = terminal
  const said = readSaid(flags)
  if ('wrong' in said) return misused(said, terminal)
  if (flags.config === undefined)
    return misused({ wrong: 'no server.xml is named', type: '--config server.xml' }, terminal)
  const bytes = environment.readFile(flags.smf)
  if (!bytes)
    return misused(
      { wrong: `${flags.smf} cannot be read`, type: 'the path of an extract' },
      terminal,
    )
  const level = readLevel(flags.level ?? '') ?? newestKnownLevel
  const { config, problems } = readServerConfig({ file: flags.config, ...environment, level })
  const extract = await readExtract(flags.smf, bytes, {
    ...(flags.key && { keys: flags.key }),
    ...(flags.server && { servers: flags.server }),
  })
  const errors = [...(config ? [] : problems), ...extract.problems].filter(
    ({ severity }) => severity === 'error',
  )
  if (!config || errors.length > 0) return showProblems(errors, config, terminal)

  const prepared = prepare(extract, config, level, said, flags)
  if ('wrong' in prepared) return misused(prepared, terminal)
  const result = replay({ calls: extract.calls, config, level, ...prepared })
  const { servers, keys } = extract
  const title = { extract: flags.smf, config: flags.config, level: levelText(level), servers, keys }
  out(flags.json ? replayJson(title, result) : renderReplay(title, result))
  return result.different > 0 ? 1 : 0
}

/** Whatever the records leave open, or what is to be said of it. */
function prepare(
  { calls, keys }: Extract,
  config: ServerConfig,
  level: Level,
  said: SaidFacts,
  { config: file = 'server.xml' }: CompareSmfFlags,
): ReturnType<typeof tokenFacts> {
  const connections = new Set(calls.map(({ connection }) => connection))
  const known = [...connections].filter((id) => config.connections.has(id))
  const [stranger] = connections
  if (known.length === 0)
    return stranger === undefined
      ? { wrong: 'the extract has no record', type: 'extract records of SMF 123 subtype 2' }
      : {
          wrong: `${file} has none of the connections of the extract, as "${stranger}"`,
          type: suggestName(stranger, config.connections.keys()),
        }
  const needing =
    keys.length > 0 ? undefined : known.find((id) => takesCredentials(config, level, id))
  if (needing !== undefined)
    return {
      wrong: `programs supply the credentials of "${needing}", and no record has them`,
      type: '--key and the field that stands for them, as --key SMF123S2_USER_NAME_ASSERTED',
    }
  return tokenFacts(config, level, known, said)
}

function readSaid({ lifetime = [], token = [] }: CompareSmfFlags): SaidFacts | Wrong {
  const kinds: SaidFacts['kinds'][number][] = []
  const lifetimes: SaidFacts['lifetimes'][number][] = []
  for (const said of token.map(split)) {
    const kind = tokenKinds.find((each) => each === said.value)
    if (!kind)
      return {
        wrong: `"${said.value}" is no kind of token`,
        type: suggestName(said.value, tokenKinds),
      }
    kinds.push({ ...said, value: kind })
  }
  for (const said of lifetime.map(split)) {
    const value = said.value === 'none' ? 'none' : readStrictDuration(said.value)
    if (value === undefined)
      return { wrong: `"${said.value}" is no duration`, type: '--lifetime 15m, or vaultLogin=15m' }
    lifetimes.push({ ...said, value })
  }
  return { kinds, lifetimes }
}

function split(text: string): Said<string> {
  const at = text.indexOf('=')
  return at < 0 ? { value: text } : { element: text.slice(0, at), value: text.slice(at + 1) }
}

function misused({ wrong, type }: Wrong, { err }: Terminal): ExitCode {
  err(`error: ${wrong}\n  = try: ${type}\n`)
  return 2
}

function showProblems(
  problems: readonly Problem[],
  config: ServerConfig | undefined,
  { environment, out, color }: Terminal,
): ExitCode {
  const secrets = config ? configSecrets(config).map((secret) => secret.reveal()) : []
  const make = findingMaker({
    textOf(file) {
      const bytes = environment.readFile(file)
      return bytes && textOfFile(file, bytes)
    },
    mask: createMask(secrets),
  })
  const findings = problems.map((problem) => make.fromProblem(problem))
  out(renderFindings(findings, { paint: createPaint(color) }))
  return 3
}
