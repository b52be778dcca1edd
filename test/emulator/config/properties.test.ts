import { expect, it } from 'vitest'
import {
  readEnvironmentFile,
  readJvmOptions,
  readProperties,
  type Property,
} from '../../../emulator/config/properties.ts'

const shown = (all: readonly Property[]) =>
  all.map(({ name, value, at }) => [name, value, at.line, at.length])

it.each([
  ['a=b', [['a', 'b', 1, 3]]],
  ['\ufeffa=b', [['a', 'b', 1, 3]]],
  ['a=x\ufeffy', [['a', 'x\ufeffy', 1, 5]]],
  ['# a=b\n! c=d\n  # e=f\ng=h', [['g', 'h', 4, 3]]],
  ['a=b#c', [['a', 'b#c', 1, 5]]],
  [
    '\n \t\na : b\r\nc d\re',
    [
      ['a', 'b', 3, 5],
      ['c', 'd', 4, 3],
      ['e', '', 5, 1],
    ],
  ],
  [
    'a=b\\\n   c\\\n  d\ne=f',
    [
      ['a', 'bcd', 1, 5],
      ['e', 'f', 4, 3],
    ],
  ],
  [
    'a=b\\\\\nc=d',
    [
      ['a', 'b\\', 1, 5],
      ['c', 'd', 2, 3],
    ],
  ],
  ['a=b\\', [['a', 'b', 1, 3]]],
  ['a=b\\\n', [['a', 'b', 1, 3]]],
  ['a\\ b\\=c=\\u00e4\\t\\n\\r\\f\\x', [['a b=c', 'ä\t\n\r\fx', 1, 24]]],
  ['=b', []],
  [`a=${'x'.repeat(300)}`, [['a', 'x'.repeat(300), 1, 200]]],
])('reads the properties of %j', (text, expected) => {
  expect(shown(readProperties('b.properties', text))).toEqual(expected)
})

it.each([
  ['a=b=c ', [['a', 'b=c', 1, 6]]],
  ['\ufeff  _a.b-1= x', [['_a.b-1', ' x', 1, 11]]],
  ['# a=b\n1a=b\n x y=b\nexport a=b\nno\nc=', [['c', '', 6, 2]]],
  ['a=\\u00e4', [['a', '\\u00e4', 1, 8]]],
])('reads the variables of a server.env %j', (text, expected) => {
  expect(shown(readEnvironmentFile('server.env', text))).toEqual(expected)
})

it.each([
  ['-Da=b=c ', [['a', 'b=c', 1, 8]]],
  ['\ufeff\t-Da', [['a', '', 1, 4]]],
  ['# -Da=b\n-Xmx2g\nx-Da=b\n-D=b\n-Da b=c\n-Dc= d', [['c', 'd', 6, 6]]],
])('reads the system properties of a jvm.options %j', (text, expected) => {
  expect(shown(readJvmOptions('jvm.options', text))).toEqual(expected)
})
