import type { Clock } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import type { Transport } from './send.ts'

/** The same transport to services that take their time before they do anything about an arrival. */
export const withLatency = (
  transport: Transport,
  clock: Clock,
  latencyMs: (entry: JournalEntry) => number,
): Transport => ({
  ...transport,
  async carry(arrival) {
    const ms = latencyMs(arrival.entry)
    if (ms > 0) await clock.sleep(ms)
    return transport.carry(arrival)
  },
  [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
})
