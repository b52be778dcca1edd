import { expect, test } from 'vitest'
import { startServing } from '../../support/serving.ts'

const readSecret = {
  request: 'readSecret',
  as: { tokenUsername: 'ims-role', tokenPassword: 'ims-secret' },
  capture: { secret: '$.data.data' },
}

test('the flagship case can be told over HTTP alone', async () => {
  await using curl = await startServing()
  const first = await curl.post('/call', readSecret)
  expect(first.status).toBe(200)
  expect(first.json).toMatchObject({
    returnCode: 0,
    returnCodeName: 'BAQ-SUCCESS',
    statusCode: 200,
    statusMessage: '',
    statusMessageLength: 0,
    json: { data: { data: { client_id: 'ims-app', client_secret: 's3cr3t' } } },
  })
  expect((await curl.post('/call', { request: 'pay' })).json).toMatchObject({ statusCode: 201 })

  await curl.post('/clock/advance', { by: '14m58s' })
  const second = await curl.post('/call', readSecret)
  expect(second.text).toContain('"vaultLogin: the cached token is used"')
  expect((await curl.get('/counts')).json).toMatchObject({
    endpoints: { 'mesh.POST /payments': 1, 'vault.login': 1, 'vault.read': 2 },
  })

  await curl.post('/clock/advance', { by: '1500ms' })
  const third = await curl.post('/call', readSecret)
  expect(third.text).toContain('cache.less-than-a-second')
  const verdict = await curl.post('/expect', {
    calls: { 'vault.login': 2, 'vault.read': 3, mesh: 1 },
    because: ['cache.less-than-a-second'],
    token: { vaultLogin: 'miss' },
    cache: 1,
    outcomes: { '0/200': '>= 70%' },
  })
  expect(verdict.json).toMatchObject({ holds: true })
  expect(verdict.status).toBe(200)
})

test('at a level below 3.0.86.0 the same calls log in each time', async () => {
  await using curl = await startServing({ level: '3.0.85.0' })
  expect(curl.serving).toMatchObject({ level: '3.0.85.0', row: '3.0.85.0' })
  for (let i = 0; i < 3; i++) await curl.post('/call', readSecret)
  expect((await curl.get('/counts')).json).toMatchObject({ endpoints: { 'vault.login': 3 } })
  expect((await curl.get('/cache')).json).toEqual({ BAQSTRT: { live: 0, entries: [] } })
})

test('a whole request goes out as the program says it, place-holders and all', async () => {
  await using curl = await startServing()
  const { json } = await curl.post('/call', {
    connection: 'meshConn',
    method: 'POST',
    path: '/payments',
    query: { a: '${b}' },
    headers: { 'x-client-id': 'ims-app', 'x-client-secret': 's3cr3t', 'Content-Type': 'text/x' },
    body: 'a ${secret.client_id} \\${x}',
    server: 'BAQSTRT',
    program: 'IMSPAY',
    timeout: '30s',
  })
  expect(json).toMatchObject({ returnCode: 0, statusCode: 201, json: { id: 7 } })
  const body = 'a ${secret.client_id} \\${x}'
  const seen = {
    requests: [
      { to: 'mesh', body: body.replaceAll('${', '\\${'), path: { matches: '%24%7Bb%7D' } },
    ],
  }
  expect((await curl.post('/expect', seen)).json).toMatchObject({ holds: true })
})

test('a length or a compatibility level that a program sets wrong has its effect', async () => {
  await using curl = await startServing()
  const call = (requestInfo: object) =>
    curl.post('/call', { connection: 'vaultConn', path: '/v1/secret/data/apimesh', requestInfo })
  const good = { tokenUsername: 'ims-role', tokenPassword: 'ims-secret' }
  expect((await call(good)).json).toMatchObject({ returnCode: 0 })
  expect(
    (await call({ ...good, tokenPassword: { value: 'ims-secret', length: 3 } })).json,
  ).toMatchObject({ returnCode: 2 })
  const low = await call({ ...good, compLevel: 1 })
  expect(low.json).toMatchObject({
    returnCode: 2,
    returnCodeName: 'BAQ-ERROR-IN-ZCEE',
    sample: [
      'Error code: 0000000500',
      expect.stringContaining('Error msg: '),
      'Error origin: ZCEE',
    ],
  })
  expect(low.json['statusMessageLength']).toBe(String(low.json['statusMessage']).length)
})

test('a BAQTIMEOUT of one call ends that call alone', async () => {
  await using curl = await startServing()
  await curl.post('/fault', { at: 'vault.login', times: 1, delay: '5s' })
  const late = await curl.post('/call', { ...readSecret, capture: undefined, timeout: '2s' })
  expect(late.json).toMatchObject({
    returnCode: 4,
    returnCodeName: 'BAQ-ERROR-NO-RESPONSE',
    elapsedMs: 2000,
    sample: [expect.anything(), expect.anything(), 'Error origin:'],
  })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({ returnCode: 0 })
})
