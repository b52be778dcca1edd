import { expect, test } from 'vitest'
import { manualClock } from '../../../emulator/index.ts'
import { readFields } from '../../../harness/fakes/vault/body.ts'
import { goDuration, readDuration, timestamp } from '../../../harness/fakes/vault/duration.ts'
import { ExpiryQueue } from '../../../harness/fakes/vault/expiry.ts'
import { openBao } from '../../../harness/fakes/vault/openbao.ts'
import { Policies } from '../../../harness/fakes/vault/policies.ts'
import { Acl } from '../../../harness/fakes/vault/policy.ts'
import { randomStream } from '../../../harness/seed.ts'

const atStart = {
  clock: manualClock({ start: 0, random: randomStream(1, 'turns') }),
  product: openBao,
}

const acl = (policy: Record<string, readonly ('read' | 'list' | 'deny' | 'update')[]>) =>
  new Acl(['mine'], new Policies({ mine: policy }, atStart))

test.each([
  ['60', 60_000],
  ['60s', 60_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1_500],
  ['2d', 172_800_000],
  [90, 90_000],
  ['abc', 'time: invalid duration "abc"'],
  ['', 0],
  [1.5, 'time: missing unit in duration "1.5"'],
  [99_999_999_999, 'time: invalid duration "99999999999"'],
])('the duration %j is read as %j', (value, ms) => {
  expect(readDuration(value)).toBe(ms)
})

test.each([
  [0, '0s'],
  [1_500, '1.5s'],
  [1_801_000, '30m1s'],
  [2_764_800_000, '768h0m0s'],
])('%i milliseconds are printed as %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text)
})

test('a timestamp ends in no zeros', () => {
  expect(timestamp(0)).toBe('1970-01-01T00:00:00Z')
  expect(timestamp(120)).toBe('1970-01-01T00:00:00.12Z')
})

test.each([
  ['{"a":', 'unexpected EOF'],
  ['a=b', "invalid character 'a' looking for beginning of value"],
  ['{"a":1 "b":2}', `invalid character '\\"' after object key:value pair`],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a":1}}', "invalid character '}' looking for beginning of value"],
  ['[1]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ['true', 'json: cannot unmarshal bool into Go value of type map[string]interface {}'],
])('the body %s is refused as Go refuses it', (text, error) => {
  const fields = readFields(new TextEncoder().encode(text), 'application/json')
  expect(fields).toEqual({ ok: false, error })
})

test.each(['', '  ', 'null', '{}'])('the body %j has no fields', (text) => {
  const fields = readFields(new TextEncoder().encode(text), undefined)
  expect(fields).toEqual({ ok: true, data: {} })
})

test('items end in the order of their ends, whatever was added, moved and removed between', () => {
  const random = randomStream(7, 'queue')
  const queue = new ExpiryQueue<{ expiresAt: number; slot: number }>()
  const items = Array.from({ length: 500 }, () => ({ expiresAt: random(), slot: -1 }))
  for (const item of items) queue.add(item)
  for (const item of items.slice(0, 200)) {
    item.expiresAt = random()
    queue.moved(item)
  }
  for (const item of items.slice(150, 300)) queue.remove(item)
  const left = [...items.slice(0, 150), ...items.slice(300)].map(({ expiresAt }) => expiresAt)
  const ended = []
  for (let item = queue.takeEnded(1); item; item = queue.takeEnded(1)) ended.push(item.expiresAt)
  expect(ended).toEqual(left.toSorted((a, b) => a - b))
})

test('nothing ends before its time', () => {
  const queue = new ExpiryQueue<{ expiresAt: number; slot: number }>()
  queue.add({ expiresAt: 10, slot: -1 })
  expect(queue.takeEnded(9)).toBeUndefined()
  expect(queue.takeEnded(10)).toMatchObject({ expiresAt: 10 })
})

test('an exact path wins over every pattern', () => {
  const mine = acl({ 'a/*': ['read'], 'a/b': ['deny'] })
  expect([mine.allows('read', 'a/c'), mine.allows('read', 'a/b')]).toEqual([true, false])
})

test('the longer glob wins', () => {
  const mine = acl({ 'a/*': ['deny'], 'a/b*': ['read'] })
  expect([mine.allows('read', 'a/bc'), mine.allows('read', 'a/c')]).toEqual([true, false])
})

test('a pattern whose first wildcard comes later wins', () => {
  const mine = acl({ 'a/+/c': ['deny'], 'a/b/*': ['read'] })
  expect([mine.allows('read', 'a/b/c'), mine.allows('read', 'a/x/c')]).toEqual([true, false])
})

test('of two patterns with a plus the one without a glob wins', () => {
  const mine = acl({ 'a/+/*': ['deny'], 'a/+/c': ['read'] })
  expect([mine.allows('read', 'a/b/c'), mine.allows('read', 'a/b/d')]).toEqual([true, false])
})

test('a star is a glob only at the end', () => {
  expect(acl({ 'a*b': ['read'] }).allows('read', 'axb')).toBe(false)
})

test('a folder may be listed by its path with or without a slash', () => {
  expect(acl({ 'a/b': ['list'] }).allows('list', 'a/b/')).toBe(true)
  expect(acl({ 'a/b/': ['list'] }).allows('list', 'a/b/')).toBe(true)
  expect(acl({ 'a/b': ['read'] }).allows('list', 'a/b/')).toBe(false)
})

test('policies add up, and deny in one of them wins', () => {
  const policies = { one: { a: ['read'] }, two: { a: ['update'] }, three: { a: ['deny'] } } as const
  const both = new Acl(['one', 'two'], new Policies(policies, atStart))
  expect([both.allows('read', 'a'), both.allows('update', 'a')]).toEqual([true, true])
  expect(new Acl(['one', 'three'], new Policies(policies, atStart)).allows('read', 'a')).toBe(false)
})

test('a policy that nobody defined grants nothing', () => {
  expect(
    new Acl(['unknown'], new Policies({}, atStart)).allows('read', 'auth/token/lookup-self'),
  ).toBe(false)
  expect(
    new Acl(['default'], new Policies({}, atStart)).allows('read', 'auth/token/lookup-self'),
  ).toBe(true)
})
