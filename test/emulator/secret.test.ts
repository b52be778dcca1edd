import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../emulator/index.ts'

test.each([
  ['String()', String],
  ['a template', (secret: unknown) => `${secret as string}`],
  ['JSON', (secret: unknown) => JSON.stringify({ secret })],
  ['inspect', (secret: unknown) => inspect({ secret }, { showHidden: true, depth: 9 })],
  [
    'an Error',
    (secret: unknown) => inspect(new Error(`bad ${secret as string}`, { cause: secret })),
  ],
  ['its own properties', (secret: unknown) => JSON.stringify(Object.entries(secret as object))],
])('hides a secret from %s', (_, show) => {
  expect(show(new Secret('hunter2'))).not.toContain('hunter2')
})

test('shows a mask instead of a secret', () => {
  const secret = new Secret('hunter2')
  expect(String(secret)).toBe('(secret)')
  expect(JSON.stringify([secret])).toBe('["(secret)"]')
  expect(inspect([secret])).toBe('[ (secret) ]')
})

test('tells the length of a secret, and its value when it is asked for', () => {
  const secret = new Secret('hunter2')
  expect(secret.length).toBe(7)
  expect(secret.reveal()).toBe('hunter2')
})
