import {
  error,
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
import { TemplateError } from '../template.ts'
import { createWorld, type World } from '../world.ts'
import { drive, type Drive, type Lane } from './drive.ts'
import { FirstCalls } from './first-calls.ts'
import { sharesOf, type Part } from './lane.ts'
import { Latencies } from './latency.ts'
import { Judge, type Skipping } from './judge.ts'
import { whatIfLabel, type Variant } from './model.ts'
import { Tally } from './tally.ts'
import { timetablesOf } from './timetable.ts'
import { usedRules } from './used-rules.ts'
import { varied, type Disk } from './variant.ts'
import { equipment, policyText, type WatchedCache } from './what-if.ts'

export interface RunVariantOptions extends Disk {
  readonly seed: number
  readonly bucketMs: number
  /** Real milliseconds, for how long it took. */
  readonly stopwatch: () => number
  /** Length of the stretch in which token requests are counted for their peak; a second where absent. */
  readonly peakMs?: number
  /** Told now and then which share (0..1) of the time is over. */
  readonly onShare?: (share: number) => void
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
  const { scenario: own, problems } = varied({ ...scenario, compare }, spec, options)
  if (problems.length > 0) return { problems }
  const fast = await runOnce(own, compare, spec, options, options.maySkip ?? true)
  const ran = 'redo' in fast ? await runOnce(own, compare, spec, options, 'hits', fast.redo) : fast
  if ('redo' in ran)
    throw new Error('calls were counted that ask for tokens, against the word given')
  if (!ran.variant) return ran
  return { ...ran, variant: { ...ran.variant, wallMs: options.stopwatch() - began } }
}

/** What a program wants of an answer and does not find there; undefined where the calls came to their end. */
async function failureOf(done: Promise<void>, { at }: CompareSpec): Promise<Problem | undefined> {
  try {
    await done
    return undefined
  } catch (thrown) {
    if (thrown instanceof TemplateError) return error('CANNOT-HOLD', thrown.message, at)
    throw thrown
  }
}

async function runOnce(
  scenario: Scenario,
  compare: CompareSpec,
  spec: VariantSpec,
  options: RunVariantOptions,
  skipping: Skipping,
  because?: string,
): Promise<RanVariant | { readonly redo: string }> {
  const { seed, readFile, listFolder } = options
  const latencies = new Latencies(spec.latencies, seed)
  const tally = new Tally(compare.forMs, latencies, options.peakMs)
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
    ...(latencies.isAny && { latency: latencies.ofRequest }),
    equip(job, usual) {
      const equipped = equip(job, usual)
      caches.set(job, equipped.cache as WatchedCache)
      return equipped
    },
  })
  if (!created.world) return { problems: created.problems }
  await using world = created.world
  tally.begin(world)
  const { parts, lanes } = trafficOf(world.scenario, spec, seed)
  const judge = new Judge(world, spec, latencies, parts, tally, { skipping, because })
  const firstCalls = new FirstCalls(world, tally.entryOf, parts)
  under.way = drive({
    world,
    parts,
    lanes,
    forMs: compare.forMs,
    faults: compare.faults,
    madeAtLeast: shownFirst,
    ...(options.onShare && { onShare: options.onShare }),
    during: (arrival, body) => latencies.during(arrival, body),
    cacheOf: (server) => caches.get(server)!,
    tokensEnd: (server, keys) => tokensEnd(world, caches.get(server)!, keys),
    listener: {
      ended(lane, arrived, ordinal) {
        for (const [i, record] of arrived.records.entries())
          firstCalls.add(lane, record, ordinal + i)
        return tally.made(arrived)
      },
      skipped: (lane, from, to, effect) => tally.skipped(lane, from, to, effect),
      isSteady: ({ part }, effect) => judge.isSteady(part, effect),
    },
  })
  const failure = await failureOf(under.way.done, compare)
  if (failure) return { problems: [failure] }
  if (world.crashes.length > 0) throw world.crashes[0]
  const redo = tally.uncountable(lanes)
  if (redo !== undefined) return { redo }
  const figures = tally.figures(lanes)
  const callsMade = world.meters.all.calls
  return {
    problems: created.problems,
    rules: usedRules(world),
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
function trafficOf(
  { servers, compare }: Scenario,
  { balance }: VariantSpec,
  seed: number,
): { readonly parts: readonly Part[]; readonly lanes: readonly Lane[] } {
  const parts = compare!.flows.flatMap((flow, i): Part[] => {
    const timetables = timetablesOf(flow, seed, `flow ${i}`)
    return flow.parts.map((part, j) => ({
      ...part,
      name: `flow ${i}/${j}`,
      timetable: timetables[j]!,
    }))
  })
  const lanes = parts.flatMap((part): Lane[] => {
    const { on } = part.calls[0]!
    const own = on === undefined ? servers : [on]
    const shares = sharesOf(part, balance, own.length, seed)
    return own.flatMap((server, i) => {
      const share = shares[i]
      const calls = part.calls.map((call) => ({ ...call, on: server }))
      return share ? [{ part, server, share, calls, made: 0 }] : []
    })
  })
  return { parts, lanes }
}
