import { expect, test } from 'vitest'
import { ClockStuck } from '../../emulator/index.ts'
import { noon } from '../support/fixed-clock.ts'
import { turns } from '../support/manual-clock.ts'

const never = new Promise<never>(() => undefined)

test('is stuck when nobody is ready and nobody sleeps, and says who waits for what', async () => {
  const clock = turns()
  const stuck = clock.drive('step 3', async () => {
    void clock.run('call 1', () => clock.wait(never, 'an answer of vault'))
    await clock.wait(never, 'the calls')
  })
  await expect(stuck).rejects.toBeInstanceOf(ClockStuck)
  await expect(stuck).rejects.toThrow(
    'the clock is stuck: nobody is ready and nobody sleeps: step 3 waits for the calls; call 1 waits for an answer of vault',
  )
})

test('is stuck when a driven activity makes no progress, and says who has its turn', async () => {
  const clock = turns(1, 5)
  const stuck = clock.drive('step 3', async () => {
    void clock.run('later', async () => undefined)
    await never
  })
  await expect(stuck).rejects.toThrow(
    'the clock is stuck: no progress in 5 ms: step 3 has its turn; later is ready',
  )
})

test('is not stuck while there is progress, however long it takes', async () => {
  const clock = turns(1, 30)
  await clock.drive('test', async () => {
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 4))
      await clock.sleep(1)
    }
  })
  expect(clock.now()).toBe(noon + 20)
})
