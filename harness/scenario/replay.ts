import { CsvError, parse } from 'csv-parse/sync'
import type { ReadFile } from '../../emulator/config/index.ts'
import type { Place } from '../../emulator/index.ts'
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

function csvLines(text: string, file: string, columns: Columns, found: Found): Line[] {
  const rows: { readonly record: string[]; readonly info: { readonly lines: number } }[] = []
  try {
    rows.push(
      ...(parse(text, {
        bom: true,
        info: true,
        skip_empty_lines: true,
        relax_column_count: true,
      }) as unknown as typeof rows),
    )
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    const line = typeof thrown['lines'] === 'number' ? thrown['lines'] : 1
    const said = `the line is no CSV: ${thrown.message.replace(/[.:].*$/s, '').toLowerCase()}`
    refuse(
      found,
      'BAD-VALUE',
      said,
      { file, line, col: 1 },
      'close its quotes, and double a quote inside',
    )
    return []
  }
  const head = rows[0]?.record ?? []
  const at = { file, line: 1, col: 1 }
  if (!head.includes(columns.time)) {
    const said = `the head line has no column "${columns.time}"`
    const help = `name it under "columns:", as { time: ${head[0] ?? 'started'} }`
    refuse(found, 'MISSING-KEY', said, at, help)
    return []
  }
  const source = text.split(/\r\n|\r|\n/)
  return rows.slice(1).flatMap(({ record, info }) => {
    const { lines: line } = info
    if (record.length !== head.length) {
      const said = `the line has ${record.length} fields, the head line ${head.length}`
      const help = 'give it as many fields, and put a field with a comma in quotes'
      return refuse(found, 'BAD-VALUE', said, { file, line, col: 1 }, help) ?? []
    }
    const fields = new Map(head.map((name, i) => [name, record[i]!]))
    const col = columnOf(source[line - 1] ?? '', head.indexOf(columns.time))
    return lineOf(fields, columns, { file, line, col }, found) ?? []
  })
}

/** Where a field begins in a line that holds no quoted comma before it; the line's begin otherwise. */
function columnOf(line: string, index: number): number {
  const before = line.split(',').slice(0, index).join(',')
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
    return lineOf(fields, columns, { ...at, col: Math.max(1, col) }, found) ?? []
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
  fields: ReadonlyMap<string, string>,
  columns: Columns,
  at: Place,
  found: Found,
): Line | undefined {
  const time = fields.get(columns.time)
  if (time === undefined)
    return refuse(found, 'MISSING-KEY', `the line has no "${columns.time}"`, at)
  const epochMs = /^\d{1,15}(\.\d+)?$/.test(time) ? Number(time) : Date.parse(time)
  if (Number.isNaN(epochMs)) {
    const help = 'write date, time and zone as 2026-01-05T08:00:00.250Z, or milliseconds'
    return refuse(found, 'BAD-VALUE', `"${time}" is no moment`, at, help)
  }
  const operation = fields.get(columns.operation) ?? ''
  return { at, epochMs, operation, user: fields.get(columns.user) ?? '' }
}
