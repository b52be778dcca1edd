import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMask } from '../../../harness/mask/mask.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const json = (text: string) => JSON.stringify(text).slice(1, -1)
const percent = (text: string) => encodeURIComponent(text.toWellFormed())
const xml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const forms = [(text: string) => text, base64, base64url, json, percent, xml]

// A mask is made of stars, so a secret with one in it cannot be told from a mask.
const unit = fc.oneof(
  fc.constantFrom('a', 'b', ' ', '\n', '"', "'", '&', '<', '/', '\\', '+'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const secret = fc
  .string({ unit, minLength: 3, maxLength: 20 })
  .filter((text) => !text.includes('*') && text.replace(/[\r\n]/g, '').length >= 3)

test('puts a star for each character and keeps the rest', () => {
  expect(createMask(['s3cr3t'])('password="s3cr3t" next')).toBe('password="******" next')
})

test('leaves a text without secrets as it is', () => {
  expect(createMask(['s3cr3t'])('nothing here')).toBe('nothing here')
  expect(createMask([])('nothing here')).toBe('nothing here')
})

test('masks the longer of two secrets that begin or end alike', () => {
  expect(createMask(['abc', 'abcdef', 'defxyz', 'xyz'])('abcdef-defxyz-abcd')).toBe(
    '******-******-***d',
  )
})

test('masks both of two secrets that overlap', () => {
  expect(createMask(['abcd', 'cdef', 'efgh'])('1abcdefgh2')).toBe('1********2')
})

test('masks a secret inside of another one that ends later', () => {
  expect(createMask(['bcd', 'abcdefghijklmnop'])('abcdefghijklmnop bcd')).toBe(
    `${'*'.repeat(16)} ***`,
  )
})

test('masks every occurrence, also those that overlap themselves', () => {
  expect(createMask(['aba'])('ababa aba')).toBe('***** ***')
})

test('lets secrets of fewer than three characters be', () => {
  expect(createMask(['', 'a', 'id'])('a valid id')).toBe('a valid id')
})

test('keeps the lines of a secret that has several', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----'
  const stars = key.replace(/[^\n]/g, '*')
  expect(createMask([key])(`key: ${key}.`)).toBe(`key: ${stars}.`)
})

test('masks a line of a key that stands alone', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----'
  expect(createMask([key])('  MIIEvQIBADANBg')).toBe('  **************')
})

test.for([
  ['base64', 'cMOkc3N3w7ZyZD4/'],
  ['base64 without padding', Buffer.from('pässwörd>?').toString('base64').replace(/=+$/, '')],
  ['base64url', base64url('pässwörd>?')],
  ['percent-encoded', 'p%C3%A4ssw%C3%B6rd%3E%3F'],
  ['percent-encoded with small digits', 'p%c3%a4ssw%c3%b6rd%3e%3f'],
  ['JSON of ASCII alone', String.raw`p\u00e4ssw\u00f6rd>?`],
  ['XML text', 'pässwörd&gt;?'],
])('masks %s', ([, form]) => {
  expect(createMask(['pässwörd>?'])(`x ${form} y`)).toBe(`x ${'*'.repeat(form?.length ?? 0)} y`)
})

test.for([
  ['a form field', 'a b+c', 'a+b%2Bc'],
  ['a path', 'a/b c', 'a/b%20c'],
  ['an XML attribute', `a'b"c`, 'a&apos;b&quot;c'],
  ['JSON with escaped slashes', 'a/b"c', String.raw`a\/b\"c`],
])('masks what %s makes of a secret', ([, each, form]) => {
  expect(createMask([each ?? ''])(form ?? '')).toBe('*'.repeat(form?.length ?? 0))
})

test('lets no secret through in any form and keeps the length', () => {
  const property = fc.property(
    fc.array(secret, { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ maxLength: 5 }))),
    (secrets, pieces) => {
      const text = pieces
        .map(([which, form, between]) => {
          const each = secrets[which % secrets.length] ?? ''
          return (forms[form % forms.length]?.(each) ?? '') + between
        })
        .join('')
      const masked = createMask(secrets)(text)
      expect(masked).toHaveLength(text.length)
      for (const each of secrets) {
        for (const form of forms) expect(masked.includes(form(each))).toBe(false)
      }
    },
  )
  fc.assert(property, { numRuns: 1000 })
})

test('changes nothing but what a secret covers', () => {
  const property = fc.property(fc.array(secret), fc.string(), (secrets, text) => {
    const masked = createMask(secrets)(text)
    const covered = new Set<number>()
    for (const each of secrets) {
      for (let at = text.indexOf(each); at >= 0; at = text.indexOf(each, at + 1)) {
        for (let i = at; i < at + each.length; i++) covered.add(i)
      }
    }
    for (let i = 0; i < text.length; i++) {
      if (covered.has(i)) expect(masked[i]).toMatch(/[*\r\n]/)
    }
    if (masked !== text) expect(masked).toContain('*')
  })
  fc.assert(property)
})

test('stays quick with thousands of tokens that begin alike', () => {
  const head = base64url('{"alg":"RS256","typ":"JWT"}')
  const tokens = Array.from(
    { length: 5000 },
    (_, i) => `${head}.${base64url(`payload ${i}`)}.sig${i}`,
  )
  const text = tokens.join('\n')
  expect(createMask(tokens)(text)).toMatch(/^[*\n]+$/)
}, 20_000)
