import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const headers = { 'x-vault-token': preparation.rootToken! }

const ask = (product: 'vault' | 'openbao', method: string, path: string, body?: object) =>
  new EmbeddedVault({ ...preparation, product }).send(
    method,
    `/v1/${path}`,
    headers,
    body && JSON.stringify(body),
  )

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
    const { status, body } = await ask(product, 'GET', path)
    expect(status).toBe(501)
    expect(JSON.parse(body)).toEqual({
      errors: [
        `baqlab's embedded Vault does not emulate ${path}: --vault binary, container or external runs a real one`,
      ],
    })
  },
)

test.for([
  ['sys/mounts/some', 'transit', 'secrets engines of the type transit'],
  ['sys/auth/some', 'kubernetes', 'auth methods of the type kubernetes'],
] as const)('%s of the type %s is not taken for an unknown plugin', async ([path, type, what]) => {
  const { status, body } = await ask('openbao', 'POST', path, { type })
  expect(status).toBe(501)
  expect(body).toContain(`does not emulate ${what}`)
})

test('a path that no Vault has is no path', async () => {
  expect((await ask('vault', 'GET', 'sys/workflows/manage')).status).toBe(404)
  expect((await ask('openbao', 'GET', 'sys/nowhere')).status).toBe(404)
})
