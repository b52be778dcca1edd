import type { Problem, Rule } from '../../emulator/index.ts'
import { lowestOf } from '../scenario/compare.ts'
import type { CompareSpec, FlowSpec } from '../scenario/compare-model.ts'
import type { Scenario } from '../scenario/model.ts'
import { lengthText } from '../time-text.ts'
import type { AssumedRule, Comparison, Saved, ServiceFigures, Variant } from './model.ts'
import { runVariant } from './run-variant.ts'
import type { Disk } from './variant.ts'

export interface CompareOptions extends Disk {
  readonly seed: number
  /** The words that repeat it on a command line. */
  readonly command: string
  /** The name of a variant; absent: that of the file, or the lowest level. */
  readonly base?: string
  /** Real milliseconds, for how long it took. */
  readonly stopwatch: () => number
  /** Told before each variant. */
  readonly onVariant?: (name: string) => void
  /** Told now and then which share (0..1) of the time of a variant is over. */
  readonly onShare?: (share: number) => void
}

/** A comparison, or the Problems for which there is none. */
export type Compared =
  | { readonly comparison: Comparison; readonly problems: readonly Problem[] }
  | { readonly comparison?: undefined; readonly problems: readonly Problem[] }

/** Runs the traffic of a scenario under each of its variants. */
export async function compare(
  scenario: Scenario,
  spec: CompareSpec,
  options: CompareOptions,
): Promise<Compared> {
  const { seed, command, stopwatch } = options
  const began = stopwatch()
  const base = options.base ?? spec.base ?? lowestOf(spec.variants).name
  const problems: Problem[] = []
  const variants: Variant[] = []
  const rules = new Map<string, ReadonlySet<Rule>>()
  const bucketMs = spec.bucketMs ?? bucketFor(spec.forMs)
  for (const variant of spec.variants) {
    options.onVariant?.(variant.name)
    const ran = await runVariant(scenario, spec, variant, { ...options, bucketMs })
    problems.push(...ran.problems)
    if (!ran.variant) continue
    variants.push(ran.variant)
    rules.set(variant.name, ran.rules)
  }
  if (variants.length < spec.variants.length) return { problems: once(problems) }
  const against = variants.find(({ name }) => name === base)!
  return {
    problems: once(problems),
    comparison: {
      name: scenario.name,
      file: scenario.file,
      command,
      seed,
      start: scenario.start,
      durationMs: spec.forMs,
      traffic: spec.flows.map(flowText),
      base,
      variants: variants.map((each) => (each === against ? each : withSavings(each, against))),
      assumptions: assumedRules(rules),
      wallMs: stopwatch() - began,
    },
  }
}

/** What several variants find in the same place is told once. */
const once = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(
    problems.map((each) => [JSON.stringify([each.at, each.code, each.message]), each]),
  ).values(),
]

/** A chart has room for about so many bars. */
const mostBars = 96
const bucketsMs = [1, 10, 100, 1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000]

const bucketFor = (ms: number): number =>
  bucketsMs.find((each) => ms / each <= mostBars) ??
  Math.ceil(ms / mostBars / 86_400_000) * 86_400_000

function withSavings(variant: Variant, base: Variant): Variant {
  const services = variant.figures.services.map((service, i): ServiceFigures => {
    const before = base.figures.services[i]!
    return { ...service, saved: savedOf(before, service) }
  })
  return { ...variant, figures: { ...variant.figures, services } }
}

const savedOf = (base: ServiceFigures, { requests, tokenRequests }: ServiceFigures): Saved => ({
  ...(base.requests > 0 && { requests: 1 - requests / base.requests }),
  ...(base.tokenRequests > 0 && { tokenRequests: 1 - tokenRequests / base.tokenRequests }),
})

function assumedRules(used: ReadonlyMap<string, ReadonlySet<Rule>>): readonly AssumedRule[] {
  const found = new Map<string, { readonly says: string; readonly usedBy: string[] }>()
  for (const [variant, rules] of used) {
    for (const { id, says, status } of rules) {
      if (status !== 'assumed') continue
      const known = found.get(id) ?? { says, usedBy: [] }
      known.usedBy.push(variant)
      found.set(id, known)
    }
  }
  return [...found]
    .map(([rule, rest]) => ({ rule, ...rest }))
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
}

/** A flow in a sentence. */
function flowText({ pattern, parts, fromMs, forMs }: FlowSpec): string {
  const operations = parts.map(({ calls }) => calls.map(({ request }) => request.name))
  const names = [...new Set(operations.map((each) => each.join(' then ')))].join(', ')
  const users = new Set(parts.map(({ user }) => user)).size
  const who = users > 1 ? ` by ${users} users` : ''
  const from = fromMs > 0 ? `, from ${lengthText(fromMs)} on` : ''
  return `${names}${who}: ${patternText(pattern)} for ${lengthText(forMs)}${from}`
}

function patternText(pattern: FlowSpec['pattern']): string {
  switch (pattern.kind) {
    case 'rate':
      return `${rateText(1 / pattern.everyMs)}${pattern.poisson ? ', at random (Poisson)' : ''}`
    case 'curve': {
      const rates = pattern.points.map(({ rate }) => rate)
      const random = pattern.poisson ? ', at random (Poisson)' : ''
      return `from ${rateText(Math.min(...rates))} to ${rateText(Math.max(...rates))}${random}`
    }
    case 'bursts':
      return `${pattern.calls} calls within ${lengthText(pattern.withinMs)}, every ${lengthText(pattern.everyMs)}`
    case 'replay':
      return `the calls of ${pattern.file}`
  }
}

/** A rate in the unit that needs the fewest digits. */
function rateText(perMs: number): string {
  const units = [
    ['s', perMs * 1000],
    ['m', perMs * 60_000],
    ['h', perMs * 3_600_000],
  ] as const
  const [unit, count] = units.find(([, each]) => each >= 1 || each === 0) ?? units[2]
  return `${Math.round(count * 100) / 100}/${unit}`
}
