import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { smfFields, type SmfRecord } from '../../../emulator/index.ts'
import { report, result, run } from './events.ts'

const record = (values: Partial<SmfRecord>): SmfRecord => ({
  ...(Object.fromEntries(smfFields.map((name) => [name, ''])) as SmfRecord),
  ...values,
})

test('writes the names of the fields even of a run without calls', async () => {
  const [names = [], ...rows] = parse(await report('smf', run([result()])))
  expect(names).toEqual([...smfFields, 'BAQLAB_CREDENTIAL', 'BAQLAB_SCENARIO'])
  expect(rows).toEqual([])
})

test('writes a line for each call, whatever is in its values', async () => {
  const odd = 'a "quoted", two-\nlined name'
  const smf = record({ SMF123_SERVER_JOBNAME: 'BAQSTRT', SMF123S2_API_REQ_NAME: odd })
  const records = [
    { smf, credential: '1' },
    { smf, credential: '1+2' },
  ]
  const text = await report('smf', run([result({ row: '3.0.86.0', records })]))
  expect(parse(text, { columns: true })).toEqual([
    expect.objectContaining({
      SMF123_SERVER_JOBNAME: 'BAQSTRT',
      SMF123S2_API_REQ_NAME: odd,
      BAQLAB_CREDENTIAL: '1',
      BAQLAB_SCENARIO: 'An opaque token is reused for its lifetime [3.0.86.0]',
    }),
    expect.objectContaining({ BAQLAB_CREDENTIAL: '1+2' }),
  ])
})
