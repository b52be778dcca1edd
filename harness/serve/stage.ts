import { configSecrets } from '../../emulator/config/index.ts'
import { rules, type Problem } from '../../emulator/index.ts'
import type { Finding } from '../runner/event.ts'
import { machineOf, secretVariables } from '../runner/environment.ts'
import { findingMaker } from '../runner/findings.ts'
import { createMask } from '../mask/mask.ts'
import { liveReader, type LiveReader } from '../scenario/live.ts'
import type { Scenario } from '../scenario/model.ts'
import { createWorld, type World, type WorldOptions } from '../world.ts'
import { loadSource, type Loaded, type Source } from './load.ts'
import { Veil } from './veil.ts'

/** A world that is served, and what belongs to it; a reset puts another in its place. */
export interface Stage {
  readonly world: World
  readonly reader: LiveReader
  readonly veil: Veil
  /** Warnings and notes, and errors of elements that calls may never touch. */
  readonly findings: readonly Finding[]
}

export interface StageOptions {
  readonly source: Source
  readonly clock: 'manual' | 'real'
  readonly seed: number
}

/** What was read, with everything to be said about it, before any port is opened. */
export type Prepared =
  | { readonly scenario: Scenario; readonly loaded: Loaded; readonly findings: readonly Finding[] }
  | { readonly scenario?: undefined; readonly findings: readonly Finding[] }

const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id))

/** Reads the files and tries them out in memory, so that what can be wrong is known before a port opens. */
export async function prepareStage({ source, seed }: StageOptions): Promise<Prepared> {
  const loaded = loadSource(source)
  const { scenario } = loaded
  if (!scenario) return { findings: findingsOf(loaded, loaded.problems, source) }
  const created = await createWorld(scenario, { ...machineOf(source.environment), seed })
  const passwords = created.world ? passwordsOf(created.world) : []
  const secrets = [...loaded.secrets, ...passwords, ...secretVariables(source.environment)]
  const problems = [...loaded.problems, ...created.problems]
  const findings = findingsOf({ ...loaded, secrets }, problems, source)
  if (!created.world) return { findings }
  await created.world[Symbol.asyncDispose]()
  return { scenario, loaded: { ...loaded, secrets }, findings }
}

/** Opens the ports of what was prepared; `takeOver` are those of the stage before. */
export async function openStage(
  { scenario, loaded, findings }: Extract<Prepared, { loaded: Loaded }>,
  { source, clock, seed }: StageOptions,
  takeOver?: WorldOptions['takeOver'],
): Promise<Stage> {
  const options = { ...machineOf(source.environment), seed, clock, transport: 'sockets' } as const
  const { world } = await createWorld(scenario, { ...options, ...(takeOver && { takeOver }) })
  if (!world) throw new Error('what could be read a moment ago cannot be read any more')
  const captured = () => world.captured.keys()
  return {
    world,
    reader: liveReader({ scenario: world.scenario, rules: ruleIds, captured }),
    veil: new Veil(world, loaded.secrets),
    findings,
  }
}

const passwordsOf = ({ config }: World): readonly string[] =>
  configSecrets(config).map((secret) => secret.reveal())

function findingsOf(
  { sources, secrets }: Loaded,
  problems: readonly Problem[],
  { environment }: Source,
): readonly Finding[] {
  const textOf = (file: string) => {
    const bytes = sources.has(file) ? undefined : environment.readFile(file)
    return sources.get(file) ?? (bytes && Buffer.from(bytes).toString('utf8'))
  }
  const make = findingMaker({ textOf, mask: createMask(secrets) })
  return problems.map((problem) => make.fromProblem(problem))
}
