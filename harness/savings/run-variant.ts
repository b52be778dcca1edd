import {
  levelText,
  type CacheKey,
  type Problem,
  type Rule,
  type TokenCache,
} from '../../emulator/index.ts'
import { latencyText } from '../scenario/compare.ts'
import type { CompareSpec, VariantSpec } from '../scenario/compare-model.ts'
import type { Scenario } from '../scenario/model.ts'
import { randomStream } from '../seed.ts'
import { createWorld, type World } from '../world.ts'
import { drive, type Drive, type Lane } from './drive.ts'
import type { Effect, RequestMade } from './effect.ts'
import { FirstCalls } from './first-calls.ts'
import { sharesOf, type Part } from './lane.ts'
import { latencyDrawer } from './latency.ts'
import { whatIfLabel, type Engine, type Variant } from './model.ts'
import type { Life } from './peak.ts'
import { Steadiness } from './steady.ts'
import { Tally } from './tally.ts'
import { timetablesOf } from './timetable.ts'
import { varied, type Disk } from './variant.ts'
import { equipment, policyText, type WatchedCache } from './what-if.ts'

export interface RunVariantOptions extends Disk {
  readonly seed: number
  readonly bucketMs: number
  /** Real milliseconds, for how long it took. */
  readonly stopwatch: () => number
  /** Length of the stretch in which token requests are counted for their peak; a second where absent. */
  readonly peakMs?: number
  /** Whether calls whose answer is certain may be counted without making them. */
  readonly maySkip?: boolean
}

/** What came of a variant, and the rules it used; or why there is nothing. */
export type RanVariant =
  | {
      readonly variant: Variant
      readonly rules: ReadonlySet<Rule>
      readonly problems: readonly Problem[]
    }
  | { readonly variant?: undefined; readonly problems: readonly Problem[] }

/** So many calls are made before any is skipped, so that a reader sees how they go. */
const shownFirst = 3

/** Runs the traffic of a scenario under one variant. */
export async function runVariant(
  scenario: Scenario,
  compare: CompareSpec,
  spec: VariantSpec,
  options: RunVariantOptions,
): Promise<RanVariant> {
  const began = options.stopwatch()
  const { scenario: own, problems } = varied(scenario, spec, options)
  if (problems.length > 0) return { problems }
  const fast = await runOnce(own, compare, spec, options, options.maySkip ?? true)
  const ran = 'redo' in fast ? await runOnce(own, compare, spec, options, 'hits', fast.redo) : fast
  if ('redo' in ran)
    throw new Error('calls were counted that ask for tokens, against the word given')
  if (!ran.variant) return ran
  return { ...ran, variant: { ...ran.variant, wallMs: options.stopwatch() - began } }
}

/** Whether calls may be counted without being made: none, only those that ask for no token, or all that are certain. */
type Skipping = boolean | 'hits'

async function runOnce(
  scenario: Scenario,
  compare: CompareSpec,
  spec: VariantSpec,
  options: RunVariantOptions,
  skipping: Skipping,
  because?: string,
): Promise<RanVariant | { readonly redo: string }> {
  const { seed, readFile, listFolder } = options
  const tally = new Tally(compare.forMs, options.peakMs)
  const under: { way?: Drive } = {}
  const onChange = (cache: TokenCache, key: CacheKey) => under.way?.changed(cache, key)
  const caches = new Map<string, WatchedCache>()
  const equip = equipment(spec.policies, randomStream(seed, `what if ${spec.name}`), onChange)
  const created = await createWorld(scenario, {
    readFile,
    listFolder,
    seed,
    watch: tally.watch,
    onServed: () => under.way?.served(),
    // What is not made must not change in which order the rest happens.
    turns: 'in-order',
    ...(spec.latencies.length > 0 && { latency: latencyDrawer(spec.latencies, seed) }),
    equip(job, usual) {
      const equipped = equip(job, usual)
      caches.set(job, equipped.cache as WatchedCache)
      return equipped
    },
  })
  if (!created.world) return { problems: created.problems }
  await using world = created.world
  tally.begin(world)
  const { parts, lanes } = trafficOf(scenario, compare, spec, seed)
  const judge = new Judge(world, spec, parts, tally, skipping, because)
  const firstCalls = new FirstCalls(world, tally.entryOf, parts)
  under.way = drive({
    world,
    parts,
    lanes,
    forMs: compare.forMs,
    faults: compare.faults,
    madeAtLeast: shownFirst,
    cacheOf: (server) => caches.get(server)!,
    tokensEnd: (server, keys) => tokensEnd(world, caches.get(server)!, keys),
    listener: {
      ended(lane, record, ordinal) {
        firstCalls.add(lane, record, ordinal)
        return tally.made(record)
      },
      skipped: (lane, from, to, effect) => tally.skipped(lane, from, to, effect),
      isSteady: (effect) => judge.isSteady(effect),
    },
  })
  await under.way.done
  if (world.crashes.length > 0) throw world.crashes[0]
  const mixed = tally.mixedService(lanes)
  if (mixed !== undefined)
    return { redo: `not every call of the same kind is issued a token by ${mixed}` }
  const figures = tally.figures(lanes)
  const callsMade = lanes.reduce((sum, { made }) => sum + made, 0)
  return {
    problems: created.problems,
    rules: world.rules,
    variant: {
      name: spec.name,
      level: levelText(spec.level),
      servers: scenario.servers,
      balance: spec.balance,
      settings: spec.settings.map((each) => `${each.element} ${each.attribute}="${each.value}"`),
      latencies: spec.latencies.map(
        ({ service, endpoint, latency }) => `${service}.${endpoint} ${latencyText(latency)}`,
      ),
      whatIf: spec.policies.map((policy) => ({
        name: policy.kind,
        says: policyText(policy),
        label: whatIfLabel,
      })),
      engine: judge.engine(callsMade),
      figures,
      series: tally.series(options.bucketMs),
      firstCalls: firstCalls.list(),
      wallMs: 0,
    },
  }
}

/** Decides whether calls may be counted, and remembers why not. */
class Judge {
  readonly #world: World
  readonly #steadiness: Steadiness
  readonly #tally: Tally
  readonly #skipping: Skipping
  #because: string | undefined

  constructor(
    world: World,
    spec: VariantSpec,
    parts: readonly Part[],
    tally: Tally,
    skipping: Skipping,
    because: string | undefined,
  ) {
    this.#world = world
    this.#tally = tally
    this.#skipping = skipping
    this.#because = because
    this.#steadiness = new Steadiness({
      services: world.scenario.services,
      faults: world.faults,
      latencies: spec.latencies,
      policies: spec.policies,
      tables: parts.map(({ timetable }) => timetable),
    })
  }

  isSteady(effect: Effect): boolean {
    if (this.#skipping === false) return false
    const asks = effect.requests.some(({ isToken }) => isToken)
    if (asks && this.#skipping === 'hits') return false
    const doubt = this.#steadiness.doubt(effect)
    if (doubt !== undefined) {
      this.#because ??= doubt
      return false
    }
    if (this.#steadiness.isStruck(effect, this.#world.clock.now())) return false
    if (!asks || this.#tally.learnLives(effect, (request) => this.#lifeOf(request, effect)))
      return true
    this.#because ??= 'tokens that are not kept live for different times'
    return false
  }

  engine(callsMade: number): Engine {
    const because = this.#skipping === false ? 'every call was asked for' : this.#because
    if (because === undefined) return { kind: 'fast-path', callsMade }
    return { kind: 'call-by-call', because, callsMade }
  }

  /** How long the token lives that a request has had issued. */
  #lifeOf({ service, issued }: RequestMade, { addedMs: afterMs }: Effect): Life | undefined {
    const { options } = this.#world.scenario.services.find(({ name }) => name === service)!
    const untilWholeSecond = 'token' in options && options.token.kind !== 'opaque'
    if ('token' in options)
      return { ms: options.token.lifetimeMs ?? Infinity, untilWholeSecond, afterMs }
    if (!issued) return undefined
    const fake = this.#world.fakes.get(service)!
    const end = fake.tokenEnd?.(fake.issuedToken(issued.ordinal) ?? '')
    return end === undefined ? undefined : { ms: end - issued.at, untilWholeSecond, afterMs }
  }
}

/** The epoch at which the first of the tokens held under these keys ends at its server; those that have ended do not end again. */
function tokensEnd(world: World, cache: WatchedCache, keys: readonly CacheKey[]): number {
  const now = world.clock.now()
  let first = Infinity
  for (const key of keys) {
    const token = cache.tokenOf(key)
    if (token === undefined) continue
    for (const fake of world.fakes.values()) {
      const end = fake.tokenEnd?.(token) ?? Infinity
      if (end > now) first = Math.min(first, end)
    }
  }
  return first
}

/** The traffic as parts with their timetables, and as lanes to servers. */
export function trafficOf(
  { servers }: Scenario,
  { flows }: CompareSpec,
  { balance }: VariantSpec,
  seed: number,
): { readonly parts: readonly Part[]; readonly lanes: readonly Lane[] } {
  const parts = flows.flatMap((flow, i): Part[] => {
    const timetables = timetablesOf(flow, seed, `flow ${i}`)
    return flow.parts.map((part, j) => ({
      ...part,
      name: `flow ${i}/${j}`,
      timetable: timetables[j]!,
    }))
  })
  const lanes = parts.flatMap((part): Lane[] => {
    const { on } = part.call
    const own = on === undefined ? servers : [on]
    const shares = sharesOf(part, balance, own.length, seed)
    return own.flatMap((server, i) => {
      const share = shares[i]
      return share ? [{ part, server, share, call: { ...part.call, on: server }, made: 0 }] : []
    })
  })
  return { parts, lanes }
}
