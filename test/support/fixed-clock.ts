import type { Clock } from '../../emulator/index.ts'

/** A clock for tests without turns: it stands still until it is set, and a sleep moves it. */
export interface FixedClock extends Clock {
  advance(ms: number): void
}

/** The moment at which a fixed clock begins unless told otherwise. */
export const noon = Date.UTC(2026, 0, 15, 12)

export function fixedClock(start = noon): FixedClock {
  let now = start
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    async sleep(ms) {
      now += ms
    },
    wait: (promise) => promise,
    run: (_name, body) => body(),
    drive: (_name, body) => body(),
    timer: () => () => undefined,
  }
}
