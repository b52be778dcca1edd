import { error, suggestName, type Problem } from '../../emulator/index.ts'
import { readRows, type Row } from './rows.ts'
import type { SmfCall } from './smf-call.ts'
import { readFlag, readStatus, readTime, type ReadValue } from './values.ts'

export interface ExtractOptions {
  /** Fields that stand for the credentials; absent: ours, where the extract is one of ours. */
  readonly keys?: readonly string[]
  /** Fields that tell servers apart; absent: those that usually do. */
  readonly servers?: readonly string[]
}

export interface Extract {
  readonly calls: readonly SmfCall[]
  readonly problems: readonly Problem[]
  /** The fields that stood for servers and credentials. */
  readonly servers: readonly string[]
  readonly keys: readonly string[]
}

const needed = [
  'SMF123S2_ENDPOINT_REFERENCE',
  'SMF123S2_TIME_ZC_ENTRY',
  'SMF123S2_TIME_TOKEN_GET_START',
  'SMF123S2_TIME_TOKEN_GET_FINISH',
  'SMF123S2_TIME_ENDPOINT_SENT',
  'SMF123S2_TIME_ENDPOINT_RECEIVED',
  'SMF123S2_HTTP_RESP_CODE',
  'SMF123S2_REQ_STATUS_CODE',
  'SMF123S2_REQ_RETRIED',
]

const usualServers = ['SMF123_SID', 'SMF123_SERVER_JOBNAME', 'BAQLAB_SCENARIO']
const ownKeys = ['BAQLAB_CREDENTIAL']

/** So many problems of one file are told; the others are counted. */
const mostTold = 20

/** Reads an extract of SMF 123 subtype 2 records: CSV or JSON lines with IBM's field names. */
export async function readExtract(
  file: string,
  bytes: Uint8Array,
  { keys, servers }: ExtractOptions = {},
): Promise<Extract> {
  const calls: SmfCall[] = []
  const wrong: Problem[] = []
  const used = { keys: (keys ?? ownKeys).map(upper), servers: (servers ?? usualServers).map(upper) }
  const read = await readRows(file, bytes, (row) => {
    const reading = new CallReading(file, row, wrong)
    const call = reading.call(used)
    if (call) calls.push(call)
  })
  const { fields } = read
  const given = [...(keys ?? []), ...(servers ?? [])].map(upper)
  const absent = [
    ...new Set([...(read.problems.length > 0 && calls.length === 0 ? [] : needed), ...given]),
  ]
    .filter((name) => !fields.has(name))
    .map((name) => missing(file, name, fields))
  const problems = absent.length > 0 ? [...read.problems, ...absent] : [...read.problems, ...wrong]
  return {
    calls,
    problems: shortened(problems, file),
    keys: used.keys.filter((name) => fields.has(name)),
    servers: used.servers.filter((name) => fields.has(name)),
  }
}

const joined = (values: readonly string[]) => values.filter((each) => each !== '').join(' ')

const upper = (name: string) => name.trim().toUpperCase()

const missing = (file: string, name: string, fields: ReadonlySet<string>): Problem =>
  error(
    'SMF-FIELD',
    `the extract has no field "${name}"`,
    { file, line: 1, col: 1 },
    fields.size > 0 ? suggestName(name, fields) : 'extract the records again',
  )

function shortened(problems: readonly Problem[], file: string): readonly Problem[] {
  const more = problems.length - mostTold
  if (more <= 0) return problems
  const message = `${more} more problems of this extract are not shown`
  const at = { file, line: 1, col: 1 }
  return [...problems.slice(0, mostTold), error('SMF-EXTRACT', message, at, 'correct these first')]
}

/** Reads the values of one row, and notes what is wrong with them. */
class CallReading {
  readonly #file: string
  readonly #row: Row
  readonly #problems: Problem[]
  #isWhole = true

  constructor(file: string, row: Row, problems: Problem[]) {
    this.#file = file
    this.#row = row
    this.#problems = problems
  }

  call(used: {
    readonly keys: readonly string[]
    readonly servers: readonly string[]
  }): SmfCall | undefined {
    const { line, value } = this.#row
    const connection = value('SMF123S2_ENDPOINT_REFERENCE')
    const entryAt = this.#time('SMF123S2_TIME_ZC_ENTRY')
    if (entryAt === undefined && this.#isWhole)
      this.#wrong('SMF123S2_TIME_ZC_ENTRY', 'a time stamp')
    const startAt = this.#time('SMF123S2_TIME_TOKEN_GET_START')
    const finishAt = this.#time('SMF123S2_TIME_TOKEN_GET_FINISH')
    if ((startAt === undefined) !== (finishAt === undefined))
      this.#wrong('SMF123S2_TIME_TOKEN_GET_FINISH', 'there wherever its START is, and only there')
    else if (startAt !== undefined && finishAt! < startAt)
      this.#wrong('SMF123S2_TIME_TOKEN_GET_FINISH', 'not before its START')
    const sentAt = this.#time('SMF123S2_TIME_ENDPOINT_SENT')
    const receivedAt = this.#time('SMF123S2_TIME_ENDPOINT_RECEIVED')
    const exitAt = this.#time('SMF123S2_TIME_ZC_EXIT')
    // Without a request there may have been no connection: the program may have named no API.
    if (connection === '' && (startAt !== undefined || sentAt !== undefined))
      this.#wrong('SMF123S2_ENDPOINT_REFERENCE', 'the id of a zosconnect_endpointConnection')
    const apiStatus = this.#read('SMF123S2_HTTP_RESP_CODE', readStatus)
    const status = this.#read('SMF123S2_REQ_STATUS_CODE', readStatus)
    const retried = this.#read('SMF123S2_REQ_RETRIED', readFlag) ?? false
    if (!this.#isWhole || entryAt === undefined) return undefined
    return {
      line,
      server: joined(used.servers.map(value)),
      key: joined(used.keys.map(value)),
      connection,
      entryAt,
      retried,
      ...(exitAt !== undefined && { exitAt }),
      ...(startAt !== undefined && finishAt !== undefined && { token: { startAt, finishAt } }),
      ...(sentAt !== undefined && { sentAt }),
      ...(receivedAt !== undefined && { receivedAt }),
      ...(apiStatus !== undefined && { apiStatus }),
      ...(status !== undefined && { status }),
    }
  }

  #time(field: string): number | undefined {
    return this.#read(field, readTime)
  }

  #read<T>(field: string, read: (text: string) => ReadValue<T>): T | undefined {
    const result = read(this.#row.value(field))
    if ('value' in result) return result.value
    this.#wrong(field, result.wanted)
    return undefined
  }

  #wrong(field: string, wanted: string): void {
    this.#isWhole = false
    const { line, value, colOf } = this.#row
    const text = value(field)
    const at = { file: this.#file, line, col: colOf(field), length: Math.max(1, text.length) }
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
    this.#problems.push(error('SMF-VALUE', `${field} is "${shown}"`, at, `it is ${wanted}`))
  }
}
