import { renderMermaidASCII } from 'beautiful-mermaid'
import { lengthText } from '../time-text.ts'
import type { Comparison, Series, Variant } from './model.ts'

/** A terminal of 80 columns has room for so many bars. */
const mostBars = 12

export interface ChartOptions {
  readonly color: boolean
}

/** Token requests over time as bars of text: a chart for each service, of the base and of the variant that saves most. */
export function renderChart(comparison: Comparison, { color }: ChartOptions): string {
  const { base, variants, durationMs } = comparison
  const before = variants.find(({ name }) => name === base)!
  const charts = before.series.flatMap(({ service }) => {
    const shown = [before, ...bestOf(comparison, service)]
    return shown.flatMap((variant) =>
      variant.series
        .filter((each) => each.service === service && each.tokenRequests.some((count) => count > 0))
        .map((series) => chartOf(variant, series, durationMs, color)),
    )
  })
  return charts.join('\n\n')
}

/** Of the variants that z/OS Connect can be, the one with the fewest token requests; none beside the base alone. */
function bestOf({ variants, base }: Comparison, service: string): readonly Variant[] {
  const others = variants.filter(({ name, whatIf }) => name !== base && whatIf.length === 0)
  const requests = ({ figures }: Variant) =>
    figures.services.find(({ name }) => name === service)!.tokenRequests
  return others.toSorted((a, b) => requests(a) - requests(b)).slice(0, 1)
}

function chartOf(variant: Variant, series: Series, durationMs: number, color: boolean): string {
  const { values, barMs } = condensed(series, durationMs)
  const most = Math.max(...values)
  const title = `${series.service}: token requests in ${lengthText(barMs)}, ${variant.name}`
  // Bars of one height show nothing that their number does not say.
  if (values.every((value) => value === most)) return `${title}: ${most.toLocaleString('en')} each`
  const labels = values.map((_, i) => `"${lengthText(i * barMs)}"`)
  const chart = renderMermaidASCII(
    [
      'xychart-beta',
      `  x-axis [${labels.join(', ')}]`,
      `  y-axis 0 --> ${most}`,
      `  bar [${values.join(', ')}]`,
    ].join('\n'),
    { colorMode: color ? 'ansi16' : 'none' },
  )
  // The library prints the quotes that Mermaid asks for around labels.
  return `${title}\n${trimmed(chart.replaceAll('"', ' '))}`
}

/** Fewer bars than there are buckets, each the sum of so many. */
function condensed(
  { tokenRequests, bucketMs }: Series,
  durationMs: number,
): { readonly values: readonly number[]; readonly barMs: number } {
  const together = Math.ceil(durationMs / bucketMs / mostBars)
  const values: number[] = []
  for (let i = 0; i < tokenRequests.length; i += together)
    values.push(tokenRequests.slice(i, i + together).reduce((sum, each) => sum + each, 0))
  return { values, barMs: together * bucketMs }
}

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line, i, all) => line !== '' || (i > 0 && i < all.length - 1))
    .join('\n')
