import type { Clock, HttpResponse, SendFailure } from '../../emulator/index.ts'
import { connectionFault, failures, outcomeOf, oversizedRequest } from './outcome.ts'
import type { Arrival } from './reception.ts'
import type { Transport } from './send.ts'
import { serve } from './serve.ts'

/** Calls the services directly, without a socket. */
export function memoryTransport(clock: Clock): Transport {
  return {
    name: 'memory',
    carry: (arrival) => carry(arrival, clock),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function carry(arrival: Arrival, clock: Clock): Promise<HttpResponse | SendFailure> {
  const struck = connectionFault(arrival.fault?.action)
  if (struck) return failures[struck]
  const tooLarge = oversizedRequest(arrival.entry.request)
  if (tooLarge) return tooLarge
  const outcome = outcomeOf(await serve(arrival, clock))
  return outcome ?? clock.wait(new Promise<never>(() => {}), 'an answer that never comes')
}
