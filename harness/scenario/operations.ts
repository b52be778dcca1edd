import { stringsIn } from '../template.ts'
import { readCall } from './calls.ts'
import { checkCaptureNames } from './checks.ts'
import { refuse, type Found } from './found.ts'
import type { CallSpec } from './model.ts'
import type { Known } from './names.ts'
import { capturedNamesIn } from './placeholder.ts'
import type { CallInTurnWritten, FlowWritten } from './schema/compare.ts'
import type { AsWritten } from './schema/steps.ts'
import { entriesOf, itemsOf, keyAt, nodeAt, textOf, type Tree, type TreeEntry } from './tree.ts'

/** What an arrival does: one call, or several one after the other. */
export interface Operation {
  readonly weight: number
  readonly calls: readonly CallInTurn[]
}

interface CallInTurn {
  readonly call: CallInTurnWritten['call']
  /** Where `call` stands, and what stands there. */
  readonly entry: TreeEntry
  /** BAQ-REQUEST-INFO of its own. */
  readonly as?: SuppliedInfo
  readonly capture: TreeEntry | undefined
}

/** BAQ-REQUEST-INFO as it was written, and where. */
export interface SuppliedInfo {
  readonly written: AsWritten
  readonly tree: Tree
}

/** The operations of a flow with their weights; none where it names none. */
export function operationsOf(written: FlowWritten, tree: Tree): readonly Operation[] {
  const sole = soleOperation(written, tree)
  if (sole) return [sole]
  const weights = (written.calls ?? {}) as Readonly<Record<string, number>>
  return entriesOf(nodeAt(tree, ['calls'])).map(([name, { key }]) => ({
    weight: weights[name]!,
    calls: [namedCall(name, key)],
  }))
}

/** What every arrival of a flow does, where it is the same for all. */
export function soleOperation({ call, calls }: FlowWritten, tree: Tree): Operation | undefined {
  if (call !== undefined) {
    const entry = { key: keyAt(tree, ['call']), value: nodeAt(tree, ['call'])! }
    return { weight: 1, calls: [{ call, entry, capture: undefined }] }
  }
  if (!Array.isArray(calls)) return undefined
  const items = itemsOf(nodeAt(tree, ['calls']))
  return { weight: 1, calls: calls.map((each, i) => callInTurn(each, items[i]!)) }
}

/** A call by the name of its request alone. */
export const namedCall = (name: string, at: TreeEntry['key']): CallInTurn => ({
  call: name,
  entry: { key: at, value: { kind: 'leaf', at, value: name, source: name } },
  capture: undefined,
})

function callInTurn(written: string | CallInTurnWritten, tree: Tree): CallInTurn {
  if (typeof written === 'string') return namedCall(written, tree.at)
  const { call, as } = written
  const capture = entriesOf(tree).find(([name]) => name === 'capture')?.[1]
  return {
    call,
    entry: { key: keyAt(tree, ['call']), value: nodeAt(tree, ['call'])! },
    capture,
    ...(as && { as: { written: as, tree: nodeAt(tree, ['as'])! } }),
  }
}

/** Who makes the calls of a flow, and where they go. */
export interface Callers {
  readonly as?: SuppliedInfo
  readonly on: string | undefined
  readonly from: string | undefined
  /** The flow. */
  readonly tree: Tree
}

/** The calls of an operation, each read as a step would make it; undefined where something is wrong. */
export function readCalls(
  { calls }: Operation,
  callers: Callers,
  known: Known,
  found: Found,
): readonly CallSpec[] | undefined {
  const captured = new Set<string>()
  const specs: CallSpec[] = []
  for (const each of calls) {
    const spec = readCallInTurn(each, callers, known, found)
    if (!spec || !isFilled(spec, captured, each.entry.key, known, found)) return undefined
    specs.push(spec)
    for (const name of Object.keys(spec.capture)) captured.add(name)
  }
  return specs
}

function readCallInTurn(
  { call, entry, as: own, capture }: CallInTurn,
  { as: usual, on, from, tree }: Callers,
  known: Known,
  found: Found,
): CallSpec | undefined {
  const as = own ?? usual
  const server = nodeAt(tree, ['on'])
  const entries = new Map<string, TreeEntry>([
    ['call', entry],
    ...(as ? [['as', { key: as.tree.at, value: as.tree }] as const] : []),
    ...(server ? [['on', { key: keyAt(tree, ['on']), value: server }] as const] : []),
  ])
  const paths = Object.fromEntries(
    entriesOf(capture?.value).map(([name, { value }]) => [name, textOf(value)]),
  )
  checkCaptureNames(entriesOf(capture?.value), known.services.keys(), found)
  return readCall(
    { call, as: as?.written, on, from, capture: paths },
    { kind: 'map', at: tree.at, entries },
    known,
    found,
  )
}

/** Whether everything a call needs was captured before it in the same arrival. */
function isFilled(
  { request, as }: CallSpec,
  captured: ReadonlySet<string>,
  at: TreeEntry['key'],
  { run }: Known,
  found: Found,
): boolean {
  const { path, headers, body } = request
  const names = stringsIn([path, headers, body, as.fields])
    .flatMap(capturedNamesIn)
    .filter((name) => !run.issuers.has(name))
  const missing = names.find((name) => !captured.has(name))
  if (missing === undefined) return true
  const said = `"${request.name}" needs \${${missing}}, which no call before it captures`
  const help = `let one do so: calls: [{ call: ..., capture: { ${missing}: $.data } }, ${request.name}]`
  refuse(found, 'UNKNOWN-NAME', said, at, help)
  return false
}
