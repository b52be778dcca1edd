import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const headers = { 'x-vault-token': preparation.rootToken! }

const embedded = (product: 'vault' | 'openbao') => new EmbeddedVault({ ...preparation, product })

const ask = (vault: EmbeddedVault, method: string, path: string, body?: object) =>
  vault.send(method, `/v1/${path}`, headers, body && JSON.stringify(body))

test.for([
  ['vault', 'sys/metrics'],
  ['vault', 'identity/mfa/method/totp'],
  ['vault', 'sys/internal/counters/activity'],
  ['openbao', 'sys/namespaces/some'],
  ['openbao', 'identity/oidc/provider/default'],
  ['openbao', 'auth/jwt/cel/role/some'],
] as const)(
  'what %s has at %s and its emulation has not is said to be so',
  async ([product, path]) => {
    const { status, body } = await ask(embedded(product), 'GET', path)
    expect(status).toBe(501)
    expect(JSON.parse(body)).toEqual({
      errors: [
        `baqlab's embedded Vault does not emulate ${path}: --vault binary, container or external runs a real one`,
      ],
    })
  },
)

test.for([
  ['sys/mounts/some', 'transit', 'some/encrypt/mine', 'secrets engines of the type transit'],
  ['sys/auth/some', 'ldap', 'auth/some/login/joe', 'auth methods of the type ldap'],
] as const)(
  'at %s the type %s is mounted, and what is asked of it is said to be missing',
  async ([mount, type, path, what]) => {
    const vault = embedded('vault')
    expect((await ask(vault, 'POST', mount, { type })).status).toBe(204)
    const { status, body } = await ask(vault, 'POST', path, {})
    expect(status).toBe(501)
    expect(body).toContain(`does not emulate ${what}`)
  },
)

test('a mount that is not emulated asks for a token where a login does not', async () => {
  const vault = embedded('vault')
  await ask(vault, 'POST', 'sys/auth/some', { type: 'ldap' })
  const nameless = (path: string) => vault.send('POST', `/v1/auth/some/${path}`, {}, '{}')
  expect((await nameless('login/joe')).status).toBe(501)
  expect((await nameless('config')).status).toBe(403)
})

test('a deprecated plugin of Vault is mounted with a warning', async () => {
  const vault = embedded('vault')
  const { status, body } = await ask(vault, 'POST', 'sys/auth/some', { type: 'pcf' })
  expect(status).toBe(200)
  expect(JSON.parse(body)).toMatchObject({
    warnings: ['mount entry associated with deprecated builtin'],
  })
  const mounts = JSON.parse((await ask(vault, 'GET', 'sys/auth')).body)
  expect(mounts.data['some/']).toMatchObject({ type: 'pcf', deprecation_status: 'deprecated' })
})

test('a path that no Vault has is no path', async () => {
  expect((await ask(embedded('vault'), 'GET', 'sys/workflows/manage')).status).toBe(404)
  expect((await ask(embedded('openbao'), 'GET', 'sys/nowhere')).status).toBe(404)
})
