import { manualClock, type Clock } from '../../emulator/index.ts'
import { randomStream } from '../../harness/seed.ts'
import { noon } from './fixed-clock.ts'

/** A manual clock that begins at noon and gives up soon. */
export const turns = (seed = 1, patienceMs = 2000): Clock =>
  manualClock({ start: noon, random: randomStream(seed, 'turns'), patienceMs })
