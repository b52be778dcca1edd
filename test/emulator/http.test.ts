import { expect, test } from 'vitest'
import { headerValue, withHeader, type Header } from '../../emulator/index.ts'

const headers: readonly Header[] = [
  ['Accept', 'a'],
  ['X-Token', 'first'],
  ['x-token', 'second'],
  ['Host', 'h'],
]

test('finds the first value of a header whatever the case of its name', () => {
  expect(headerValue(headers, 'X-TOKEN')).toBe('first')
  expect(headerValue(headers, 'X-Other')).toBeUndefined()
  expect(headerValue([['Empty', '']], 'empty')).toBe('')
})

test('adds a header that is not there at the end', () => {
  expect(withHeader(headers, 'X-Other', 'new')).toEqual([...headers, ['X-Other', 'new']])
})

test('replaces all headers of a name by one, at the place of the first', () => {
  expect(withHeader(headers, 'X-TOKEN', 'new')).toEqual([
    ['Accept', 'a'],
    ['X-TOKEN', 'new'],
    ['Host', 'h'],
  ])
})

test('leaves the headers it was given as they are', () => {
  withHeader(headers, 'X-Token', 'new')
  expect(headers).toHaveLength(4)
  expect(headers[1]).toEqual(['X-Token', 'first'])
})
