import { expect, test } from 'vitest'
import { readStrictDuration } from '../../../harness/scenario/duration.ts'

test.each([
  ['15m', 900_000],
  ['1h30m', 5_400_000],
  ['900ms', 900],
  ['1d', 86_400_000],
  ['0s', 0],
])('reads %s', (text, ms) => {
  expect(readStrictDuration(text)).toBe(ms)
})

test.each(['', '5', '1.5s', '5 m', '5m ', '-5m', '5M', 'm', '999999999999999d'])(
  'refuses "%s"',
  (text) => {
    expect(readStrictDuration(text)).toBeUndefined()
  },
)
