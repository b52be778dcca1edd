import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from '../../emulator/index.ts'
import type { Environment } from '../../harness/runner/environment.ts'
import { findScenarios } from '../../harness/runner/find.ts'
import { run } from '../../harness/runner/run.ts'
import { observeAll, perform } from '../../harness/perform.ts'
import { judge, type Bases } from '../../harness/scenario/expect.ts'
import { readScenarios, type Scenario } from '../../harness/scenario/index.ts'
import { createWorld, type World } from '../../harness/world.ts'

const readFile = (path: string): Uint8Array | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

const listFolder = (path: string): readonly string[] | undefined => {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
  } catch {
    return undefined
  }
}

const environment: Environment = {
  readFile,
  listFolder,
  writeFile: () => 'a test writes no files',
  env: () => undefined,
  stopwatch: () => 0,
}

const { files } = findScenarios(['scenarios'], environment)
const ruleIds: ReadonlySet<string> = new Set(rules.map(({ id }) => id))

/** What a world was asked and answered; tokens by their names, for their bytes are not repeatable. */
interface Played {
  readonly journal: readonly string[]
  readonly outcomes: readonly string[]
  readonly verdicts: readonly string[]
}

/** Plays the scenarios of one file, each in a world of its own, and judges them. */
async function play(
  scenarios: readonly Scenario[],
  transport: 'memory' | 'sockets',
): Promise<readonly Played[]> {
  const counts = new Map<string, (name: string) => number>()
  const played: Played[] = []
  for (const scenario of scenarios) {
    const { world } = await createWorld(scenario, { readFile, listFolder, transport, seed: 7 })
    if (!world) throw new Error(`${scenario.name}: there is no world`)
    await using _ = world
    played.push(await playOne(world, counts))
    const all = new Map(world.journal.counts())
    if (scenario.row) counts.set(scenario.row.name, (name) => all.get(name) ?? 0)
  }
  return played
}

async function playOne(world: World, bases: Bases): Promise<Played> {
  const { scenario, journal, calls, crashes } = world
  const verdicts = crashes.map(String)
  for (const step of scenario.steps) {
    const seen = await perform(world, step)
    for (const each of step.expect) verdicts.push(verdictText(judge(each, seen, bases)))
  }
  const end = observeAll(world)
  for (const each of scenario.expect) verdicts.push(verdictText(judge(each, end, bases)))
  const name = tokenNames(world)
  return {
    journal: journal.since(0).map((entry) => entryText(entry, name)),
    outcomes: calls.map(({ server, endedAt, outcome: { returnCode, statusCode, statusMessage } }) =>
      [endedAt, server, returnCode, statusCode, statusMessage].join(' '),
    ),
    verdicts: verdicts.filter((text) => text !== ''),
  }
}

const verdictText = (verdict: ReturnType<typeof judge>): string =>
  verdict ? `${verdict.code}: ${verdict.message}` : ''

type Entry = ReturnType<World['journal']['since']>[number]

function entryText(entry: Entry, name: (value: string) => string): string {
  const { at, caller, service, endpoint, outcome, issued, fault, request } = entry
  const headers = request.headers.map(([header, value]) => `${header}=${name(value)}`)
  const body = request.body && Buffer.from(request.body).toString('utf8')
  const whole = [at, caller, service, endpoint, request.method, request.url, headers, body, fault]
  return JSON.stringify([...whole, issued, outcome]).replace(generatedJwt, '$1(signature)')
}

/** Header and claims of a JWT repeat from the seed; an ES256 signature is another each time. */
const generatedJwt = /(eyJ[\w-]+\.[\w-]+\.)[\w-]+/g

/** Puts the names of tokens in the place of their bytes. */
function tokenNames({ journal, fakes }: World): (value: string) => string {
  const names = new Map<string, string>()
  for (const { service, issued } of journal.since(0)) {
    if (service === undefined || issued === undefined) continue
    const token = fakes.get(service)?.issuedToken(issued)
    if (token !== undefined) names.set(token, `${service}.issued[${issued}]`)
  }
  return (value) => {
    const [scheme, rest] = value.startsWith('Bearer ') ? ['Bearer ', value.slice(7)] : ['', value]
    return scheme + (names.get(rest) ?? rest)
  }
}

test('there are scenarios', () => {
  expect(files.length).toBeGreaterThan(100)
})

test.each(files)('%s holds in memory, and nothing passes in silence', async (file) => {
  const bad: string[] = []
  let finished = 0
  for await (const event of run({ environment, files: [file], seed: 7 })) {
    if (event.kind === 'found') bad.push(`${event.finding.code}: ${event.finding.message}`)
    if (event.kind !== 'scenario-finished') continue
    finished++
    const { status, failures, problems } = event.result
    if (status !== 'passed') bad.push(...[...failures, ...problems].map(({ message }) => message))
  }
  expect(bad).toEqual([])
  expect(finished).toBeGreaterThan(0)
})

test.each(files)(
  '%s holds over sockets, with the same journal and the same outcomes, twice',
  async (file) => {
    const { scenarios } = readScenarios({ file, readFile, env: () => undefined, rules: ruleIds })
    const inMemory = await play(scenarios, 'memory')
    const again = await play(scenarios, 'memory')
    const overSockets = await play(scenarios, 'sockets')
    expect(again).toEqual(inMemory)
    expect(overSockets).toEqual(inMemory)
    expect(inMemory.flatMap(({ verdicts }) => verdicts)).toEqual([])
  },
)
