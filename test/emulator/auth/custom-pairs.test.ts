import { expect, test } from 'vitest'
import { readPairs } from '../../../emulator/auth/custom-pairs.ts'

test.each([
  ['', []],
  ['a=1', [['a', '1']]],
  [
    'custom1=valueA\\,valueB,custom2=valueC',
    [
      ['custom1', 'valueA,valueB'],
      ['custom2', 'valueC'],
    ],
  ],
  [
    'b=2,a=1,b=3',
    [
      ['b', '2'],
      ['a', '1'],
      ['b', '3'],
    ],
  ],
  ['a=', [['a', '']]],
  ['a=b=c', [['a', 'b=c']]],
  ['Name= two words ', [['Name', ' two words ']]],
  ['a=c:\\dir', [['a', 'c:\\dir']]],
  ['a=1\\,', [['a', '1,']]],
  ['a\\,b=1', [['a,b', '1']]],
])('credentials.custom-format: reads %j', (text, pairs) => {
  expect(readPairs(text)).toEqual({ pairs })
})

test.each([
  ['a', 1],
  ['=1', 1],
  ['a=1,b', 2],
  ['a=1,', 2],
  [',a=1', 1],
  ['a=1, ,b=2', 2],
])('credentials.custom-format: refuses %j and shows no value', (text, at) => {
  expect(readPairs(text)).toEqual({ wrong: `pair ${at} is not written name=value` })
})
