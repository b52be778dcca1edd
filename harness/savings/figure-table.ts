import { lengthText } from '../time-text.ts'
import type { Comparison, Engine, Variant } from './model.ts'
import { percent } from './percent.ts'

type Row = readonly string[]

/**
 * The figures of all variants for a terminal of that width: a column for each. Where their names are
 * too long for that, letters stand for them, and columns that still do not fit follow below.
 */
export function figureTable({ variants, base }: Comparison, width: number): string {
  const named = ({ name }: Variant) => (name === base ? `${name} (base)` : name)
  const whole = rowsOf(variants, named)
  if (widthOf(whole) <= width) return table(whole)
  const letters = new Map(variants.map((variant, i) => [variant, letterOf(i)]))
  const legend = variants.map((variant) => `${letters.get(variant)!.padEnd(2)} ${named(variant)}`)
  const lettered = (variant: Variant) =>
    variant.name === base ? `${letters.get(variant)} (base)` : letters.get(variant)!
  const tables = blocksOf(rowsOf(variants, lettered), width).map(table)
  return [legend.join('\n'), ...tables].join('\n\n')
}

/** A to Z, and then A2 to Z2. */
const letterOf = (i: number): string =>
  `${String.fromCharCode(65 + (i % 26))}${i < 26 ? '' : Math.floor(i / 26) + 1}`

const gap = 3

const widthsOf = (rows: readonly Row[]): readonly number[] =>
  rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))

const widthOf = (rows: readonly Row[]): number =>
  widthsOf(rows).reduce((sum, each) => sum + gap + each, -gap)

/** The same rows with so many of the columns each as fit beside their titles; at least one. */
function blocksOf(rows: readonly Row[], width: number): readonly (readonly Row[])[] {
  const [first = 0, ...widths] = widthsOf(rows)
  const blocks: number[][] = []
  let left = 0
  for (const [i, each] of widths.entries()) {
    left -= gap + each
    const block = blocks.at(-1)
    if (block && left >= 0) block.push(i)
    else {
      blocks.push([i])
      left = width - first - gap - each
    }
  }
  return blocks.map((block) =>
    rows.map(([title = '', ...cells]) => [title, ...block.map((i) => cells[i]!)]),
  )
}

function rowsOf(
  variants: readonly Variant[],
  titleOf: (variant: Variant) => string,
): readonly Row[] {
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
    row('', titleOf),
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
  const widths = widthsOf(rows)
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join(' '.repeat(gap))
        .trimEnd(),
    )
    .join('\n')
}
