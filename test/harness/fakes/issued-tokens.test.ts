import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IssuedTokens } from '../../../harness/fakes/issued-tokens.ts'
import { fixedClock, noon } from '../../support/fixed-clock.ts'

test('counts the living exactly, in whatever order tokens are issued, end and are revoked', () => {
  const action = fc.oneof(
    fc.record({ add: fc.option(fc.integer({ min: -5, max: 50 })) }),
    fc.record({ advance: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ revoke: fc.option(fc.integer({ min: -1, max: 30 })) }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const clock = fixedClock()
      const issued = new IssuedTokens({ clock })
      const ends: number[] = []
      const alive = () => ends.flatMap((at, i) => (at > clock.now() ? [i + 1] : []))
      for (const each of actions) {
        if ('advance' in each) clock.advance(each.advance)
        else if ('add' in each) {
          const end = each.add === null ? undefined : clock.now() + each.add
          expect(issued.add(end)).toBe(ends.push(end ?? Infinity))
        } else {
          const doomed = alive().filter((i) => each.revoke === null || i === each.revoke)
          expect(issued.revoke(each.revoke ?? undefined)).toBe(doomed.length)
          for (const ordinal of doomed) ends[ordinal - 1] = 0
        }
        expect(issued.live).toBe(alive().length)
        const asked = Array.from({ length: ends.length + 2 }, (_, i) => i)
        expect(asked.filter((i) => issued.isAlive(i))).toEqual(alive())
      }
    }),
  )
})

test('keeps the newest values, up to a number and to a length', () => {
  const issued = new IssuedTokens({ clock: fixedClock(), keep: 3, keepLength: 10 })
  for (const value of ['a', 'b', 'c', 'd']) issued.remember(issued.add(undefined), value)
  expect([1, 2, 3, 4].map((i) => issued.value(i))).toEqual([undefined, 'b', 'c', 'd'])
  issued.remember(issued.add(undefined), 'ninechars')
  expect([3, 4, 5].map((i) => issued.value(i))).toEqual([undefined, 'd', 'ninechars'])
})

test('counts a million tokens that end and as many that do not', () => {
  const clock = fixedClock(noon)
  const issued = new IssuedTokens({ clock })
  for (let i = 0; i < 1_000_000; i++) {
    issued.add(clock.now() + 900)
    issued.add(undefined)
    clock.advance(1)
  }
  expect(issued.live).toBe(1_000_000 + 899)
})

test('forgets the ends of dead tokens although nobody asks for them', () => {
  const clock = fixedClock()
  const issued = new IssuedTokens({ clock })
  for (let i = 0; i < 100_000; i++) {
    issued.add(clock.now() + 10)
    clock.advance(1)
  }
  expect(issued.endsKept).toBeLessThan(3000)
  expect(issued.live).toBe(9)
})
