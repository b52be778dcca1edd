import { expect, test } from 'vitest'
import { readJsonPath, valueAt } from '../../../emulator/token/index.ts'

test.each([
  ['access_token', ['access_token']],
  ['$.auth.client_token', ['auth', 'client_token']],
  ['$.tokens[0].value', ['tokens', 0, 'value']],
  ["$['a.b']['c d']", ['a.b', 'c d']],
  ['$["it\'s"]', ["it's"]],
  ['a[10][2]', ['a', 10, 2]],
  ['$', []],
  ['[1]', [1]],
  ['$.urn:x/y', ['urn:x/y']],
])('response.json-path: reads %j', (text, path) => {
  expect(readJsonPath(text)).toEqual(path)
})

test.each([
  '',
  '$..a',
  'a..b',
  'a.',
  '$a',
  "$['a']b",
  '$.',
  'a b',
  'a[',
  'a[x]',
  'a[-1]',
  "a['b]",
  '$.*',
  'a[*]',
  '[]',
])('response.json-path: takes "%s" for no path, or for a name that is nowhere', (text) => {
  const path = readJsonPath(text)
  expect(path && valueAt({ a: { b: 'x' }, c: ['y'] }, path)).toBeUndefined()
})

test.each([
  ['auth.token', 'deep'],
  ['list[1].name', 'second'],
  ['["a.b"]', 'dotted'],
  ['list[2]', undefined],
  ['auth.token.more', undefined],
  ['nothing.at.all', undefined],
  ['none', null],
  ['none.more', undefined],
  ['toString', undefined],
  ['auth.__proto__', undefined],
])('response.json-path: finds at %s the value %j', (text, value) => {
  const json: unknown = {
    auth: { token: 'deep' },
    list: [{ name: 'first' }, { name: 'second' }],
    'a.b': 'dotted',
    none: null,
  }
  expect(valueAt(json, readJsonPath(text)!)).toBe(value)
})

test('response.json-path: takes the first match where a path is given twice over', () => {
  const json: unknown = JSON.parse('[{"t":"first"},{"t":"second"}]')
  expect(valueAt(json, readJsonPath('[0].t')!)).toBe('first')
})
