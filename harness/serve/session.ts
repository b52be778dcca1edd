import { systemClock } from '../../emulator/index.ts'
import type { Finding } from '../runner/event.ts'
import { openStage, prepareStage, type Stage, type StageOptions } from './stage.ts'

/** So long what is under way may go on when its world has to go. */
const graceMs = 2000

/** What is under way on one stage, and how to cut it off. */
interface UnderWay {
  readonly stage: Stage
  readonly cuts: Set<(reason: CutOff) => void>
  whenIdle?: () => void
}

/** Thrown into what was under way when its world had to go. */
export class CutOff extends Error {
  override name = 'CutOff'
}

/** One served world after the other: each reset opens a fresh one at the same ports. */
export class Session implements AsyncDisposable {
  readonly #options: StageOptions
  #current: Promise<UnderWay>

  constructor(stage: Stage, options: StageOptions) {
    this.#options = options
    this.#current = Promise.resolve({ stage, cuts: new Set() })
  }

  /** Does something with the world there is; a reset waits for it, but not for ever. */
  async use<T>(body: (stage: Stage) => T | Promise<T>): Promise<T> {
    const under = await this.#current
    const cut = Promise.withResolvers<never>()
    under.cuts.add(cut.reject)
    try {
      return await Promise.race([body(under.stage), cut.promise])
    } finally {
      under.cuts.delete(cut.reject)
      if (under.cuts.size === 0) under.whenIdle?.()
    }
  }

  /** A fresh world of the files as they are now; with errors in them the old world stays. */
  async reset(): Promise<{ readonly done: boolean; readonly findings: readonly Finding[] }> {
    const before = this.#current
    const done = Promise.withResolvers<boolean>()
    const prepared = prepareStage(this.#options)
    this.#current = this.#replaced(before, prepared, done.resolve)
    await this.#current
    return { done: await done.promise, findings: (await prepared).findings }
  }

  async #replaced(
    before: Promise<UnderWay>,
    preparing: ReturnType<typeof prepareStage>,
    tell: (done: boolean) => void,
  ): Promise<UnderWay> {
    const [under, prepared] = await Promise.all([before, preparing])
    tell(prepared.scenario !== undefined)
    if (!prepared.scenario) return under
    await emptied(under)
    const { addresses, authority } = under.stage.world.transport
    const takeOver = { ...(addresses && { addresses }), ...(authority && { authority }) }
    // Where somebody else has taken a port meanwhile, any port is better than no world.
    const stage = await openStage(prepared, this.#options, takeOver).catch(() =>
      openStage(prepared, this.#options),
    )
    return { stage, cuts: new Set() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await emptied(await this.#current)
  }
}

/** Lets what is under way end for a short while, cuts off the rest and closes the world. */
async function emptied(under: UnderWay): Promise<void> {
  const { cuts, stage } = under
  if (cuts.size > 0) {
    const idle = Promise.withResolvers<void>()
    under.whenIdle = idle.resolve
    const cancel = systemClock.timer(graceMs, idle.resolve)
    await idle.promise
    cancel()
  }
  const gone = new CutOff('the world is gone: it was reset or stopped while this was under way')
  for (const cut of cuts) cut(gone)
  await stage.world[Symbol.asyncDispose]()
}
