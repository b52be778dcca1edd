import { parse, type CsvError } from 'csv-parse/sync'
import { error, type Problem } from '../../emulator/index.ts'
import { delimiterOf } from '../csv-delimiter.ts'
import type { ReadRows, Row } from './rows.ts'

/** Reads CSV with a line of names; comma, semicolon or tab, whichever that line has most of. */
export function readCsv(
  file: string,
  text: string,
  take: (row: Row, fields: ReadonlySet<string>) => void,
): ReadRows {
  const delimiter = delimiterOf(text)
  const problems: Problem[] = []
  let columns = new Map<string, number>()
  let fields: ReadonlySet<string> = new Set()
  let isBroken = false
  let lastWhole = 0
  const lines = linesOf(text)
  const takeHeader = (names: readonly string[], line: number) => {
    const upper = names.map((name) => name.trim().toUpperCase())
    columns = new Map(upper.map((name, i) => [name, i]))
    fields = new Set(upper)
    for (const [i, name] of upper.entries())
      if (upper.indexOf(name) < i)
        problems.push(
          error(
            'SMF-EXTRACT',
            `the column "${name}" is there twice`,
            { file, line, col: fieldStart(lines(line), i, delimiter) },
            'leave one of them out',
          ),
        )
  }
  parse(text, {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(thrown) {
      // After a quote that ends at the wrong place nothing can be told of the lines that follow.
      if (thrown && !isBroken) problems.push(problemOf(thrown, file, lines, lastWhole + 1))
      isBroken ||= thrown?.code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH'
      return undefined
    },
    on_record(record: readonly string[], { lines: line }) {
      lastWhole = line
      if (columns.size === 0) takeHeader(record, line)
      else
        take(
          {
            line,
            value: (field) => (record[columns.get(field) ?? -1] ?? '').trim(),
            colOf: (field) => fieldStart(lines(line), columns.get(field) ?? 0, delimiter),
          },
          fields,
        )
      return null
    },
  })
  return { fields, problems }
}

/** The lines of a text, told apart when one of them is asked for. */
function linesOf(text: string): (line: number) => string {
  let lines: readonly string[] | undefined
  return (line) => {
    lines ??= text.split(/\r\n|\n|\r/)
    return lines[line - 1] ?? ''
  }
}

/** The column at which the field of that index begins. */
function fieldStart(line: string, index: number, delimiter: string): number {
  let isQuoted = false
  let field = 0
  for (let i = 0; i < line.length && field < index; i++) {
    if (line[i] === '"') isQuoted = !isQuoted
    else if (line[i] === delimiter && !isQuoted && ++field === index) return i + 2
  }
  return 1
}

function problemOf(
  { code, lines: line }: CsvError & { lines?: number },
  file: string,
  lines: (line: number) => string,
  begin: number,
): Problem {
  // A quote that is never closed takes in all lines that follow.
  const at = { file, line: code === 'CSV_QUOTE_NOT_CLOSED' ? begin : (line ?? 1), col: 1 }
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH')
    return error(
      'SMF-EXTRACT',
      'the line has another number of fields than the line of names',
      at,
      'put quotes around a value that has a separator in it, or extract the record again',
    )
  const quote = Math.max(0, lines(at.line).indexOf('"'))
  return error(
    'SMF-EXTRACT',
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote is opened and never closed'
      : 'a quote ends in the middle of a value',
    { ...at, col: quote + 1 },
    'put a value with quotes in it in quotes, and write "" for each of its own',
  )
}
