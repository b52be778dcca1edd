import { hash } from 'node:crypto'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent } from 'echarts/components'
import { init, setPlatformAPI, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** Without a browser nobody knows how wide a text is: as wide as the widest usual fonts make it. */
function textWidth(text: string, fontSize: number): number {
  const square = text.replace(/[ -\u00FF]/g, '').length
  return (square + (text.length - square) * 0.62) * fontSize
}

setPlatformAPI({
  measureText: (text, font = '') => ({ width: textWidth(text, Number.parseFloat(font) || 13) }),
})
use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer])

/** A chart drawn for a broad window and for a narrow one, as SVG text. */
export interface Drawn {
  readonly broad: string
  readonly narrow: string
  /** Whether its axis counts decades. */
  readonly isLog: boolean
}

export interface Bars {
  readonly label: string
  readonly values: readonly { readonly name: string; readonly value: number }[]
}

export interface Lines {
  readonly label: string
  /** The text below each point. */
  readonly times: readonly string[]
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** From this ratio on the smaller figure would be too short to see. */
const decades = 50

function needsLog(values: readonly number[]): boolean {
  const some = values.filter((value) => value > 0)
  return some.length > 1 && Math.max(...some) / Math.min(...some) >= decades
}

const sizes = { broad: 960, narrow: 380 }

/** Horizontal bars, each with its number. */
export function drawBars({ label, values }: Bars): Drawn {
  const isLog = needsLog(values.map(({ value }) => value))
  const option = (isNarrow: boolean, space = labelSpace(values, isNarrow)): EChartsCoreOption => ({
    grid: {
      left: space,
      right: isNarrow ? 78 : 96,
      top: 8,
      bottom: 30,
      outerBoundsMode: 'none',
    },
    xAxis: { ...valueAxis(isLog), splitNumber: isLog ? 10 : isNarrow ? 3 : 6 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: values.map(({ name }) => name),
      axisLabel: {
        color: ink,
        fontSize: 13,
        lineHeight: 15,
        width: space - 12,
        overflow: 'break',
        formatter: (name: string) =>
          textWidth(name, 13) > space - 12 ? name.replaceAll(', ', ',\n') : name,
      },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 26,
        barMinHeight: 3,
        data: values.map(({ value }, i) => ({
          value: isLog && value === 0 ? null : value,
          itemStyle: { color: colorOf(i) },
        })),
        label: {
          show: true,
          position: 'right',
          color: ink,
          fontSize: 13,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            values[dataIndex]!.value.toLocaleString('en-US'),
        },
      },
    ],
  })
  const lines = Math.max(1, ...values.map(({ name }) => name.split(', ').length))
  const height = (isNarrow: boolean) => 46 + values.length * (isNarrow ? 28 + lines * 15 : 44)
  return draw(label, isLog, height, option)
}

/** Figures over time, one line for each variant. */
export function drawLines({ label, times, lines }: Lines): Drawn {
  const isLog = needsLog(lines.flatMap(({ values }) => values))
  const legendHeight = lines.length * 22
  const option = (isNarrow: boolean): EChartsCoreOption => ({
    grid: { left: 8, right: 20, top: legendHeight + 14, bottom: 8, ...insideAll },
    legend: {
      orient: 'vertical',
      left: 0,
      top: 0,
      itemGap: 6,
      itemWidth: 28,
      textStyle: { color: ink, fontSize: 13 },
      data: lines.map(({ name }) => name),
    },
    xAxis: {
      type: 'category',
      data: times,
      boundaryGap: false,
      axisLabel: { color: quiet, fontSize: 12, interval: labelEvery(times.length, isNarrow) },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: valueAxis(isLog),
    series: lines.map(({ name, values }, i) => ({
      name,
      type: 'line',
      step: 'end',
      symbol: 'none',
      lineStyle: { color: colorOf(i), width: 2.2, type: strokes[i % strokes.length] },
      itemStyle: { color: colorOf(i) },
      data: values.map((value) => (isLog && value === 0 ? null : value)),
    })),
  })
  return draw(label, isLog, () => 300 + legendHeight, option)
}

/** As much as the longest name needs, and no more than leaves room for bars. */
function labelSpace(values: Bars['values'], isNarrow: boolean): number {
  const longest = Math.max(0, ...values.map(({ name }) => textWidth(name, 13)))
  return Math.min(isNarrow ? 130 : 300, 20 + longest)
}

/** Labels of axes belong to the space a chart has. */
const insideAll = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }

const [ink, quiet, line] = ['var(--ink)', 'var(--quiet)', 'var(--line)']
const colorOf = (index: number): string => `var(--c${(index % 6) + 1})`
const strokes = ['solid', 'dashed', 'dotted'] as const

const labelEvery = (points: number, isNarrow: boolean): number =>
  Math.max(0, Math.ceil(points / (isNarrow ? 4 : 12)) - 1)

const valueAxis = (isLog: boolean) => ({
  type: isLog ? 'log' : 'value',
  ...(isLog && { min: 0.5 }),
  axisLabel: {
    color: quiet,
    fontSize: 12,
    hideOverlap: true,
    formatter: (value: number) => (value < 1 && value > 0 ? '' : short(value)),
  },
  splitLine: { lineStyle: { color: line } },
  axisLine: { show: false },
})

const short = (value: number): string =>
  new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value)

function draw(
  label: string,
  isLog: boolean,
  heightOf: (isNarrow: boolean) => number,
  option: (isNarrow: boolean) => EChartsCoreOption,
): Drawn {
  const at = (width: number, isNarrow: boolean): string => {
    const height = heightOf(isNarrow)
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
    try {
      const textStyle = { fontFamily: 'inherit' }
      chart.setOption({ animation: false, textStyle, ...option(isNarrow) })
      return named(chart.renderToSVGString({ useViewBox: true }), label, width)
    } finally {
      chart.dispose()
    }
  }
  return { broad: at(sizes.broad, false), narrow: at(sizes.narrow, true), isLog }
}

/**
 * The picture with a name for those who do not see it. Classes are for a pointer it does not heed,
 * and what is counted across pictures is named by what this one shows, so that its bytes repeat.
 */
const named = (svg: string, label: string, width: number): string => {
  const own = `chart-${hash('sha256', `${label} ${width}`).slice(0, 12)}-`
  return svg
    .replace(/<style ?>.*?<\/style>/s, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/\bzr\d+-/g, own)
    .replace('<svg ', `<svg role="img" aria-label="${attribute(label)}" `)
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
