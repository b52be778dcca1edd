import type { OperatorReply, Rule } from '../emulator/index.ts'
import type { CallRecord } from './call-record.ts'
import { Meters } from './meters.ts'
import type { Observation } from './observation.ts'
import { rulesOfSent, type SentRecord } from './sent-record.ts'
import type { World } from './world.ts'

/** The state of a world at the moment from which changes are looked at. */
interface Since {
  readonly seq: number
  readonly calls: number
  /** The newest request of a client; absent where there was none. */
  readonly sent?: SentRecord | undefined
  readonly at: number
  readonly counts: ReadonlyMap<string, number>
  readonly meters: Meters
}

/** Notes where a world stands; its step figures begin anew. */
export function beginStep(world: World): Since {
  const { journal, meters, clock } = world
  meters.step = new Meters()
  return {
    seq: journal.size,
    calls: meters.all.calls,
    sent: world.sent.at(-1),
    at: clock.now(),
    counts: journal.counts(),
    meters: meters.step,
  }
}

/** The moment a world began at. */
export const originOf = ({ meters, scenario }: World): Since => ({
  seq: 0,
  calls: 0,
  at: scenario.start,
  counts: new Map(),
  meters: meters.all,
})

interface Extra {
  readonly reply?: OperatorReply
  readonly affected?: number
}

/** What has changed in a world since then. */
export function observe(world: World, since: Since, extra: Extra): Observation {
  const { journal, clock, fakes, servers, captured } = world
  const { meters } = since
  const calls = world.calls.filter(({ ordinal }) => ordinal > since.calls)
  const sent = world.sent.slice(since.sent ? world.sent.indexOf(since.sent) + 1 : 0)
  const now = clock.now()
  return {
    ...extra,
    calls,
    sent,
    entries: journal.since(since.seq),
    count: (name) => journal.count(name) - (since.counts.get(name) ?? 0),
    callCount: meters.calls,
    outcomes: meters.outcomes,
    retries: meters.retries,
    mostInFlight: meters.mostInFlight,
    longestOutageMs: meters.longestOutageMs(now),
    elapsedMs: now - since.at,
    peak: (service) => meters.peak(service),
    liveTokens: (service) => fakes.get(service)?.liveTokens() ?? 0,
    cachedTokens: (server) => cachedTokens(servers, server),
    issuedToken: (service, ordinal) => fakes.get(service)?.issuedToken(ordinal),
    captured,
    get rules() {
      return rulesOf(calls, sent, extra.reply)
    },
  }
}

function cachedTokens(servers: World['servers'], server: string | undefined): number {
  const chosen = server === undefined ? [...servers.values()] : [servers.get(server)]
  return chosen.reduce((sum, each) => sum + (each?.cachedTokens() ?? 0), 0)
}

function rulesOf(
  calls: readonly CallRecord[],
  sent: readonly SentRecord[],
  reply: OperatorReply | undefined,
): ReadonlySet<Rule> {
  const rules = new Set<Rule>(reply?.rules)
  for (const { trace, outcome } of calls) {
    for (const event of trace) for (const rule of event.rules) rules.add(rule)
    for (const rule of outcome.rules) rules.add(rule)
  }
  for (const record of sent) for (const rule of rulesOfSent(record)) rules.add(rule)
  return rules
}
