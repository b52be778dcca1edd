import type { Severity } from '../../emulator/index.ts'
import type { Finding, RunEvent, ScenarioId, ScenarioResult } from '../runner/event.ts'
import { placeText } from './excerpt.ts'
import { printable } from './printable.ts'
import type { CreateReporter } from './reporter.ts'
import { renderTimeline } from './timeline.ts'
import { findingKey, problemsLines, titleOf, totalsLine } from './wording.ts'

const commandOf = { error: 'error', warning: 'warning', note: 'notice' } as const satisfies Record<
  Severity,
  string
>

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string) =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Where the annotation goes; GitHub takes the end column as the last one, not the one after it. */
function properties({ code, at }: Finding, scenario?: ScenarioId): string {
  const place = at && {
    file: at.file,
    line: at.line,
    col: at.col,
    endColumn: at.col + (at.length ?? 1) - 1,
  }
  const title = scenario ? `${code}: ${titleOf(scenario)}` : code
  return Object.entries({ ...place, title })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
}

/** The excerpt is left out: GitHub shows the annotation at its line. */
function message({ message: what, saw, tries, includedFrom }: Finding): string {
  return [
    what,
    ...includedFrom.map((place) => `included from ${placeText(place)}`),
    ...renderTimeline(saw, { limit: 24 }).map((line) => `saw: ${line}`),
    ...tries.map((text) => `try: ${text}`),
  ].join('\n')
}

const command = (finding: Finding, scenario?: ScenarioId) =>
  `::${commandOf[finding.severity]} ${properties(finding, scenario)}::` +
  `${escapeData(printable(message(finding)))}\n`

/** Workflow commands that GitHub shows as annotations of the lines at fault, then the totals. */
export const githubReporter: CreateReporter = ({ write }) => {
  const told = new Set<string>()
  const finishScenario = (result: ScenarioResult) => {
    for (const failure of result.failures) write(command(failure, result))
    // A server.xml that many scenarios share has its problems annotated once.
    for (const problem of result.problems) {
      const { size } = told
      if (told.add(findingKey(problem)).size > size) write(command(problem))
    }
  }
  return {
    on(event: RunEvent) {
      if (event.kind === 'scenario-finished') finishScenario(event.result)
      if (event.kind === 'found') write(command(event.finding))
      if (event.kind !== 'run-finished') return
      write([...problemsLines(event.totals), totalsLine(event.totals), ''].join('\n'))
    },
  }
}
