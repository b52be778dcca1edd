import { expect, test } from 'vitest'
import { malformed } from '../../../harness/fakes/vault/malformed.ts'

const faultOf = (text: string) => malformed(new TextEncoder().encode(text))
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const fields = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i])))

test.each([
  '',
  'a=b',
  '"text"',
  '{}',
  ' {"a": [1, -2.5e3, true, null, {"b": "}]"}], "c": "\\"d\\\\"} ',
  nested(300),
  fields(10_000),
])('finds no fault where a body fits together: %#', (text) => {
  expect(faultOf(text)).toBeUndefined()
})

test.each([
  ['{"a":', 'malformed JSON, unclosed containers'],
  ['[1, 2', 'malformed JSON, unclosed containers'],
  ['{"a": "b', 'malformed JSON, unclosed string'],
  ['{"a": "b\\"}', 'malformed JSON, unclosed string'],
  ['{"a": 1,}', "invalid character '}' after object key-value pair"],
  ['[1,]', "invalid character ']' after array element"],
  ['{"a"}', "invalid character '}' after object key"],
  ['{"a": 1]', "malformed JSON: mismatched closing delimiter ']'"],
  ['{"a": 1, "a": 2}', "duplicate key 'a' in object"],
  ['{"a": ?}', "invalid character '?' looking for beginning of value"],
  ['{"a": 01}', "invalid character '1' after top-level value"],
  ['{} {}', "invalid character '{' after top-level value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['[]]', "invalid character ']' after top-level value"],
  [nested(301), 'JSON input exceeds allowed nesting depth'],
  [fields(10_001), 'JSON object exceeds allowed entry count'],
  [JSON.stringify(Array(10_001).fill(0)), 'JSON array exceeds allowed element count'],
])('says what does not fit together in a body: %#', (text, fault) => {
  expect(faultOf(text)).toBe(fault)
})

test('the same field may stand in two objects', () => {
  expect(faultOf('{"a": {"b": 1}, "c": {"b": 1}}')).toBeUndefined()
})
