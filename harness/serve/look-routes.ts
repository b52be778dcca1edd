import { levelText, planConnection, planContext, rules, suggestName } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import { hideValues } from '../mask/hide-values.ts'
import { clockTime } from '../time-text.ts'
import type { World } from '../world.ts'
import { ok, problemTold, refused, type Answer, type Asked, type Route } from './route.ts'
import { placesOf, unboundOrigins } from './places.ts'
import type { Stage } from './stage.ts'

type Mask = (text: string) => string

/** What can be looked at; nothing here changes anything. */
export const lookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/services',
    summary: 'where the services listen',
    description:
      'Each service listens on a loopback port for any client. An origin of the configuration without a service cannot be reached: calls to it end as they would without a network.',
    answers: { 200: 'The services, and the origins that nothing stands for.' },
    inWorld: (_asked, { world }) =>
      ok({ services: placesOf(world), unreachable: unboundOrigins(world) }),
  },
  {
    method: 'GET',
    path: '/ca.pem',
    summary: 'the authority to trust where a service is https',
    answers: { 200: 'A certificate as PEM.', 404: 'No service is https.' },
    inWorld: (_asked, { world }) => authority(world),
  },
  {
    method: 'GET',
    path: '/config',
    summary: 'what is served: file, level, connections, problems',
    answers: { 200: 'The configuration, as far as calls see it.' },
    inWorld: (_asked, stage) => ok(config(stage)),
  },
  {
    method: 'GET',
    path: '/journal',
    summary: 'the requests that arrived, without secrets',
    query: {
      since: 'Only what came after this seq; 0 where absent.',
      service: 'Only this service, or one endpoint of it as vault.login.',
      limit: 'At most so many of the newest; 200 where absent.',
    },
    answers: { 200: 'Oldest first; `next` is the `since` of the next look.' },
    inWorld: (asked, stage) => journal(asked, stage),
  },
  {
    method: 'GET',
    path: '/counts',
    summary: 'how many requests arrived, and how calls ended',
    answers: { 200: 'Exact figures since the start or the last reset.' },
    inWorld: (_asked, { world }) => ok(counts(world)),
  },
  {
    method: 'GET',
    path: '/cache',
    summary: 'the live tokens of each server, without their values',
    answers: { 200: 'By job name.' },
    inWorld: (_asked, { world }) => ok(caches(world)),
  },
  {
    method: 'GET',
    path: '/clock',
    summary: 'the time of this world',
    answers: { 200: 'Now, and how much has passed.' },
    inWorld: (_asked, { world }) => ok(clock(world)),
  },
  {
    method: 'GET',
    path: '/rules',
    summary: 'every rule decisions are made by, with its source',
    answers: { 200: 'All of them.' },
    inWorld: () => ok({ rules }),
  },
]

const authority = ({ transport }: World): Answer =>
  transport.authority
    ? { status: 200, text: transport.authority.ca }
    : refused(404, problemTold('NO-AUTHORITY', 'no service is https', '/ca.pem', 'use http'))

function config({ world, findings }: Stage): object {
  const { scenario, assume, servers } = world
  const context = planContext(scenario.level, { assume, extensions: scenario.extensions })
  const connections = [...world.config.connections].map(([id, { origin }]) => {
    const plan = planConnection(world.config, id, context)
    return plan.kind === 'plan'
      ? { id, origin, tokens: plan.tokens.map((token) => token.id) }
      : { id, origin, refused: plan.message }
  })
  return {
    file: scenario.config.file,
    ...(scenario.services.length > 0 && { scenario: scenario.name }),
    ...(scenario.row && { row: scenario.row.name }),
    level: levelText(scenario.level),
    servers: [...servers.keys()],
    connections,
    requests: [...scenario.requests.keys()],
    problems: findings.map(({ severity, code, message, at, tries }) => ({
      severity,
      code,
      message,
      ...(at && { at: `${at.file}:${at.line}:${at.col}` }),
      tries,
    })),
  }
}

function journal({ query }: Asked, { world, veil }: Stage): Answer {
  const since = wholeOf(query('since'), 0)
  const limit = wholeOf(query('limit'), 200)
  for (const [name, value] of Object.entries({ since, limit }))
    if (value === undefined)
      return refused(
        422,
        problemTold('BAD-VALUE', `"${name}" is not a whole number`, `?${name}`, `write ?${name}=5`),
      )
  const service = query('service')
  const names = [...world.fakes.values()].flatMap(({ name, endpoints }) => [
    name,
    ...endpoints.map((endpoint) => `${name}.${endpoint}`),
  ])
  if (service !== undefined && !names.includes(service))
    return refused(
      422,
      problemTold(
        'UNKNOWN-NAME',
        `there is no service or endpoint "${service}"`,
        '?service',
        suggestName(service, names),
      ),
    )
  const wanted = world.journal
    .since(since!)
    .filter((entry) => service === undefined || isOf(service, entry))
  const entries = limit === 0 ? [] : wanted.slice(-limit!)
  const mask = veil.forAll()
  return ok({
    next: world.journal.size,
    entries: entries.map((entry) => entryTold(entry, world.scenario.start, mask)),
  })
}

function wholeOf(text: string | undefined, absent: number): number | undefined {
  if (text === undefined) return absent
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

const isOf = (name: string, { service, endpoint }: JournalEntry): boolean =>
  name === service || name === `${service}.${endpoint}`

/** Headers that say nothing a person should not see. */
const openHeader =
  /^(accept|accept-encoding|connection|content-length|content-type|host|user-agent)$/i

/** Longer texts are cut: a token may have a megabyte. */
const longest = 2000

function entryTold(entry: JournalEntry, start: number, mask: Mask): object {
  const { seq, at, caller, request, service, endpoint, fault, outcome, issued } = entry
  const body = request.body && Buffer.from(request.body).toString('utf8')
  return {
    seq,
    at: clockTime(at - start),
    caller,
    method: request.method,
    url: mask(withoutQueryValues(request.url)),
    service,
    endpoint,
    headers: Object.fromEntries(
      request.headers.map(([name, value]) => [
        name.toLowerCase(),
        openHeader.test(name) ? mask(value).slice(0, longest) : `(${value.length} characters)`,
      ]),
    ),
    ...(body && { body: mask(hideValues(body)).slice(0, longest) }),
    ...(outcome && { outcome: outcome.kind === 'response' ? outcome.status : outcome.kind }),
    ...(outcome && outcome.kind !== 'response' && { detail: mask(outcome.detail) }),
    ...(fault !== undefined && { fault: mask(fault) }),
    ...(issued !== undefined && { issued }),
  }
}

const withoutQueryValues = (url: string): string => {
  const [address = '', query] = url.split(/\?(.*)/s)
  return query === undefined ? address : `${address}?${query.replace(/=[^&]*/g, '=…')}`
}

function counts({ journal: written, meters, crashes }: World): object {
  const names = [...written.counts()]
    .filter(([name]) => !/:[1-5]xx$/.test(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const those = (holds: (name: string) => boolean) =>
    Object.fromEntries(names.filter(([name]) => holds(name)))
  const isEnd = (name: string) => /:[\w-]+$/.test(name)
  return {
    services: those((name) => !name.includes('.') && !isEnd(name)),
    endpoints: those((name) => name.includes('.') && !isEnd(name)),
    statuses: those((name) => name.includes('.') && isEnd(name)),
    calls: meters.all.calls,
    outcomes: Object.fromEntries(meters.all.outcomes),
    retries: meters.all.retries,
    // Bugs of ours met by clients of the services; nobody wants to see that there are none.
    ...(crashes.length > 0 && { crashes: crashes.length }),
  }
}

function caches({ servers, scenario: { start } }: World): object {
  return Object.fromEntries(
    [...servers].map(([job, server]) => {
      const entries = server.listCache().map(({ element, kind, obtainedAt, expiresAt }) => ({
        element,
        kind,
        obtainedAt: clockTime(obtainedAt - start),
        expiresAt: clockTime(expiresAt - start),
      }))
      return [job, { live: server.cachedTokens(), entries }]
    }),
  )
}

/** The time of a world, as every route that moves it tells it. */
export function clock({ clock: time, clockKind, scenario: { start } }: World): object {
  const now = time.now()
  return { clock: clockKind, now: new Date(now).toISOString(), elapsed: clockTime(now - start) }
}
