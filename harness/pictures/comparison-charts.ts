import type { Cell } from '../html/page.ts'
import { clockTime, formatMs } from '../time-text.ts'
import type { Comparison, Series, Variant } from '../savings/model.ts'
import { drawBars, drawLines, type Drawn } from './charts.ts'
import { count, issuers, serviceOf } from './words.ts'

/** A chart with what it says in words, for those who do not see it. */
export interface Chart {
  readonly title: string
  readonly note: string
  readonly drawn: Drawn
  /** The same figures as a table. */
  readonly alternative: {
    readonly head: readonly Cell[]
    readonly rows: readonly (readonly Cell[])[]
  }
}

/** The charts of a comparison: for each server that issues tokens how many, when, and at its worst. */
export const comparisonCharts = (comparison: Comparison): readonly Chart[] =>
  issuers(comparison).flatMap((service) => [
    barsOf(
      comparison,
      service,
      `Token requests to ${service}`,
      'all of the traffic',
      (variant) => serviceOf(variant, service)?.tokenRequests ?? 0,
    ),
    ...overTime(comparison, service),
    barsOf(
      comparison,
      service,
      `Token requests to ${service} in its busiest second`,
      'what a rate limit has to allow',
      (variant) => serviceOf(variant, service)?.tokenRequestPeak ?? 0,
    ),
  ])

const logNote = ({ isLog }: Drawn): string =>
  isLog ? '; each line of the grid is ten times the one before' : ''

function barsOf(
  { variants }: Comparison,
  service: string,
  title: string,
  what: string,
  figureOf: (variant: Variant) => number,
): Chart {
  const values = variants.map((variant) => ({ name: variant.name, value: figureOf(variant) }))
  const label = `${title}: ${values.map(({ name, value }) => `${name} ${count(value)}`).join(', ')}`
  const drawn = drawBars({ label, values })
  return {
    title,
    note: `${what}, emulated${logNote(drawn)}`,
    drawn,
    alternative: {
      head: [{ text: 'variant' }, { text: service, isNumber: true }],
      rows: values.map(({ name, value }) => [
        { text: name },
        { text: count(value), isNumber: true },
      ]),
    },
  }
}

/** More points than this say no more in print. */
const mostPoints = 120

function overTime({ variants }: Comparison, service: string): readonly Chart[] {
  const series = variants.flatMap(({ name, series: all }) => {
    const found = all.find((each) => each.service === service)
    return found ? [{ name, ...merged(found) }] : []
  })
  const [first] = series
  if (!first || first.tokenRequests.length < 2) return []
  const times = first.tokenRequests.map((_, i) => shortTime(i * first.bucketMs))
  const title = `Token requests to ${service} over time`
  const label = `${title}, in steps of ${formatMs(first.bucketMs)}: ${series.map(spread).join('; ')}`
  const lines = series.map(({ name, tokenRequests }) => ({ name, values: tokenRequests }))
  const drawn = drawLines({ label, times, lines })
  const note = `requests in each ${formatMs(first.bucketMs)}, emulated${logNote(drawn)}`
  const head = [
    { text: 'from' },
    ...series.map(({ name }): Cell => ({ text: name, isNumber: true })),
  ]
  const rows = times.map((time, i) => [
    { text: time },
    ...series.map(({ tokenRequests }): Cell => ({
      text: count(tokenRequests[i] ?? 0),
      isNumber: true,
    })),
  ])
  return [{ title, note, drawn, alternative: { head, rows } }]
}

const spread = ({
  name,
  tokenRequests,
}: {
  name: string
  tokenRequests: readonly number[]
}): string =>
  `${name} between ${count(Math.min(...tokenRequests))} and ${count(Math.max(...tokenRequests))}`

/** The same in fewer and longer buckets, where there are very many. */
function merged({ bucketMs, tokenRequests }: Series): Pick<Series, 'bucketMs' | 'tokenRequests'> {
  const size = Math.ceil(tokenRequests.length / mostPoints)
  const sums = Array.from({ length: Math.ceil(tokenRequests.length / size) }, (_, i) =>
    tokenRequests.slice(i * size, (i + 1) * size).reduce((sum, each) => sum + each, 0),
  )
  return { bucketMs: bucketMs * size, tokenRequests: sums }
}

/** `09:30`, with a day before it where it is not the first, and seconds where they are not zero. */
function shortTime(ms: number): string {
  return clockTime(ms)
    .replace(/\.000$/, '')
    .replace(/(\d\d:\d\d):00$/, '$1')
}
