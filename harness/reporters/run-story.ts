import type { Finding, RunEvent, ScenarioResult, Totals } from '../runner/event.ts'

/** A whole run, for reporters that tell it when it is over. */
export interface RunStory {
  readonly seed: number
  readonly results: readonly ScenarioResult[]
  /** What belongs to no scenario. */
  readonly found: readonly Finding[]
  readonly totals: Totals
}

/** Gathers the events of a run, and tells the whole of it at its end. */
export function gatherRun(tell: (story: RunStory) => void): (event: RunEvent) => void {
  const results: ScenarioResult[] = []
  const found: Finding[] = []
  let seed = 0
  return (event) => {
    if (event.kind === 'run-started') seed = event.seed
    if (event.kind === 'scenario-finished') results.push(event.result)
    if (event.kind === 'found') found.push(event.finding)
    if (event.kind === 'run-finished') tell({ seed, results, found, totals: event.totals })
  }
}

/** Everything that went wrong in a scenario, the failures first. */
export const wrongIn = ({ failures, problems, status }: ScenarioResult): readonly Finding[] =>
  status === 'problem' || status === 'failed'
    ? [...failures, ...problems.filter(({ severity }) => severity === 'error')]
    : []

/** The rules that verdicts rest on and no source settles, with how many scenarios used each. */
export function assumedIn(
  results: readonly ScenarioResult[],
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const id of results.flatMap(({ assumed }) => assumed))
    counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
