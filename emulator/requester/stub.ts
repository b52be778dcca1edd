import type { Assumptions } from '../assumed.ts'
import type { Clock } from '../clock.ts'
import { failed, stubTimeout, type Outcome } from './outcome.ts'
import type { CallResult } from './requester.ts'

/** What the program gets, and the server's own end of the call, which may come later. */
export interface StubResult {
  readonly outcome: Outcome
  /** Absent while the server goes on after the stub gave up. */
  readonly result?: CallResult
}

/**
 * Waits for the server as BAQCSTUB does: at most BAQTIMEOUT, and without sending anything again.
 * The server's side must be an activity of its own, so that it can go on alone.
 */
export async function throughStub(
  server: Promise<CallResult>,
  clock: Clock,
  timeoutMs: number | undefined,
  assume: Assumptions,
): Promise<StubResult> {
  const late = Promise.withResolvers<undefined>()
  const cancel =
    timeoutMs === undefined ? undefined : clock.timer(timeoutMs, () => late.resolve(undefined))
  try {
    const result = await clock.wait(Promise.race([server, late.promise]), 'the server')
    if (result) return { outcome: result.outcome, result }
    const message = `no response from the server within BAQTIMEOUT (${timeoutMs} ms)`
    return { outcome: failed(4, assume.stubTimeoutStatus, message, stubTimeout) }
  } finally {
    cancel?.()
  }
}
