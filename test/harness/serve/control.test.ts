import { expect, test } from 'vitest'
import { problemsIn, startServing } from '../../support/serving.ts'

const readSecret = {
  request: 'readSecret',
  as: { tokenUsername: 'ims-role', tokenPassword: 'ims-secret' },
}

test('a fault strikes and an expectation that fails says what was seen', async () => {
  await using curl = await startServing()
  expect((await curl.post('/fault', { at: 'vault.login', times: 1, status: 503 })).json).toEqual({
    set: true,
  })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({ returnCode: 2 })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({ returnCode: 0 })
  const verdict = await curl.post('/expect', { calls: { 'vault.login:503': 2 }, returnCode: 0 })
  expect(verdict.status).toBe(417)
  expect(verdict.json).toMatchObject({
    holds: false,
    verdicts: [
      { path: '$.calls.vault.login:503', holds: false, code: 'CALLS' },
      { path: '$.returnCode', holds: true },
    ],
  })
})

test('tokens are revoked, cleared by command and lost in a restart', async () => {
  await using curl = await startServing()
  await curl.post('/call', readSecret)
  expect((await curl.get('/cache')).json).toMatchObject({
    BAQSTRT: {
      live: 1,
      entries: [{ element: 'vaultLogin', kind: 'opaque', expiresAt: '00:15:00.000' }],
    },
  })
  expect((await curl.post('/revoke', { tokens: 'vault.issued[1]' })).json).toEqual({ revoked: 1 })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({
    returnCode: 1,
    statusCode: 403,
  })
  const command = 'F BAQSTRT,ZCON,CLEARTOKENCACHE'
  expect((await curl.post('/operator', { command })).json).toMatchObject({
    accepted: true,
    cleared: 1,
  })
  expect((await curl.post('/operator', { command: 'F OTHER,ZCON,REFRESH' })).json).toMatchObject({
    accepted: false,
  })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({ returnCode: 0 })
  expect((await curl.post('/restart', { server: 'BAQSTRT' })).json).toEqual({ restarted: true })
  expect((await curl.get('/cache')).json).toMatchObject({ BAQSTRT: { live: 0 } })
})

test('a reset begins a fresh world at the same ports', async () => {
  await using curl = await startServing()
  await curl.post('/call', readSecret)
  await curl.post('/clock/advance', { by: '1h' })
  const before = await curl.get('/services')
  const ca = await curl.get('/ca.pem')
  expect((await curl.post('/reset')).json).toMatchObject({ elapsed: '00:00:00.000' })
  expect(await curl.get('/services')).toEqual(before)
  expect(await curl.get('/ca.pem')).toEqual(ca)
  expect((await curl.get('/counts')).json).toMatchObject({ endpoints: {}, calls: 0 })
  expect((await curl.get('/journal')).json).toEqual({ next: 0, entries: [] })
  expect((await curl.post('/call', readSecret)).json).toMatchObject({ returnCode: 0 })
  expect(curl.crashes).toEqual([])
})

test('the real clock cannot be moved, and says so', async () => {
  await using curl = await startServing({ clock: 'real' })
  const answer = await curl.post('/clock/advance', { by: '15m' })
  expect([answer.status, ...problemsIn(answer)]).toEqual([409, 'CLOCK-IS-REAL /clock/advance'])
  const { clock, now } = (await curl.get('/clock')).json
  expect(clock).toBe('real')
  expect(Math.abs(Date.parse(String(now)) - Date.now())).toBeLessThan(60_000)
})

test('the manual clock stands still between commands', async () => {
  await using curl = await startServing()
  const before = await curl.get('/clock')
  await Promise.all([1, 2, 3].map(() => curl.post('/call', readSecret)))
  expect((await curl.get('/clock')).json).toEqual(before.json)
  expect((await curl.post('/clock/advance', { by: '1d' })).json).toMatchObject({
    elapsed: '1d 00:00:00.000',
  })
})

test.for([
  ['/call', '{', 400, ['NOT-JSON $']],
  ['/call', '', 400, ['NOT-JSON $']],
  ['/call', '['.repeat(5000) + ']'.repeat(5000), 400, ['TOO-DEEP $']],
  ['/call', [], 422, ['BAD-VALUE $']],
  ['/call', {}, 422, ['MISSING-KEY $']],
  ['/call', { request: 'readSecrt' }, 422, ['UNKNOWN-NAME $.request']],
  ['/call', { request: 'pay' }, 422, ['CAPTURE $.request']],
  ['/call', { request: 'pay', path: '/x' }, 422, ['BAD-VALUE $.path']],
  ['/call', { connection: 'meshCon', path: '/x' }, 422, ['UNKNOWN-NAME $.connection']],
  ['/call', { connection: 'meshConn', path: 'x' }, 422, ['BAD-VALUE $.path']],
  [
    '/call',
    { connection: 'meshConn', path: '/x', server: 'OTHER' },
    422,
    ['UNKNOWN-NAME $.server'],
  ],
  ['/call', { request: 'pay', as: {}, requestInfo: {} }, 422, ['BAD-VALUE $.as']],
  ['/call', { request: 'pay', as: { tokenUser: 'x' } }, 422, ['UNKNOWN-KEY $.as.tokenUser']],
  ['/call', { request: 'pay', timeout: 5 }, 422, ['BAD-DURATION $.timeout']],
  ['/clock/advance', { by: '15' }, 422, ['BAD-DURATION $.by']],
  ['/clock/advance', { for: '15m' }, 422, ['UNKNOWN-KEY $.for']],
  ['/clock/advance', 7, 422, ['MISSING-KEY $']],
  ['/operator', { command: '' }, 422, ['BAD-VALUE $.command']],
  ['/fault', { at: 'vault.logn', times: 1, status: 500 }, 422, ['UNKNOWN-NAME $.at']],
  ['/fault', { at: 'vault.login', times: 1 }, 422, ['MISSING-KEY $']],
  ['/revoke', { tokens: 'mesh' }, 422, ['BAD-VALUE $.tokens']],
  ['/restart', { server: 'BAQSTRX' }, 422, ['UNKNOWN-NAME $.server']],
  ['/expect', { callz: {} }, 422, ['UNKNOWN-KEY $.callz']],
  ['/expect', { token: { vaultLogn: 'hit' } }, 422, ['UNKNOWN-NAME $.token.vaultLogn']],
  ['/expect', { because: 'cache.hot' }, 422, ['UNKNOWN-NAME $.because']],
] as const)('what is not understood is named: %s %j', async ([path, said, status, problems]) => {
  await using curl = await startServing()
  const answer = await curl.post(path, said)
  expect([answer.status, problemsIn(answer)]).toEqual([status, problems])
  expect(curl.crashes).toEqual([])
})

test('a path that does not exist gets the nearest one', async () => {
  await using curl = await startServing()
  const lost = await curl.get('/jurnal')
  expect(lost.status).toBe(404)
  expect(lost.text).toContain('did you mean \\"GET /journal\\"?')
  const wrong = await curl.post('/counts')
  expect([wrong.status, ...problemsIn(wrong)]).toEqual([405, 'WRONG-METHOD /counts'])
  expect(problemsIn(await curl.get('/journal?since=x'))).toEqual(['BAD-VALUE ?since'])
  const unknown = await curl.get('/journal?service=vault.logn')
  expect(problemsIn(unknown)).toEqual(['UNKNOWN-NAME ?service'])
})

test('a page of another origin cannot move the world', async () => {
  await using curl = await startServing()
  const url = `${curl.serving.url}/clock/advance`
  const headers = { origin: 'http://evil.example.com' }
  const answer = await fetch(url, { method: 'POST', body: '{"by":"1h"}', headers })
  expect(answer.status).toBe(403)
})

test('the journal goes on where the last look ended', async () => {
  await using curl = await startServing()
  await curl.post('/call', readSecret)
  const first = await curl.get('/journal?service=vault.login')
  expect(first.json).toMatchObject({ next: 2, entries: [{ seq: 1, outcome: 200, issued: 1 }] })
  await curl.post('/call', readSecret)
  const { entries } = (await curl.get('/journal?since=2')).json
  expect(entries).toMatchObject([{ seq: 3, endpoint: 'read' }])
})

test('a bare server.xml is served, and its origins cannot be reached', async () => {
  await using curl = await startServing({
    file: 'scenarios/flagship/server.xml',
    level: '3.0.86.0',
  })
  expect((await curl.get('/services')).json).toEqual({
    services: [],
    unreachable: ['https://vault.example.com:8200', 'https://mesh.example.com'],
  })
  const { json } = await curl.post('/call', { connection: 'meshConn', path: '/payments' })
  expect(json).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(String(json['statusMessage'])).toContain('could not be reached')
})
