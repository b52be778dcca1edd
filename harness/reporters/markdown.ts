import type { ScenarioResult } from '../runner/event.ts'
import { renderFinding } from './excerpt.ts'
import { oneLine } from './printable.ts'
import type { CreateReporter } from './reporter.ts'
import { assumedIn, gatherRun, wrongIn, type RunStory } from './run-story.ts'
import { counted, titleOf, totalsLine } from './wording.ts'

/** Text that means nothing to Markdown, in a table or out of it. */
const text = (value: string): string =>
  oneLine(value).replace(/[\\`*_{}[\]<>|#~]/g, (char) => `\\${char}`)

const marks = { passed: '✓', failed: '✗', problem: '✗', skipped: '–' } as const

/** A fence longer than any that the text has in it. */
function fenced(value: string): readonly string[] {
  const longest = Math.max(2, ...[...value.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence, value, fence, '']
}

const row = (result: ScenarioResult): string => {
  const calls = Object.entries(result.calls).map(([name, count]) => `${text(name)} ${count}`)
  return `| ${marks[result.status]} | ${text(titleOf(result))} | ${result.level} | ${calls.join('<br>')} |`
}

function storyLines({ seed, results, found, totals }: RunStory): readonly string[] {
  const wrong = results.filter((each) => wrongIn(each).length > 0)
  const assumed = assumedIn(results)
  return [
    `### baqlab: ${totalsLine(totals)}`,
    '',
    `${counted(results.length, 'scenario')}, emulated, seed ${seed}.`,
    '',
    ...found.flatMap((finding) => fenced(renderFinding(finding))),
    ...wrong.flatMap((result) => [
      `**${marks.failed} ${text(titleOf(result))}** (${text(result.file)})`,
      '',
      ...wrongIn(result).flatMap((finding) => fenced(renderFinding(finding))),
    ]),
    '<details><summary>All scenarios</summary>',
    '',
    '|  | scenario | level | calls |',
    '| --- | --- | --- | --- |',
    ...results.map(row),
    '',
    '</details>',
    '',
    ...(assumed.length === 0
      ? []
      : [`Rules that no source settles: ${assumed.map(([id]) => `\`${id}\``).join(', ')}.`, '']),
  ]
}

/** A run for the summary of a job or a pull request: the totals, every failure in full, all scenarios folded. */
export const markdownReporter: CreateReporter = ({ write }) => ({
  on: gatherRun((story) => write(storyLines(story).join('\n'))),
})
