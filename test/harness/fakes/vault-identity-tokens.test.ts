import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

const headers = { 'x-vault-token': 'root' }
const own = 'http://vault.example.com/v1/identity/oidc'

/** A Vault whose JWT method trusts its own identity tokens, and such a token. */
async function trustingItself() {
  const vault = new EmbeddedVault(preparation)
  const post = (path: string, body: object, token = 'root') =>
    vault.ask({ method: 'POST', path: `/v1/${path}`, headers: { 'x-vault-token': token }, body })
  await post('identity/oidc/key/k', { allowed_client_ids: '*' })
  await post('identity/oidc/role/r', { key: 'k', client_id: 'mine' })
  const policy = 'path "identity/oidc/token/*" { capabilities = ["read"] }'
  await post('sys/policies/acl/app', { policy })
  const { json } = await post('auth/userpass/login/ann', { password: 'ann-password' })
  const { text } = await vault.ask({
    path: '/v1/identity/oidc/token/r',
    headers: { 'x-vault-token': json.auth.client_token },
  })
  await post('sys/auth/own', { type: 'jwt' })
  const { token: jwt } = (JSON.parse(text) as { data: { token: string } }).data
  return { vault, post, jwt }
}

test('an identity token names its issuer and its entity, and whom it is for', async () => {
  const { vault, jwt } = await trustingItself()
  const iat = vault.now() / 1000
  expect(decodeJwt(jwt)).toMatchObject({ iss: own, aud: 'mine', iat, exp: iat + 86_400 })
})

test('the published keys are those that roles sign with, the next one with them', async () => {
  const { vault, post } = await trustingItself()
  await post('identity/oidc/key/unused', { algorithm: 'ES256' })
  const { text } = await vault.ask({ path: '/v1/identity/oidc/.well-known/keys' })
  const { keys } = JSON.parse(text) as { keys: Record<string, string>[] }
  expect(keys.map(({ kty, alg, use }) => ({ kty, alg, use }))).toEqual([
    { kty: 'RSA', alg: 'RS256', use: 'sig' },
    { kty: 'RSA', alg: 'RS256', use: 'sig' },
  ])
  expect(keys.every(({ d }) => d === undefined)).toBe(true)
})

test('a JWT method may trust the identity tokens of its own Vault, and of no other', async () => {
  const { post, jwt, vault } = await trustingItself()
  const other = await post('auth/own/config', { oidc_discovery_url: 'http://other.example.com' })
  expect(other.status).toBe(400)
  expect((await post('auth/own/config', { oidc_discovery_url: own })).status).toBe(204)
  const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'mine' }
  await post('auth/own/role/any', role)
  const login = await post('auth/own/login', { role: 'any', jwt })
  expect(login.status).toBe(200)
  const { text } = await vault.ask({ path: '/v1/auth/own/config', headers })
  expect(JSON.parse(text)).toMatchObject({ data: { oidc_discovery_url: own } })
})
