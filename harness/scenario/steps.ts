import type { z } from 'zod'
import { suggestName } from '../../emulator/index.ts'
import { readCall } from './calls.ts'
import { readClientRequest } from './client-request.ts'
import { readExpectations } from './expectations.ts'
import { readFault } from './faults.ts'
import { present, refuse, type Found } from './found.ts'
import type { CallSpec, Step, TrafficSpec } from './model.ts'
import { isIssuer, isServer, type Known } from './names.ts'
import { literal } from './placeholder.ts'
import { configStepOf, rotateOf, serverStepText, skewOf } from './server-steps.ts'
import {
  stepSchemas,
  type StepKind,
  type StepsWritten,
  type TrafficWritten,
} from './schema/steps.ts'
import { entriesOf, keyAt, nodeAt, placeAt, textOf, type Tree } from './tree.ts'
import { validate } from './validate.ts'

const kinds = Object.keys(stepSchemas) as StepKind[]
const calling: ReadonlySet<string> = new Set(['call', 'request', 'parallel', 'traffic'])

/** What has happened by the time a step begins. */
export interface Progress {
  /** Whether a step made calls. */
  called: boolean
  /** How far the clock has moved at least. */
  elapsedMs: number
}

/** Whether steps of that kind make calls. */
export const makesCalls = (kind: string): boolean => calling.has(kind)

/** One step; undefined where something is wrong with it. */
export function readStep(
  tree: Tree,
  known: Known,
  progress: Progress,
  found: Found,
): Step | undefined {
  const kind = kindOf(tree, found)
  if (!kind) return undefined
  const does = validateStep(kind, tree, known, progress, found)
  if (makesCalls(kind)) progress.called = true
  const expect = nodeAt(tree, ['expect'])
  const standing = { kind, called: progress.called }
  const expectations = expect ? readExpectations(expect, standing, known, found) : []
  if (!does) return undefined
  const at = keyAt(tree, [kind])
  return { at, text: textFor(kind, does, tree), expect: expectations, ...does }
}

function kindOf(tree: Tree, found: Found): StepKind | undefined {
  if (tree.kind !== 'map') {
    const help = `begin it with one of: ${kinds.join(', ')}`
    return refuse(
      found,
      'BAD-VALUE',
      'expected a step with a key that says what it does',
      tree.at,
      help,
    )
  }
  const given = kinds.filter((kind) => tree.entries.has(kind))
  if (given.length === 1) return given[0]
  if (given.length > 1) {
    const said = `a step does one thing; this one has "${given.join('" and "')}"`
    const second = keyAt(tree, [given[1]!])
    return refuse(found, 'BAD-VALUE', said, second, 'make it two steps')
  }
  const names = entriesOf(tree)
  const first = names.find(([name]) => name !== 'expect')
  if (!first) {
    const help = `add one of: ${kinds.join(', ')}`
    return refuse(found, 'MISSING-KEY', 'nothing says what the step does', tree.at, help)
  }
  const said = `"${first[0]}" is no step`
  return refuse(found, 'UNKNOWN-KEY', said, first[1].key, suggestName(first[0], kinds))
}

/** What a step does: the part of the model that depends on its kind. */
type Does = Step extends infer S
  ? S extends Step
    ? Omit<S, 'at' | 'text' | 'expect'>
    : never
  : never

function validateStep(
  kind: StepKind,
  tree: Tree,
  known: Known,
  progress: Progress,
  found: Found,
): Does | undefined {
  const read = <K extends StepKind>(name: K): StepsWritten[K] | undefined =>
    validate<z.ZodType>(stepSchemas[name], tree, found, ['api']) as StepsWritten[K] | undefined
  switch (kind) {
    case 'call': {
      const written = read('call')
      const call = written && readCall(written, tree, known, found)
      return call && { kind, call, times: written.times ?? 1 }
    }
    case 'request': {
      const written = read('request')
      const node = nodeAt(tree, [kind])!
      const request = written && readClientRequest(written.request, node, known, found)
      return request && { kind, request }
    }
    case 'parallel': {
      const written = read('parallel')
      return written && parallelOf(tree, written.parallel, known, found)
    }
    case 'traffic': {
      const written = read('traffic')
      const traffic = written && trafficOf(nodeAt(tree, [kind])!, written.traffic, known, found)
      return traffic && { kind, traffic }
    }
    case 'advance': {
      const ms = read('advance')?.advance
      progress.elapsedMs += ms ?? 0
      return ms === undefined ? undefined : { kind, ms }
    }
    case 'wait': {
      const ms = read('wait')?.wait
      return ms === undefined ? undefined : { kind, ms }
    }
    case 'at':
      return momentOf(read('at')?.at, tree, progress, found)
    case 'fault': {
      const written = read('fault')
      const fault = written && readFault(written.fault, nodeAt(tree, [kind])!, known, found)
      return fault && { kind, fault }
    }
    case 'revoke':
      return revokeOf(read('revoke')?.revoke, tree, known, found)
    case 'operator': {
      const command = read('operator')?.operator
      return command === undefined ? undefined : { kind, command: literal(command) }
    }
    case 'restart': {
      const server = read('restart')?.restart
      if (server === undefined || !isServer(server, placeAt(tree, [kind]), known, found))
        return undefined
      return { kind, server }
    }
    case 'rotate':
      return rotateOf(read('rotate')?.rotate, tree, known, found)
    case 'skew':
      return skewOf(read('skew')?.skew, tree, known, found)
    case 'config':
      return configStepOf(read('config')?.config, tree, known)
  }
}

type ParallelWritten = StepsWritten['parallel']['parallel']

function parallelOf(
  tree: Tree,
  written: ParallelWritten,
  known: Known,
  found: Found,
): Does | undefined {
  const inner = nodeAt(tree, ['parallel'])!
  const list = Array.isArray(written)
  const items = Array.isArray(written) ? written : [written]
  if (items.length === 0) return refuse(found, 'NOTHING-HAPPENS', 'there are no calls', inner.at)
  const calls: CallSpec[] = []
  for (const [i, item] of items.entries()) {
    const node = list ? nodeAt(inner, [i])! : inner
    const call = readCall(item, node, known, found)
    if (!call) return undefined
    for (let n = 0; n < (item.times ?? 1); n++) calls.push(call)
  }
  return { kind: 'parallel', calls }
}

function trafficOf(
  tree: Tree,
  written: TrafficWritten,
  known: Known,
  found: Found,
): TrafficSpec | undefined {
  const call = readCall(written, tree, known, found)
  const { every, rate, times, for: forMs, callers, arrivals = 'steady' } = written
  const pace = onlyOne(['every', 'rate'], tree, found)
  const length = onlyOne(['for', 'times'], tree, found)
  if (every === 0) {
    refuse(found, 'BAD-VALUE', 'no time lies between two calls', placeAt(tree, ['every']))
    return undefined
  }
  if (forMs === 0)
    return refuse(found, 'NOTHING-HAPPENS', 'it lasts no time', placeAt(tree, ['for']))
  if (!call || !pace || !length) return undefined
  const everyMs = every ?? rate!.perMs / rate!.count
  return { call, arrivals, everyMs, ...present({ times, forMs, callers }) }
}

/** Whether exactly one of two keys is there; says so where not. */
function onlyOne([a, b]: readonly [string, string], tree: Tree, found: Found): boolean {
  const hasA = nodeAt(tree, [a]) !== undefined
  const hasB = nodeAt(tree, [b]) !== undefined
  if (hasA && hasB) {
    const said = `"${a}" and "${b}" exclude each other`
    refuse(found, 'BAD-VALUE', said, keyAt(tree, [b]), 'keep one of them')
  } else if (!hasA && !hasB) {
    refuse(found, 'MISSING-KEY', `"${a}" or "${b}" is missing`, tree.at, `add "${a}:" or "${b}:"`)
  }
  return hasA !== hasB
}

function momentOf(
  ms: number | undefined,
  tree: Tree,
  progress: Progress,
  found: Found,
): Does | undefined {
  if (ms === undefined) return undefined
  if (ms < progress.elapsedMs) {
    const said = `${textOf(nodeAt(tree, ['at']))} after the start has passed when this step begins`
    return refuse(
      found,
      'IN-THE-PAST',
      said,
      placeAt(tree, ['at']),
      'use advance for a time from now',
    )
  }
  progress.elapsedMs = ms
  return { kind: 'at', ms }
}

function revokeOf(
  text: string | undefined,
  tree: Tree,
  known: Known,
  found: Found,
): Does | undefined {
  if (text === undefined) return undefined
  const at = placeAt(tree, ['revoke'])
  const [, service, ordinal] = /^([^.[]+)(?:\.issued\[([1-9]\d{0,8})\])?$/.exec(text) ?? []
  if (service === undefined) {
    const said = `"${text}" names neither a service nor a token`
    return refuse(
      found,
      'BAD-VALUE',
      said,
      at,
      'write vault for all tokens, vault.issued[2] for one',
    )
  }
  if (!isIssuer(service, at, known, found)) return undefined
  return { kind: 'revoke', service, ...(ordinal !== undefined && { ordinal: Number(ordinal) }) }
}

function textFor(kind: StepKind, does: Does, tree: Tree): string {
  switch (does.kind) {
    case 'call':
      return `call ${does.call.request.name}${does.times > 1 ? ` ${does.times} times` : ''}`
    case 'request': {
      const { method, path, to } = does.request
      return `request ${method} ${path.replace(/\?.*$/s, '')} to ${to}`
    }
    case 'parallel': {
      const names = [...new Set(does.calls.map(({ request }) => request.name))].join(', ')
      return `parallel ${does.calls.length} calls of ${names}`
    }
    case 'traffic':
      return `traffic ${does.traffic.call.request.name}`
    case 'fault':
      return `fault at ${textOf(nodeAt(tree, ['fault', 'at']))}`
    case 'rotate':
    case 'skew':
    case 'config':
      return serverStepText(does)
    default:
      return `${kind} ${textOf(nodeAt(tree, [kind]))}`
  }
}
