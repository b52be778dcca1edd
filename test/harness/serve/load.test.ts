import { setImmediate } from 'node:timers/promises'
import nodeVault from 'node-vault'
import { expect, test } from 'vitest'
import { ask } from '../../support/ask.ts'
import { startServing, type Curl } from '../../support/serving.ts'

const readSecret = {
  request: 'readSecret',
  as: { tokenUsername: 'ims-role', tokenPassword: 'ims-secret' },
}

const many = (curl: Curl, count: number) =>
  Promise.all(Array.from({ length: count }, () => curl.post('/call', readSecret)))

test.for(['real', 'manual'] as const)(
  'answers 500 parallel calls on the %s clock',
  async (clock) => {
    await using curl = await startServing({ clock })
    await curl.post('/call', readSecret)
    const answers = await many(curl, 500)
    expect(answers.filter(({ json }) => json['returnCode'] !== 0)).toEqual([])
    expect((await curl.get('/counts')).json).toMatchObject({
      calls: 501,
      endpoints: { 'vault.login': 1, 'vault.read': 501 },
    })
    const ordinals = answers.map(({ json }) => json['call'])
    expect(new Set(ordinals).size).toBe(500)
    for (const { json } of answers) expect(json['why']).toHaveLength(3)
  },
)

test('two serves share nothing', async () => {
  await using one = await startServing()
  await using other = await startServing({ level: '3.0.85.0' })
  await Promise.all([many(one, 3), many(other, 5)])
  await one.post('/clock/advance', { by: '1h' })
  expect((await one.get('/counts')).json).toMatchObject({ calls: 3 })
  expect((await other.get('/counts')).json).toMatchObject({ calls: 5 })
  expect((await other.get('/clock')).json).toMatchObject({ elapsed: '00:00:00.000' })
})

/** What keeps the process alive of what serving could have left. */
const kept = () => process.getActiveResourcesInfo().filter((each) => /^(TCP|TLS|HTTP)/.test(each))

const settled = async () => {
  for (let i = 0; i < 50; i++) await setImmediate()
}

test.for(['real', 'manual'] as const)(
  'a stop leaves nothing open on the %s clock',
  async (clock) => {
    const curl = await startServing({ clock })
    await many(curl, 5)
    await ask(`${curl.serving.services[0]!.url}/v1/sys/health`, { rejectUnauthorized: false })
    await curl.serving[Symbol.asyncDispose]()
    await settled()
    expect(kept()).toEqual([])
  },
)

test('a stop lets a call under way end, and cuts off one that never would', async () => {
  const curl = await startServing({ clock: 'real' })
  await curl.post('/fault', { at: 'vault.login', call: 1, delay: '300ms' })
  await curl.post('/fault', { at: 'vault.login', call: 2, do: 'no-answer' })
  const slow = curl.post('/call', readSecret)
  while ((await curl.get('/counts')).text.includes('"services": {}'));
  const stuck = curl.post('/call', readSecret)
  while (!(await curl.get('/counts')).text.includes('"vault.login": 2'));
  await curl.serving[Symbol.asyncDispose]()
  expect((await slow).json).toMatchObject({ returnCode: 0 })
  expect((await stuck).status).toBe(503)
})

test('a client of Vault can use the fake beside the calls', async () => {
  await using curl = await startServing({ clock: 'real' })
  const [vault] = curl.serving.services
  const ca = (await curl.get('/ca.pem')).text
  const client = nodeVault({ endpoint: vault!.url, requestOptions: { ca } as object })
  const { auth } = (await client.approleLogin({
    role_id: 'ims-role',
    secret_id: 'ims-secret',
  })) as {
    auth: { client_token: string }
  }
  client.token = auth.client_token
  const secret = (await client.read('secret/data/apimesh')) as { data: { data: object } }
  expect(secret.data.data).toEqual({ client_id: 'ims-app', client_secret: 's3cr3t' })
  expect((await curl.get('/journal')).json).toMatchObject({
    entries: [
      { caller: 'client', endpoint: 'login' },
      { caller: 'client', endpoint: 'read' },
    ],
  })
})
