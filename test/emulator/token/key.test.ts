import { expect, test } from 'vitest'
import { cacheKey } from '../../../emulator/token/index.ts'

test('gives the same fields the same key', () => {
  expect(cacheKey(['a', 'b'])).toBe(cacheKey(['a', 'b']))
})

test.each([
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
  [
    ['ab', ''],
    ['a', 'b'],
  ],
  [['1:a'], ['a']],
  [['a', '1:b'], ['a1:1:b']],
  [['a'], ['a', '']],
  [['é'], ['e\u0301']],
  [['a'], ['A']],
  [['a'], ['a ']],
])('cache.key: gives %j another key than %j', (a, b) => {
  expect(cacheKey(a)).not.toBe(cacheKey(b))
})

test('shows nothing of the fields in a key', () => {
  expect(cacheKey(['user', 'hunter2'])).toMatch(/^[\w-]{43}$/)
  expect(cacheKey(['hunter2'])).not.toContain('hunter2')
})
