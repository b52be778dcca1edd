import { expect, test } from 'vitest'
import type { JournalEntry } from '../../../harness/journal.ts'
import { bytes, inMemory, overSockets, request } from '../../support/network.ts'

const faults = [
  { delayMs: 700, window: { kind: 'ordinals', first: 5, last: 90 } },
  { action: { kind: 'reset' }, window: { kind: 'ordinals', first: 100, last: 120 } },
  { action: { kind: 'no-answer' }, window: { kind: 'ordinals', first: 200, last: 210 } },
  { action: { kind: 'refused' }, window: { kind: 'ordinals', first: 300, last: 310 } },
] as const

/** What 40 parallel callers leave in the journal in 20 rounds. */
async function journalOf(started: ReturnType<typeof inMemory>): Promise<readonly JournalEntry[]> {
  await using network = await started
  const { clock, journal, origin } = network
  await clock.drive('the test', async () => {
    for (let round = 0; round < 20; round++) {
      const calls = Array.from({ length: 40 }, (_, i) =>
        clock.run(`JOB${i}`, async () => {
          if (i % 3 === 0) await clock.sleep(i * 10)
          const body = bytes(`${round} ${i}`)
          await network.send(`JOB${i}`)(request(`${origin}/login`, { method: 'POST', body }))
          await network.send(`JOB${i}`)(request(`${origin}/get`))
        }),
      )
      await clock.wait(Promise.all(calls), 'all callers')
    }
  })
  expect(network.crashes).toEqual([])
  expect(journal.size).toBe(1600)
  return journal.since(0)
}

test.each(['http://tiny.example.com', 'https://tiny.example.com'])(
  'writes the same journal for 40 parallel callers on every transport: %s',
  async (origin) => {
    const memory = await journalOf(inMemory({ seed: 7, faults, origin }))
    expect(memory.filter(({ outcome }) => outcome?.kind === 'receive-timeout')).toHaveLength(11)
    expect(await journalOf(overSockets({ seed: 7, faults, origin }))).toEqual(memory)
  },
)

test('writes another journal from another seed', async () => {
  const one = await journalOf(overSockets({ seed: 7 }))
  expect(await journalOf(overSockets({ seed: 8 }))).not.toEqual(one)
})
