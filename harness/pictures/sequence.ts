import { clockTime } from '../time-text.ts'
import type { FirstCall, TokenEvent } from '../savings/model.ts'

/** So many calls of a variant are drawn. */
const mostDrawn = 3

/** The first calls of a variant as a Mermaid sequence diagram. */
export function sequenceText(calls: readonly FirstCall[]): string {
  const drawn = calls.slice(0, mostDrawn)
  const actors = new Actors()
  const lines = drawn.flatMap((call) => callLines(call, actors))
  return ['sequenceDiagram', ...actors.lines(), ...lines, ''].join('\n')
}

/** Who takes part, by ids that Mermaid cannot mistake for a word of its own. */
class Actors {
  readonly #ids = new Map<string, string>()

  id(name: string): string {
    const id = this.#ids.get(name) ?? `p${this.#ids.size + 1}`
    this.#ids.set(name, id)
    return id
  }

  lines(): readonly string[] {
    return [...this.#ids].map(([name, id]) => `  participant ${id} as ${plain(name)}`)
  }
}

function callLines(call: FirstCall, actors: Actors): readonly string[] {
  const program = actors.id(call.user === undefined ? 'program' : `program of ${call.user}`)
  const server = actors.id(call.server)
  return [
    `  ${program}->>${server}: ${plain(call.request)}`,
    ...call.events.flatMap((event) => eventLines(event, server, actors)),
    `  ${server}-->>${program}: ${plain(call.outcome)}`,
  ]
}

function eventLines(event: TokenEvent, server: string, actors: Actors): readonly string[] {
  if (event.kind !== 'request') {
    const rules = event.reasons.map(({ rule }) => rule)
    const why = rules.length > 0 ? `, ${rules[0]}` : ''
    return [`  Note over ${server}: ${plain(noteText(event) + why)}`]
  }
  const service = actors.id(event.service ?? 'nobody')
  const what = event.endpoint === undefined ? event.method : `${event.method} ${event.endpoint}`
  return [
    `  ${server}->>${service}: ${plain(what)}`,
    `  ${service}-->>${server}: ${plain(String(event.result))}`,
  ]
}

function noteText(event: Exclude<TokenEvent, { kind: 'request' }>): string {
  const { element } = event
  if (event.kind === 'lookup') return `${element}: ${event.result}`
  if (event.kind === 'fallback') return `${element}: the old token`
  const { keptUntilMs } = event
  return `${element}: ${keptUntilMs === undefined ? 'not kept' : `kept to ${clockTime(keptUntilMs).slice(0, -4)}`}`
}

/** What happened to a token, in a few words. */
export function eventText(event: TokenEvent): string {
  switch (event.kind) {
    case 'lookup':
      return `${event.element}: ${lookups[event.result]}`
    case 'stored':
      return event.keptUntilMs === undefined
        ? `${event.element}: used once, not kept`
        : `${event.element}: kept until ${clockTime(event.keptUntilMs)}`
    case 'fallback':
      return `${event.element}: the old token serves on`
    case 'request': {
      const what = event.endpoint === undefined ? event.method : `${event.method} ${event.endpoint}`
      return `${event.service ?? 'nobody'}: ${what}, ${event.result}`
    }
  }
}

const lookups = { hit: 'found in the cache', refresh: 'to be refreshed', miss: 'not in the cache' }

/** Text that Mermaid takes as it is. */
const plain = (text: string): string =>
  text
    .replace(/[;#<>{}\r\n]+/g, ' ')
    .replace(/\b(end)\b/gi, '($1)')
    .trim()
