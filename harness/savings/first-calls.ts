import type { Rule, TraceEvent } from '../../emulator/index.ts'
import { outcomeName, type CallRecord } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'
import type { World } from '../world.ts'
import type { Lane } from './drive.ts'
import type { Part } from './lane.ts'
import type { FirstCall, Reason, TokenEvent } from './model.ts'

/** So many of the first calls are told whatever they did, and so many more that got a token. */
const told = { first: 3, withToken: 21 } as const

/** Gathers the first calls with the reason for every token. */
export class FirstCalls {
  readonly #start: number
  readonly #entryOf: (request: object) => JournalEntry | undefined
  readonly #manyUsers: boolean
  readonly #calls: FirstCall[] = []

  constructor(
    { scenario }: World,
    entryOf: (request: object) => JournalEntry | undefined,
    parts: readonly Part[],
  ) {
    this.#start = scenario.start
    this.#entryOf = entryOf
    this.#manyUsers = new Set(parts.map(({ user }) => user)).size > 1
  }

  add({ part, server }: Lane, record: CallRecord, ordinal: number): void {
    if (this.#calls.length >= told.first + told.withToken) return
    const gotToken = record.trace.some(({ kind }) => kind === 'token-request')
    if (!gotToken && this.#calls.length >= told.first) return
    this.#calls.push({
      ordinal,
      atMs: record.startedAt - this.#start,
      endMs: record.endedAt - this.#start,
      server,
      request: record.request,
      ...(this.#manyUsers && part.user !== undefined && { user: part.user }),
      outcome: outcomeName(record.outcome),
      events: record.trace.flatMap((event) => this.#eventOf(event) ?? []),
    })
  }

  list(): readonly FirstCall[] {
    return this.#calls.toSorted((a, b) => a.ordinal - b.ordinal)
  }

  #eventOf(event: TraceEvent): TokenEvent | undefined {
    const atMs = event.at - this.#start
    switch (event.kind) {
      case 'lookup': {
        const { kind, element, result, rules } = event
        return { kind, atMs, element, result, reasons: reasonsOf(rules) }
      }
      case 'stored': {
        const { kind, element, keptUntil, rules } = event
        const kept = keptUntil === undefined ? {} : { keptUntilMs: keptUntil - this.#start }
        return { kind, atMs, element, ...kept, reasons: reasonsOf(rules) }
      }
      case 'fallback':
        return { kind: 'fallback', atMs, element: event.element, reasons: reasonsOf(event.rules) }
      case 'token-request':
      case 'api-request': {
        const { service, endpoint } = this.#entryOf(event.request) ?? {}
        const { request, result } = event
        return {
          kind: 'request',
          purpose: event.kind === 'token-request' ? 'token' : 'api',
          atMs,
          endMs: event.endedAt - this.#start,
          method: request.method,
          result: result.kind === 'response' ? result.status : result.kind,
          ...(service !== undefined && { service }),
          ...(endpoint !== undefined && { endpoint }),
        }
      }
      default:
        return undefined
    }
  }
}

const reasonsOf = (rules: readonly Rule[]): readonly Reason[] =>
  rules.map(({ id, status, says }) => ({
    rule: id,
    status: id.startsWith('what-if.') ? 'what-if' : status,
    says,
  }))
