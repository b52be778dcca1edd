import { expect, test } from 'vitest'
import { breaksJson, placeholders, substitute } from '../../../emulator/auth/substitute.ts'

const values = new Map([
  ['userid', 'ada'],
  ['password', '${userid}'],
  ['dollar', "$& $1 $' $$"],
  ['', 'nameless'],
])
const fill = (template: string) => substitute(template, (name) => values.get(name))

test.each([
  ['{"u":"${userid}"}', '{"u":"ada"}'],
  ['${userid}${userid}', 'adaada'],
  ['nothing', 'nothing'],
  ['$(userid) $userid {userid} ${userid', '$(userid) $userid {userid} ${userid'],
  ['$${userid}', '$ada'],
])('request.substitute: makes of the template %j', (template, text) => {
  expect(fill(template)).toEqual({ text })
})

test('request.substitute-once: does not search a value again', () => {
  expect(fill('${password}')).toEqual({ text: '${userid}' })
})

test('request.substitute-once: puts a value in raw, whatever it holds', () => {
  expect(fill('[${dollar}]')).toEqual({ text: "[$& $1 $' $$]" })
})

test('request.substitute-once: tells upper from lower case in a name', () => {
  expect(fill('${Userid}')).toEqual({ missing: 'Userid' })
})

test('request.placeholder-missing: names the first one without a value', () => {
  expect(fill('${userid} ${b} ${a}')).toEqual({ missing: 'b' })
})

test('lists each name of a template once and in order', () => {
  expect(placeholders('${b} ${a} ${b} ${}')).toEqual(['b', 'a', ''])
})

test.each([
  ['plain', false],
  ['ümlaut', false],
  ['a"b', true],
  ['a\\b', true],
  ['a\nb', true],
  ['\u0001', true],
])('says of %j whether it breaks JSON', (value, breaks) => {
  expect(breaksJson(value)).toBe(breaks)
})
