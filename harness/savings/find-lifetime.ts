import { suggestName } from '../../emulator/index.ts'
import { issuingEndpoint } from '../scenario/compare.ts'
import type { CompareSpec, VariantSpec } from '../scenario/compare-model.ts'
import type { Rate, ServiceOptions } from '../fakes/options.ts'
import type { Scenario } from '../scenario/model.ts'
import type { CompareOptions } from './compare.ts'
import type { FoundLifetime } from './model.ts'
import { runVariant } from './run-variant.ts'

/** A limit on the token requests of a service: in any stretch of that length at most so many. */
export interface Limit {
  readonly text: string
  readonly service: string
  readonly rate: Rate
}

const perMs = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** Reads a limit as `vault.login <= 1/s`; a text says what is wrong with it. */
export function readLimit(
  text: string,
  { services }: Scenario,
): Limit | { readonly wrong: string } {
  const [, name, count, unit] = /^\s*(\S+)\s*<=\s*([1-9]\d{0,8})\/([smh])\s*$/.exec(text) ?? []
  if (name === undefined)
    return { wrong: `"${text}" is no limit\n  = try: write it as "vault.login <= 1/s"` }
  const endpoints = services.flatMap(({ name: service, options }) => {
    const endpoint = issuingEndpoint(options)
    return endpoint === undefined ? [] : [`${service}.${endpoint}`]
  })
  if (!endpoints.includes(name))
    return {
      wrong: `"${name}" is no endpoint that issues tokens\n  = try: ${suggestName(name, endpoints)}`,
    }
  const rate = { count: Number(count), perMs: perMs[unit as keyof typeof perMs] }
  return { text: text.trim(), service: name.split('.')[0]!, rate }
}

/** A token must live for longer than the second that the cache wants to be left. */
const leastS = 2
/** Tokens that live shorter than this part of the whole would be asked for too often to be tried. */
const shortestPart = 1000

/** For each variant, the shortest life of a service's tokens that keeps a limit. */
export async function findLifetimes(
  limit: Limit,
  scenario: Scenario,
  spec: CompareSpec,
  options: CompareOptions,
): Promise<{ readonly found: readonly FoundLifetime[] }> {
  const found: FoundLifetime[] = []
  for (const variant of spec.variants) {
    options.onVariant?.(`${limit.text}: ${variant.name}`)
    const most = async (seconds: number): Promise<number> => {
      const longer = withLifetime(scenario, limit.service, seconds * 1000)
      const setting = withTokenLifetime(variant, seconds)
      const ran = await runVariant(longer, spec, setting, {
        ...options,
        bucketMs: spec.forMs,
        peakMs: limit.rate.perMs,
      })
      if (!ran.variant) throw new Error(ran.problems[0]?.message)
      return ran.variant.figures.services.find(({ name }) => name === limit.service)!
        .tokenRequestPeak
    }
    found.push(await search(variant, limit, Math.ceil(spec.forMs / 1000), most))
  }
  return { found }
}

async function search(
  { name }: VariantSpec,
  { text, rate: { count } }: Limit,
  longestS: number,
  most: (seconds: number) => Promise<number>,
): Promise<FoundLifetime> {
  const shortestS = Math.max(leastS, Math.ceil(longestS / shortestPart))
  const found = (seconds: number, kept: number): FoundLifetime => ({
    variant: name,
    limit: text,
    lifetimeMs: seconds * 1000,
    most: kept,
    staleMs: (seconds - 1) * 1000,
    ...(seconds === shortestS && { orLess: true }),
  })
  let high = Math.max(shortestS, longestS)
  let kept = await most(high)
  if (kept > count) return { variant: name, limit: text, most: kept }
  let low = shortestS
  const atShortest = await most(low)
  if (atShortest <= count) return found(low, atShortest)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const tried = await most(middle)
    if (tried <= count) {
      high = middle
      kept = tried
    } else low = middle
  }
  return found(high, kept)
}

/** The scenario with tokens of a service that live for so long. */
function withLifetime(scenario: Scenario, service: string, ms: number): Scenario {
  const services = scenario.services.map((each) =>
    each.name === service ? { ...each, options: lasting(each.options, ms) } : each,
  )
  return { ...scenario, services }
}

function lasting(options: ServiceOptions, ms: number): ServiceOptions {
  if (options.kind === 'vault') {
    const ttl = { tokenTtlMs: ms, tokenMaxTtlMs: ms }
    const all = <T extends object>(people: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(people).map(([name, each]) => [name, { ...each, ...ttl }]))
    return { ...options, approle: all(options.approle), userpass: all(options.userpass) }
  }
  return 'token' in options ? { ...options, token: { ...options.token, lifetimeMs: ms } } : options
}

/** Where a variant sets tokenLifetime, it is what is searched. */
const withTokenLifetime = (variant: VariantSpec, seconds: number): VariantSpec => ({
  ...variant,
  settings: variant.settings.map((each) =>
    each.attribute === 'tokenLifetime' ? { ...each, value: `${seconds}s` } : each,
  ),
})
