import type { Undo } from './client.ts'
import type { Keeper } from './guard.ts'
import { CannotStart } from './server.ts'

/** What was made on a server for one scenario, each with what undoes it. A keeper knows of all that is left. */
export class Undoes {
  readonly #keeper: Keeper | undefined
  readonly #newestLast: Undo[] = []

  constructor(keeper?: Keeper) {
    this.#keeper = keeper
  }

  add(undo: Undo): void {
    this.#newestLast.push(undo)
    this.#tell()
  }

  /** Undone after everything else: while its mount is there, a login would make it anew. */
  addLast(undo: Undo): void {
    if (this.#newestLast.some(({ ask }) => ask.path === undo.ask.path)) return
    this.#newestLast.unshift(undo)
    this.#tell()
  }

  /** Undoes all it can, newest first, each thing once, and says what is left. */
  async run(): Promise<void> {
    const left: unknown[] = []
    for (let next = this.#newestLast.pop(); next; next = this.#newestLast.pop()) {
      await next.run().catch((thrown) => left.push(thrown))
      this.#tell()
    }
    if (left.length === 0) return
    throw new CannotStart(`not all that was made could be removed: ${left.map(String).join('; ')}`)
  }

  #tell(): void {
    this.#keeper?.tell({ undoes: this.#newestLast.map(({ ask }) => ask) })
  }
}
