import { lengthText } from '../time-text.ts'
import { renderChart } from './chart.ts'
import { figureTable } from './figure-table.ts'
import { foundText } from './found-text.ts'
import type { Comparison, Flip } from './model.ts'

export interface TextOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width?: number | undefined
}

/** What fits on paper and in most windows. */
const usualWidth = 100

/** A comparison for a terminal: a table with a column for each variant, and a chart over time. */
export function renderText(
  comparison: Comparison,
  { color, width = usualWidth }: TextOptions,
): string {
  const { name, traffic, variants, durationMs, command, found } = comparison
  const head = [name, ...traffic.map((each) => `  ${each}`)]
  const whatIf = variants.flatMap(({ whatIf: policies }) => policies)
  const notes = [...new Map(whatIf.map((each) => [each.name, each])).values()].map(
    ({ name: policy, says, label }) => `${policy} (${label}): ${says}`,
  )
  const sections = [
    head.join('\n'),
    figureTable(comparison, width),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    ...slowTexts(comparison),
    ...(found ? [found.map((each) => foundText(each, durationMs)).join('\n')] : []),
    ...flipTexts(comparison),
    renderChart(comparison, { color }),
    `emulated: ${lengthText(durationMs)} of calls; again: ${command}`,
  ]
  return `${sections.join('\n\n')}\n`
}

/** Why every call had to be made, once for each reason. */
function slowTexts({ variants }: Comparison): readonly string[] {
  const reasons = new Set(variants.flatMap(({ engine }) => engine.because ?? []))
  return [...reasons].map((because) => `every call was made: ${because}`)
}

/** What the other reading of each assumption changes, and for which none is built in; nothing where none was tried. */
function flipTexts({ assumptions }: Comparison): readonly string[] {
  const tried = assumptions.filter(({ flipped, onlyReading }) => flipped ?? onlyReading)
  if (tried.length === 0) return []
  const only = tried.filter(({ onlyReading }) => onlyReading).map(({ rule }) => rule)
  const lines = [
    'assumed rules that this rests on, taken the other way:',
    ...tried.flatMap(({ rule, flipped }) => (flipped ? flipLines(rule, flipped) : [])),
    ...(only.length > 0 ? [`no other reading is built in: ${only.join(', ')}`] : []),
  ]
  return [lines.join('\n')]
}

const mostShown = 8

function flipLines(rule: string, flipped: Flip): readonly string[] {
  const { changes } = flipped
  const what = `${rule} (${flipText(flipped)})`
  if (changes.length === 0) return [`${what}: changes no figure`]
  const tokens = changes.filter(({ figure }) => figure.endsWith('.tokenRequests'))
  const shown = (tokens.length > 0 ? tokens : changes).slice(0, mostShown)
  return [
    `${what}: changes ${changes.length === 1 ? 'one figure' : `${changes.length} figures`}`,
    ...shown.map(
      ({ variant, figure, from, to }) => `  ${variant}: ${figure} ${count(from)} -> ${count(to)}`,
    ),
  ]
}

/** As a scenario or a variant writes it. */
const flipText = ({ switch: name, to }: Flip): string =>
  name === 'whatIf' ? `whatIf: [${to}]` : `assume ${name}: ${to}`

const count = (value: number): string => value.toLocaleString('en')
