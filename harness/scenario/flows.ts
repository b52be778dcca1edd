import type { ReadFile } from '../../emulator/config/index.ts'
import type { Place } from '../../emulator/index.ts'
import type { CurvePoint, FlowPart, FlowSpec, Pattern } from './compare-model.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import type { Known } from './names.ts'
import {
  namedCall,
  operationsOf,
  readCalls,
  soleOperation,
  type Operation,
  type SuppliedInfo,
} from './operations.ts'
import { readReplay } from './replay.ts'
import type { FlowWritten } from './schema/compare.ts'
import { entriesOf, keyAt, nodeAt, placeAt, textOf, type Tree } from './tree.ts'

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

interface User {
  readonly name: string
  readonly weight: number
  readonly as?: SuppliedInfo
}

/** Every pair of an operation and a user, each with the product of their weights. */
function partsOf(written: FlowWritten, tree: Tree, reading: FlowReading): FlowPart[] | undefined {
  const { found } = reading
  if (written.call !== undefined && written.calls) return exclude('call', 'calls', tree, found)
  if (written.as && written.users) return exclude('as', 'users', tree, found)
  const operations = operationsOf(written, tree)
  if (operations.every(({ calls }) => calls.length === 0)) {
    const help = 'add "call:" with the name of a request, or "calls:" with a mix'
    return refuse(found, 'MISSING-KEY', 'nothing says what is called', tree.at, help)
  }
  const users = usersOf(written, tree)
  const parts: FlowPart[] = []
  for (const operation of operations) {
    for (const user of users ?? [undefined]) {
      const part = partOf(written, tree, operation, user, reading)
      if (!part) return undefined
      parts.push(part)
    }
  }
  return parts
}

const usersOf = ({ users }: FlowWritten, tree: Tree): readonly User[] | undefined =>
  users &&
  entriesOf(nodeAt(tree, ['users'])).map(([name, { value }]) => {
    const { weight = 1, as } = users[name]!
    return { name, weight, ...(as && { as: { written: as, tree: nodeAt(value, ['as'])! } }) }
  })

/** A part is read as the calls that steps would make. */
function partOf(
  written: FlowWritten,
  tree: Tree,
  operation: Operation,
  user: User | undefined,
  { known, found }: FlowReading,
): FlowPart | undefined {
  const { as, on, from } = written
  const info = user ? user.as : as && { written: as, tree: nodeAt(tree, ['as'])! }
  const calls = readCalls(operation, { on, from, tree, ...present({ as: info }) }, known, found)
  const weight = operation.weight * (user?.weight ?? 1)
  return calls && { calls, weight, ...(user && { user: user.name }) }
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
  const parts: FlowPart[] = []
  const timesMs: number[][] = []
  for (const { operation, user, times } of replay.parts) {
    const line = { operation, user, at: times[0]!.at }
    const part = replayedPart(line, written, tree, reading)
    if (!part) return undefined
    parts.push(part)
    timesMs.push(times.map(({ ms }) => ms))
  }
  const pattern: Pattern = { kind: 'replay', file: replay.file, timesMs }
  return { at: tree.at, pattern, ...span, parts }
}

interface ReplayedLine {
  readonly operation: string | undefined
  readonly user: string | undefined
  readonly at: Place
}

/** What a line of the file calls: a request by its name, or the flow's own calls; and the same for its user. */
function replayedPart(
  { operation, user, at }: ReplayedLine,
  written: FlowWritten,
  tree: Tree,
  reading: FlowReading,
): FlowPart | undefined {
  const { known, found } = reading
  const sole = soleOperation(written, tree)
  if (operation === undefined && !sole) {
    const said = 'a line has no operation, and the flow has no "call"'
    return refuse(found, 'MISSING-KEY', said, at, 'add "call:" to the flow')
  }
  if (!sole && !known.requests.has(operation!))
    return refuseName(found, 'request', operation!, known.requests.keys(), at)
  const called = sole ?? { weight: 1, calls: [namedCall(operation!, at)] }
  const users = usersOf(written, tree)
  if (!users) return partOf(written, tree, called, undefined, reading)
  const chosen = users.find(({ name }) => name === user)
  if (chosen) return partOf(written, tree, called, chosen, reading)
  const names = users.map(({ name }) => name)
  return refuseName(found, 'user', user ?? '', names, at)
}
