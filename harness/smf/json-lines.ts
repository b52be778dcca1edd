import { error, type Problem } from '../../emulator/index.ts'
import type { ReadRows, Row } from './rows.ts'

/** Reads one JSON object a line; a value that is no text is taken as it would be written. */
export function readJsonLines(
  file: string,
  text: string,
  take: (row: Row, fields: ReadonlySet<string>) => void,
): ReadRows {
  const fields = new Set<string>()
  const problems: Problem[] = []
  for (const [i, source] of text.split(/\r\n|\n|\r/).entries()) {
    if (source.trim() === '') continue
    const line = i + 1
    const parsed = parse(source)
    if ('wrong' in parsed) {
      const { col, wrong } = parsed
      problems.push(
        error('SMF-EXTRACT', wrong, { file, line, col }, 'write one JSON object a line'),
      )
      continue
    }
    for (const name of parsed.values.keys()) fields.add(name)
    take(rowOf(line, source, parsed.values), fields)
  }
  return { fields, problems }
}

type Parsed =
  | { readonly values: ReadonlyMap<string, string> }
  | { readonly wrong: string; readonly col: number }

function parse(source: string): Parsed {
  try {
    const value: unknown = JSON.parse(source)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { wrong: 'the line is JSON, but no object', col: 1 }
    const entries = Object.entries(value).map(
      ([name, each]) => [name.trim().toUpperCase(), textOf(each)] as const,
    )
    return { values: new Map(entries) }
  } catch (thrown) {
    // The message may quote what stands in the line; only its position is taken.
    const [, position] = /position (\d+)/.exec(String(thrown)) ?? []
    return {
      wrong: 'the line is not JSON',
      col: position === undefined ? source.length : Number(position) + 1,
    }
  }
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

const rowOf = (line: number, source: string, values: ReadonlyMap<string, string>): Row => ({
  line,
  value: (field) => (values.get(field) ?? '').trim(),
  colOf: (field) => Math.max(0, source.toUpperCase().indexOf(`"${field}"`)) + 1,
})
