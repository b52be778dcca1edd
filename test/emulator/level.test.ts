import { expect, test } from 'vitest'
import { compareLevels, levelText, reaches, readLevel } from '../../emulator/index.ts'

test.each([
  ['3.0.86', '3.0.86.0'],
  ['3.0.86.0', '3.0.86.0'],
  ['3.0.99.1', '3.0.99.1'],
  ['10.20.30.40', '10.20.30.40'],
])('reads the level %s as %s', (text, whole) => {
  expect(levelText(readLevel(text)!)).toBe(whole)
})

test.each(['', '3', '3.0', 'v3.0.86', '3.0.86.0.1', '3.0.', '3.0.x', '3.0.12345', ' 3.0.86'])(
  'takes "%s" for no level',
  (text) => {
    expect(readLevel(text)).toBeUndefined()
  },
)

test.each([
  ['3.0.86.0', '3.0.86.0', 0],
  ['3.0.85.9', '3.0.86.0', -1],
  ['3.0.100.0', '3.0.99.0', 1],
  ['3.1.0.0', '3.0.99.9', 1],
  ['2.9.99.9', '3.0.0.0', -1],
  ['3.0.86.1', '3.0.86.0', 1],
])('compares %s with %s by number and not by text', (a, b, sign) => {
  expect(Math.sign(compareLevels(readLevel(a)!, readLevel(b)!))).toBe(sign)
})

test('says that a level reaches what came with it, with an older one, or always', () => {
  const level = readLevel('3.0.86.0')!
  expect(reaches(level, '3.0.86.0')).toBe(true)
  expect(reaches(level, '3.0.85.9')).toBe(true)
  expect(reaches(level, '3.0.86.1')).toBe(false)
  expect(reaches(level, undefined)).toBe(true)
})

test('throws where a rule of ours begins with what is no level', () => {
  expect(() => reaches([3, 0, 86, 0], 'soon')).toThrow('"soon" is not a fix level')
})
