import type { Rule } from '../../emulator/index.ts'
import { isoTime, type Told } from './told.ts'
import type { ConnectionReplay, Difference, Replay } from './replay.ts'

/** What a replay is told of besides its figures. */
export interface ReplayTitle {
  readonly extract: string
  readonly config: string
  readonly level: string
  /** The fields that told servers and credentials apart. */
  readonly servers: readonly string[]
  readonly keys: readonly string[]
}

/** So many of the calls that differ are printed. */
const mostPrinted = 10

const number = (count: number) => count.toLocaleString('en-US')
const share = (part: number, whole: number) =>
  whole === 0 ? '' : ` (${((part / whole) * 100).toFixed(1)} %)`

/** A replay as text: the counts, the connections, the first calls that differ with both reasons. */
export function renderReplay(title: ReplayTitle, result: Replay): string {
  const { calls, same, different, undecided } = result
  const open = undecided['before the first known fetch'] + undecided['nothing was sent']
  const counts = `${number(same)} predicted the same${share(same, calls)}, ${number(different)} differently, ${number(open)} undecided`
  return [
    `${title.extract} against ${title.config} at ${title.level}, emulated`,
    `  ${number(calls)} calls: ${counts}`,
    ...undecidedLines(undecided),
    `  ${toldApart('servers', title.servers)}, ${toldApart('credentials', title.keys)}`,
    ...leftOutLines(result.leftOut),
    '',
    ...tableLines(result.connections),
    ...differenceLines(title, result),
    ...assumedLines(result.assumed),
    '',
  ].join('\n')
}

function undecidedLines(undecided: Replay['undecided']): readonly string[] {
  const told = Object.entries(undecided).filter(([, count]) => count > 0)
  if (told.length === 0) return []
  return [
    `  undecided: ${told.map(([because, count]) => `${number(count)} ${because}`).join(', ')}`,
  ]
}

const toldApart = (what: string, fields: readonly string[]): string =>
  fields.length > 0 ? `${what} told apart by ${fields.join(' and ')}` : `${what} not told apart`

const leftOutLines = (leftOut: Replay['leftOut']): readonly string[] =>
  Object.entries(leftOut).map(
    ([id, count]) =>
      `  left out: ${number(count)} ${count === 1 ? 'call' : 'calls'} through "${id}", which server.xml does not have`,
  )

const columns = ['calls', 'fetched', 'same', 'different', 'undecided'] as const

function tableLines(connections: readonly ConnectionReplay[]): readonly string[] {
  const rows = connections.map((each) => [
    each.connection,
    ...columns.map((name) => number(each[name])),
  ])
  const table = [['connection', ...columns], ...rows]
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)))
  return table.map(
    (row) =>
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`,
  )
}

function differenceLines(
  { extract }: ReplayTitle,
  { different, differences }: Replay,
): readonly string[] {
  if (different === 0) return []
  const first = differences.slice(0, mostPrinted)
  const heading =
    first.length < different ? `the first ${first.length} that differ` : 'those that differ'
  return ['', `${heading}:`, ...first.flatMap((each) => differenceText(extract, each))]
}

const differenceText = (
  extract: string,
  { call, emulated, product }: Difference,
): readonly string[] => [
  `${extract}:${call.line}  ${[isoTime(call.entryAt), call.connection, call.server, call.key].filter(Boolean).join('  ')}`,
  `  emulated  ${toldText(emulated)}`,
  `  product   ${toldText(product)}`,
]

const toldText = ({ text, rules }: Told): string =>
  rules.length > 0 ? `${text} [${rules.map(({ id }) => id).join(', ')}]` : text

function assumedLines(assumed: readonly Rule[]): readonly string[] {
  if (assumed.length === 0) return []
  const width = Math.max(...assumed.map(({ id }) => id.length))
  const lines = assumed.map(({ id, says }) => `  ${id.padEnd(width)}  ${says}`)
  return ['', 'the predictions rest on what no source settles:', ...lines]
}

const toldJson = ({ text, rules }: Told) => ({ text, rules: rules.map(({ id }) => id) })

/** A replay as one JSON document. */
export function replayJson(title: ReplayTitle, result: Replay): string {
  const { differences, assumed, ...counts } = result
  const document = {
    ...title,
    ...counts,
    differences: differences.map(({ call, emulated, product }) => ({
      line: call.line,
      at: isoTime(call.entryAt),
      connection: call.connection,
      server: call.server,
      key: call.key,
      emulated: toldJson(emulated),
      product: toldJson(product),
    })),
    assumed: assumed.map(({ id }) => id),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
