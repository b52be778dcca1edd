import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const headers = { 'x-vault-token': preparation.rootToken! }

test('HashiCorp Vault lists its audit devices with all that they were told', async () => {
  const vault = new EmbeddedVault({ ...preparation, product: 'vault' })
  const file = JSON.stringify({ type: 'file', options: { file_path: 'discard' }, local: true })
  await vault.send('POST', '/v1/sys/audit/b', headers, file)
  await vault.send('POST', '/v1/sys/audit/a', headers, JSON.stringify({ type: 'syslog' }))
  const { body } = await vault.send('GET', '/v1/sys/audit', headers)
  const device = { description: '', local: false, options: null }
  const expected = {
    'a/': { ...device, path: 'a/', type: 'syslog' },
    'b/': { ...device, local: true, options: { file_path: 'discard' }, path: 'b/', type: 'file' },
  }
  expect(JSON.parse(body)).toMatchObject({ ...expected, data: expected })
})
