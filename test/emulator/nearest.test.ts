import { expect, test } from 'vitest'
import { editDistance } from '../../emulator/nearest.ts'
import { nearest, suggestName } from '../../emulator/index.ts'

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'ab', 1],
  ['abc', 'abcd', 1],
  ['abc', 'axc', 1],
  ['abc', 'acb', 1],
  ['ab', 'ca', 2],
  ['ab', 'bc', 2],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
])('counts the edits from "%s" to "%s"', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits)
})

test.each([
  ['tokenLifetme', 'tokenLifetime'],
  ['TOKENLIFETIME', 'tokenLifetime'],
  ['haeder', 'header'],
  ['tokenLifetimeXyz', 'tokenLifetime'],
  ['tokenLifetimeWxyz', undefined],
  ['somethingElse', undefined],
  ['xy', undefined],
])('takes "%s" for a slip of %s', (name, known) => {
  expect(nearest(name, ['tokenLifetime', 'header', 'id'])).toBe(known)
})

test('takes the closest of several names, the first of equals', () => {
  expect(nearest('hoster', ['poster', 'host', 'hosted', 'hostel'])).toBe('poster')
  expect(nearest('timeout', ['timeouts', 'timeout'])).toBe('timeout')
})

test('allows one edit in a short name and a third of a long one', () => {
  expect(nearest('ix', ['id'])).toBe('id')
  expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy')
  expect(nearest('abcdef', ['abcxyz'])).toBeUndefined()
})

test('ends a Problem with the close name, the list, its beginning, or that there is none', () => {
  expect(suggestName('hots', ['host', 'port'])).toBe('did you mean "host"?')
  expect(suggestName('zzzzzz', ['host', 'port'])).toBe('use one of: host, port')
  expect(suggestName('x', [])).toBe('there is none to choose from')
  const twelve = Array.from({ length: 12 }, (_, i) => `name number ${i}`)
  expect(suggestName('?', twelve)).toBe(`use one of: ${twelve.join(', ')}`)
  expect(suggestName('?', [...twelve, 'one more'])).toBe(`use one of: ${twelve.join(', ')}, …`)
})

test('does not spend time on names of absurd length', () => {
  expect(nearest('x'.repeat(1_000_000), ['x'])).toBeUndefined()
  expect(nearest('x'.repeat(200), ['x'.repeat(200)])).toBeUndefined()
})
