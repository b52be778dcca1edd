import { returnCodes, tokenResult, type Problem } from '../../emulator/index.ts'
import type { CallRecord } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'
import { perform } from '../perform.ts'
import { readScenarios } from '../scenario/index.ts'
import { createWorld, type WorldOptions } from '../world.ts'
import type { CallDraft, Draft, Held } from './model.ts'
import { renderDraft, twice } from './render.ts'

/** What held after each call of a draft, or why it could not be run. */
export type Recorded =
  { readonly held: readonly Held[] } | { readonly problems: readonly Problem[] }

/** Makes the calls of a draft once, in memory, and writes down what happened. */
export async function recordDraft(
  draft: Draft,
  file: string,
  options: WorldOptions,
): Promise<Recorded> {
  const text = Buffer.from(renderDraft(draft, []), 'utf8')
  const readFile: WorldOptions['readFile'] = (path) =>
    path === file ? text : options.readFile(path)
  const { scenarios, problems } = readScenarios({ file, readFile, env: () => undefined })
  const [scenario] = scenarios
  if (!scenario) return { problems }
  const created = await createWorld(scenario, options)
  if (!created.world) return { problems: created.problems }
  await using world = created.world
  const seen: Seen[] = []
  for (const step of scenario.steps) {
    const { calls, entries } = await perform(world, step)
    seen.push({ ...calls.at(-1)!, counts: countsOf(entries, draft) })
  }
  return { held: twice(draft.calls).map((call, i) => heldOf(call, seen[i]!, seen)) }
}

/** A call, and how often which service was asked meanwhile. */
interface Seen extends CallRecord {
  readonly counts: ReadonlyMap<string, number>
}

/** By service and endpoint; an API by its name alone. */
function countsOf(
  entries: readonly JournalEntry[],
  { services }: Draft,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { service, endpoint } of entries) {
    if (service === undefined || endpoint === undefined) continue
    const isApi = services.get(service)?.options.kind === 'api'
    const name = isApi ? service : `${service}.${endpoint}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** What a call through the same connection asked and this one did not is 0. */
function heldOf(
  { connection, tokens }: CallDraft,
  { outcome, trace, counts }: Seen,
  seen: readonly Seen[],
): Held {
  const own = seen.filter((each) => each.connection === connection)
  const names = new Set(own.flatMap((each) => [...each.counts.keys()]))
  const results = tokens.map((id) => [id, tokenResult(trace, id)] as const)
  return {
    returnCode: returnCodes[outcome.returnCode],
    statusCode: outcome.statusCode,
    token: Object.fromEntries(results.flatMap(([id, is]) => (is === undefined ? [] : [[id, is]]))),
    calls: Object.fromEntries([...names].map((name) => [name, counts.get(name) ?? 0])),
  }
}
