import type { Place } from '../../emulator/index.ts'
import { tellContradictions } from './contradictions.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { isIssuer, isServer, readCountName, type Known } from './names.ts'
import type { Bound, Expectation } from './model.ts'
import { checkPlaceholders } from './placeholder.ts'
import { checkBase } from './rows.ts'
import { literally, ofSent } from './sent-expectations.ts'
import { expectation, type ExpectationKey, type ExpectationWritten } from './schema/expect.ts'
import { entriesOf, itemsOf, keyAt, nodeAt, placeAt, textOf, type Tree } from './tree.ts'
import { validate } from './validate.ts'

/** Where an `expect` stands: after a step of some kind, at the end, or beside a world that runs. */
export interface Standing {
  readonly kind: string
  /** Whether this step or one before it makes calls. */
  readonly called: boolean
}

const anywhere = ['calls', 'order', 'requests', 'cache', 'liveTokens'] as const
const many = ['outcomes', 'peak', 'inFlight', 'longestOutage', 'retries', 'elapsed'] as const
const ofCall = [
  'returnCode',
  'statusCode',
  'statusMessage',
  'statusMessageLength',
  'body',
  'api',
  'token',
  'because',
  'retries',
  'elapsed',
] as const

/** Which expectations fit a step; what is not listed has those that fit anywhere. */
const fitting: Readonly<Record<string, readonly ExpectationKey[]>> = {
  call: [...anywhere, ...ofCall],
  request: [...anywhere, 'status', 'body', 'runsAs', 'person', 'logged', 'because', 'elapsed'],
  parallel: [...anywhere, ...many, 'because'],
  traffic: [...anywhere, ...many, 'because'],
  fault: ['cache', 'liveTokens'],
  revoke: [...anywhere, 'affected'],
  rotate: [...anywhere, 'affected'],
  operator: [...anywhere, 'reply', 'accepted', 'affected', 'because'],
  end: [...anywhere, ...many, 'saved', 'problems'],
  world: [...anywhere, ...ofCall, ...many],
}

const places: Readonly<Record<string, string>> = {
  end: 'the end of a scenario',
  world: 'everything that happened',
}

/** What an `expect` says, each with the place of its value. */
export function readExpectations(
  tree: Tree,
  standing: Standing,
  known: Known,
  found: Found,
): readonly Expectation[] {
  const written = validate(expectation, tree, found)
  if (!written || tree.kind !== 'map') return []
  if (tree.entries.size === 0) {
    refuse(found, 'CANNOT-FAIL', 'nothing is expected', tree.at, 'say what must hold, or remove it')
  }
  const reader = { tree, standing, known, found }
  tellMisfits(reader)
  const all = [
    ...ofRequests(written, reader),
    ...ofOutcome(written, reader),
    ...ofWorld(written, reader),
  ]
  tellContradictions(all, found)
  return all
}

interface Reader {
  readonly tree: Tree
  readonly standing: Standing
  readonly known: Known
  readonly found: Found
}

function tellMisfits({ tree, standing: { kind }, found }: Reader): void {
  const fit = fitting[kind] ?? anywhere
  for (const [name, { key }] of entriesOf(tree)) {
    if (fit.some((known) => known === name)) continue
    const where = places[kind] ?? `a step "${kind}"`
    const said = `"${name}" says nothing about ${where}`
    refuse(
      found,
      kind === 'fault' ? 'CANNOT-FAIL' : 'BAD-VALUE',
      said,
      key,
      `what fits: ${fit.join(', ')}`,
    )
  }
}

/** The names and values of a map, which must not be empty. */
function each<T>(
  name: string,
  written: Readonly<Record<string, T>> | undefined,
  { tree, found }: Reader,
): readonly (readonly [string, T, Place, Place])[] {
  if (!written) return []
  const entries = Object.entries(written)
  if (entries.length === 0) {
    refuse(found, 'CANNOT-FAIL', `nothing is expected under "${name}"`, placeAt(tree, [name]))
  }
  return entries.map(([key, value]) => [
    key,
    value,
    placeAt(tree, [name, key]),
    keyAt(tree, [name, key]),
  ])
}

/** What is expected of the requests that arrived. */
function ofRequests(written: ExpectationWritten, reader: Reader): Expectation[] {
  const { tree, known, found } = reader
  const made: Expectation[] = []
  for (const [name, bound, at, key] of each('calls', written.calls, reader)) {
    readCountName(name, key, known, found)
    tellNeverCalled(name, bound, at, reader)
    made.push({ kind: 'calls', at, name, bound })
  }
  if (written.order) made.push(orderOf(written.order, reader))
  for (const [i, request] of (written.requests ?? []).entries()) {
    const node = nodeAt(tree, ['requests', i])!
    withoutStatus(request.to, placeAt(node, ['to']), reader)
    checkPlaceholders(node, known.run, found)
    made.push(requestOf(request, node))
  }
  if (written.requests?.length === 0) {
    refuse(found, 'CANNOT-FAIL', 'no request is expected', placeAt(tree, ['requests']))
  }
  return made
}

/** A zero that nothing could have raised. */
function tellNeverCalled(name: string, bound: Bound, at: Place, { standing, found }: Reader): void {
  if (bound.max > 0 || standing.called || standing.kind === 'end') return
  const said = `"${name}" cannot have been called: no step so far makes a call`
  refuse(found, 'CANNOT-FAIL', said, at, 'expect it after a call')
}

/** Where requests are listed, not counted, a name has no status. */
function withoutStatus(name: string, at: Place, { known, found }: Reader): void {
  const read = readCountName(name, at, known, found)
  if (read?.status === undefined) return
  const bare = name.slice(0, name.lastIndexOf(':'))
  refuse(found, 'BAD-VALUE', `"${name}" has a status, which only counts have`, at, `write ${bare}`)
}

function orderOf(names: readonly string[], reader: Reader): Expectation {
  const { tree, found } = reader
  const at = placeAt(tree, ['order'])
  if (names.length === 0) refuse(found, 'CANNOT-FAIL', 'the order names nothing', at)
  for (const [i, name] of names.entries()) {
    withoutStatus(name, placeAt(tree, ['order', i]), reader)
  }
  return { kind: 'order', at, names }
}

type RequestExpectation = NonNullable<ExpectationWritten['requests']>[number]

function requestOf(written: RequestExpectation, node: Tree): Expectation {
  const { to, nth = 1, method, path, certificate, body, headers = {} } = written
  const parts: Record<string, Place> = {}
  for (const name of ['method', 'path', 'certificate', 'body']) {
    if (nodeAt(node, [name])) parts[name] = placeAt(node, [name])
  }
  for (const name of Object.keys(headers))
    parts[`headers.${name}`] = placeAt(node, ['headers', name])
  const matchers = present({ method, path, certificate, body })
  return { kind: 'request', at: node.at, to, nth, headers, parts, ...matchers }
}

/** What is expected of what the program got, and of the decisions on the way. */
function ofOutcome(written: ExpectationWritten, reader: Reader): Expectation[] {
  const { tree, known, found } = reader
  const { returnCode, statusCode, statusMessage, statusMessageLength, body, api } = written
  const at = (...path: PropertyKey[]) => placeAt(tree, path)
  const made: Expectation[] = []
  if (returnCode !== undefined)
    made.push({ kind: 'returnCode', at: at('returnCode'), code: returnCode })
  if (statusCode) made.push({ kind: 'statusCode', at: at('statusCode'), bound: statusCode })
  if (statusMessage) {
    made.push({ kind: 'statusMessage', at: at('statusMessage'), matcher: literally(statusMessage) })
  }
  if (statusMessageLength) {
    made.push({
      kind: 'statusMessageLength',
      at: at('statusMessageLength'),
      bound: statusMessageLength,
    })
  }
  const bodyOf = reader.standing.kind === 'request' ? 'answer' : 'body'
  if (body) made.push({ kind: bodyOf, at: at('body'), matcher: literally(body) })
  made.push(...ofSent(written, tree))
  if (api) made.push({ kind: 'apiStatus', at: at('api', 'status'), status: api.status })
  for (const [element, is, place] of each('token', written.token, reader)) {
    made.push({ kind: 'token', at: place, element, is })
  }
  for (const item of itemsOf(nodeAt(tree, ['because']))) {
    const id = textOf(item)
    if (known.rules && !known.rules.has(id)) refuseName(found, 'rule', id, known.rules, item.at)
    made.push({ kind: 'because', at: item.at, rule: id })
  }
  for (const kind of ['retries', 'elapsed'] as const) {
    const bound = written[kind]
    if (bound) made.push({ kind, at: at(kind), bound })
  }
  return made
}

/** What is expected of caches, flows of calls, other rows and the console. */
function ofWorld(written: ExpectationWritten, reader: Reader): Expectation[] {
  const { tree, known, found } = reader
  const made: Expectation[] = [...ofCache(written.cache, reader)]
  for (const [outcome, bound, at, key] of each('outcomes', written.outcomes, reader)) {
    if (!/^[0-4]\/\d{1,3}$/.test(outcome)) {
      const said = `"${outcome}" is not returnCode/statusCode`
      refuse(found, 'BAD-VALUE', said, key, 'write it as "0/200"')
    }
    made.push({ kind: 'outcome', at, outcome, bound })
  }
  for (const kind of ['peak', 'liveTokens'] as const) {
    for (const [service, bound, at, key] of each(kind, written[kind], reader)) {
      if (isIssuer(service, key, known, found)) made.push({ kind, at, service, bound })
    }
  }
  for (const kind of ['inFlight', 'longestOutage', 'affected'] as const) {
    const bound = written[kind]
    if (bound) made.push({ kind, at: placeAt(tree, [kind]), bound })
  }
  if (written.reply) {
    made.push({ kind: 'reply', at: placeAt(tree, ['reply']), matcher: literally(written.reply) })
  }
  if (written.accepted !== undefined) {
    made.push({ kind: 'accepted', at: placeAt(tree, ['accepted']), value: written.accepted })
  }
  return [...made, ...ofSaved(written.saved, reader)]
}

function ofCache(written: ExpectationWritten['cache'], reader: Reader): Expectation[] {
  if (!written) return []
  if (isBound(written))
    return [{ kind: 'cache', at: placeAt(reader.tree, ['cache']), bound: written }]
  return each('cache', written, reader).flatMap(([server, bound, at, key]) =>
    isServer(server, key, reader.known, reader.found) ? [{ kind: 'cache', at, server, bound }] : [],
  )
}

const isBound = (written: object): written is Bound =>
  'min' in written && typeof written.min === 'number'

function ofSaved(written: ExpectationWritten['saved'], reader: Reader): Expectation[] {
  if (!written) return []
  const { tree, known, found } = reader
  const { against, ...shares } = written
  const comes = checkBase(
    against,
    known.rows,
    known.row,
    placeAt(tree, ['saved', 'against']),
    found,
  )
  if (Object.keys(shares).length === 0) {
    refuse(found, 'CANNOT-FAIL', 'no count is compared', placeAt(tree, ['saved']))
  }
  return Object.entries(shares).flatMap(([name, share]): Expectation[] => {
    readCountName(name, keyAt(tree, ['saved', name]), known, found)
    const at = placeAt(tree, ['saved', name])
    return comes ? [{ kind: 'saved', at, against, name, bound: share as Bound }] : []
  })
}
