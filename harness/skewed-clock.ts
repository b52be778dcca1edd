import type { Clock } from '../emulator/index.ts'

/** The clock of one server, which may go before or after that of its world; it waits with it. */
export class SkewedClock implements Clock {
  /** How far it is ahead, in milliseconds; negative where it is behind. */
  skewMs = 0
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now() + this.skewMs
  }

  sleep(ms: number): Promise<void> {
    return this.#clock.sleep(ms)
  }

  wait<T>(promise: Promise<T>, what: string): Promise<T> {
    return this.#clock.wait(promise, what)
  }

  run<T>(name: string, body: () => Promise<T>): Promise<T> {
    return this.#clock.run(name, body)
  }

  drive<T>(name: string, body: () => Promise<T>): Promise<T> {
    return this.#clock.drive(name, body)
  }

  timer(ms: number, fire: () => void): () => void {
    return this.#clock.timer(ms, fire)
  }
}
