import { html } from 'hono/html'
import { page, table, type Cell, type Piece } from '../html/page.ts'
import type { ScenarioResult } from '../runner/event.ts'
import { formatMs } from '../time-text.ts'
import { renderFinding } from './excerpt.ts'
import { oneLine, printable } from './printable.ts'
import type { CreateReporter } from './reporter.ts'
import { assumedIn, gatherRun, wrongIn, type RunStory } from './run-story.ts'
import { renderTimeline } from './timeline.ts'
import { counted, titleOf, totalsLine } from './wording.ts'

/** A run as one HTML document that opens offline. */
export const htmlReporter: CreateReporter = ({ write }) => ({
  on: gatherRun((story) => write(storyPage(story))),
})

function storyPage(story: RunStory): string {
  const { seed, results, found, totals } = story
  const wrong = results.filter((each) => wrongIn(each).length > 0)
  const head = totalsLine(totals)
  return page(
    `${head} · baqlab`,
    html`<header>
        <p><span class="badge">emulated by baqlab</span> <span class="quiet">seed ${seed}</span></p>
        <h1>${head}</h1>
      </header>
      <main>
        <div class="cards">
          ${card(String(totals.passed), 'passed')} ${card(String(totals.failed), 'failed')}
          ${card(String(totals.problems), 'with a problem in a file')}
          ${card(String(totals.skipped), 'skipped')}
        </div>
        ${found.map((finding) => html`<pre><code>${printable(renderFinding(finding))}</code></pre>`)}
        ${
          wrong.length > 0
            ? html`<h2>What went wrong</h2>
                ${wrong.map(wrongPiece)}`
            : ''
        }
        <h2>All scenarios</h2>
        ${table(
          'All scenarios',
          ['scenario', 'status', 'level', 'calls', 'virtual time'].map((text): Cell => ({ text })),
          results.map(scenarioRow),
        )}
        ${results.map(timelinePiece)} ${assumedPiece(results)}
      </main> `,
  )
}

const card = (figure: string, what: string): Piece =>
  html`<div class="card"><b>${figure}</b><span class="quiet">${what}</span></div>`

const wrongPiece = (result: ScenarioResult): Piece =>
  html`<h3>${titleOf(result)}</h3>
    <p class="quiet">${oneLine(result.file)}</p>
    ${wrongIn(result).map((finding) => html`<pre><code>${printable(renderFinding(finding))}</code></pre>`)} `

const scenarioRow = (result: ScenarioResult): readonly Cell[] => [
  { text: titleOf(result), small: oneLine(result.file) },
  { text: result.status, ...(result.because !== undefined && { small: oneLine(result.because) }) },
  { text: result.level },
  {
    text: Object.entries(result.calls)
      .map(([name, count]) => `${oneLine(name)} ${count}`)
      .join(', '),
  },
  { text: formatMs(result.elapsedMs) },
]

const timelinePiece = (result: ScenarioResult): Piece | '' =>
  result.timeline.length === 0
    ? ''
    : html`<details>
        <summary>What happened: ${titleOf(result)}</summary>
        <pre><code>${renderTimeline(result.timeline).join('\n')}</code></pre>
      </details>`

function assumedPiece(results: readonly ScenarioResult[]): Piece | '' {
  const assumed = assumedIn(results)
  if (assumed.length === 0) return ''
  return html`<h2>Rules that no source settles</h2>
    <ul>
      ${assumed.map(([id, count]) => html`<li><code>${id}</code> <span class="quiet">${counted(count, 'scenario')}</span></li>`)}
    </ul>`
}
