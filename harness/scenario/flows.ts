import type { ReadFile } from '../../emulator/config/index.ts'
import type { Place } from '../../emulator/index.ts'
import { readCall } from './calls.ts'
import type { CurvePoint, FlowPart, FlowSpec, Pattern } from './compare-model.ts'
import { refuse, refuseName, type Found } from './found.ts'
import type { Known } from './names.ts'
import { readReplay } from './replay.ts'
import type { FlowWritten } from './schema/compare.ts'
import { entriesOf, keyAt, nodeAt, placeAt, textOf, type Tree, type TreeEntry } from './tree.ts'

const patterns = ['rate', 'every', 'curve', 'bursts', 'replay'] as const

/** What reading a flow needs besides the flow. */
export interface FlowReading {
  readonly known: Known
  readonly found: Found
  readonly readFile: ReadFile
  /** The scenario file, beside which files to replay lie. */
  readonly file: string
  /** How long calls arrive in all. */
  readonly wholeMs: number
}

/** One flow of calls; undefined where something is wrong with it. */
export function readFlow(
  written: FlowWritten,
  tree: Tree,
  reading: FlowReading,
): FlowSpec | undefined {
  const { found, wholeMs } = reading
  const fromMs = written.after ?? 0
  const forMs = written.for ?? wholeMs - fromMs
  if (forMs <= 0 || fromMs + forMs > wholeMs) {
    const at = placeAt(tree, [written.for === undefined ? 'after' : 'for'])
    return refuse(found, 'CANNOT-HOLD', 'it goes on after the end of the comparison', at)
  }
  const given = patterns.filter((name) => written[name] !== undefined)
  const [kind, second] = given
  if (kind === undefined) {
    const help = `add one of: ${patterns.join(', ')}`
    return refuse(found, 'MISSING-KEY', 'nothing says when its calls arrive', tree.at, help)
  }
  if (second !== undefined) return exclude(kind, second, tree, found)
  if (kind === 'replay') return replayFlow(written, tree, { fromMs, forMs }, reading)
  const poisson = written.arrivals === 'poisson'
  if (poisson && kind === 'bursts') return exclude('bursts', 'arrivals', tree, found)
  const pattern = patternOf(kind, written, tree, poisson, found)
  const parts = partsOf(written, tree, reading)
  return pattern && parts && { at: tree.at, pattern, fromMs, forMs, parts }
}

function exclude(first: string, second: string, tree: Tree, found: Found): undefined {
  const said = `"${first}" and "${second}" exclude each other`
  return refuse(found, 'BAD-VALUE', said, keyAt(tree, [second]), 'keep one of them')
}

function patternOf(
  kind: Exclude<(typeof patterns)[number], 'replay'>,
  { every, rate, curve, bursts }: FlowWritten,
  tree: Tree,
  poisson: boolean,
  found: Found,
): Pattern | undefined {
  switch (kind) {
    case 'rate':
      return { kind: 'rate', everyMs: rate!.perMs / rate!.count, poisson }
    case 'every':
      if (every! > 0) return { kind: 'rate', everyMs: every!, poisson }
      return refuse(found, 'BAD-VALUE', 'no time lies between two calls', placeAt(tree, ['every']))
    case 'curve':
      return curveOf(curve!, nodeAt(tree, ['curve'])!, poisson, found)
    case 'bursts': {
      const { every: everyMs, calls, within: withinMs } = bursts!
      if (withinMs > 0 && withinMs <= everyMs) return { kind: 'bursts', everyMs, calls, withinMs }
      const said = withinMs > 0 ? 'a burst ends after the next one begins' : 'a burst takes no time'
      return refuse(found, 'CANNOT-HOLD', said, placeAt(tree, ['bursts', 'within']))
    }
  }
}

function curveOf(
  written: NonNullable<FlowWritten['curve']>,
  tree: Tree,
  poisson: boolean,
  found: Found,
): Pattern | undefined {
  const points: readonly CurvePoint[] = written.map(({ at, rate }) => ({ atMs: at, rate }))
  const back = points.findIndex(({ atMs }, i) => i > 0 && atMs <= points[i - 1]!.atMs)
  if (back > 0) {
    const [before, here] = [back - 1, back].map((i) => textOf(nodeAt(tree, [i, 'at'])))
    const said = `the curve goes backwards: ${here} comes after ${before}`
    const help = 'write its points in the order of time, each moment once'
    return refuse(found, 'CANNOT-HOLD', said, placeAt(tree, [back, 'at']), help)
  }
  if (points.some(({ rate }) => rate > 0)) return { kind: 'curve', points, poisson }
  return refuse(found, 'NOTHING-HAPPENS', 'the curve has no call', tree.at)
}

interface Named {
  readonly name: string
  readonly weight: number
  readonly entry: TreeEntry
}

/** Every pair of an operation and a user, each with the product of their weights. */
function partsOf(written: FlowWritten, tree: Tree, reading: FlowReading): FlowPart[] | undefined {
  const { found } = reading
  if (written.call !== undefined && written.calls) return exclude('call', 'calls', tree, found)
  if (written.as && written.users) return exclude('as', 'users', tree, found)
  const operations = operationsOf(written, tree)
  if (operations.length === 0) {
    const help = 'add "call:" with the name of a request, or "calls:" with a mix'
    return refuse(found, 'MISSING-KEY', 'nothing says what is called', tree.at, help)
  }
  const users = usersOf(written, tree)
  const parts: FlowPart[] = []
  for (const operation of operations) {
    for (const user of users) {
      const part = partOf(written, tree, operation, user, reading)
      if (!part) return undefined
      parts.push(part)
    }
  }
  return parts
}

const operationsOf = ({ call, calls }: FlowWritten, tree: Tree): readonly Named[] => {
  if (call !== undefined) return [{ name: '', weight: 1, entry: entryAt(tree, 'call') }]
  return entriesOf(nodeAt(tree, ['calls'])).map(([name, entry]) => ({
    name,
    weight: calls![name]!,
    entry,
  }))
}

const usersOf = ({ users }: FlowWritten, tree: Tree): readonly (Named | undefined)[] =>
  users
    ? entriesOf(nodeAt(tree, ['users'])).map(([name, entry]) => ({
        name,
        weight: users[name]!.weight ?? 1,
        entry,
      }))
    : [undefined]

const entryAt = (tree: Tree, name: string): TreeEntry => ({
  key: keyAt(tree, [name]),
  value: nodeAt(tree, [name])!,
})

/** A part is read as the call that a step would make. */
function partOf(
  written: FlowWritten,
  tree: Tree,
  operation: Named,
  user: Named | undefined,
  { known, found }: FlowReading,
): FlowPart | undefined {
  const call = operation.name === '' ? written.call! : operation.name
  const { key: at } = operation.entry
  const name: Tree = { kind: 'leaf', at, value: operation.name, source: operation.name }
  const as = user ? nodeAt(user.entry.value, ['as']) : nodeAt(tree, ['as'])
  const entries = new Map<string, TreeEntry>([
    ['call', operation.name === '' ? operation.entry : { key: at, value: name }],
    ...(as ? [['as', { key: as.at, value: as }] as const] : []),
    ...(written.on === undefined ? [] : [['on', entryAt(tree, 'on')] as const]),
  ])
  const info = user ? written.users![user.name]!.as : written.as
  const spec = readCall(
    { call, as: info, on: written.on, from: written.from, capture: undefined },
    { kind: 'map', at: tree.at, entries },
    known,
    found,
  )
  const weight = operation.weight * (user?.weight ?? 1)
  return spec && { call: spec, weight, ...(user && { user: user.name }) }
}

function replayFlow(
  written: FlowWritten,
  tree: Tree,
  span: { readonly fromMs: number; readonly forMs: number },
  reading: FlowReading,
): FlowSpec | undefined {
  const { found } = reading
  if (written.arrivals) return exclude('replay', 'arrivals', tree, found)
  const replay = readReplay(written.replay!, nodeAt(tree, ['replay'])!, reading)
  if (!replay) return undefined
  const operations = operationsOf(written, tree)
  const users = usersOf(written, tree)
  const parts: FlowPart[] = []
  const timesMs: number[][] = []
  for (const { operation, user, times } of replay.parts) {
    const part = replayedPart({ operation, user, line: times[0]!.at }, operations, users, tree, {
      ...reading,
      written,
    })
    if (!part) return undefined
    parts.push(part)
    timesMs.push(times.map(({ ms }) => ms))
  }
  const pattern: Pattern = { kind: 'replay', file: replay.file, timesMs }
  return { at: tree.at, pattern, ...span, parts }
}

interface ReplayedPart {
  readonly operation: string | undefined
  readonly user: string | undefined
  readonly line: Place
}

/** What a line of the file calls: a request by its name, or the flow's own; and the same for its user. */
function replayedPart(
  { operation, user, line }: ReplayedPart,
  operations: readonly Named[],
  users: readonly (Named | undefined)[],
  tree: Tree,
  reading: FlowReading & { readonly written: FlowWritten },
): FlowPart | undefined {
  const { known, found, written } = reading
  const single = written.call !== undefined ? operations[0] : undefined
  if (operation === undefined && !single) {
    const said = 'a line has no operation, and the flow has no "call"'
    return refuse(found, 'MISSING-KEY', said, line, 'add "call:" to the flow')
  }
  const named = single ?? { name: operation!, weight: 1, entry: { key: line, value: tree } }
  if (!single && !known.requests.has(named.name))
    return refuseName(found, 'request', named.name, known.requests.keys(), line)
  if (!written.users) return partOf(written, tree, named, undefined, reading)
  const knownUsers = users.flatMap((each) => each ?? [])
  const chosen = knownUsers.find(({ name }) => name === user)
  if (!chosen) {
    const names = knownUsers.map(({ name }) => name)
    return refuseName(found, 'user', user ?? '', names, line)
  }
  return partOf(written, tree, named, chosen, reading)
}
