import { error, type Problem } from '../../emulator/index.ts'

/** One record of an extract: its values by the names of their fields, in upper case. */
export interface Row {
  readonly line: number
  /** Empty where the record has no such field. */
  readonly value: (field: string) => string
  /** Where the field begins in its line. */
  readonly colOf: (field: string) => number
}

/** What came of reading an extract. */
export interface ReadRows {
  /** The fields that occur, in upper case. */
  readonly fields: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/** Gives the rows of CSV or JSON lines to `take`, one after another. */
export async function readRows(
  file: string,
  bytes: Uint8Array,
  take: (row: Row, fields: ReadonlySet<string>) => void,
): Promise<ReadRows> {
  const text = decode(bytes)
  if (text === undefined)
    return onlyProblem(file, 'the extract is not UTF-8', 'convert it to UTF-8')
  if (text.trim() === '')
    return onlyProblem(file, 'the extract is empty', 'extract the records again')
  if (/^\s*\{/.test(text)) {
    const { readJsonLines } = await import('./json-lines.ts')
    return readJsonLines(file, text, take)
  }
  const { readCsv } = await import('./csv.ts')
  return readCsv(file, text, take)
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const onlyProblem = (file: string, message: string, instead: string): ReadRows => ({
  fields: new Set(),
  problems: [error('SMF-EXTRACT', message, { file, line: 1, col: 1 }, instead)],
})
