import { compareLevels, levelText, type Level } from '../../emulator/index.ts'
import type { ServiceOptions } from '../fakes/options.ts'
import type {
  CompareBalance,
  CompareSpec,
  Latency,
  LatencySpec,
  TimedFault,
  VariantSpec,
} from './compare-model.ts'
import { readFault } from './faults.ts'
import { readFlow, type FlowReading } from './flows.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { readCountName, type Known } from './names.ts'
import { readPolicies } from './policies.ts'
import { compareSchema, type LatencyWritten, type VariantWritten } from './schema/compare.ts'
import { entriesOf, nodeAt, placeAt, textOf, type Tree } from './tree.ts'
import { validate } from './validate.ts'

/** What reading `compare` needs of the rest of the file. */
export interface CompareReading extends Omit<FlowReading, 'wholeMs'> {
  readonly level: Level
  readonly balance: CompareBalance
  readonly serversOf: (tree: Tree | undefined) => readonly string[]
}

/** The `compare` of a scenario file; undefined where something is wrong with it. */
export function readCompare(tree: Tree, reading: CompareReading): CompareSpec | undefined {
  const { found, known } = reading
  const written = validate(compareSchema, tree, found)
  if (!written) return undefined
  const before = found.length
  if (written.for === 0)
    return refuse(found, 'NOTHING-HAPPENS', 'it lasts no time', placeAt(tree, ['for']))
  const flows = written.traffic.flatMap((each, i) => {
    const node = nodeAt(tree, ['traffic', i])!
    return readFlow(each, node, { ...reading, wholeMs: written.for }) ?? []
  })
  const latencies = latenciesOf(nodeAt(tree, ['latency']), written.latency, known, found)
  const faults = (written.faults ?? []).flatMap(({ after, fault }, i): TimedFault[] => {
    const node = nodeAt(tree, ['faults', i, 'fault'])!
    const read = readFault(fault, node, known, found)
    const text = `fault at ${textOf(nodeAt(node, ['at']))}`
    return read ? [{ at: node.at, text, afterMs: after, fault: read }] : []
  })
  const variants = written.variants.map((each, i) =>
    variantOf(each, nodeAt(tree, ['variants', i])!, latencies, reading),
  )
  tellVariants(variants, tree, found)
  if (written.base !== undefined && !variants.some(({ name }) => name === written.base))
    refuseName(
      found,
      'variant',
      written.base,
      variants.map(({ name }) => name),
      placeAt(tree, ['base']),
    )
  if (flows.length === 0 && found.length === before)
    refuse(found, 'NOTHING-HAPPENS', 'there is no traffic', placeAt(tree, ['traffic']))
  if (found.slice(before).some(({ severity }) => severity === 'error')) return undefined
  return {
    at: tree.at,
    forMs: written.for,
    flows,
    latencies,
    faults,
    variants,
    ...present({ bucketMs: written.bucket, base: written.base }),
  }
}

function tellVariants(variants: readonly VariantSpec[], tree: Tree, found: Found): void {
  if (variants.length === 0)
    refuse(found, 'NOTHING-HAPPENS', 'nothing is compared', placeAt(tree, ['variants']))
  for (const [i, { name }] of variants.entries()) {
    if (variants.findIndex((each) => each.name === name) === i) continue
    const at = placeAt(tree, ['variants', i])
    refuse(found, 'DUPLICATE-NAME', `two variants are called "${name}"`, at, 'add "name:" to one')
  }
}

/** The variant that the others are compared with where nobody names one. */
export const lowestOf = (variants: readonly VariantSpec[]): VariantSpec =>
  variants.reduce((lowest, each) => (compareLevels(each.level, lowest.level) < 0 ? each : lowest))

function variantOf(
  written: VariantWritten,
  tree: Tree,
  usual: readonly LatencySpec[],
  reading: CompareReading,
): VariantSpec {
  const { known, found } = reading
  const level = written.level ?? reading.level
  const settings = entriesOf(nodeAt(tree, ['set'])).flatMap(([element, { value }]) =>
    entriesOf(value).map(([attribute, entry]) => ({
      at: entry.key,
      element,
      attribute,
      value: textOf(entry.value),
    })),
  )
  const servers = nodeAt(tree, ['servers'])
  const policies = readPolicies(written.whatIf ?? [], nodeAt(tree, ['whatIf']), found)
  const own = latenciesOf(nodeAt(tree, ['latency']), written.latency, known, found)
  const named = own.map(({ service, endpoint }) => `${service}.${endpoint}`)
  const rest = usual.filter(({ service, endpoint }) => !named.includes(`${service}.${endpoint}`))
  const words = [
    levelText(level),
    ...(servers ? [serversText(servers)] : []),
    ...(written.balance === undefined ? [] : [written.balance]),
    ...settings.map(({ attribute, value }) => `${attribute} ${value}`),
    ...own.map(
      ({ service, endpoint, latency }) => `${service}.${endpoint} ${latencyText(latency)}`,
    ),
    ...policies.map(({ kind }) => kind),
  ]
  return {
    at: tree.at,
    name: written.name ?? words.join(', '),
    level,
    balance: written.balance ?? reading.balance,
    settings,
    latencies: [...rest, ...own],
    policies,
    assume: {},
    ...(servers && { servers: reading.serversOf(servers) }),
  }
}

function serversText(tree: Tree): string {
  const count = tree.kind === 'list' ? tree.items.length : Number(textOf(tree))
  return `${count} ${count === 1 ? 'server' : 'servers'}`
}

/** A latency in words, as `100 ms` or `exponential 100 ms`. */
export function latencyText(latency: Latency): string {
  switch (latency.kind) {
    case 'fixed':
      return `${latency.ms} ms`
    case 'uniform':
      return `${latency.fromMs} to ${latency.toMs} ms`
    case 'exponential':
      return `exponential ${latency.meanMs} ms`
    case 'lognormal':
      return `lognormal ${latency.medianMs} ms, p99 ${latency.p99Ms} ms`
  }
}

function latenciesOf(
  tree: Tree | undefined,
  written: Readonly<Record<string, LatencyWritten>> | undefined,
  known: Known,
  found: Found,
): readonly LatencySpec[] {
  return entriesOf(tree).flatMap(([name, { key, value }]): LatencySpec[] => {
    const read = readCountName(name, key, known, found)
    // A service with errors of its own has told them.
    if (!read || known.services.get(read.service) === undefined) return []
    const issuing = issuingEndpoint(known.services.get(read.service))
    if (
      issuing === undefined ||
      read.status !== undefined ||
      (read.endpoint ?? issuing) !== issuing
    ) {
      const issuers = [...known.services].flatMap(([each, options]) => {
        const endpoint = issuingEndpoint(options)
        return endpoint === undefined ? [] : [`${each}.${endpoint}`]
      })
      const said = `"${name}" issues no tokens, so its latency changes nothing that is counted`
      refuse(found, 'BAD-VALUE', said, key, `write one of: ${issuers.join(', ')}`)
      return []
    }
    const latency = latencyOf(written![name]!, value, found)
    return latency ? [{ service: read.service, endpoint: issuing, latency }] : []
  })
}

/** The endpoint of a service that hands out tokens; undefined where it has none. */
export function issuingEndpoint(options: ServiceOptions | undefined): string | undefined {
  if (!options || options.kind === 'api' || options.kind === 'outside') return undefined
  return options.kind === 'oauth' ? 'token' : 'login'
}

function latencyOf(written: LatencyWritten, tree: Tree, found: Found): Latency | undefined {
  if (typeof written === 'number') return { kind: 'fixed', ms: written }
  const { uniform, exponential, lognormal } = written
  const given = [uniform, exponential, lognormal].filter((each) => each !== undefined)
  if (given.length !== 1) {
    const help = 'write one of uniform, exponential and lognormal'
    return refuse(found, 'BAD-VALUE', 'a latency has one distribution', tree.at, help)
  }
  if (exponential !== undefined) return { kind: 'exponential', meanMs: exponential }
  if (lognormal) {
    const { median, p99 } = lognormal
    if (median > 0 && p99 >= median) return { kind: 'lognormal', medianMs: median, p99Ms: p99 }
    const said = 'the 99th percentile is not below the median, and the median not zero'
    return refuse(found, 'CANNOT-HOLD', said, tree.at)
  }
  const [fromMs, toMs, more] = uniform!
  if (fromMs !== undefined && toMs !== undefined && more === undefined && fromMs <= toMs)
    return { kind: 'uniform', fromMs, toMs }
  const help = 'write the shortest and the longest, as [50ms, 150ms]'
  return refuse(
    found,
    'CANNOT-HOLD',
    'nothing lies between these',
    placeAt(tree, ['uniform']),
    help,
  )
}
