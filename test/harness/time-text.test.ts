import { expect, test } from 'vitest'
import { clockTime, formatMs } from '../../harness/time-text.ts'

test.for([
  [0, '0ms'],
  [12.4, '12ms'],
  [999.6, '1.0s'],
  [1500, '1.5s'],
  [59_960, '1m 00s'],
  [123_000, '2m 03s'],
  [3_599_700, '1h 00m'],
  [3_900_000, '1h 05m'],
] as const)('writes %d ms as %s', ([ms, text]) => {
  expect(formatMs(ms)).toBe(text)
})

test.for([
  [0, '00:00:00.000'],
  [898_000, '00:14:58.000'],
  [1500.9, '00:00:01.500'],
  [86_400_000 + 2 * 3_600_000, '1d 02:00:00.000'],
] as const)('shows %d ms after the start as %s', ([ms, text]) => {
  expect(clockTime(ms)).toBe(text)
})
