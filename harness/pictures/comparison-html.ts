import { html, raw } from 'hono/html'
import { page, table, type Cell, type Piece } from '../html/page.ts'
import { formatMs, clockTime } from '../time-text.ts'
import { foundText } from '../savings/found-text.ts'
import type { Comparison, FirstCall, TokenEvent, Variant } from '../savings/model.ts'
import { flipText, groundOf } from './assumption-text.ts'
import { comparisonCharts, type Chart } from './comparison-charts.ts'
import { figureTable } from './figure-table.ts'
import { mermaidSvg } from './mermaid-svg.ts'
import { eventText, sequenceText } from './sequence.ts'
import { change, count, describeVariant, largestSaving, serviceOf } from './words.ts'

/** A comparison as one HTML document that opens offline. */
export function comparisonHtml(comparison: Comparison): string {
  const { head, rows } = figureTable(comparison)
  return page(
    `${comparison.name} · baqlab`,
    html`<header>
        <p>
          <span class="badge">emulated by baqlab</span>
          <span class="quiet"
            >No real server was asked. The z/OS Connect API requester, its token cache and the
            servers beside it were emulated from ${comparison.file}.</span
          >
        </p>
        <h1>${comparison.name}</h1>
        <p class="quiet">${trafficText(comparison)}</p>
      </header>
      <main>
        ${cards(comparison)}
        <h2>The comparison</h2>
        ${table('The comparison', head, rows)} ${whatIfNote(comparison)} ${foundNote(comparison)}
        ${comparisonCharts(comparison).map(figure)}
        <h2>The first calls</h2>
        <p class="quiet">
          What a program, z/OS Connect and the servers say to each other, and why each token was
          asked for, kept or found.
        </p>
        ${comparison.variants.map((variant, i) => firstCalls(variant, i === 0 || variant === comparison.variants.at(-1)))}
        <h2>What the figures rest on</h2>
        ${assumptions(comparison)}
        <h2>Once more</h2>
        <p>This command gives the same figures again, from seed ${comparison.seed}:</p>
        <pre><code>${comparison.command}</code></pre>
      </main> `,
  )
}

function trafficText({ traffic, durationMs }: Comparison): string {
  return `${traffic.join('; ')}. ${formatMs(durationMs)} of traffic.`
}

/** The one saving to remember: logins, all requests, and what a second looks like at its worst. */
function cards(comparison: Comparison): Piece | '' {
  const largest = largestSaving(comparison)
  const base = comparison.variants.find(({ name }) => name === comparison.base)
  if (!largest || !base) return ''
  const { variant, service, saved } = largest
  const before = serviceOf(base, service.name)
  if (!before) return ''
  const card = (figure: string, what: string, than: string) =>
    html`<div class="card">
      <span class="quiet">${what}</span><b>${figure}</b><span class="quiet">${than}</span>
    </div>`
  return html`<div class="cards">
    ${card(count(service.tokenRequests), `token requests to ${service.name}, ${variant.name}`, `instead of ${count(before.tokenRequests)}: ${change(saved.tokenRequests ?? 0)}`)}
    ${card(count(service.requests), `all requests to ${service.name}, ${variant.name}`, `instead of ${count(before.requests)}: ${change(saved.requests ?? 0)}`)}
    ${card(count(service.tokenRequestPeak), `token requests in the busiest second, ${variant.name}`, `instead of ${count(before.tokenRequestPeak)}`)}
  </div>`
}

function whatIfNote({ variants }: Comparison): Piece | '' {
  const policies = new Map(
    variants.flatMap(({ whatIf }) => whatIf.map((each) => [each.name, each])),
  )
  if (policies.size === 0) return ''
  return html`<ul>
    ${[...policies.values()].map(({ name, says, label }) => html`<li><strong>${name}</strong>: ${says} <span class="badge">${label}</span></li>`)}
  </ul>`
}

const foundNote = ({ found = [], durationMs }: Comparison): Piece | '' =>
  found.length === 0
    ? ''
    : html`<h2>What keeps the limit</h2>
        <ul>
          ${found.map((each) => html`<li>${foundText(each, durationMs)}</li>`)}
        </ul>`

const figure = ({ title, note, drawn, alternative }: Chart): Piece =>
  html`<figure>
    <figcaption>${title}<small>${note}</small></figcaption>
    <div class="broad">${raw(drawn.broad)}</div>
    <div class="narrow">${raw(drawn.narrow)}</div>
    <details>
      <summary>The figures of this chart</summary>
      ${table(title, alternative.head, alternative.rows)}
    </details>
  </figure> `

function firstCalls(variant: Variant, isOpen: boolean): Piece {
  const { firstCalls: calls, name } = variant
  if (calls.length === 0) return html`<p>${name}: no call was made.</p>`
  const label = `Sequence diagram of the first calls, ${name}`
  const inside = html`<summary>
      ${name} <span class="quiet">${describeVariant(variant)}</span>
    </summary>
    <figure>
      <div class="wide diagram" role="region" aria-label="${label}" tabindex="0">
        ${raw(mermaidSvg(sequenceText(calls), label))}
      </div>
    </figure>
    ${timeline(calls, name)}`
  return isOpen ? html`<details open>${inside}</details>` : html`<details>${inside}</details>`
}

/** So many calls are told line by line. */
const mostTold = 12

function timeline(calls: readonly FirstCall[], name: string): Piece {
  const told = calls.slice(0, mostTold)
  const head = ['time', 'call', 'what happened', 'why'].map((text): Cell => ({ text }))
  const rows = told.flatMap((call) => call.events.map((event) => timelineRow(call, event)))
  return table(`Token events of the first calls, ${name}`, head, rows)
}

function timelineRow(call: FirstCall, event: TokenEvent): readonly Cell[] {
  const reasons = event.kind === 'request' ? [] : event.reasons
  const [first] = reasons
  const why: Cell = first
    ? { text: first.rule, small: reasons.map(({ says }) => says).join('; ') }
    : { text: '' }
  return [
    { text: clockTime(event.atMs) },
    { text: `${call.ordinal} ${call.request}` },
    { text: eventText(event) },
    why,
  ]
}

function assumptions({ assumptions: all }: Comparison): Piece {
  if (all.length === 0) return html`<p>Every rule these figures rest on is documented by IBM.</p>`
  const head = [
    'rule',
    'what baqlab assumes',
    'what is known, and what would settle it',
    'used by',
  ].map((text): Cell => ({ text }))
  const rows = all.map((each): readonly Cell[] => {
    const flip = flipText(each)
    const says: Cell = { text: each.says, ...(flip !== undefined && { small: flip }) }
    return [{ text: each.rule }, says, { text: groundOf(each) }, { text: each.usedBy.join(', ') }]
  })
  return html`<p class="quiet">
      All other rules are documented by IBM. These are not, and no source settles them:
    </p>
    ${table('Assumptions', head, rows)}`
}
