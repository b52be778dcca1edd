import { CsvError, parse } from 'csv-parse/sync'
import type { ReadFile } from '../../emulator/config/index.ts'
import type { Place } from '../../emulator/index.ts'
import { delimiterOf } from '../csv-delimiter.ts'
import { refuse, type Found } from './found.ts'
import { beside } from './include.ts'
import type { FlowWritten } from './schema/compare.ts'
import { placeAt, type Tree } from './tree.ts'

/** The calls of a file, by what they call and for whom; the moments count from the first one. */
export interface Replayed {
  readonly file: string
  readonly parts: readonly {
    readonly operation?: string
    readonly user?: string
    readonly times: readonly { readonly ms: number; readonly at: Place }[]
  }[]
}

interface Line {
  readonly at: Place
  readonly epochMs: number
  readonly operation: string
  readonly user: string
}

interface Reading {
  readonly found: Found
  readonly readFile: ReadFile
  readonly file: string
}

type Columns = Readonly<Record<'time' | 'operation' | 'user', string>>

/** Reads the moments of calls from CSV or JSON lines; every broken line is told. */
export function readReplay(
  { file: name, columns = {} }: NonNullable<FlowWritten['replay']>,
  tree: Tree,
  { found, readFile, file: scenario }: Reading,
): Replayed | undefined {
  const file = beside(scenario, name)
  const bytes = readFile(file)
  if (!bytes) {
    const help = 'write its path relative to this file'
    return refuse(
      found,
      'FILE-MISSING',
      `there is no file "${file}"`,
      placeAt(tree, ['file']),
      help,
    )
  }
  const { time = 'time', operation = 'operation', user = 'user' } = columns
  const wanted = { time, operation, user }
  const text = new TextDecoder().decode(bytes)
  const before = found.length
  const lines = /\.csv$/i.test(file)
    ? csvLines(text, file, wanted, found)
    : jsonLines(text, file, wanted, found)
  if (found.length > before) return undefined
  if (lines.length === 0)
    return refuse(found, 'NOTHING-HAPPENS', `"${file}" has no call`, placeAt(tree, ['file']))
  return { file, parts: partsOf(lines) }
}

function partsOf(lines: readonly Line[]): Replayed['parts'] {
  const sorted = lines.toSorted((a, b) => a.epochMs - b.epochMs)
  const first = sorted[0]!.epochMs
  const groups = Map.groupBy(sorted, ({ operation, user }) => JSON.stringify([operation, user]))
  return [...groups.values()].map((group) => ({
    ...(group[0]!.operation !== '' && { operation: group[0]!.operation }),
    ...(group[0]!.user !== '' && { user: group[0]!.user }),
    times: group.map(({ epochMs, at }) => ({ ms: epochMs - first, at })),
  }))
}

interface CsvRow {
  readonly record: readonly string[]
  readonly line: number
}

function csvLines(text: string, file: string, columns: Columns, found: Found): Line[] {
  const delimiter = delimiterOf(text)
  const rows = csvRows(text, file, delimiter, found)
  if (!rows) return []
  const head = (rows[0]?.record ?? []).map(plainName)
  const timeAt = head.indexOf(plainName(columns.time))
  if (timeAt < 0) {
    const said = `the head line has no column "${columns.time}"`
    const help = `name it under "columns:", as { time: ${rows[0]?.record[0] ?? 'started'} }`
    refuse(found, 'MISSING-KEY', said, { file, line: 1, col: 1 }, help)
    return []
  }
  const source = text.split(/\r\n|\r|\n/)
  return rows.slice(1).flatMap(({ record, line }) => {
    if (record.length !== head.length) {
      const said = `the line has ${record.length} fields, the head line ${head.length}`
      const help = 'give it as many fields, and put a field with a comma in quotes'
      return refuse(found, 'BAD-VALUE', said, { file, line, col: 1 }, help) ?? []
    }
    const fields = new Map(head.map((name, i) => [name, record[i]!]))
    const col = columnOf(source[line - 1] ?? '', timeAt, delimiter)
    return lineOf((name) => fields.get(plainName(name)), columns, { file, line, col }, found) ?? []
  })
}

/** Column names are told apart by their letters, not by case. */
const plainName = (name: string): string => name.trim().toLowerCase()

function csvRows(
  text: string,
  file: string,
  delimiter: string,
  found: Found,
): readonly CsvRow[] | undefined {
  const rows: CsvRow[] = []
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record(record: string[], { lines: line }) {
        rows.push({ record, line })
        return null
      },
    })
    return rows
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    // A quote that is never closed takes in all lines that follow.
    const line = (rows.at(-1)?.line ?? 0) + 1
    const said = `the line is no CSV: ${thrown.message.replace(/[.:].*$/s, '').toLowerCase()}`
    const help = 'close its quotes, and double a quote inside'
    return refuse(found, 'BAD-VALUE', said, { file, line, col: 1 }, help)
  }
}

/** Where a field begins in a line that holds no quoted separator before it; the line's begin otherwise. */
function columnOf(line: string, index: number, delimiter: string): number {
  const before = line.split(delimiter).slice(0, index).join(delimiter)
  return before.includes('"') ? 1 : before.length + (index > 0 ? 2 : 1)
}

function jsonLines(text: string, file: string, columns: Columns, found: Found): Line[] {
  return text.split(/\r\n|\r|\n/).flatMap((source, i) => {
    if (source.trim() === '') return []
    const at = { file, line: i + 1, col: 1 }
    const value = parseJson(source)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const help = 'write one JSON object, as {"time":"2026-01-05T08:00:00Z"}'
      return refuse(found, 'BAD-VALUE', 'the line is no JSON object', at, help) ?? []
    }
    const fields = new Map(Object.entries(value).map(([name, each]) => [name, String(each)]))
    const col = source.indexOf(JSON.stringify(columns.time)) + 1
    const place = { ...at, col: Math.max(1, col) }
    return lineOf((name) => fields.get(name), columns, place, found) ?? []
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lineOf(
  field: (name: string) => string | undefined,
  columns: Columns,
  at: Place,
  found: Found,
): Line | undefined {
  const time = field(columns.time)
  if (time === undefined)
    return refuse(found, 'MISSING-KEY', `the line has no "${columns.time}"`, at)
  const epochMs = momentOf(time.trim())
  if (epochMs === undefined) {
    const help = 'write date, time and zone as 2026-01-05T08:00:00.250Z, or milliseconds'
    return refuse(found, 'BAD-VALUE', `"${time}" is no moment`, at, help)
  }
  const operation = field(columns.operation) ?? ''
  return { at, epochMs, operation, user: field(columns.user) ?? '' }
}

const dateAndTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/i

/** Milliseconds, or date and time; without a zone it is that of the other lines, and so any will do. */
function momentOf(text: string): number | undefined {
  if (/^\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  const [, date, time, zone = 'Z'] = dateAndTime.exec(text) ?? []
  const epochMs = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(epochMs) ? undefined : epochMs
}
