import type { Finding, RunEvent, ScenarioResult, Totals } from '../runner/event.ts'
import { renderFinding } from './excerpt.ts'
import { createPage } from './page.ts'
import { createPaint } from './paint.ts'
import {
  againLine,
  assumedLines,
  closingLines,
  hiddenLines,
  repeatedLine,
  scenarioLine,
  verboseLines,
} from './pretty-lines.ts'
import type { CreateReporter } from './reporter.ts'
import { isUnwell, Sieve } from './sieve.ts'
import { VaultTally } from './vault-tally.ts'

/** One line for each scenario, every failure in full as it happens, and the totals. */
export const prettyReporter: CreateReporter = ({ color, write, verbose = false }) => {
  const paint = createPaint(color)
  const page = createPage(write)
  const sieve = new Sieve()
  const assumed = new Map<string, number>()
  const vaults = new VaultTally()
  let seed = 0

  const showFinding = (finding: Finding) => {
    page.gap()
    page.lines([renderFinding(finding, { paint })])
    page.gap()
  }

  const finishScenario = (result: ScenarioResult) => {
    for (const id of result.assumed) assumed.set(id, (assumed.get(id) ?? 0) + 1)
    vaults.add(result)
    const { shown, repeated } = sieve.sift(result)
    page.lines([scenarioLine(result, paint)])
    if (verbose) page.lines(verboseLines(result, paint))
    if (isUnwell(result)) page.lines(repeated.map((each) => repeatedLine(each, paint)))
    for (const finding of [...result.failures, ...shown]) showFinding(finding)
    if (isUnwell(result)) page.lines([againLine(result)])
    if (isUnwell(result) || verbose) page.gap()
  }

  const finishRun = (totals: Totals) => {
    page.gap()
    page.lines(assumedLines(assumed, paint))
    page.lines(vaults.lines())
    page.lines(hiddenLines(sieve.hidden))
    page.lines(closingLines(totals, seed, paint))
  }

  return {
    on(event: RunEvent) {
      if (event.kind === 'run-started') seed = event.seed
      if (event.kind === 'scenario-finished') finishScenario(event.result)
      if (event.kind === 'found') showFinding(event.finding)
      if (event.kind === 'run-finished') finishRun(event.totals)
    },
  }
}
