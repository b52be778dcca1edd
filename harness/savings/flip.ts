import { assumed, rules, type Assumptions } from '../../emulator/index.ts'
import type { CompareSpec } from '../scenario/compare-model.ts'
import type { Scenario } from '../scenario/model.ts'
import { compare, type Compared, type CompareOptions } from './compare.ts'
import type { AssumedRule, Comparison, FigureChange, Figures, Flip } from './model.ts'

/** The same comparison under the other reading of one rule, and how a scenario has that. */
interface OtherReading extends Pick<Flip, 'switch' | 'from' | 'to'> {
  readonly scenario: Scenario
  readonly spec: CompareSpec
}

/** The comparison with, beside each assumed rule, what its other reading changes, or that none is built in. */
export async function withFlips(
  comparison: Comparison,
  scenario: Scenario,
  spec: CompareSpec,
  options: CompareOptions,
): Promise<Compared> {
  const assumptions: AssumedRule[] = []
  for (const each of comparison.assumptions) {
    const other = otherReading(each.rule, scenario, spec)
    if (!other) {
      assumptions.push({ ...each, onlyReading: true })
      continue
    }
    const onVariant = (name: string) => options.onVariant?.(`${each.rule}: ${name}`)
    const again = await compare(other.scenario, other.spec, { ...options, onVariant })
    if (!again.comparison) return again
    const { switch: name, from, to } = other
    const changes = changesOf(comparison, again.comparison)
    assumptions.push({ ...each, flipped: { switch: name, from, to, changes } })
  }
  return { comparison: { ...comparison, assumptions }, problems: [] }
}

function otherReading(id: string, scenario: Scenario, spec: CompareSpec): OtherReading | undefined {
  if (id === 'cache.per-server') return sharedCache(scenario, spec)
  const other = rules.find((rule) => rule.id === id)?.other
  if (!other) return undefined
  const usual = { ...assumed, ...scenario.assume }
  const names = Object.keys(other) as (keyof Assumptions)[]
  return {
    switch: names.join(', '),
    from: valuesOf(names, usual),
    to: valuesOf(names, other),
    scenario: { ...scenario, assume: { ...scenario.assume, ...other } },
    spec,
  }
}

const valuesOf = (
  [name, ...more]: readonly (keyof Assumptions)[],
  values: Partial<Assumptions>,
): Flip['to'] =>
  more.length === 0 ? values[name!]! : [name!, ...more].map((each) => values[each]).join(', ')

/** What servers share is no switch of one server. */
function sharedCache(scenario: Scenario, spec: CompareSpec): OtherReading {
  const policy = { kind: 'shared-cache' } as const
  const variants = spec.variants.map((each) => ({
    ...each,
    policies: [...each.policies.filter(({ kind }) => kind !== policy.kind), policy],
  }))
  const to = policy.kind
  return { switch: 'whatIf', from: 'none', to, scenario, spec: { ...spec, variants } }
}

function changesOf(before: Comparison, after: Comparison): readonly FigureChange[] {
  return before.variants.flatMap(({ name, figures }, i) => {
    const [own, others] = [flat(figures), flat(after.variants[i]!.figures)]
    return [...new Set([...own.keys(), ...others.keys()])].flatMap((figure) => {
      const [from, to] = [own.get(figure) ?? 0, others.get(figure) ?? 0]
      return from === to ? [] : [{ variant: name, figure, from, to }]
    })
  })
}

/** Every figure by its name. */
function flat(figures: Figures): ReadonlyMap<string, number> {
  const { calls, failures, apiCalls, retries, outcomes, services, addedLatency } = figures
  const within = (name: string, part: object) =>
    Object.entries(part).flatMap(([figure, value]) =>
      typeof value === 'number' ? [[`${name}.${figure}`, value] as const] : [],
    )
  return new Map([
    ...Object.entries({ calls, failures, apiCalls, retries }),
    ...within('outcomes', outcomes),
    ...services.flatMap(({ name, ...rest }) => within(name, rest)),
    ...within('addedLatency', addedLatency),
  ])
}
