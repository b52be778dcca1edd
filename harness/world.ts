import { readServerConfig, type ReadConfig, type ServerConfig } from '../emulator/config/index.ts'
import {
  createRequester,
  manualClock,
  planContext,
  realClock,
  systemClock,
  type Assumptions,
  type Clock,
  type Problem,
  type Requester,
  type RequesterOptions,
  type Rule,
  type Send,
  type ServedCall,
} from '../emulator/index.ts'
import type { Machine } from '../emulator/config/index.ts'
import { bindServices } from './bind.ts'
import type { CallRecord } from './call-record.ts'
import { checkNames } from './check-names.ts'
import type { Fake, RealVaults } from './fakes/fake.ts'
import { Journal, type JournalEntry, type JournalOptions } from './journal.ts'
import { openKeys } from './keystores/open-keys.ts'
import { makeFakes } from './make-fakes.ts'
import { Meters } from './meters.ts'
import { FaultBoard } from './network/faults.ts'
import { withLatency } from './network/latency.ts'
import { Reception, type Binding } from './network/reception.ts'
import { createSend, type SendParts, type Transport } from './network/send.ts'
import { startTransport } from './network/start.ts'
import { resolveApis } from './resolve-apis.ts'
import { providerSide } from './provider-side.ts'
import { safOf } from './saf.ts'
import type { SentRecord } from './sent-record.ts'
import type { ConfigSource, Scenario, Step } from './scenario/model.ts'
import { randomStream, randomText, type Random } from './seed.ts'
import { SkewedClock } from './skewed-clock.ts'
import { standIns } from './stand-ins.ts'

export interface WorldOptions extends Machine {
  readonly transport?: 'memory' | 'sockets'
  readonly seed?: number
  /** On the real clock a scenario begins now, and nothing can move time. */
  readonly clock?: 'manual' | 'real'
  /** Of activities that are ready at once the first to be so goes first, or one that the seed draws. */
  readonly turns?: 'drawn' | 'in-order'
  /** How long a service takes before it does anything about an arrival, in milliseconds. */
  readonly latency?: (entry: JournalEntry) => number
  /** Told of every request, at its arrival and at its end. */
  readonly watch?: Watch
  /** Gives a server other parts than the usual ones, before it starts. */
  readonly equip?: (job: string, usual: RequesterOptions) => RequesterOptions
  /** Ports and certificates of a world before, which has been disposed of. */
  readonly takeOver?: Pick<Transport, 'addresses' | 'authority'>
  /** Real servers in the place of embedded Vaults. */
  readonly vaults?: RealVaults | undefined
  /** Told of every call that a server has come to the end of, whether its program still waits or not. */
  readonly onServed?: (served: ServedCall) => void
}

/** Who is told of what happens while it happens. */
export interface Watch extends Pick<JournalOptions, 'onArrive' | 'onEnd'> {
  /** A service has locked a user out, for so many milliseconds. */
  readonly onLockout?: (service: string, ms: number) => void
}

/** Everything of one run. Worlds share nothing, so several live side by side. */
export interface World extends AsyncDisposable {
  readonly scenario: Scenario
  /** The first configuration. */
  readonly config: ServerConfig
  /** The configuration in force while a step is done. */
  readonly configs: ReadonlyMap<Step, ServerConfig>
  readonly assume: Assumptions
  readonly clock: Clock
  readonly clockKind: 'manual' | 'real'
  readonly transport: Transport
  readonly bindings: readonly Binding[]
  readonly journal: Journal
  readonly faults: FaultBoard
  readonly fakes: ReadonlyMap<string, Fake>
  /** The clocks of the fakes, by service. */
  readonly clocks: ReadonlyMap<string, SkewedClock>
  /** By job name; a restart puts another in its place. */
  readonly servers: Map<string, Requester>
  readonly startServer: (job: string) => Requester
  /** Gives every server the configuration in force from that step on. */
  readonly reload: (step: Step) => void
  /** Figures since the world began; `step` those of the step under way. */
  readonly meters: { readonly all: Meters; step: Meters }
  /** The newest calls since the world began. */
  readonly calls: CallRecord[]
  /** The newest requests of clients since the world began. */
  readonly sent: SentRecord[]
  /** Sends a request of a client. */
  readonly send: Send
  readonly captured: Map<string, unknown>
  readonly onServed?: ((served: ServedCall) => void) | undefined
  /** Every rule a decision was made by. */
  readonly rules: Set<Rule>
  /** Bugs of ours in exchanges that nobody waited for. */
  readonly crashes: unknown[]
  readonly random: (stream: string) => Random
  readonly seed: number
}

/** So long a real server may be silent before the clock counts as stuck; its own time-outs come first. */
const realPatienceMs = 10 * 60_000

/** A world, or why there can be none; the Problems of the configuration in either case. */
export type CreatedWorld =
  | { readonly world: World; readonly problems: readonly Problem[] }
  | { readonly world?: undefined; readonly problems: readonly Problem[] }

/** Reads the configuration, makes the fakes, binds them and starts the z/OS Connect servers. */
export async function createWorld(written: Scenario, options: WorldOptions): Promise<CreatedWorld> {
  const { transport = 'memory', seed = 1, clock: time = 'manual', takeOver } = options
  const random = (stream: string) => randomStream(seed, stream)
  const real = await standIns(written, options.vaults)
  if (real.problems.length > 0) return { problems: real.problems }
  const turns = options.turns === 'in-order' ? () => 0 : random('turns')
  const clock = startClock(written, time, real.of.size > 0, turns)
  const started = { ...written, start: clock.now() }
  const read = readConfigs(started, options)
  const { config } = read
  if (!config) {
    await real[Symbol.asyncDispose]()
    return { problems: read.problems }
  }
  const { scenario, configs, problems: apis } = resolveApis(started, config, read.configs)
  const clocks = new Map(scenario.services.map(({ name }) => [name, new SkewedClock(clock)]))
  let current = config
  // The provider side sends requests of its own, through a network that is made with the fakes in it.
  const provider = providerSide({ config: () => current, scenario, readFile: options.readFile })
  const fakes = makeFakes({ scenario, clocks, real, random, provider, ...options.watch })
  const services = scenario.services.map((service) => ({
    service,
    fake: fakes.get(service.name)!,
  }))
  const { bindings, problems } = bindServices(services, config)
  const unknown = checkNames(scenario, config, configs)
  const found = [...read.problems, ...problems, ...apis, ...unknown]
  if (problems.length + apis.length + unknown.length > 0) {
    await real[Symbol.asyncDispose]()
    return { problems: found }
  }
  const saf = scenario.saf && safOf(scenario.saf)
  const { level, assume, extensions } = scenario
  const context = planContext(level, { assume, extensions, ...(saf && { saf }) })
  const { readFile } = options
  const keys = await openKeys({ scenario, config, configs, readFile, context })

  const meters = { all: new Meters(), step: new Meters() }
  const journal = new Journal({
    onArrive(entry) {
      meters.all.arrived(entry)
      meters.step.arrived(entry)
      options.watch?.onArrive?.(entry)
    },
    ...(options.watch?.onEnd && { onEnd: options.watch.onEnd }),
  })
  const faults = new FaultBoard()
  const reception = new Reception({ clock, journal, faults, bindings })
  const crashes: unknown[] = []
  const onCrash = (crash: unknown) => void crashes.push(crash)
  const usual = await startTransport(transport, {
    clock,
    journal,
    reception,
    onCrash,
    ...(takeOver && { takeOver }),
  })
  const carrier = options.latency ? withLatency(usual, clock, options.latency) : usual
  const parts: SendParts = {
    clock,
    journal,
    reception,
    transport: carrier,
    onCrash,
    identityOf: keys.identityOf,
  }
  const ids = random('ids of generated JWTs')
  const { equip = (_job, own) => own } = options
  provider.connect((caller) => createSend(parts, caller))
  const startServer = (job: string): Requester =>
    createRequester(
      equip(job, {
        config: current,
        level,
        clock,
        send: createSend(parts, job),
        assume,
        extensions,
        newId: () => randomText(ids, 22),
        keys: async (builder) => keys.signing.get(builder),
        ...(saf && { saf }),
      }),
    )
  const world: World = {
    scenario,
    config,
    configs,
    assume: context.assume,
    clock,
    clockKind: time,
    transport: carrier,
    bindings,
    journal,
    faults,
    fakes,
    clocks,
    servers: new Map(scenario.servers.map((job) => [job, startServer(job)])),
    startServer,
    reload(step) {
      current = configs.get(step)!
      for (const server of world.servers.values())
        for (const rule of server.reload(current)) world.rules.add(rule)
    },
    meters,
    calls: [],
    sent: [],
    send: createSend(parts, 'client'),
    captured: new Map(),
    onServed: options.onServed,
    rules: new Set(),
    crashes,
    random,
    seed,
    async [Symbol.asyncDispose]() {
      await carrier[Symbol.asyncDispose]()
      await real[Symbol.asyncDispose]()
      clock[Symbol.dispose]?.()
    },
  }
  return { world, problems: [...found, ...keys.problems] }
}

/** A real server takes real time, so a manual clock waits longer for it before it gives up. */
function startClock(
  { start: written, beginsNow, services }: Scenario,
  time: 'manual' | 'real',
  hasReal: boolean,
  turns: Random,
): Clock & Partial<Disposable> {
  if (time === 'real') return realClock()
  const hasOutside = services.some(({ options }) => options.kind === 'outside')
  const start = beginsNow || hasReal ? systemClock.now() : written
  const patience = hasOutside || hasReal ? { patienceMs: realPatienceMs } : {}
  return manualClock({ start, random: turns, ...patience })
}

interface ReadConfigs extends ReadConfig {
  readonly configs: ReadonlyMap<Step, ServerConfig>
}

/** The configurations of a scenario; none where one of them cannot be read at all. */
function readConfigs(scenario: Scenario, options: WorldOptions): ReadConfigs {
  const first = readConfig(scenario.config, scenario, options)
  const problems = [...first.problems]
  const configs = new Map<Step, ServerConfig>()
  let current = first.config
  for (const step of scenario.steps) {
    if (step.kind === 'config') {
      const read = readConfig(step.config, scenario, options)
      problems.push(...read.problems)
      current = current && read.config
    }
    if (current) configs.set(step, current)
  }
  return { configs, problems, ...(first.config && current && { config: first.config }) }
}

function readConfig(source: ConfigSource, scenario: Scenario, options: WorldOptions): ReadConfig {
  const { file, variables, dropins, apiRequesters } = source
  const { level, assume } = scenario
  const { readFile, listFolder, processVariables } = options
  const machine = { readFile, listFolder, processVariables }
  return readServerConfig({ ...machine, file, level, variables, dropins, apiRequesters, assume })
}
