import { expect, it } from 'vitest'
import { readDuration } from '../../../emulator/config/duration.ts'
import type { DurationUnit } from '../../../emulator/config/duration.ts'

const accepted: readonly (readonly [string, DurationUnit, number])[] = [
  ['30', 's', 30_000],
  ['30', 'ms', 30],
  ['+5', 's', 5000],
  ['0', 's', 0],
  [' 5 ', 's', 5000],
  [' 5 s ', 's', 5000],
  ['0'.repeat(100), 's', 0],
  ['15m', 's', 900_000],
  ['1h30m', 's', 5_400_000],
  ['60000ms 1 h 30m', 's', 5_460_000],
  ['10S', 'ms', 10_000],
  ['400s', 'm', 360_000],
  ['1500ms', 's', 1000],
  ['900ms 900ms', 's', 0],
  ['1d', 'h', 86_400_000],
]

it.each(accepted)('reads "%s" in %s as %d ms (config.duration)', (text, unit, ms) => {
  expect(readDuration(text, unit)).toEqual({ ms })
})

it.each([
  ['5m30', 300_000, '30'],
  ['about 5m', 300_000, 'about'],
  ['-5m', 300_000, '-'],
  ['x1s2', 1000, 'x", "2'],
])('reads "%s" as Liberty does and tells what it passed over', (text, ms, skipped) => {
  expect(readDuration(text, 's')).toEqual({ ms, skipped })
})

it.each([
  ['', 'it has no number with a unit'],
  ['soon', 'it has no number with a unit'],
  ['5w', '"w" is not a unit'],
  ['5 w 1s', '"w" is not a unit'],
  ['0'.repeat(101), 'it is too long'],
  ['1.5h', '"." is not a unit'],
  ['5min', '"min" is not a unit'],
  ['-5', 'it is negative'],
  ['9'.repeat(20), 'it is too long'],
  ['9'.repeat(1000), 'it is too long'],
])('refuses "%s"', (text, wrong) => {
  expect(readDuration(text, 's')).toEqual({ wrong })
})
