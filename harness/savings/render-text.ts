import { lengthText } from '../time-text.ts'
import { renderChart } from './chart.ts'
import type { Comparison, Engine, FoundLifetime, Variant } from './model.ts'
import { percent } from './percent.ts'

export interface TextOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width?: number
}

/** A comparison for a terminal: a table with a column for each variant, and a chart over time. */
export function renderText(comparison: Comparison, { color }: TextOptions): string {
  const { name, traffic, variants, durationMs, command, found } = comparison
  const head = [name, ...traffic.map((each) => `  ${each}`)]
  const whatIf = variants.flatMap(({ whatIf: policies }) => policies)
  const notes = [...new Map(whatIf.map((each) => [each.name, each])).values()].map(
    ({ name: policy, says, label }) => `${policy} (${label}): ${says}`,
  )
  const sections = [
    head.join('\n'),
    table(rowsOf(comparison)),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    ...(found ? [found.map(foundText).join('\n')] : []),
    ...flipTexts(comparison),
    renderChart(comparison, { color }),
    `emulated: ${lengthText(durationMs)} of calls; again: ${command}`,
  ]
  return `${sections.join('\n\n')}\n`
}

function foundText(found: FoundLifetime): string {
  const { variant, limit, lifetimeMs, most, staleMs, orLess } = found
  if (lifetimeMs === undefined)
    return `${limit}: ${variant}: no life of tokens keeps it, there are ${count(most)} in a row`
  const stale = `a revoked token goes on being used for up to ${lengthText(staleMs!)}`
  return `${limit}: ${variant}: tokens must live for ${lengthText(lifetimeMs)}${orLess ? ' or less' : ''}; ${stale}`
}

/** What the other reading of each assumption changes; nothing where none was tried. */
function flipTexts({ assumptions }: Comparison): readonly string[] {
  const tried = assumptions.flatMap(({ rule, flipped }) => (flipped ? [{ rule, flipped }] : []))
  if (tried.length === 0) return []
  const lines = tried.flatMap(({ rule, flipped: { switch: name, to, changes } }) => {
    if (changes.length === 0) return [`${rule} (assume ${name}: ${to}): changes no figure`]
    const tokens = changes.filter(({ figure }) => figure.endsWith('.tokenRequests'))
    const shown = (tokens.length > 0 ? tokens : changes.slice(0, 3)).map(
      ({ variant, figure, from, to: other }) =>
        `  ${variant}: ${figure} ${count(from)} -> ${count(other)}`,
    )
    return [`${rule} (assume ${name}: ${to}): changes ${changes.length} figures`, ...shown]
  })
  return [`assumed rules that this rests on, taken the other way:\n${lines.join('\n')}`]
}

type Row = readonly string[]

function rowsOf({ variants, base }: Comparison): readonly Row[] {
  const row = (title: string, cell: (variant: Variant) => string): Row => [
    title,
    ...variants.map(cell),
  ]
  const all = ({ figures }: Variant) => figures
  const services = variants[0]!.figures.services.flatMap(({ name }, i) => {
    const of = (variant: Variant) => variant.figures.services[i]!
    const issues = variants.some((variant) => of(variant).tokenRequests > 0)
    const rows = [row(`${name}: requests`, (each) => count(of(each).requests))]
    if (!issues) return rows
    return [
      ...rows,
      row('  saved', (each) => shareText(of(each).saved?.requests)),
      row(`${name}: token requests`, (each) => count(of(each).tokenRequests)),
      row('  saved', (each) => shareText(of(each).saved?.tokenRequests)),
      row('  most in a second', (each) => count(of(each).tokenRequestPeak)),
      row('  tokens alive at most', (each) => count(of(each).livePeak)),
      ...optional('  refused by a limit', variants, (each) => of(each).refusals, count),
      ...optional('  users locked out', variants, (each) => of(each).lockedOutMs, lengthText),
    ]
  })
  return [
    row('', ({ name }) => (name === base ? `${name} (base)` : name)),
    row('calls', (each) => count(all(each).calls)),
    row('failed calls', (each) => count(all(each).failures)),
    row('API calls', (each) => count(all(each).apiCalls)),
    ...services,
    row('added latency, median', (each) => milliseconds(all(each).addedLatency.medianMs)),
    row('added latency, p99', (each) => milliseconds(all(each).addedLatency.p99Ms)),
    row('counted by', ({ engine }) => engineText(engine)),
  ]
}

/** A row that most comparisons would fill with zeros. */
const optional = (
  title: string,
  variants: readonly Variant[],
  value: (variant: Variant) => number,
  text: (value: number) => string,
): readonly Row[] =>
  variants.some((each) => value(each) > 0)
    ? [[title, ...variants.map((each) => text(value(each)))]]
    : []

const count = (value: number): string => value.toLocaleString('en')

const milliseconds = (ms: number): string => `${count(Math.round(ms * 10) / 10)} ms`

const shareText = (share: number | undefined): string => (share === undefined ? '' : percent(share))

const engineText = ({ kind }: Engine): string => (kind === 'fast-path' ? 'fast path' : 'every call')

function table(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}
