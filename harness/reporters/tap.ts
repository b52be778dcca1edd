import type { Finding, ScenarioResult } from '../runner/event.ts'
import { renderFinding } from './excerpt.ts'
import { oneLine } from './printable.ts'
import type { CreateReporter } from './reporter.ts'
import { titleOf, totalsLine } from './wording.ts'

/** A number sign begins a directive, and a backslash guards it. */
const description = (text: string) => text.replace(/[\\#]/g, '\\$&')

/** Why a test is not ok, as the YAML block that TAP allows after its line. */
function diagnosis(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const text = findings.map((each) => renderFinding(each)).join('\n\n')
  const lines = text.split('\n').map((line) => `    ${line}`.trimEnd())
  return `  ---\n  message: |\n${lines.join('\n')}\n  ...\n`
}

function testLine(number: number, result: ScenarioResult): string {
  const { status, because = '', failures, problems } = result
  const title = description(`${result.file}: ${titleOf(result)}`)
  if (status === 'skipped') return `ok ${number} - ${title} # SKIP ${oneLine(because)}\n`
  if (status === 'passed') return `ok ${number} - ${title}\n`
  const errors = problems.filter(({ severity }) => severity === 'error')
  return `not ok ${number} - ${title}\n${diagnosis([...errors, ...failures])}`
}

/** The Test Anything Protocol, version 14: a line for each scenario, with its failures below it. */
export const tapReporter: CreateReporter = ({ write }) => {
  let count = 0
  write('TAP version 14\n')
  return {
    on(event) {
      if (event.kind === 'scenario-finished') write(testLine(++count, event.result))
      if (event.kind === 'found' && event.finding.severity === 'error')
        write(
          `not ok ${++count} - ${description(event.finding.code)}\n${diagnosis([event.finding])}`,
        )
      if (event.kind === 'run-finished') write(`1..${count}\n# ${totalsLine(event.totals)}\n`)
    },
  }
}
