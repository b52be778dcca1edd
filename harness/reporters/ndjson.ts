import type { RunEvent } from '../runner/event.ts'
import { problemOf, scenarioOf, totalsOf } from './json.ts'
import type { CreateReporter } from './reporter.ts'

function dataOf(event: RunEvent): object {
  switch (event.kind) {
    case 'run-started':
      return { seed: event.seed, files: event.files }
    case 'scenario-started': {
      const { name, file, row = null, level } = event.scenario
      return { name, file, row, level }
    }
    case 'scenario-finished':
      return scenarioOf(event.result)
    case 'found':
      return problemOf(event.finding)
    case 'run-finished':
      return totalsOf(event.totals)
  }
}

/** One JSON object a line, as things happen; `kind` says what it is. */
export const ndjsonReporter: CreateReporter = ({ write }) => ({
  on: (event) => write(`${JSON.stringify({ kind: event.kind, ...dataOf(event) })}\n`),
})
