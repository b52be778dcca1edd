import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const headers = { 'x-vault-token': preparation.rootToken! }

async function metadata(product: 'vault' | 'openbao'): Promise<Record<string, unknown>> {
  const vault = new EmbeddedVault({ ...preparation, product })
  const send = (method: string, path: string, body?: object) =>
    vault.send(method, `/v1/secret/${path}`, headers, body && JSON.stringify(body))
  await send('POST', 'data/made', { data: { a: 1 } })
  await send('DELETE', 'data/made')
  const { body } = await send('GET', 'metadata/made')
  return (JSON.parse(body) as { data: Record<string, unknown> }).data
}

test('HashiCorp Vault says who made and who deleted a version', async () => {
  const author = { actor: 'token', client_id: expect.any(String) as string }
  expect(await metadata('vault')).toMatchObject({
    last_updated_by: { ...author, operation: 'delete' },
    versions: {
      1: {
        created_by: { ...author, operation: 'create' },
        deleted_by: { ...author, operation: 'delete' },
      },
    },
  })
})

test('OpenBao does not say who changed a secret', async () => {
  expect(JSON.stringify(await metadata('openbao'))).not.toContain('_by')
})

test.for(['vault', 'openbao'] as const)(
  'a deletion of what is deleted changes nothing on %s',
  async (product) => {
    const vault = new EmbeddedVault({ ...preparation, product })
    const send = (method: string, path: string, body?: object) =>
      vault.send(method, `/v1/secret/${path}`, headers, body && JSON.stringify(body))
    const updated = async () =>
      (JSON.parse((await send('GET', 'metadata/made')).body) as { data: { updated_time: string } })
        .data.updated_time
    await send('POST', 'data/made', { data: {} })
    await send('DELETE', 'data/made')
    const before = await updated()
    await vault.advance(5_000)
    await send('DELETE', 'data/made')
    expect(await updated()).toBe(before)
  },
)
