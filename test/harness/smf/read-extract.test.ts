import { expect, test } from 'vitest'
import { readExtract, type ExtractOptions } from '../../../harness/smf/read-extract.ts'
import { csvOf, names, rowOf } from './extract.ts'

const read = (text: string, options?: ExtractOptions) =>
  readExtract('extract.csv', Buffer.from(text), options)

/** Place, message and advice of each problem. */
async function problemsOf(text: string, options?: ExtractOptions): Promise<readonly string[]> {
  const { problems } = await read(text, options)
  return problems.map(({ at, message, tries }) => `${at?.line}:${at?.col} ${message} = ${tries[0]}`)
}

const noon = Date.UTC(2026, 0, 5, 12)

test('reads calls from CSV, whatever the case of its names', async () => {
  const text = csvOf([rowOf({}), rowOf({ token: false, sent: '', status: '500', http: '' })])
  const [header, ...rows] = text.split('\n')
  const { calls, problems } = await read([header!.toLowerCase(), ...rows].join('\n'))
  expect(problems).toEqual([])
  expect(calls).toEqual([
    {
      line: 2,
      server: 'BAQSTRT1',
      key: '',
      connection: 'conn',
      entryAt: noon,
      exitAt: noon + 40,
      token: { startAt: noon, finishAt: noon + 10 },
      sentAt: noon + 20,
      receivedAt: noon + 30,
      retried: false,
      apiStatus: 200,
      status: 200,
    },
    expect.objectContaining({ line: 3, retried: false, status: 500 }),
  ])
  expect(calls[1]).not.toHaveProperty('token')
  expect(calls[1]).not.toHaveProperty('sentAt')
  expect(calls[1]).not.toHaveProperty('apiStatus')
})

test.each([';', '\t'])('reads CSV whose separator is %j', async (separator) => {
  const { calls, problems } = await read(csvOf([rowOf({})]).replaceAll(',', separator))
  expect(problems).toEqual([])
  expect(calls).toHaveLength(1)
})

test('reads JSON lines as CSV, with numbers and flags that are no text', async () => {
  const csv = await read(csvOf([rowOf({})]))
  const values: readonly (readonly [string, unknown])[] = names.map((name, i) => [
    name,
    rowOf({})[i],
  ])
  const typed = Object.fromEntries([
    ...values,
    ['SMF123S2_HTTP_RESP_CODE', 200],
    ['SMF123S2_REQ_RETRIED', false],
    ['SMF123S2_TIME_STUB_SENT', null],
  ])
  const { calls, problems } = await read(`\n${JSON.stringify(typed)}\n`)
  expect(problems).toEqual([])
  expect(calls).toEqual(csv.calls)
})

test.each([
  ['2026-01-05T12:00:00Z', 0],
  ['2026-01-05 12:00:00.250', 250],
  ['2026/01/05 12:00:00.844246 UTC', 844.246],
  ['2026-01-05-12.00.00.000015', 0.015],
  ['2026-01-05T13:30:00.5+01:30', 500],
])('takes %s for a time stamp', async (stamp, ms) => {
  const { calls, problems } = await read(csvOf([rowOf({ entry: stamp })]))
  expect(problems).toEqual([])
  expect(calls[0]!.entryAt - noon).toBeCloseTo(ms, 3)
})

test('joins the fields that stand for servers and credentials', async () => {
  const options = { keys: ['smf123s2_user_name_asserted'], servers: ['SMF123_SERVER_JOBNAME'] }
  const { calls, keys, servers } = await read(csvOf([rowOf({ user: 'ADA' })]), options)
  expect(calls[0]).toMatchObject({ server: 'BAQSTRT1', key: 'ADA' })
  expect([keys, servers]).toEqual([['SMF123S2_USER_NAME_ASSERTED'], ['SMF123_SERVER_JOBNAME']])
})

test.each([
  [
    'a time stamp that is none',
    csvOf([rowOf({}), rowOf({ entry: 'noon' })]),
    '3:15 SMF123S2_TIME_ZC_ENTRY is "noon" = it is a time stamp as 2026-01-05T00:00:00.000000Z',
  ],
  [
    'a day that does not exist',
    csvOf([rowOf({ entry: '2026-02-30T00:00:00Z' })]),
    '2:15 SMF123S2_TIME_ZC_ENTRY is "2026-02-30T00:00:00Z" = it is a time stamp as 2026-01-05T00:00:00.000000Z',
  ],
  [
    'a flag that is none',
    csvOf([rowOf({ retried: 'perhaps' })]),
    'SMF123S2_REQ_RETRIED is "perhaps" = it is 1 where it is set, 0 where it is not',
  ],
  [
    'a status that is none',
    csvOf([rowOf({ http: 'OK' })]),
    'SMF123S2_HTTP_RESP_CODE is "OK" = it is an HTTP status as 200',
  ],
  [
    'a token that came before it was asked for',
    csvOf([rowOf({ finish: '2026-01-05T11:00:00Z' })]),
    'SMF123S2_TIME_TOKEN_GET_FINISH is "2026-01-05T11:00:00Z" = it is not before its START',
  ],
  [
    'a token that never came',
    csvOf([rowOf({ finish: '' })]),
    'SMF123S2_TIME_TOKEN_GET_FINISH is "" = it is there wherever its START is, and only there',
  ],
  [
    'a record without a connection',
    csvOf([rowOf({ connection: '' })]),
    '2:10 SMF123S2_ENDPOINT_REFERENCE is "" = it is the id of a zosconnect_endpointConnection',
  ],
  [
    'a line that breaks off',
    `${csvOf([rowOf({})])}BAQSTRT1,conn\n`,
    '3:1 the line has another number of fields than the line of names = put quotes around a value that has a separator in it, or extract the record again',
  ],
  [
    'a quote that is never closed',
    `${csvOf([rowOf({})])}BAQSTRT1,"conn\n`,
    'a quote is opened and never closed = put a value with quotes in it in quotes, and write "" for each of its own',
  ],
  [
    'a quote within a value',
    `${csvOf([rowOf({})])}BAQSTRT1,"co"nn,${rowOf({}).slice(2).join(',')}\n`,
    '3:10 a quote ends in the middle of a value = put a value with quotes in it in quotes, and write "" for each of its own',
  ],
  [
    'a slip in a name',
    csvOf([rowOf({})]).replace('SMF123S2_REQ_RETRIED', 'SMF123S2_REQ_RETRYED'),
    '1:1 the extract has no field "SMF123S2_REQ_RETRIED" = did you mean "SMF123S2_REQ_RETRYED"?',
  ],
  [
    'a name that is there twice',
    csvOf([rowOf({})]).replace('SMF123S2_USER_NAME_ASSERTED', 'SMF123_SERVER_JOBNAME'),
    `1:${names.slice(0, 11).join().length + 2} the column "SMF123_SERVER_JOBNAME" is there twice = leave one of them out`,
  ],
  ['an empty file', ' \n', '1:1 the extract is empty = extract the records again'],
  [
    'a line that is no JSON',
    '{"A":1}\n{"A":}\n',
    '2:6 the line is not JSON = write one JSON object a line',
  ],
])('names %s, with its place and what to write', async (_, text, wanted) => {
  expect(await problemsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining(wanted)]))
})

test('names a field that stands for the credentials and is not there', async () => {
  const wanted =
    'the extract has no field "SMF123S2_USER_NAME_ASSERT" = did you mean "SMF123S2_USER_NAME_ASSERTED"?'
  expect(await problemsOf(csvOf([rowOf({})]), { keys: ['SMF123S2_USER_NAME_ASSERT'] })).toEqual([
    `1:1 ${wanted}`,
  ])
})

test('says how many problems it leaves out', async () => {
  const rows = Array.from({ length: 50 }, () => rowOf({ entry: 'noon' }))
  const found = await problemsOf(csvOf(rows))
  expect(found).toHaveLength(21)
  expect(found.at(-1)).toContain('30 more problems of this extract are not shown')
})

test('refuses bytes that are no UTF-8', async () => {
  const { problems } = await readExtract('extract.csv', Buffer.from([0xe2, 0xc8, 0x40]))
  expect(problems.map(({ message }) => message)).toEqual(['the extract is not UTF-8'])
})
