import {
  requestInfoFields,
  type FieldValue,
  type Place,
  type RequestInfo,
  type RequestInfoField,
} from '../../emulator/index.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import type { CallSpec, RequestTemplate } from './model.ts'
import { isServer, type Known } from './names.ts'
import { checkPlaceholders, hasPlaceholder } from './placeholder.ts'
import { readRequest } from './requests.ts'
import type { AsWritten, CallWritten } from './schema/steps.ts'
import { nodeAt, placeAt, type Tree } from './tree.ts'

type Written = Omit<CallWritten, 'times'>

/** A call as a step, a parallel item or traffic writes it. */
export function readCall(
  written: Written,
  tree: Tree,
  known: Known,
  found: Found,
): CallSpec | undefined {
  const request = requestOf(written.call, nodeAt(tree, ['call'])!, known, found)
  const as = nodeAt(tree, ['as'])
  checkPlaceholders(as, known.run, found)
  const info = requestInfo(written.as, as, found)
  const { on, from: program } = written
  if (on !== undefined) isServer(on, placeAt(tree, ['on']), known, found)
  if (!request) return undefined
  return { request, as: info, capture: written.capture ?? {}, ...present({ on, program }) }
}

function requestOf(
  call: Written['call'],
  tree: Tree,
  known: Known,
  found: Found,
): RequestTemplate | undefined {
  if (typeof call !== 'string') return readRequest(tree, undefined, tree.at, known.run, found)
  known.usedRequests.add(call)
  if (known.requests.has(call)) return known.requests.get(call)
  return refuseName(found, 'request', call, known.requests.keys(), tree.at)
}

function requestInfo(
  written: AsWritten | undefined,
  tree: Tree | undefined,
  found: Found,
): RequestInfo {
  const { compLevel, ...texts } = written ?? {}
  const fields: Partial<Record<RequestInfoField, FieldValue>> = {}
  for (const [name, value] of Object.entries(texts)) {
    if (value === undefined || !tree) continue
    const { length, ...rest } = typeof value === 'string' ? { value, length: undefined } : value
    const field = { ...rest, ...present({ length }) }
    fields[name as RequestInfoField] = field
    checkField(name as RequestInfoField, field, placesOf(tree, name), found)
  }
  return { fields, ...present({ compLevel }) }
}

interface FieldPlaces {
  readonly value: Place
  readonly length: Place
}

function placesOf(tree: Tree, name: string): FieldPlaces {
  const inner = nodeAt(tree, [name, 'value']) ? [name, 'value'] : [name]
  return { value: placeAt(tree, inner), length: placeAt(tree, [name, 'length']) }
}

function checkField(
  name: RequestInfoField,
  { value, length }: FieldValue,
  at: FieldPlaces,
  found: Found,
): void {
  const { copybook, maxLength = Infinity } = requestInfoFields[name]
  if (!hasPlaceholder(value) && value.length > maxLength) {
    const said = `${value.length} characters do not fit into ${copybook}, which has ${maxLength}`
    refuse(found, 'BAD-VALUE', said, at.value)
  }
  if (length === undefined) return
  if (length < 0) refuse(found, 'BAD-VALUE', `the length ${length} is negative`, at.length)
  if (length > maxLength) {
    const said = `the length ${length} is more than the ${maxLength} characters of ${copybook}`
    refuse(found, 'BAD-VALUE', said, at.length)
  }
}
