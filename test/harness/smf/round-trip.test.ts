import { expect, test } from 'vitest'
import { rules, type ServedCall } from '../../../emulator/index.ts'
import { perform } from '../../../harness/perform.ts'
import { smfReporter } from '../../../harness/reporters/smf.ts'
import { findScenarios } from '../../../harness/runner/find.ts'
import { recordCalls } from '../../../harness/runner/recorded-calls.ts'
import { readScenarios, type Scenario } from '../../../harness/scenario/index.ts'
import type { TokenFacts } from '../../../harness/smf/issued-token.ts'
import { readExtract } from '../../../harness/smf/read-extract.ts'
import { replay, type Replay } from '../../../harness/smf/replay.ts'
import { createWorld } from '../../../harness/world.ts'
import { realFiles } from '../../support/real-files.ts'
import { result } from '../reporters/events.ts'

const environment = realFiles()
const { readFile, listFolder, env } = environment
const ruleIds = new Set<string>(rules.map(({ id }) => id))
const scenarios = findScenarios(['scenarios'], environment).files.flatMap(
  (file) => readScenarios({ file, readFile, env, rules: ruleIds }).scenarios,
)

const titleOf = ({ file, row }: Scenario): string =>
  file.replace(/^scenarios\/|\.yaml$/g, '') + (row ? ` [${row.name}]` : '')

interface RoundTrip extends Replay {
  /** The kinds and lifetimes of tokens seen, by element. */
  readonly facts: readonly ReadonlySet<string>[]
}

/** Plays a scenario, writes its records as CSV, reads them again and replays them. */
async function roundTrip(
  scenario: Scenario,
  said?: (element: string) => TokenFacts,
): Promise<RoundTrip> {
  const recorder = recordCalls()
  const seen = new Map<string, Set<string>>()
  const onServed = (served: ServedCall) => {
    recorder.onServed(served)
    noteTokens(served, seen)
  }
  const created = await createWorld(scenario, { readFile, listFolder, seed: 7, onServed })
  if (!created.world) throw new Error('there is no world')
  await using world = created.world
  for (const step of scenario.steps) await perform(world, step)
  const parts: string[] = []
  const reporter = smfReporter({ color: false, write: (text) => void parts.push(text) })
  const records = recorder.records((text) => text)
  reporter.on({ kind: 'scenario-finished', result: result({ records }) })
  const extract = await readExtract('trace.csv', Buffer.from(parts.join('')))
  expect(extract.problems).toEqual([])
  expect(extract.calls).toHaveLength(records.length)
  const facts = new Map([...seen].map(([element, kinds]) => [element, [...kinds].map(factsOf)]))
  const { config, assume } = world
  const { level, extensions } = scenario
  const replayed = replay({
    calls: extract.calls,
    config,
    level,
    assume,
    extensions,
    factsOf: said ?? ((element) => facts.get(element)?.[0] ?? { kind: 'opaque' }),
  })
  return { ...replayed, facts: [...seen.values()] }
}

/** What a user would see of the tokens: kind and lifetime. */
function noteTokens({ result: { trace } }: ServedCall, seen: Map<string, Set<string>>): void {
  for (const event of trace) {
    if (event.kind !== 'stored') continue
    const { element, token, keptUntil, from, at } = event
    const ids = event.rules.map(({ id }) => id as string)
    const jti = ids.some((id) => id.startsWith('cache.jti'))
    const kind = token === 'jws' ? (jti ? 'jwt-with-jti' : 'jwt') : token
    const start = from === 'exp' ? Math.floor(at / 1000) * 1000 : at
    const lifetime = keptUntil === undefined || from === 'config' ? '' : String(keptUntil - start)
    seen.set(element, (seen.get(element) ?? new Set()).add(`${kind} ${lifetime}`))
  }
}

function factsOf(text: string): TokenFacts {
  const [kind, lifetime] = text.split(' ') as [TokenFacts['kind'], string]
  return { kind, ...(lifetime !== '' && { lifetimeMs: Number(lifetime) }) }
}

/** Tokens of one element that live for different times are nothing a user could have said. */
const isSettled = ({ facts }: RoundTrip) => facts.every((kinds) => kinds.size === 1)

const open = ({ undecided }: Replay) =>
  undecided['before the first known fetch'] + undecided['nothing was sent']

test('a round trip agrees in every call of every scenario', { timeout: 120_000 }, async () => {
  const differing: string[] = []
  let [settled, decided] = [0, 0]
  for (const scenario of scenarios) {
    const trip = await roundTrip(scenario)
    const { calls, same, different, differences, leftOut } = trip
    expect(same + different + open(trip), titleOf(scenario)).toBe(calls)
    expect(leftOut, titleOf(scenario)).toEqual({})
    if (isSettled(trip)) settled++
    decided += same
    for (const { call, emulated, product } of differences)
      differing.push(`${titleOf(scenario)}:${call.line}: ${emulated.text}; ${product.text}`)
  }
  expect(differing).toEqual([])
  expect(settled).toBeGreaterThan(200)
  expect(decided).toBeGreaterThan(10_000)
})

const find = (title: string): Scenario => scenarios.find((each) => titleOf(each) === title)!

test('a token that lives shorter than the rules were told is seen in every call after its end', async () => {
  const day = find('flagship/a-day-of-calls-needs-one-login-per-lease [3.0.86.0]')
  const { different, differences, connections } = await roundTrip(day, () => ({
    kind: 'opaque',
    lifetimeMs: 1_800_000,
  }))
  expect(different).toBe(connections[0]!.fetched - 1)
  const [first] = differences
  expect(first?.emulated.rules.map(({ id }) => id)).toEqual(['cache.hit'])
  expect(first?.product.rules.map(({ id }) => id)).toContain('cache.less-than-a-second')
})

test('a stampede is predicted call by call', async () => {
  const trip = await roundTrip(find('traffic/a-stampede-of-logins-meets-the-end-of-a-token'))
  expect(trip).toMatchObject({ calls: 501, same: 500, different: 0 })
  expect(trip.connections).toEqual([
    { connection: 'fleet', calls: 501, fetched: 102, same: 500, different: 0, undecided: 1 },
  ])
})
