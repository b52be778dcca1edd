import { expect, test } from 'vitest'
import { jsonPath, readJsonPath, valueAt, withValueAt } from '../../../harness/fakes/json-path.ts'

const paths: [text: string, path: unknown][] = [
  ['$', []],
  ['token', ['token']],
  ['$.auth.client_token', ['auth', 'client_token']],
  ['auth.client-token', ['auth', 'client-token']],
  ["$.a.b[0]['c d']", ['a', 'b', 0, 'c d']],
  ['$["a"].b', ['a', 'b']],
  ['[3].a', [3, 'a']],
  ['$a', undefined],
  ['$.', undefined],
  ['$..a', undefined],
  ['$.a[', undefined],
  ['$.a[x]', undefined],
  ['$.a[-1]', undefined],
  ["$['a'", undefined],
  ['$.a b', undefined],
  ["$['a']b", undefined],
]

for (const [text, path] of paths)
  test(`reads the path ${text}`, () => {
    expect(readJsonPath(text)).toEqual(path)
    const written = path && withValueAt(undefined, jsonPath(text), 'x')
    if (path) expect(valueAt(JSON.parse(JSON.stringify(written)), jsonPath(text))).toBe('x')
  })

test('finds only what a value has itself', () => {
  expect(valueAt({ a: [] }, ['a', 'length', 'x'])).toBeUndefined()
  expect(valueAt({}, ['constructor'])).toBeUndefined()
  expect(valueAt(null, ['a'])).toBeUndefined()
})

test('writes a member named as the prototype without reaching it', () => {
  const written = withValueAt(undefined, ['__proto__', 'polluted'], true)
  expect(JSON.stringify(written)).toBe('{"__proto__":{"polluted":true}}')
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
