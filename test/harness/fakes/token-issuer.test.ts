import {
  SignJWT,
  UnsecuredJWT,
  compactDecrypt,
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
} from 'jose'
import { expect, test } from 'vitest'
import { Grants } from '../../../harness/fakes/grants.ts'
import { publicHalf, testKeys } from '../../../harness/fakes/test-keys.ts'
import { authServer, login, minuteMs, tokenOf } from '../../support/auth-server.ts'
import { noon } from '../../support/fixed-clock.ts'

const kinds = [
  { kind: 'jws', alg: 'RS256' },
  { kind: 'jws', alg: 'ES256' },
  { kind: 'jws', alg: 'HS256' },
  { kind: 'jwe', alg: 'ES256' },
  { kind: 'opaque', alg: 'ES256' },
] as const

for (const token of kinds) {
  const name = token.kind === 'jws' ? token.alg : token.kind

  test(`honours its own ${name} token until the end of its life`, async () => {
    const { fake, clock } = authServer({ token })
    const value = await tokenOf(fake)
    expect(await fake.verify!(value, {})).toEqual({ valid: true, subject: 'ims' })
    clock.advance(15 * minuteMs - 1)
    expect([(await fake.verify!(value, {})).valid, fake.liveTokens()]).toEqual([true, 1])
    clock.advance(1)
    expect([(await fake.verify!(value, {})).valid, fake.liveTokens()]).toEqual([false, 0])
  })

  test(`honours the ${name} token without lifetime for ever, until it is revoked`, async () => {
    const { fake, clock } = authServer({ token: { ...token, lifetimeMs: undefined! } })
    const value = await tokenOf(fake)
    clock.advance(1e12)
    expect((await fake.verify!(value, {})).valid).toBe(true)
    expect(fake.revoke(1)).toBe(1)
    expect([(await fake.verify!(value, {})).valid, fake.liveTokens()]).toEqual([false, 0])
  })

  test(`refuses the ${name} token of another server with the same keys`, async () => {
    const value = await tokenOf(authServer({ token }, 'mine').fake)
    const { fake } = authServer({ token }, 'other')
    await tokenOf(fake)
    expect(await fake.verify!(value, {})).toMatchObject({ valid: false })
  })

  test(`refuses the ${name} token with any one character changed`, async () => {
    const { fake } = authServer({ token })
    const value = await tokenOf(fake)
    for (let i = 0; i < value.length; i += 1) {
      // A change of the last character of a part may leave the bytes as they are.
      if (value[i + 1] === '.' || i === value.length - 1) continue
      const changed = `${value.slice(0, i)}${value[i] === 'A' ? 'B' : 'A'}${value.slice(i + 1)}`
      const verdict = await fake.verify!(changed, {})
      expect(verdict.valid, `character ${i}`).toBe(false)
    }
  })

  test(`gives a dead ${name} token where it must be expired`, async () => {
    const { fake } = authServer({ token, answer: { lifetimePath: '$.ttl' } })
    const { status, text } = await login(fake, { tokenFault: 'token-expired' })
    expect([status, JSON.parse(text).ttl, fake.liveTokens()]).toEqual([200, 900, 0])
    expect((await fake.verify!(fake.issuedToken(1)!, {})).valid).toBe(false)
  })

  test(`gives the ${name} token a size of 1 MB and still honours it`, async () => {
    const { fake } = authServer({ token })
    const value = await tokenOf(fake, { tokenFault: 'token-huge' })
    expect(value.length).toBeGreaterThanOrEqual(2 ** 20)
    expect(value.length).toBeLessThan(2 ** 21)
    expect((await fake.verify!(value, {})).valid).toBe(true)
  })

  test(`asks the ${name} token for audience and scope`, async () => {
    const claims = { aud: ['mesh', 'other'], scope: 'read write', sub: 'app' }
    const { fake } = authServer({ token: { ...token, claims } })
    const value = await tokenOf(fake)
    const valid = async (demands: object) => (await fake.verify!(value, demands)).valid
    expect(await fake.verify!(value, { audience: 'mesh', scope: 'write' })).toEqual({
      valid: true,
      subject: 'app',
    })
    expect(await valid({ scope: 'write read' })).toBe(true)
    expect(await valid({ audience: 'mes' })).toBe(false)
    expect(await valid({ scope: 'rea' })).toBe(false)
    expect(await valid({ scope: 'read admin' })).toBe(false)
  })
}

test('an expired JWT carries an exp that is past', async () => {
  const { fake } = authServer({ token: { claims: { exp: 9e9 } } })
  const token = await tokenOf(fake, { tokenFault: 'token-expired' })
  expect(decodeJwt(token).exp).toBe(noon / 1000 - 60)
})

test('makes a JWE of five parts that only its key opens', async () => {
  const { fake } = authServer({ token: { kind: 'jwe' } })
  const value = await tokenOf(fake)
  expect(value.split('.').map((part) => part.length > 0)).toEqual(Array(5).fill(true))
  const { plaintext } = await compactDecrypt(value, await importJWK(testKeys.A256KW, 'A256KW'))
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ sub: 'ims' })
})

test('makes opaque tokens that differ and repeat from the seed', async () => {
  const values = async (): Promise<string[]> => {
    const { fake } = authServer({ token: { kind: 'opaque' } })
    return [await tokenOf(fake), await tokenOf(fake)]
  }
  const [first, second] = await values()
  expect(first).not.toBe(second)
  expect(first).not.toContain('.')
  expect(await values()).toEqual([first, second])
})

test('gives each token a jti of its own where asked, and claims that win over the usual ones', async () => {
  const { fake } = authServer({
    token: { jti: true, claims: { sub: 'app', role: ['a'], exp: 2e9 } },
  })
  const [first, second] = [decodeJwt(await tokenOf(fake)), decodeJwt(await tokenOf(fake))]
  expect(first).toMatchObject({ sub: 'app', role: ['a'], exp: 2e9 })
  expect(first.jti).toMatch(/^\w{22}$/)
  expect(second.jti).not.toBe(first.jti)
})

const claims = { sub: 'ims', iss: 'https://auth.baqlab.test', exp: noon / 1000 + 900 }

/** Tokens that an attacker who knows all public keys could make, for a server that signs by RS256. */
const hostile: [title: string, make: (genuine: string) => Promise<string> | string][] = [
  ['with alg none', () => new UnsecuredJWT(claims).encode()],
  [
    'with alg none and the genuine payload',
    (genuine) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${genuine.split('.')[1]}.`,
  ],
  [
    'signed by HS256 with the public RSA key',
    async (genuine) => {
      const key = await importJWK(publicHalf(testKeys.RS256), 'RS256', { extractable: true })
      const secret = new TextEncoder().encode(
        await exportSPKI(key as Exclude<typeof key, Uint8Array>),
      )
      return new SignJWT(claims)
        .setProtectedHeader({ ...decodeProtectedHeader(genuine), alg: 'HS256' })
        .sign(secret)
    },
  ],
  [
    'signed by another algorithm with a test key',
    async (genuine) =>
      new SignJWT(claims)
        .setProtectedHeader({ ...decodeProtectedHeader(genuine), alg: 'ES256' })
        .sign(await importJWK(testKeys.ES256, 'ES256')),
  ],
  ['with a wrong kid', (genuine) => resigned(genuine, { kid: 'other' })],
  ['without a kid', (genuine) => resigned(genuine, { kid: undefined })],
  ['without an ordinal', (genuine) => resigned(genuine, { ord: undefined })],
  ['with an ordinal that was never issued', (genuine) => resigned(genuine, { ord: 2 })],
  ['that has expired', (genuine) => resigned(genuine, {}, { exp: noon / 1000 })],
  ['that is not valid yet', (genuine) => resigned(genuine, {}, { nbf: noon / 1000 + 1 })],
  ['without signature', (genuine) => genuine.slice(0, genuine.lastIndexOf('.') + 1)],
  ['that is empty', () => ''],
  ['that is no token', () => 'hello'],
  ['that is only dots', () => '....'],
]

async function resigned(genuine: string, header: object, more: object = {}): Promise<string> {
  return new SignJWT({ ...claims, ...more })
    .setProtectedHeader({ alg: 'RS256', ...decodeProtectedHeader(genuine), ...header })
    .sign(await importJWK(testKeys.RS256, 'RS256'))
}

test('honours a genuine token signed again, which the hostile ones are made from', async () => {
  const { fake } = authServer({ token: { alg: 'RS256' } })
  expect((await fake.verify!(await resigned(await tokenOf(fake), {}), {})).valid).toBe(true)
})

for (const [title, make] of hostile)
  test(`refuses a token ${title}, and the reason does not hold it`, async () => {
    const { fake } = authServer({ token: { alg: 'RS256' } })
    const token = await make(await tokenOf(fake))
    const verdict = await fake.verify!(token, {})
    expect(verdict.valid).toBe(false)
    const { reason } = verdict as { reason: string }
    for (const part of token.split('.').filter((each) => each !== ''))
      expect(reason).not.toContain(part)
  })

test('revokes one token or all, and says how many were alive', async () => {
  const { fake, clock } = authServer()
  await tokenOf(fake)
  clock.advance(10 * minuteMs)
  const second = await tokenOf(fake)
  const third = await tokenOf(fake)
  expect([fake.liveTokens(), fake.revoke(2), fake.revoke(2), fake.revoke(9)]).toEqual([3, 1, 0, 0])
  expect((await fake.verify!(second, {})).valid).toBe(false)
  expect((await fake.verify!(third, {})).valid).toBe(true)
  clock.advance(5 * minuteMs)
  expect([fake.liveTokens(), fake.revoke(), fake.liveTokens(), fake.revoke()]).toEqual([1, 1, 0, 0])
  const fourth = await tokenOf(fake)
  expect([(await fake.verify!(fourth, {})).valid, fake.liveTokens()]).toEqual([true, 1])
})

for (const token of kinds.filter(({ kind }) => kind !== 'opaque')) {
  const name = token.kind === 'jws' ? token.alg : token.kind

  test(`honours the ${name} tokens of old keys until they are dropped`, async () => {
    const { fake } = authServer({ token })
    const valid = async (value: string) => (await fake.verify!(value, {})).valid
    const values = [await tokenOf(fake)]
    for (let i = 0; i < 4; i++) {
      expect(fake.rotate!()).toBe(0)
      values.push(await tokenOf(fake))
    }
    expect(new Set(values.map((value) => decodeProtectedHeader(value).kid)).size).toBe(5)
    expect(await Promise.all(values.map(valid))).toEqual([true, true, true, true, true])
    expect(fake.rotate!({ drop: true })).toBe(5)
    expect(await Promise.all(values.map(valid))).toEqual([false, false, false, false, false])
    expect([await valid(await tokenOf(fake)), fake.liveTokens()]).toEqual([true, 1])
  })
}

for (const token of kinds)
  for (const tokenFault of ['token-wrong-issuer', 'token-tampered'] as const)
    test(`never honours a ${token.kind} ${token.alg} token by the fault ${tokenFault}`, async () => {
      const { fake } = authServer({ token })
      const value = await tokenOf(fake, { tokenFault })
      const verdict = await fake.verify!(value, {})
      expect([verdict.valid, fake.liveTokens(), fake.issuedToken(1)]).toEqual([false, 0, value])
      expect((await fake.verify!(await tokenOf(fake), {})).valid).toBe(true)
    })

test('names another issuer in a token by the fault token-wrong-issuer', async () => {
  const { fake } = authServer({ token: { claims: { iss: 'https://mine.test' } } })
  const value = await tokenOf(fake, { tokenFault: 'token-wrong-issuer' })
  expect(decodeJwt(value).iss).toBe('https://wrong-issuer.baqlab.test')
})

test('forgets the grants of dead opaque tokens, and none of a live one', () => {
  const grants = new Grants()
  const first = grants.add({ subject: 'first', claims: {} }, 2, 1)
  const living = grants.add({ subject: 'living', claims: {} }, Infinity, 1)
  for (let i = 0; i < 20_000; i++) grants.add({ subject: `s${i}`, claims: {} }, 3, 2)
  expect(grants.find(first)).toBeUndefined()
  expect(grants.find(living)?.subject).toBe('living')
  expect(grants.add({ subject: 'living', claims: {} }, 9, 4)).toBe(living)
})
