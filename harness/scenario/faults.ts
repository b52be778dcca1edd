import type { Header } from '../../emulator/index.ts'
import type { FaultAction } from '../network/faults.ts'
import { refuse, type Found } from './found.ts'
import { headersOf } from './headers.ts'
import type { FaultSpec } from './model.ts'
import { isIssuer, readCountName, type Known } from './names.ts'
import { literal } from './placeholder.ts'
import type { FaultWritten } from './schema/steps.ts'
import { keyAt, nodeAt, placeAt, type Tree } from './tree.ts'

const windows = ['call', 'calls', 'times', 'for'] as const
const deeds = ['status', 'redirect', 'do'] as const

/** The fault of a step: where it strikes, when, and what it does. */
export function readFault(
  written: FaultWritten,
  tree: Tree,
  known: Known,
  found: Found,
): FaultSpec | undefined {
  const name = readCountName(written.at, placeAt(tree, ['at']), known, found)
  if (name?.status !== undefined) {
    const said = 'a fault strikes before there is a status'
    refuse(found, 'BAD-VALUE', said, placeAt(tree, ['at']), `write at: ${written.at.split(':')[0]}`)
  }
  const window = windowOf(written, tree, found)
  const action = actionOf(written, tree, found)
  if (!name || !window || !action) return undefined
  if (action.kind.startsWith('token-') && !canSpoil(name, tree, known, found)) return undefined
  const { service, endpoint } = name
  return {
    service,
    window,
    delayMs: written.delay ?? 0,
    action,
    ...(endpoint !== undefined && { endpoint }),
  }
}

/** Only a login or a token endpoint hands out a token that could be wrong. */
function canSpoil(
  { service, endpoint }: { readonly service: string; readonly endpoint?: string },
  tree: Tree,
  known: Known,
  found: Found,
): boolean {
  const at = placeAt(tree, ['at'])
  if (!isIssuer(service, at, known, found)) return false
  const issuing = known.services.get(service)?.kind === 'oauth' ? 'token' : 'login'
  if ((endpoint ?? issuing) === issuing) return true
  const said = `"${service}.${endpoint}" issues no tokens`
  refuse(found, 'BAD-VALUE', said, at, `write at: ${service}.${issuing}`)
  return false
}

function windowOf(
  written: FaultWritten,
  tree: Tree,
  found: Found,
): FaultSpec['window'] | undefined {
  const given = windows.filter((name) => written[name] !== undefined)
  if (given.length === 0) {
    const help = 'add one of: call: 2, calls: 2..3, times: 1, for: 10s'
    return refuse(found, 'MISSING-KEY', 'nothing says how long the fault lasts', tree.at, help)
  }
  if (given.length > 1) return tellSeveral(given, tree, found)
  const { call, calls, times, for: ms } = written
  if (ms !== undefined) return { kind: 'for', ms }
  if (calls) return { kind: 'ordinals', ...calls }
  if (call !== undefined) return { kind: 'ordinals', first: call, last: call }
  return { kind: 'ordinals', first: 1, last: times! }
}

function tellSeveral(given: readonly string[], tree: Tree, found: Found): undefined {
  const said = `"${given[1]}" and "${given[0]}" exclude each other`
  return refuse(found, 'BAD-VALUE', said, keyAt(tree, [given[1]!]), 'keep one of them')
}

function actionOf(written: FaultWritten, tree: Tree, found: Found): FaultAction | undefined {
  const given = deeds.filter((name) => written[name] !== undefined)
  if (given.length > 1) return tellSeveral(given, tree, found)
  const stray = (['headers', 'body'] as const).find((name) => written[name] !== undefined)
  if (stray !== undefined && written.status === undefined) {
    const said = `"${stray}" belongs to an answer with a status`
    return refuse(found, 'BAD-VALUE', said, keyAt(tree, [stray]), 'add "status:"')
  }
  if (written.status !== undefined) return answerOf(written.status, written, tree, found)
  if (written.redirect !== undefined) {
    const headers: Header[] = [['location', literal(written.redirect)]]
    return { kind: 'answer', status: 307, headers, body: new Uint8Array() }
  }
  if (written.do !== undefined) return { kind: written.do }
  if ((written.delay ?? 0) > 0) return { kind: 'slow' }
  const help = 'add one of: status: 503, redirect: URL, do: reset, delay: 2s'
  return refuse(found, 'MISSING-KEY', 'nothing says what the fault does', tree.at, help)
}

function answerOf(status: number, { body }: FaultWritten, tree: Tree, found: Found): FaultAction {
  const headers = headersOf(nodeAt(tree, ['headers']), found).map(([name, text]): Header => [
    name,
    literal(text),
  ])
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const json = body !== undefined && typeof body !== 'string'
  if (json && !hasType) headers.push(['content-type', 'application/json'])
  const text = body === undefined ? '' : literal(json ? JSON.stringify(body) : body)
  return { kind: 'answer', status, headers, body: new TextEncoder().encode(text) }
}
