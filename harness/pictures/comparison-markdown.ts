import type { Cell } from '../html/page.ts'
import { foundText } from '../savings/found-text.ts'
import type { Comparison, Variant } from '../savings/model.ts'
import { formatMs } from '../time-text.ts'
import { flipText } from './assumption-text.ts'
import { figureTable } from './figure-table.ts'
import { sequenceText } from './sequence.ts'
import { count, issuers, serviceOf } from './words.ts'

/** A comparison for a pull request: a table, a Mermaid chart, the first calls, what is assumed. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { head, rows } = figureTable(comparison)
  return [
    `### ${text(comparison.name)}`,
    '',
    `Emulated by baqlab from \`${comparison.file}\`; no real server was asked. ${text(comparison.traffic.join('; '))}. ${formatMs(comparison.durationMs)} of traffic.`,
    '',
    ...tableLines(head, rows),
    '',
    ...foundLines(comparison),
    ...issuers(comparison).flatMap((service) => chartLines(comparison, service)),
    ...comparison.variants.flatMap((variant) => firstCallLines(variant)),
    ...assumptionLines(comparison),
    `Once more, from seed ${comparison.seed}:`,
    '',
    '```',
    comparison.command,
    '```',
    '',
  ].join('\n')
}

function tableLines(head: readonly Cell[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map(({ isNumber }) => (isNumber ? '---:' : '---'))
  const cell = ({ text: value, small }: Cell) =>
    small === undefined ? text(value) : `${text(value)}<br><sub>${text(small)}</sub>`
  return [line(head.map(cell)), line(rule), ...rows.map((row) => line(row.map(cell)))]
}

const foundLines = ({ found = [], durationMs }: Comparison): readonly string[] =>
  found.length === 0 ? [] : [...found.map((each) => `- ${text(foundText(each, durationMs))}`), '']

/** Mermaid's charts have no axis of decades, so each bar says its number. */
function chartLines({ variants }: Comparison, service: string): readonly string[] {
  const values = variants.map((variant) => serviceOf(variant, service)?.tokenRequests ?? 0)
  const names = variants.map(({ name }, i) => quoted(`${name}: ${count(values[i]!)}`))
  return [
    '```mermaid',
    'xychart-beta',
    `  title ${quoted(`Token requests to ${service}, emulated`)}`,
    `  x-axis [${names.join(', ')}]`,
    `  y-axis ${quoted('token requests')} 0 --> ${Math.max(1, ...values)}`,
    `  bar [${values.join(', ')}]`,
    '```',
    '',
  ]
}

const firstCallLines = ({ name, firstCalls }: Variant): readonly string[] =>
  firstCalls.length === 0
    ? []
    : [
        `<details><summary>The first calls, ${inHtml(name)}</summary>`,
        '',
        '```mermaid',
        sequenceText(firstCalls).trimEnd(),
        '```',
        '',
        '</details>',
        '',
      ]

function assumptionLines({ assumptions }: Comparison): readonly string[] {
  if (assumptions.length === 0)
    return ['Every rule these figures rest on is documented by IBM.', '']
  const lines = assumptions.map((each) => {
    const flip = flipText(each)
    return `- \`${each.rule}\`: ${text(each.says)}${flip === undefined ? '' : ` (${text(flip)})`}`
  })
  return ['These figures rest on rules that no source settles:', '', ...lines, '']
}

/** Text that means nothing to Markdown, in a table or out of it. */
const text = (value: string): string =>
  value.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#~]/g, (char) => `\\${char}`)

/** Markdown means nothing within a line of HTML. */
const inHtml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const quoted = (value: string): string => `"${value.replaceAll('"', "'")}"`
