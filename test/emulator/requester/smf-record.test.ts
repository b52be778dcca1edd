import { expect, test } from 'vitest'
import {
  smfFields,
  smfRecord,
  type CallResult,
  type ServedCall,
  type SmfRecord,
} from '../../../emulator/index.ts'
import {
  failure,
  json,
  ok,
  someone,
  startRequester,
  unauthorized,
  type Answer,
  type RequesterParts,
} from '../../support/requester.ts'

const noon = Date.UTC(2026, 0, 5, 12)

const served = (result: CallResult, more: Partial<ServedCall> = {}): ServedCall => ({
  job: 'BAQSTRT1',
  id: 7,
  program: 'ims',
  requester: 'readOrders',
  call: {
    connection: 'conn',
    method: 'GET',
    path: '/orders?key=s3cret',
    headers: [],
    requestInfo: { fields: {} },
  },
  enteredAt: noon,
  result,
  ...more,
})

/** The record of the last of some calls, each a second after the one before. */
async function recordOf(parts: RequesterParts, calls = 1): Promise<SmfRecord> {
  const { call, clock } = startRequester(parts)
  let result: CallResult | undefined
  let enteredAt = clock.now()
  for (let i = 0; i < calls; i++) {
    if (i > 0) clock.advance(1000)
    enteredAt = clock.now()
    result = await call(someone)
  }
  return smfRecord(served(result!, { enteredAt }))
}

test('has every field, under the name that IBM gave it', async () => {
  const record = await recordOf({})
  expect(Object.keys(record)).toEqual([...smfFields])
  expect(smfFields.every((name) => /^SMF123(S2)?_[A-Z_]+$/.test(name))).toBe(true)
})

test('says who served whom, what was asked and when', async () => {
  const { call, clock } = startRequester({})
  const result = await call(someone)
  const at = clock.now()
  const caller = { linkUser: 'STUBUSER', assertedUser: 'ADA' }
  const base = served(result)
  const record = smfRecord({ ...base, enteredAt: at, call: { ...base.call, ...caller } })
  expect(record).toMatchObject({
    SMF123_SERVER_JOBNAME: 'BAQSTRT1',
    SMF123S2_REQ_ID: '7',
    SMF123S2_REQ_APP_TYPE: '2',
    SMF123S2_API_REQ_NAME: 'readOrders',
    SMF123S2_ENDPOINT_REFERENCE: 'conn',
    SMF123S2_ENDPOINT_HOST: 'api.example.com',
    SMF123S2_ENDPOINT_PORT: '443',
    SMF123S2_ENDPOINT_METHOD: 'GET',
    SMF123S2_ENDPOINT_FULL_PATH: '/orders',
    SMF123S2_USER_NAME: 'STUBUSER',
    SMF123S2_USER_NAME_ASSERTED: 'ADA',
  })
  expect(record.SMF123S2_TIME_ZC_ENTRY).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/)
})

test('keeps the fractions of a millisecond of an arrival', async () => {
  const { call } = startRequester({})
  const record = smfRecord(served(await call(someone), { enteredAt: noon + 2 / 64 }))
  expect(record.SMF123S2_TIME_ZC_ENTRY).toBe('2026-01-05T12:00:00.000031250Z')
})

test('keeps what the API answered apart from what the program was handed (smf.status-codes)', async () => {
  const teapot: Answer = { ...ok, status: 418 }
  expect(await recordOf({ api: [teapot] })).toMatchObject({
    SMF123S2_HTTP_RESP_CODE: '418',
    SMF123S2_REQ_STATUS_CODE: '418',
  })
  expect(await recordOf({ token: [failure('refused')] })).toMatchObject({
    SMF123S2_HTTP_RESP_CODE: '',
    SMF123S2_REQ_STATUS_CODE: '500',
    SMF123S2_TIME_ENDPOINT_SENT: '',
  })
})

test('flags the one call that was sent again (smf.retried)', async () => {
  const parts = { api: [ok, unauthorized, ok] }
  expect((await recordOf(parts, 1)).SMF123S2_REQ_RETRIED).toBe('0')
  expect((await recordOf(parts, 2)).SMF123S2_REQ_RETRIED).toBe('1')
  expect((await recordOf(parts, 3)).SMF123S2_REQ_RETRIED).toBe('0')
})

test('leaves the token times empty where the cache had the token (smf.token-times)', async () => {
  const first = await recordOf({}, 1)
  expect(first.SMF123S2_TIME_TOKEN_GET_START).not.toBe('')
  expect(first.SMF123S2_TIME_TOKEN_GET_FINISH).not.toBe('')
  expect(await recordOf({}, 2)).toMatchObject({
    SMF123S2_TIME_TOKEN_GET_START: '',
    SMF123S2_TIME_TOKEN_GET_FINISH: '',
  })
})

test('times a retried call from its first request to its last answer (smf.endpoint-times)', async () => {
  const { call, clock } = startRequester({
    token: [
      async () => {
        clock.advance(20)
        return json({ token: 'a' })
      },
    ],
    api: [
      ok,
      async () => {
        clock.advance(5)
        return unauthorized
      },
      async () => {
        clock.advance(70)
        return ok
      },
    ],
  })
  await call(someone)
  clock.advance(1000)
  const at = clock.now()
  const record = smfRecord(served(await call(someone), { enteredAt: at }))
  const ms = (text: string) => Date.parse(text.replace(/\d{6}Z$/, 'Z')) - at
  expect(ms(record.SMF123S2_TIME_ENDPOINT_SENT)).toBe(0)
  expect(ms(record.SMF123S2_TIME_TOKEN_GET_START)).toBe(5)
  expect(ms(record.SMF123S2_TIME_TOKEN_GET_FINISH)).toBe(25)
  expect(ms(record.SMF123S2_TIME_ENDPOINT_RECEIVED)).toBe(95)
  expect(ms(record.SMF123S2_TIME_ZC_EXIT)).toBe(95)
})
