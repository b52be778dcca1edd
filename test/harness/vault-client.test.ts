import nodeVault from 'node-vault'
import { expect, test } from 'vitest'
import type { Clock } from '../../emulator/index.ts'
import type { Fake } from '../../harness/fakes/fake.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import { createVault } from '../../harness/fakes/vault/vault.ts'
import { randomStream } from '../../harness/seed.ts'
import { overSockets } from '../support/network.ts'

const token = { tokenTtlMs: 900_000, tokenMaxTtlMs: 3_600_000, tokenNumUses: 0 }

const options: VaultOptions = {
  kind: 'vault',
  rootToken: 'root',
  mounts: [
    { path: 'secret', type: 'kv-v2' },
    { path: 'approle', type: 'approle' },
    { path: 'userpass', type: 'userpass' },
  ],
  approle: {
    apimesh: {
      ...token,
      mount: 'approle',
      tokenType: 'service',
      policies: ['read'],
      roleId: 'role-1',
      secretId: 'secret-1',
      secretIdNumUses: 0,
    },
  },
  userpass: {
    ibmuser: {
      ...token,
      mount: 'userpass',
      tokenType: 'service',
      policies: ['read'],
      password: 'a password',
    },
  },
  policies: { read: { 'secret/*': ['read', 'list', 'create', 'update'] } },
  secrets: { 'secret/apimesh': { clientSecret: 'kept' } },
  sealed: false,
}

const fake = (clock: Clock): Fake =>
  createVault(options, { name: 'vault', clock, random: randomStream(1, 'vault') })

const origins = ['http://vault.example.com:8200', 'https://vault.example.com:8200']

/** The embedded Vault over sockets, and node-vault as it comes from npm. */
async function connect(origin: string) {
  const network = await overSockets({ origin, fake })
  const { addresses, ca } = network.transport
  const endpoint = `${new URL(origin).protocol}//127.0.0.1:${addresses.get(origin)?.port}`
  const client = nodeVault({ endpoint, ...(ca && { requestOptions: { ca } }) })
  const dispose = () => network[Symbol.asyncDispose]()
  return { client, journal: network.journal, [Symbol.asyncDispose]: dispose }
}

test.each(origins)('node-vault logs in by approle, reads, writes and lists: %s', async (origin) => {
  await using vault = await connect(origin)
  const { client, journal } = vault
  const login = await client.approleLogin({ role_id: 'role-1', secret_id: 'secret-1' })
  client.token = login.auth.client_token
  expect(login.auth).toMatchObject({ lease_duration: 900, renewable: true })
  const read = await client.read('secret/data/apimesh')
  expect(read.data.data).toEqual({ clientSecret: 'kept' })
  await client.write('secret/data/other', { data: { more: 1 } })
  const { data } = await client.list('secret/metadata/')
  expect(data.keys).toEqual(['apimesh', 'other'])
  expect((await client.tokenLookupSelf()).data).toMatchObject({ ttl: 900, renewable: true })
  expect((await client.tokenRenewSelf()).auth).toMatchObject({ lease_duration: 900 })
  expect(journal.size).toBe(6)
  expect(journal.count('vault.login:200')).toBe(1)
})

test.each(origins)('node-vault logs in by userpass, and asks for health: %s', async (origin) => {
  await using vault = await connect(origin)
  const login = await vault.client.userpassLogin({ username: 'ibmuser', password: 'a password' })
  expect(login.auth.client_token).toEqual(expect.any(String))
  expect(await vault.client.health()).toMatchObject({ sealed: false, initialized: true })
})

test('node-vault hears why a login was refused', async () => {
  await using vault = await connect('http://vault.example.com:8200')
  const login = vault.client.approleLogin({ role_id: 'role-1', secret_id: 'wrong' })
  await expect(login).rejects.toThrow(/invalid/)
})
