import { assumed, type Assumptions } from '../../emulator/index.ts'
import type { CompareSpec } from '../scenario/compare-model.ts'
import type { Scenario } from '../scenario/model.ts'
import { compare, type Compared, type CompareOptions } from './compare.ts'
import type { AssumedRule, Comparison, FigureChange, Figures, Flip } from './model.ts'

/** The switch behind each assumed rule that can change what is counted, and its other reading. */
const switches: Readonly<Record<string, Partial<Assumptions>>> = {
  'attach.bearer-custom-header': { bearerInCustomHeader: false },
  'cache.exp-first': { expBeatsLifetime: false },
  'cache.jti-beats-lifetime': { jtiBeatsLifetime: false },
  'cache.refresh-fallback': { refreshFallsBack: false },
  'oauth.client-form': { oauthClientInForm: false },
  'oauth.kept': { oauthKeepsOpaqueBefore: false },
  'response.lifetime-unit': { lifetimeUnitMs: 60_000 },
  'retry.fresh-token': { retryFreshToken: true },
}

/** The comparison with, beside each assumed rule that has a switch, what its other reading changes. */
export async function withFlips(
  comparison: Comparison,
  scenario: Scenario,
  spec: CompareSpec,
  options: CompareOptions,
): Promise<Compared> {
  const assumptions: AssumedRule[] = []
  for (const each of comparison.assumptions) {
    const other = switches[each.rule]
    const flipped = other && (await flip(comparison, scenario, spec, options, other))
    if (flipped && 'problems' in flipped) return flipped
    assumptions.push({ ...each, ...(flipped && { flipped }) })
  }
  return { comparison: { ...comparison, assumptions }, problems: [] }
}

async function flip(
  comparison: Comparison,
  scenario: Scenario,
  spec: CompareSpec,
  options: CompareOptions,
  other: Partial<Assumptions>,
): Promise<Flip | Extract<Compared, { comparison?: undefined }>> {
  const [name, to] = Object.entries(other)[0] as [keyof Assumptions, Flip['to']]
  const assume = { ...scenario.assume, ...other }
  const again = await compare({ ...scenario, assume }, spec, options)
  if (!again.comparison) return again
  const from = scenario.assume[name] ?? assumed[name]
  return { switch: name, from, to, changes: changesOf(comparison, again.comparison) }
}

function changesOf(before: Comparison, after: Comparison): readonly FigureChange[] {
  return before.variants.flatMap(({ name, figures }, i) => {
    const others = new Map(flat(after.variants[i]!.figures))
    return flat(figures).flatMap(([figure, from]) => {
      const to = others.get(figure)!
      return from === to ? [] : [{ variant: name, figure, from, to }]
    })
  })
}

/** Every figure by its name. */
function flat(figures: Figures): readonly (readonly [string, number])[] {
  const { calls, failures, apiCalls, retries, services, addedLatency } = figures
  const own = Object.entries({ calls, failures, apiCalls, retries })
  const latency = Object.entries(addedLatency).map(
    ([name, value]) => [`addedLatency.${name}`, value as number] as const,
  )
  const ofServices = services.flatMap(({ name, ...rest }) =>
    Object.entries(rest).flatMap(([figure, value]) =>
      typeof value === 'number' ? [[`${name}.${figure}`, value] as const] : [],
    ),
  )
  return [...own, ...ofServices, ...latency]
}
