import { expect, test } from 'vitest'
import { percent } from '../../../harness/savings/percent.ts'

test.each([
  [0, '0.0 %'],
  [0.4999888, '50.0 %'],
  [0.9989, '99.890 %'],
  [1 - 97 / 4_320_000, '99.998 %'],
  [1 - 1 / 86_400_000, '99.999999 %'],
  [1, '100.0 %'],
])('a share of %d reads %s', (share, text) => {
  expect(percent(share)).toBe(text)
})
