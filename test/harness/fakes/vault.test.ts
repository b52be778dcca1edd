import { expect, test } from 'vitest'
import type { TokenFault } from '../../../harness/fakes/fake.ts'
import type { VaultOptions } from '../../../harness/fakes/options.ts'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const vault = (some: Partial<VaultOptions> = {}) => new EmbeddedVault({ ...preparation, ...some })

const login = (on: EmbeddedVault, roleId = 'app-id', tokenFault?: TokenFault) =>
  on.ask({
    method: 'POST',
    path: '/v1/auth/approle/login',
    body: { role_id: roleId, secret_id: `${roleId}-secret` },
    ...(tokenFault && { tokenFault }),
  })

const read = (on: EmbeddedVault, token: string, headers: Record<string, string> = {}) =>
  on.ask({ path: '/v1/secret/data/apimesh', headers: { 'x-vault-token': token, ...headers } })

test.each([
  ['POST', '/v1/auth/approle/login', 'login'],
  ['GET', '/v1/auth/approle/login', 'login'],
  ['POST', '/v1/auth/teams/blue/app/login', 'login'],
  ['POST', '/v1/auth/userpass/login/ann', 'login'],
  ['POST', '/v1/auth/userpass/login', 'other'],
  ['POST', '/v1/auth/nowhere/login', 'other'],
  ['GET', '/v1/auth/approle/role/app/role-id', 'role-id'],
  ['POST', '/v1/auth/approle/role/app/secret-id', 'secret-id'],
  ['GET', '/v1/auth/token/lookup-self', 'lookup'],
  ['POST', '/v1/auth/token/renew-self', 'renew'],
  ['POST', '/v1/auth/token/revoke-self', 'revoke'],
  ['POST', '/v1/auth/token/create', 'other'],
  ['GET', '/v1/secret/data/apimesh', 'read'],
  ['PUT', '/v1/secret/data/apimesh', 'write'],
  ['DELETE', '/v1/secret/data/apimesh', 'delete'],
  ['POST', '/v1/secret/destroy/apimesh', 'delete'],
  ['POST', '/v1/secret/undelete/apimesh', 'write'],
  ['LIST', '/v1/secret/metadata/tree', 'list'],
  ['GET', '/v1/secret/metadata/tree?list=true', 'list'],
  ['GET', '/v1/secret/apimesh', 'other'],
  ['GET', '/v1/flat?list=true', 'list'],
  ['GET', '/v1/flat/apimesh', 'read'],
  ['GET', '/v1/sys/health', 'health'],
  ['GET', '/v1/sys/seal-status', 'seal-status'],
  ['GET', '/v1/sys/init', 'init'],
  ['GET', '/v1/sys/mounts', 'other'],
  ['GET', '/elsewhere', 'other'],
])('%s %s counts as %s', (method, path, endpoint) => {
  expect(vault().fake.endpointOf(method, path)).toBe(endpoint)
})

test('every endpoint a request can count by is named', () => {
  expect(vault().fake.endpoints).toContain('login')
  expect(vault().fake.endpoints).toContain('other')
})

test('a token of Vault is as long as a real one and says its kind', async () => {
  const on = vault({ product: 'vault' })
  expect((await login(on)).json.auth.client_token).toMatch(/^hvs\.[\w-]{91}$/)
  expect((await login(on, 'batch-id')).json.auth.client_token).toMatch(/^hvb\.[\w-]{100,}$/)
})

test('the same seed gives the same tokens', async () => {
  expect((await login(vault())).text).toBe((await login(vault())).text)
})

test('tokens are counted from 1 and remembered by their ordinal', async () => {
  const on = vault()
  const first = await login(on)
  const second = await login(on)
  expect([first.issued, second.issued]).toEqual([1, 2])
  expect(on.fake.issuedToken(2)).toBe(second.json.auth.client_token)
  expect(on.fake.issuedToken(3)).toBeUndefined()
})

test('a refused login issues nothing', async () => {
  const on = vault()
  const { status, issued } = await login(on, 'nobody')
  expect([status, issued]).toEqual([400, undefined])
})

test('only the newest 10,000 tokens are remembered', async () => {
  const on = vault()
  for (let i = 0; i < 10_001; i++) await login(on)
  expect(on.fake.issuedToken(1)).toBeUndefined()
  expect(on.fake.issuedToken(2)).toBeTypeOf('string')
  expect(on.fake.liveTokens()).toBe(10_001)
})

test('living tokens are counted exactly while they end, are renewed, revoked and used up', async () => {
  const on = vault()
  await login(on)
  await login(on, 'brief-id')
  const thrice = await login(on, 'thrice-id')
  expect(on.fake.liveTokens()).toBe(3)
  await on.advance(2_000)
  expect(on.fake.liveTokens()).toBe(2)
  for (let i = 0; i < 3; i++) await read(on, thrice.json.auth.client_token)
  expect(on.fake.liveTokens()).toBe(1)
  await on.advance(898_000)
  expect(on.fake.liveTokens()).toBe(0)
})

test('a token renewed for less is no longer counted although older ones live on', async () => {
  const on = vault()
  await login(on)
  const headers = { 'x-vault-token': (await login(on)).json.auth.client_token }
  const path = '/v1/auth/token/renew-self'
  await on.ask({ method: 'POST', path, headers, body: { increment: '60s' } })
  await on.advance(60_000)
  expect(on.fake.liveTokens()).toBe(1)
})

test('a token is alive until its very last millisecond', async () => {
  const on = vault()
  const token = (await login(on, 'brief-id')).json.auth.client_token
  await on.advance(1_999)
  expect((await read(on, token)).status).toBe(200)
  await on.advance(1)
  expect((await read(on, token)).status).toBe(403)
})

test('one token can be revoked by its ordinal, once', async () => {
  const on = vault()
  const first = await login(on)
  const second = await login(on)
  expect([on.fake.revoke(1), on.fake.revoke(1)]).toEqual([1, 0])
  expect((await read(on, first.json.auth.client_token)).status).toBe(403)
  expect((await read(on, second.json.auth.client_token)).status).toBe(200)
})

test('all tokens can be revoked, the configured root token stays', async () => {
  const on = vault()
  await login(on)
  await login(on, 'batch-id')
  expect(on.fake.revoke()).toBe(2)
  expect(on.fake.liveTokens()).toBe(0)
  expect((await read(on, 'root')).status).toBe(200)
})

test('verifying a token tells whose it is and uses nothing up', async () => {
  const on = vault()
  const token = (await login(on, 'thrice-id')).json.auth.client_token
  for (let i = 0; i < 5; i++) await on.fake.verify?.(token, {})
  expect(await on.fake.verify?.(token, {})).toEqual({ valid: true, subject: 'thrice' })
  on.fake.revoke(1)
  expect(await on.fake.verify?.(token, {})).toMatchObject({ valid: false })
})

test('a dead token is refused in the words of a current Vault', async () => {
  const { json } = await read(vault({ product: 'vault' }), 'hvs.nobody')
  expect(json.errors).toEqual(['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'])
})

test('a misplaced token is alive, but not where one looks for it', async () => {
  const on = vault()
  const { json } = await login(on, 'app-id', 'token-misplaced')
  expect(json.auth).not.toHaveProperty('client_token')
  expect(json.data.client_token).toBe(on.fake.issuedToken(1))
  expect((await read(on, json.data.client_token)).status).toBe(200)
})

test('an expired token is issued and dead at once', async () => {
  const on = vault()
  const { json, issued } = await login(on, 'app-id', 'token-expired')
  expect(issued).toBe(1)
  expect(json.auth.lease_duration).toBe(900)
  expect(on.fake.liveTokens()).toBe(0)
  expect((await read(on, json.auth.client_token)).status).toBe(403)
})

test('a huge token has more than a million characters and works', async () => {
  const on = vault()
  const token = (await login(on, 'app-id', 'token-huge')).json.auth.client_token
  expect(token.length).toBeGreaterThan(1_000_000)
  expect(on.fake.issuedToken(1)).toBe(token)
  expect((await read(on, token)).status).toBe(200)
  expect((await read(on, token.slice(0, 26))).status).toBe(200)
})

test('a vault that does not say whose answers it gives answers as OpenBao', async () => {
  const on = vault()
  expect((await login(on)).json.auth.client_token).toMatch(/^s\.[\w-]{24}$/)
  expect((await on.ask({ path: '/v1/sys/health' })).text).toContain('"version":"2.7.2"')
  expect((await read(on, 's.nobody')).json.errors).toEqual(['permission denied'])
})

test('a mount type is told where current releases tell it', async () => {
  const on = vault({ product: 'vault' })
  expect((await login(on)).json.mount_type).toBe('')
  expect((await read(on, 'root')).json.mount_type).toBe('kv')
})

test('no answer may be kept by a cache', async () => {
  const { headers } = await login(vault())
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-type')).toBe('application/json')
})

test('a sealed Vault answers nothing but its state', async () => {
  const on = vault({ sealed: true })
  expect((await login(on)).json).toEqual({ errors: ['Vault is sealed'] })
  expect((await read(on, 'root')).status).toBe(503)
  const health = await on.ask({ path: '/v1/sys/health' })
  expect([health.status, health.json.sealed, health.json.cluster_id]).toEqual([
    503,
    true,
    undefined,
  ])
  expect((await on.ask({ path: '/v1/sys/health?sealedcode=200' })).status).toBe(200)
  expect((await on.ask({ path: '/v1/sys/seal-status' })).json.sealed).toBe(true)
  expect((await on.ask({ path: '/v1/sys/init' })).json).toEqual({ initialized: true })
})

test('a namespace is said by a header, by the path, or by both', async () => {
  const on = vault({ namespace: 'zos/prod' })
  const at = async (path: string, namespace?: string) => {
    const headers = {
      'x-vault-token': 'root',
      ...(namespace && { 'x-vault-namespace': namespace }),
    }
    return (await on.ask({ path, headers })).status
  }
  expect(await at('/v1/secret/data/apimesh', 'zos/prod')).toBe(200)
  expect(await at('/v1/secret/data/apimesh', '/zos/prod/')).toBe(200)
  expect(await at('/v1/zos/prod/secret/data/apimesh')).toBe(200)
  expect(await at('/v1/prod/secret/data/apimesh', 'zos')).toBe(200)
  expect(await at('/v1/secret/data/apimesh', 'zos/test')).toBe(404)
  expect(await at('/v1/secret/data/apimesh')).toBe(404)
})

test('a namespace that is not there is not found, above it nothing is mounted', async () => {
  const on = vault({ namespace: 'zos/prod' })
  const nowhere = await read(on, 'root', { 'x-vault-namespace': 'zos/test' })
  expect(nowhere.json.errors).toEqual(['namespace not found'])
  expect(nowhere.headers.get('x-vault-namespace')).toBe('zos/test')
  const above = await read(on, 'root', { 'x-vault-namespace': 'zos' })
  expect(above.json.errors).toEqual([
    'no handler for route "secret/data/apimesh". route entry not found.',
  ])
})

test('a login outside of the namespace is denied, and a token of it means nothing above', async () => {
  const on = vault({ namespace: 'zos' })
  expect((await login(on)).status).toBe(403)
  const body = { role_id: 'app-id', secret_id: 'app-id-secret' }
  const inside = await on.ask({ method: 'POST', path: '/v1/zos/auth/approle/login', body })
  expect(inside.status).toBe(200)
  const token = inside.json.auth.client_token
  expect((await read(on, token, { 'x-vault-namespace': 'zos' })).status).toBe(200)
  expect((await read(on, token)).status).toBe(403)
})

test('a request in a namespace counts by the same endpoint', () => {
  const { fake } = vault({ namespace: 'zos' })
  expect(fake.endpointOf('POST', '/v1/zos/auth/approle/login')).toBe('login')
  expect(fake.endpointOf('GET', '/v1/secret/data/apimesh')).toBe('read')
})

test('a secret needs no mount of its own to be found', async () => {
  const on = vault({ mounts: [], secrets: { 'other/deep/one': { n: 1 } } })
  const headers = { 'x-vault-token': 'root' }
  const { json } = await on.ask({ path: '/v1/other/data/deep/one', headers })
  expect(json.data.data).toEqual({ n: 1 })
})

test('a form can log in too', async () => {
  const { status } = await vault().ask({
    method: 'POST',
    path: '/v1/auth/approle/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'role_id=app-id&secret_id=app-id-secret',
  })
  expect(status).toBe(200)
})

test('a percent-encoded path is the path it stands for', async () => {
  const on = vault()
  const { status } = await on.ask({
    path: '/v1/secret/data%2Fapimesh',
    headers: { 'x-vault-token': 'root' },
  })
  expect(status).toBe(200)
})

test('no login makes a root token', async () => {
  const app = { ...preparation.approle['app']!, policies: ['root'] }
  const { status, json } = await login(vault({ approle: { app } }))
  expect([status, json.errors]).toEqual([400, ['auth methods cannot create root tokens']])
})
