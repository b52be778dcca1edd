import type { Clock, HttpResponse, SendFailure } from '../../emulator/index.ts'
import { connectionFault, failures, outcomeOf, oversizedRequest } from './outcome.ts'
import { asksForCertificates, type Arrival, type Binding } from './reception.ts'
import type { Transport } from './send.ts'
import { serve } from './serve.ts'

/** Calls the services directly, without a socket. */
export function memoryTransport(clock: Clock, bindings: readonly Binding[] = []): Transport {
  return {
    name: 'memory',
    carry: (arrival) => carry(arrival, clock, bindings),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function carry(
  arrival: Arrival,
  clock: Clock,
  bindings: readonly Binding[],
): Promise<HttpResponse | SendFailure> {
  const struck = connectionFault(arrival.fault?.action)
  if (struck) return failures[struck]
  const { binding, identity } = arrival
  if (binding && !identity && asksForCertificates(bindings, binding.origin) === 'insists')
    return failures.tls
  const tooLarge = oversizedRequest(arrival.entry.request)
  if (tooLarge) return tooLarge
  const outcome = outcomeOf(
    await serve(arrival, clock, { ...arrival.entry.request, shown: identity }),
  )
  return outcome ?? clock.wait(new Promise<never>(() => {}), 'an answer that never comes')
}
