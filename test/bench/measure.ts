/** Lowest, middle and highest of some figures. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** The spread of at least one figure. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b)
  return {
    min: sorted[0]!,
    median: sorted[Math.floor(sorted.length / 2)]!,
    max: sorted.at(-1)!,
  }
}

/** One line of the table. */
export interface Row {
  readonly name: string
  readonly unit: 'ms' | 'MB'
  readonly spread: Spread
  /** What the median is divided by, in the same run. */
  readonly base?: Spread
  /** At most so much, as the median, or as so many times the base. */
  readonly target?: { readonly text: string; readonly most: number; readonly of: 'value' | 'ratio' }
}

/** The rows as an aligned table; a row whose median is beyond its target says "misses". */
export function table(rows: readonly Row[]): string {
  const head = ['', 'min', 'median', 'max', '', 'ratio', 'target', '']
  const lines = [head, ...rows.map(cells)]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 0 || i > 5 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells({ name, unit, spread, base, target }: Row): readonly string[] {
  const ratio = base && spread.median / base.median
  const value = target?.of === 'ratio' ? (ratio ?? 0) : spread.median
  return [
    name,
    figure(spread.min),
    figure(spread.median),
    figure(spread.max),
    unit,
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    target?.text ?? '',
    target ? (value <= target.most ? 'meets' : 'misses') : '',
  ]
}

const figure = (value: number): string => value.toFixed(value < 100 ? 1 : 0)
