import { expect, test } from 'vitest'
import { slipsAmong } from '../../../emulator/config/slip.ts'

const long = 'x'.repeat(100)

test.for([
  ['host', 'host', 'host'],
  ['host', 'HOST', 'host'],
  ['host', 'hast', 'host'],
  ['host', 'hots', 'host'],
  ['host', 'ohst', 'host'],
  ['host', 'hosst', 'host'],
  ['host', 'hosts', 'host'],
  ['host', 'ahost', 'host'],
  ['host', 'hos', 'host'],
  ['host', 'ost', 'host'],
  ['aab', 'aaab', 'aab'],
  ['aaab', 'aab', 'aaab'],
  ['host', 'hsto', undefined],
  ['host', 'haat', undefined],
  ['host', 'hxxs', undefined],
  ['host', 'hxys', undefined],
  ['host', 'hoxy', undefined],
  ['host', 'xyst', undefined],
  ['host', 'hts', undefined],
  ['host', 'xhosx', undefined],
  ['host', 'tsoh', undefined],
  ['host', 'hostxx', undefined],
  ['abcd', 'abxc', undefined],
  ['abc', 'bca', undefined],
  ['ab', 'a', undefined],
  ['abc', 'xac', undefined],
  ['abc', 'bxc', undefined],
  ['abxx', 'bayy', undefined],
  ['abcde', 'abdce', 'abcde'],
  ['abc', 'ac', 'abc'],
  [long, `${long.slice(1)}y`, long],
  [`${long}x`, `${long}y`, undefined],
])('takes for a slip of %s the name %s: %s', ([known, name, expected]) => {
  expect(slipsAmong([known!])(name!)).toBe(expected)
})

test('prefers a name of the same length', () => {
  expect(slipsAmong(['hosts', 'hos', 'hast'])('host')).toBe('hast')
})
