import type { Cell } from '../html/page.ts'
import type { Comparison, ServiceFigures, Variant } from '../savings/model.ts'
import { percent } from '../savings/percent.ts'
import { change, count, describeVariant, duration, serviceOf } from './words.ts'

/** The comparison as text, a column for each variant, for whoever sets it. */
export interface FigureTable {
  readonly head: readonly Cell[]
  readonly rows: readonly (readonly Cell[])[]
}

const number = (text: string): Cell => ({ text, isNumber: true })

/** Every figure of every variant; the base names what the others are compared with. */
export function figureTable(comparison: Comparison): FigureTable {
  const { variants, base } = comparison
  const named = variants.flatMap(({ figures }) => figures.services.map(({ name }) => name))
  const row = (name: Cell, cellOf: (variant: Variant) => Cell): readonly Cell[] => [
    name,
    ...variants.map(cellOf),
  ]
  const head = row({ text: '' }, (variant) => ({
    ...number(variant.name),
    small: note(variant, base),
  }))
  return {
    head,
    rows: [
      row({ text: 'calls of programs' }, ({ figures }) => number(count(figures.calls))),
      ...[...new Set(named)].flatMap((name) => serviceRows(variants, name, row)),
      row({ text: 'API calls', small: 'repetitions after a 401 included' }, ({ figures }) =>
        number(count(figures.apiCalls)),
      ),
      row({ text: 'failures that programs saw' }, ({ figures: { failures, calls } }) =>
        failures === 0
          ? number('0')
          : { ...number(count(failures)), small: percent(failures / calls), tone: 'more' },
      ),
      row({ text: 'latency added by tokens', small: 'median' }, ({ figures }) =>
        number(duration(figures.addedLatency.medianMs)),
      ),
      row({ text: 'latency added by tokens', small: '99th percentile' }, ({ figures }) =>
        number(duration(figures.addedLatency.p99Ms)),
      ),
    ],
  }
}

type MakeRow = (name: Cell, cellOf: (variant: Variant) => Cell) => readonly Cell[]

/** Figures of a server; those of tokens only where it issues some, those of limits where one was met. */
function serviceRows(
  variants: readonly Variant[],
  name: string,
  row: MakeRow,
): readonly (readonly Cell[])[] {
  const of = (variant: Variant): ServiceFigures => serviceOf(variant, name) ?? nothing(name)
  const all = variants.map(of)
  const has = (figure: keyof ServiceFigures) => all.some((each) => Number(each[figure]) > 0)
  const counted = (text: string, figure: 'tokenRequestPeak' | 'livePeak' | 'refusals') =>
    row({ text: `${name}: ${text}` }, (variant) => number(count(of(variant)[figure])))
  return [
    ...(has('tokenRequests')
      ? [
          row({ text: `${name}: token requests` }, (variant) =>
            withSaving(of(variant).tokenRequests, of(variant).saved?.tokenRequests),
          ),
        ]
      : []),
    row({ text: `${name}: all requests` }, (variant) =>
      withSaving(of(variant).requests, of(variant).saved?.requests),
    ),
    ...(has('tokenRequests')
      ? [
          counted('token requests in the busiest second', 'tokenRequestPeak'),
          counted('live tokens at their peak', 'livePeak'),
        ]
      : []),
    ...(has('refusals') ? [counted('refused by a limit (429)', 'refusals')] : []),
    ...(has('lockedOutMs')
      ? [
          row({ text: `${name}: users locked out` }, (each) =>
            number(duration(of(each).lockedOutMs)),
          ),
        ]
      : []),
  ]
}

function note(variant: Variant, base: string): string {
  const parts = [describeVariant(variant)]
  if (variant.name === base) parts.push('the others are compared with it')
  const [policy] = variant.whatIf
  if (policy) parts.push(policy.label)
  return parts.join('; ')
}

function withSaving(value: number, saved: number | undefined): Cell {
  if (saved === undefined || saved === 0) return number(count(value))
  return { ...number(count(value)), small: change(saved), tone: saved > 0 ? 'saved' : 'more' }
}

const nothing = (name: string): ServiceFigures => ({
  name,
  requests: 0,
  endpoints: {},
  tokenRequests: 0,
  refusals: 0,
  lockedOutMs: 0,
  livePeak: 0,
  tokenRequestPeak: 0,
})
