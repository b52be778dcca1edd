import { expect, test } from 'vitest'
import type { VaultOptions } from '../../../harness/fakes/options.ts'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const vault = (some: Partial<VaultOptions>) => new EmbeddedVault({ ...preparation, ...some })

const login = (on: EmbeddedVault, secretId = 'app-id-secret', roleId = 'app-id') =>
  on.ask({
    method: 'POST',
    path: '/v1/auth/approle/login',
    body: { role_id: roleId, secret_id: secretId },
  })

const userpass = (on: EmbeddedVault, password: string) =>
  on.ask({ method: 'POST', path: '/v1/auth/userpass/login/ann', body: { password } })

test('more logins than the rate are answered 429 with when to come back', async () => {
  const on = vault({ limits: { rates: { login: { count: 2, perMs: 10_000 } } } })
  await login(on)
  await on.advance(4_000)
  await login(on)
  const { status, json, headers } = await login(on)
  expect(status).toBe(429)
  expect(json.errors).toEqual(['request path "auth/approle/login": rate limit quota exceeded'])
  expect(headers.get('retry-after')).toBe('6')
  expect(headers.get('x-ratelimit-limit')).toBe('2')
  expect(headers.get('x-ratelimit-remaining')).toBe('0')
  expect(headers.get('x-ratelimit-reset')).toBe('6')
})

test('a rate that is used up is free again in time, and no other endpoint feels it', async () => {
  const on = vault({ limits: { rates: { login: { count: 1, perMs: 1_000 } } } })
  await login(on)
  const headers = { 'x-vault-token': 'root' }
  expect((await on.ask({ path: '/v1/secret/data/apimesh', headers })).status).toBe(200)
  expect((await login(on)).status).toBe(429)
  await on.advance(1_000)
  expect((await login(on)).status).toBe(200)
})

test('no more tokens live at once than there are leases', async () => {
  const on = vault({ limits: { rates: {}, leases: 2 } })
  await login(on)
  await login(on)
  const { status, json } = await login(on)
  expect(status).toBe(429)
  expect(json.errors).toEqual(['request path "auth/approle/login": lease count quota exceeded'])
  on.fake.revoke(1)
  expect((await login(on)).status).toBe(200)
})

test('batch tokens take no lease', async () => {
  const on = vault({ limits: { rates: {}, leases: 1 } })
  await login(on, 'batch-id-secret', 'batch-id')
  expect((await login(on)).status).toBe(200)
})

test('wrong credentials are told before there is no lease left', async () => {
  const on = vault({ limits: { rates: {}, leases: 0 } })
  expect((await login(on, 'wrong')).status).toBe(400)
})

test('a user who was locked out comes in again in time', async () => {
  const on = vault({ lockout: { after: 2, forMs: 60_000 } })
  await userpass(on, 'wrong')
  await userpass(on, 'wrong')
  expect((await userpass(on, 'ann-password')).status).toBe(403)
  await on.advance(60_000)
  expect((await userpass(on, 'ann-password')).status).toBe(200)
})

test('a right password in time forgets the wrong ones', async () => {
  const on = vault({ lockout: { after: 2, forMs: 60_000 } })
  for (const password of ['wrong', 'ann-password', 'wrong']) await userpass(on, password)
  expect((await userpass(on, 'ann-password')).status).toBe(200)
})

test('a role that is locked out locks no other', async () => {
  const on = vault({ lockout: { after: 1, forMs: 60_000 } })
  await login(on, 'wrong')
  expect((await login(on)).status).toBe(403)
  expect((await login(on, 'open-id-secret', 'open-id')).status).toBe(200)
})

test('unknown roles and users are never locked out', async () => {
  const on = vault({ lockout: { after: 1, forMs: 60_000 } })
  await login(on, 'wrong', 'nobody')
  expect((await login(on, 'wrong', 'nobody')).status).toBe(400)
})

test('a secret id is good for as many logins as its role says', async () => {
  const app = { ...preparation.approle['app']!, secretIdNumUses: 3 }
  const on = vault({ approle: { app } })
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await login(on)).status)
  expect(statuses).toEqual([200, 200, 200, 400])
})

test('a secret id made by hand has the uses its role gives', async () => {
  const on = vault({})
  await login(on, 'once-id-secret', 'once-id')
  const made = await on.ask({
    method: 'POST',
    path: '/v1/auth/approle/role/once/secret-id',
    headers: { 'x-vault-token': 'root' },
  })
  const secretId = made.json.data.secret_id
  expect((await login(on, secretId, 'once-id')).status).toBe(200)
  expect((await login(on, secretId, 'once-id')).status).toBe(400)
})
