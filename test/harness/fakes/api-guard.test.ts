import { expect, test } from 'vitest'
import type { ApiRequirements } from '../../../harness/fakes/options.ts'
import { get, startApi } from '../../support/api.ts'
import { authServer, minuteMs, tokenOf } from '../../support/auth-server.ts'

const basicOf = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

const headersRequired = { headers: { 'x-client-id': 'ims-app', 'x-client-secret': 's3cr3t' } }

test('serves who brings the headers it requires', async () => {
  const headers = { 'X-Client-Id': 'ims-app', 'X-Client-Secret': 's3cr3t' }
  expect((await get(startApi({ require: headersRequired }).api, { headers })).status).toBe(200)
})

const wrongHeaders: [title: string, headers: Record<string, string>][] = [
  ['missing', { 'x-client-id': 'ims-app' }],
  ['different', { 'x-client-id': 'ims-app', 'x-client-secret': 'gu3ss' }],
  ['different in case', { 'x-client-id': 'ims-app', 'x-client-secret': 'S3CR3T' }],
]

for (const [title, headers] of wrongHeaders)
  test(`refuses a required header that is ${title}, by its name alone`, async () => {
    const {
      status,
      text,
      headers: sent,
    } = await get(startApi({ require: headersRequired }).api, { headers })
    expect([status, sent.get('www-authenticate')]).toEqual([401, null])
    expect(JSON.parse(text).error).toContain('x-client-secret')
    expect(text).not.toMatch(/s3cr3t|gu3ss/i)
  })

/** An API that asks for a token of `auth`, and both fakes on the same clock. */
async function secured(rule: Partial<ApiRequirements['tokens'][number]> = {}, claims: object = {}) {
  const { fake: auth, clock } = authServer({ token: { claims: { ...claims } } })
  const tokens = [{ of: 'auth', header: 'Authorization', scheme: 'Bearer', ...rule }]
  const { api } = startApi({ require: { tokens }, services: { auth } })
  return { api, auth, clock, token: await tokenOf(auth) }
}

test('serves a live token, and no longer when it is revoked or over', async () => {
  const { api, auth, clock, token } = await secured()
  const call = async (value: string) =>
    (await get(api, { headers: { Authorization: `Bearer ${value}` } })).status
  expect(await call(token)).toBe(200)
  auth.revoke(1)
  expect(await call(token)).toBe(401)
  const second = await tokenOf(auth)
  expect(await call(second)).toBe(200)
  clock.advance(15 * minuteMs)
  expect(await call(second)).toBe(401)
})

const carriers: [scheme: string, value: (token: string) => string | undefined, status: number][] = [
  ['Bearer', (token) => `bearer ${token}`, 200],
  ['Bearer', (token) => token, 401],
  ['Bearer', (token) => `Basic ${token}`, 401],
  ['Bearer', (token) => `Bearer${token}`, 401],
  ['Bearer', (token) => `Bearer ${token}x`, 401],
  ['Bearer', () => 'Bearer ', 401],
  ['Bearer', () => undefined, 401],
  ['', (token) => token, 200],
  ['', (token) => `Bearer ${token}`, 401],
  ['', () => '', 401],
]

for (const [scheme, value, status] of carriers)
  test(`answers ${status} to "${value('(token)')}" where the scheme is "${scheme}"`, async () => {
    const { api, token } = await secured({ header: 'X-Token', scheme })
    const header = value(token)
    const reply = await get(api, { headers: header === undefined ? {} : { 'X-Token': header } })
    expect(reply.status).toBe(status)
    const challenge = status === 401 && scheme ? 'Bearer error="invalid_token"' : null
    expect(reply.headers.get('www-authenticate')).toBe(challenge)
    expect(reply.text).not.toContain(token)
  })

const demands = [
  [{ audience: 'mesh' }, { aud: 'mesh' }, 200],
  [{ audience: 'mesh' }, { aud: 'other' }, 403],
  [{ audience: 'mesh' }, {}, 403],
  [{ scope: 'pay' }, { scope: 'read pay' }, 200],
  [{ scope: 'pay' }, { scope: 'read' }, 403],
] as const

for (const [demand, claims, status] of demands)
  test(`answers ${status} to ${JSON.stringify(claims)} where it demands ${JSON.stringify(demand)}`, async () => {
    const { api, token } = await secured(demand, claims)
    const reply = await get(api, { headers: { Authorization: `Bearer ${token}` } })
    expect(reply.status).toBe(status)
    const challenge = status === 403 ? 'Bearer error="insufficient_scope"' : null
    expect(reply.headers.get('www-authenticate')).toBe(challenge)
    const forged = await get(api, { headers: { Authorization: `Bearer x${token}` } })
    expect(forged.status).toBe(401)
  })

test('asks for every one of several tokens', async () => {
  const { fake: one } = authServer({}, 'one')
  const { fake: two } = authServer({}, 'two')
  const tokens = [
    { of: 'one', header: 'Authorization', scheme: 'Bearer' },
    { of: 'two', header: 'X-Token', scheme: '' },
  ]
  const { api } = startApi({ require: { tokens }, services: { one, two } })
  const [first, second] = [await tokenOf(one), await tokenOf(two)]
  const call = async (authorization: string, token: string) =>
    (await get(api, { headers: { authorization: `Bearer ${authorization}`, 'x-token': token } }))
      .status
  expect(await call(first, second)).toBe(200)
  expect(await call(second, first)).toBe(401)
  expect(await call(first, first)).toBe(401)
})

test('asks for basic credentials, and locks out who is wrong too often', async () => {
  const require = { basic: { user: 'app', password: 's3:cr3t' } }
  const { api, clock } = startApi({ require, lockout: { after: 2, forMs: minuteMs } })
  const call = (Authorization?: string) =>
    get(api, { headers: Authorization === undefined ? {} : { Authorization } })
  const missing = await call()
  expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([
    401,
    'Basic realm="baqlab"',
  ])
  expect((await call(basicOf('app:s3:cr3t'))).status).toBe(200)
  expect((await call(basicOf('app:gu3ss'))).status).toBe(401)
  expect((await call(basicOf('app:gu3ss'))).text).not.toContain('gu3ss')
  expect((await call(basicOf('app:s3:cr3t'))).status).toBe(403)
  clock.advance(minuteMs)
  expect((await call(basicOf('app:s3:cr3t'))).status).toBe(200)
})

test('forgets wrong passwords once the right one comes', async () => {
  const require = { basic: { user: 'app', password: 's3cr3t' } }
  const { api } = startApi({ require, lockout: { after: 2, forMs: minuteMs } })
  const statuses: number[] = []
  for (const password of ['gu3ss', 's3cr3t', 'gu3ss', 's3cr3t'])
    statuses.push(
      (await get(api, { headers: { Authorization: basicOf(`app:${password}`) } })).status,
    )
  expect(statuses).toEqual([401, 200, 401, 200])
})

test('throws out of fetch where a service that issues no tokens is asked for one', async () => {
  const tokens = [{ of: 'nobody', header: 'Authorization', scheme: 'Bearer' }]
  await expect(get(startApi({ require: { tokens } }).api)).rejects.toThrow(
    '"nobody" issues no tokens',
  )
})
