import type { Answer } from './answer.ts'
import type { Call, Engine } from './engine.ts'
import { notEmulated } from './not-emulated.ts'

/** A secrets engine or auth method that can be mounted, tuned and moved, and not asked anything. */
export class UnemulatedEngine implements Engine {
  readonly #what: string

  /** @param what in words, in the plural */
  constructor(what: string) {
    this.#what = what
  }

  isOpen(path: string): boolean {
    return /^login(\/|$)/.test(path)
  }

  handle(_call: Call): Answer {
    return notEmulated(this.#what)
  }
}
