import { expect, test } from 'vitest'
import { readTokenResponse, type TokenResponsePlan } from '../../../emulator/auth/token-response.ts'
import type { Header } from '../../../emulator/index.ts'
import { jweText, jwsText } from '../../support/jwt-text.ts'
import { answer, idsOf } from '../../support/requester.ts'

const inHeader = { in: 'header', name: 'X-Token' } as const
const inJson = (path: string) => ({ in: 'json', path }) as const

interface Given {
  readonly token: TokenResponsePlan['token']
  readonly body?: string
  readonly headers?: readonly Header[]
  readonly lifetimePath?: string
  readonly lifetimeUnitMs?: number
}

/** What an answer gives, with the token as text. */
function read({ token, body, headers, lifetimeUnitMs = 1000, lifetimePath }: Given) {
  const plan = { token, lifetimeUnitMs, ...(lifetimePath !== undefined && { lifetimePath }) }
  const found = readTokenResponse(plan, answer(200, body, headers))
  if (found.kind === 'no-token') return { missing: found.missing, rules: idsOf(found) }
  return { token: found.token.value.reveal(), lifetime: found.lifetime, rules: idsOf(found) }
}

test('response.header: takes the value of the header named, whatever its case', () => {
  const found = read({ token: inHeader, headers: [['x-TOKEN', 'abc']] })
  expect(found).toEqual({ token: 'abc', lifetime: undefined, rules: ['response.header'] })
})

test('response.header-bearer: the first of repeated headers counts', () => {
  const headers: Header[] = [
    ['X-Token', 'first'],
    ['x-token', 'second'],
  ]
  expect(read({ token: inHeader, headers }).token).toBe('first')
})

test.each(['Bearer abc', 'bearer abc', 'BEARER   abc', 'Bearer abc '])(
  'response.header-bearer: %j gives the token alone',
  (value) => {
    const found = read({ token: inHeader, headers: [['X-Token', value]] })
    expect(found).toMatchObject({ token: 'abc' })
    expect(found.rules).toEqual(['response.header', 'response.header-bearer'])
  },
)

test.each(['Bearerabc', 'Basic abc', 'abc Bearer x'])(
  'response.header-bearer: nothing is taken from %j',
  (value) => {
    const found = read({ token: inHeader, headers: [['X-Token', value]] })
    expect(found).toMatchObject({ token: value, rules: ['response.header'] })
  },
)

test.each<[string, readonly Header[]]>([
  ['without the header', []],
  ['with an empty header', [['X-Token', '']]],
  ['with Bearer and a blank', [['X-Token', 'Bearer ']]],
  ['with Bearer alone', [['X-Token', 'Bearer']]],
])('response.header: finds no token %s', (_, headers) => {
  expect(read({ token: inHeader, headers, body: 'body' })).toEqual({
    missing: 'no header X-Token',
    rules: ['response.header'],
  })
})

test('response.text: takes the whole body without blanks and line ends around it', () => {
  const found = read({ token: { in: 'text' }, body: ' \r\n to ken\n' })
  expect(found).toMatchObject({ token: 'to ken', rules: ['response.text'] })
})

test.each(['', ' \n'])('response.text: finds no token in the body %j', (body) => {
  expect(read({ token: { in: 'text' }, body })).toEqual({
    missing: 'the body is empty',
    rules: ['response.text'],
  })
})

test.each([jwsText({}), jweText])('response.jwt: takes a body that is a JWT: %s', (body) => {
  const found = read({ token: { in: 'jwt' }, body: `\n${body} ` })
  expect(found).toMatchObject({ token: body, rules: ['response.jwt'] })
})

test.each([
  ['opaque', 'the body is not a JWT'],
  ['{"token":"x"}', 'the body is not a JWT'],
  ['', 'the body is empty'],
])('response.jwt: finds no token in the body %j', (body, missing) => {
  expect(read({ token: { in: 'jwt' }, body })).toEqual({ missing, rules: ['response.jwt'] })
})

test('response.json: takes the text at tokenPath', () => {
  const found = read({ token: inJson('$.auth.token'), body: '{"auth":{"token":" abc "}}' })
  expect(found.token).toBe(' abc ')
  expect(found.rules).toEqual(['response.json', 'response.json-path'])
})

test.each([
  ['not JSON', 'token=abc', 'the body is not JSON'],
  ['empty', '', 'the body is not JSON'],
  ['without the member', '{"other":"x"}', 'no text at $.t'],
  ['with a number there', '{"t":1}', 'no text at $.t'],
  ['with null there', '{"t":null}', 'no text at $.t'],
  ['with an empty text there', '{"t":""}', 'no text at $.t'],
  ['with an object there', '{"t":{"t":"x"}}', 'no text at $.t'],
  ['null', 'null', 'no text at $.t'],
])('response.json: finds no token in a body that is %s', (_, body, missing) => {
  expect(read({ token: inJson('$.t'), body })).toMatchObject({ missing })
})

test('response.json-path: a tokenPath that is no path finds nothing, not the whole body', () => {
  expect(read({ token: inJson('$..t'), body: '"abc"' })).toMatchObject({
    missing: 'no text at $..t',
  })
  expect(read({ token: inJson('$'), body: '"abc"' })).toMatchObject({ token: 'abc' })
})

const lifetimeIn = (value: string, parts: Partial<Given> = {}) =>
  read({ token: inJson('t'), lifetimePath: '$.ttl', body: `{"t":"x","ttl":${value}}`, ...parts })
    .lifetime

test.each([
  ['3600', 3_600_000],
  ['0.5', 500],
  ['"3600"', 3_600_000],
  ['" 60 "', 60_000],
])('response.lifetime-unit: %s at tokenLifetimePath is that many seconds', (value, ms) => {
  expect(lifetimeIn(value)).toEqual({ ms })
})

test.each(['0', '-1', '"soon"', '""', '" "', 'null', 'true', '{}', '[60]', '"1h"', '1e308'])(
  'response.lifetime-path: %s is no lifetime',
  (value) => {
    expect(lifetimeIn(value)).toEqual({
      unusable: 'what stands at $.ttl is no positive number',
    })
  },
)

test('response.lifetime-path: an answer without a lifetime says nothing of it', () => {
  expect(lifetimeIn('1', { body: '{"t":"x"}' })).toBeUndefined()
  expect(lifetimeIn('1', { lifetimePath: '$..ttl' })).toBeUndefined()
})

test('response.lifetime-path: reads no lifetime where no path is configured', () => {
  const found = read({ token: inJson('t'), body: '{"t":"x","ttl":60}' })
  expect(found.lifetime).toBeUndefined()
  expect(found.rules).not.toContain('response.lifetime-path')
})

test('response.lifetime-beside-header: reads the lifetime of a JSON body beside a token in a header', () => {
  const headers: Header[] = [['X-Token', 'abc']]
  const given = { token: inHeader, headers, lifetimePath: 'ttl' }
  const found = read({ ...given, body: '{"ttl":60}' })
  expect(found).toMatchObject({ token: 'abc', lifetime: { ms: 60_000 } })
  expect(found.rules).toContain('response.lifetime-beside-header')
  expect(read({ ...given, body: 'no JSON' })).toMatchObject({ token: 'abc', lifetime: undefined })
})

test('counts the lifetime in the unit that is assumed', () => {
  expect(lifetimeIn('60', { lifetimeUnitMs: 60_000 })).toEqual({ ms: 3_600_000 })
})
