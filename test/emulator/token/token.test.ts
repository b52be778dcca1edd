import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { decodeJwt } from '../../../emulator/token/jwt.ts'
import { readToken } from '../../../emulator/token/index.ts'
import { jweText, jwsText } from '../../support/jwt-text.ts'

const part = (text: string) => Buffer.from(text).toString('base64url')

test.each([
  ['three parts with two JSON objects', jwsText({}), 'jws'],
  ['three parts of which the signature is empty', `${part('{}')}.${part('{}')}.`, 'jws'],
  ['five parts with a JSON header', jweText, 'jwe'],
  ['five parts of which some are empty', `${part('{}')}....`, 'jwe'],
  ['a token of Vault', 'hvs.CAESIJlU', 'opaque'],
  ['nothing', '', 'opaque'],
  ['two parts', `${part('{}')}.${part('{}')}`, 'opaque'],
  ['four parts', `${part('{}')}.${part('{}')}.a.b`, 'opaque'],
  ['six parts', `${jweText}.a`, 'opaque'],
  ['three parts without JSON', 'a.b.c', 'opaque'],
  ['three parts with a list for a header', `${part('[]')}.${part('{}')}.a`, 'opaque'],
  ['three parts with a number for claims', `${part('{}')}.${part('1')}.a`, 'opaque'],
  ['three parts with null for claims', `${part('{}')}.${part('null')}.a`, 'opaque'],
  ['three parts that are not base64url', `${part('{}')}.${part('{}')}.a+b/c=`, 'opaque'],
  ['five parts without a JSON header', 'a.b.c.d.e', 'opaque'],
] as const)('token.kind: %s', (_, text, kind) => {
  expect(readToken(text).kind).toBe(kind)
})

test('token.kind: keeps the text of every token as it is', () => {
  for (const text of [jwsText({ exp: 1 }), jweText, ' opaque '])
    expect(readToken(text).value.reveal()).toBe(text)
})

test.each([
  ['a number', { exp: 1_700_000_000 }, 1_700_000_000_000],
  ['a fraction', { exp: 1_700_000_000.5 }, 1_700_000_000_500],
  ['zero', { exp: 0 }, 0],
  ['a text', { exp: '1700000000' }, undefined],
  ['null', { exp: null }, undefined],
  ['a number beyond all time', { exp: 1e307 }, undefined],
  ['not there', {}, undefined],
])('reads exp in seconds since 1970 where it is %s', (_, claims, expiresAt) => {
  const token = readToken(jwsText(claims))
  expect(token.kind === 'jws' && token.expiresAt).toBe(expiresAt)
})

test.each([
  [{ jti: 'one' }, true],
  [{ jti: '' }, true],
  [{ jti: null }, true],
  [{ JTI: 'one' }, false],
  [{}, false],
])('sees in %j whether there is a jti', (claims, hasJti) => {
  expect(readToken(jwsText(claims))).toMatchObject({ kind: 'jws', hasJti })
})

test('decodes claims in UTF-8', () => {
  expect(decodeJwt(jwsText({ name: 'Zoë' }))).toMatchObject({ claims: { name: 'Zoë' } })
})

test('shows no token where it is printed', () => {
  const text = jwsText({ exp: 1 })
  expect(inspect(readToken(text))).not.toContain(text)
  expect(JSON.stringify(readToken(text))).not.toContain(text)
})
