import { expect, test } from 'vitest'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

type Body = Readonly<Record<string, unknown>>

/** A HashiCorp Vault that is spoken to without a token, unless one is given. */
function unsealed() {
  const vault = new EmbeddedVault({ ...preparation, product: 'vault' })
  const send = async (method: string, path: string, body?: Body, token?: string) => {
    const headers = token === undefined ? {} : { 'x-vault-token': token }
    const answer = await vault.send(
      method,
      `/v1/sys/${path}`,
      headers,
      body && JSON.stringify(body),
    )
    const { status, body: text } = answer
    return { status, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }
  return { send, put: (path: string, body: Body) => send('PUT', path, body) }
}

const key = (letter: string, length = 32) => Buffer.alloc(length, letter).toString('base64')

/** New keys of the seal, in hex. */
async function rekeyed({ put }: ReturnType<typeof unsealed>, more: Body = {}) {
  const shares = { secret_shares: 3, secret_threshold: 2, ...more }
  const { nonce } = (await put('rekey/init', shares)).body
  const { body } = await put('rekey/update', { key: key('a'), nonce })
  return { nonce: body['verification_nonce'], keys: body['keys'] as readonly string[], body }
}

test('a new root token is what its keys, its password and its nonce give, and may do everything', async () => {
  const { send, put } = unsealed()
  const { nonce, otp } = (await put('generate-root/attempt', {})).body
  const { body } = await put('generate-root/update', { key: key('a'), nonce })
  expect(body).toMatchObject({ complete: true, progress: 1, required: 1 })
  const decoded = await put('decode-token', { encoded_token: body['encoded_token'], otp })
  const { token } = decoded.body['data'] as { token: string }
  expect(token).toMatch(/^hvs\.[A-Za-z0-9]{24}$/)
  expect((await send('GET', 'mounts', undefined, token)).status).toBe(200)
  expect((await send('GET', 'generate-root/attempt')).body).toMatchObject({ started: false })
})

test('a key of a length that no cipher takes opens nothing', async () => {
  const { put } = unsealed()
  const { nonce } = (await put('generate-root/attempt', {})).body
  const answer = await put('generate-root/update', { key: key('a', 20), nonce })
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: [expect.stringMatching(/invalid key size 20/)] },
  })
})

test('new keys of the seal are told once, and as many as were asked for open it', async () => {
  const vault = unsealed()
  const { keys, body } = await rekeyed(vault)
  expect(body).toMatchObject({ complete: true, verification_required: false })
  expect(new Set(keys).size).toBe(3)
  expect(keys.every((each) => /^[0-9a-f]{66}$/.test(each))).toBe(true)
  await vault.send('PUT', 'seal', {}, preparation.rootToken)
  const first = await vault.put('unseal', { key: keys[0] })
  expect(first.body).toMatchObject({ sealed: true, t: 2, n: 3, progress: 1 })
  const again = await vault.put('unseal', { key: keys[0] })
  expect(again.body).toMatchObject({ sealed: true, progress: 1, nonce: first.body['nonce'] })
  const reset = await vault.put('unseal', { reset: true })
  expect(reset.body).toMatchObject({ sealed: true, progress: 0, nonce: '' })
  await vault.put('unseal', { key: keys[1] })
  const second = await vault.put('unseal', { key: keys[2] })
  expect(second.body).toMatchObject({ sealed: false, progress: 0, nonce: '' })
})

test('new keys that must be verified hold once enough of them were shown', async () => {
  const vault = unsealed()
  const { nonce, keys, body } = await rekeyed(vault, { require_verification: true })
  expect(body).toMatchObject({ complete: true, verification_required: true })
  expect((await vault.send('GET', 'seal-status')).body).toMatchObject({ t: 1, n: 1 })
  const first = await vault.put('rekey/verify', { key: keys[0], nonce })
  expect(first.body).toMatchObject({ nonce, started: true, t: 2, n: 3, progress: 1 })
  const twice = await vault.put('rekey/verify', { key: keys[0], nonce })
  expect(twice).toMatchObject({
    status: 400,
    body: { errors: [expect.stringMatching(/already been provided/)] },
  })
  const second = await vault.put('rekey/verify', { key: keys[1], nonce })
  expect(second.body).toEqual({ nonce, complete: true })
  expect((await vault.send('GET', 'seal-status')).body).toMatchObject({ t: 2, n: 3 })
})

test('keys that are not the new ones verify nothing, and verifying begins again', async () => {
  const vault = unsealed()
  const { nonce } = await rekeyed(vault, { require_verification: true })
  await vault.put('rekey/verify', { key: key('x'), nonce })
  const wrong = await vault.put('rekey/verify', { key: key('y'), nonce })
  expect(wrong).toMatchObject({
    status: 400,
    body: { errors: [expect.stringMatching(/incorrect key shares/)] },
  })
  const { body } = await vault.send('GET', 'rekey/verify')
  expect(body).toMatchObject({ started: true, progress: 0 })
  expect(body['nonce']).not.toBe(nonce)
  const restarted = await vault.send('DELETE', 'rekey/verify')
  expect(restarted.body['nonce']).not.toBe(body['nonce'])
})

test('after ten minutes anybody may give up new keys of the seal', async () => {
  const vault = new EmbeddedVault({ ...preparation, product: 'vault' })
  const shares = JSON.stringify({ secret_shares: 1, secret_threshold: 1 })
  await vault.send('PUT', '/v1/sys/rekey/init', {}, shares)
  expect((await vault.send('DELETE', '/v1/sys/rekey/init', {}, '{}')).status).toBe(400)
  await vault.advance(600_000)
  expect((await vault.send('DELETE', '/v1/sys/rekey/init', {}, '{}')).status).toBe(204)
})
