import type { Clock, HttpRequest, HttpResponse, Send, SendFailure } from '../../emulator/index.ts'
import type { Journal } from '../journal.ts'
import type { Authority } from './certificates.ts'
import type { ClientIdentity } from './client-certificate.ts'
import type { Arrival, Reception, Tunnel } from './reception.ts'
import { connectRequest, proxyOrigin, whyNoTunnel } from './through-proxy.ts'

/** Larger answers than this end an exchange as `too-large`, on every transport. */
export const maxBodyBytes = 8 * 1024 * 1024

/** Larger header sections than this do, too: a token of 1 MB in a header must still pass. */
export const maxHeaderBytes = 4 * 1024 * 1024

/** Where a service really listens. */
export interface Address {
  readonly host: '127.0.0.1'
  readonly port: number
}

/** Carries a request that has arrived to its service and the answer back; has no time-outs of its own. */
export interface Transport extends AsyncDisposable {
  readonly name: 'memory' | 'sockets'
  /** Where services really listen, by origin; absent in memory. */
  readonly addresses?: ReadonlyMap<string, Address>
  /** Who vouches for services whose origin is https; absent where there is none. */
  readonly authority?: Authority
  carry(arrival: Arrival): Promise<HttpResponse | SendFailure>
}

export interface SendParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly reception: Reception
  readonly transport: Transport
  /** What a request can prove itself with; absent: nothing. */
  readonly identityOf?: (request: HttpRequest) => ClientIdentity | undefined
  /** Told of a bug of ours in an exchange nobody waits for any more. */
  readonly onCrash: (crash: unknown) => void
}

/** The `Send` of one caller: each exchange is an activity of its own, its time-outs are on the clock. */
export function createSend(parts: SendParts, caller: string): Send {
  const straight = (request: HttpRequest, tunnel?: Tunnel) => {
    const identity = parts.identityOf?.(request)
    return settle(parts, parts.reception.arrive(caller, request, { identity, tunnel }))
  }
  return async (request) => {
    const { proxy } = request
    if (!proxy) return straight(request)
    const to = proxyOrigin(proxy)
    if (!request.url.startsWith('https:')) {
      const onward = () => straight(request)
      return settle(parts, parts.reception.arrive(caller, { ...request }, { to, onward }))
    }
    const arrival = parts.reception.arrive(caller, connectRequest(request, proxy))
    return whyNoTunnel(await settle(parts, arrival), proxy) ?? straight(request, arrival.tunnel)
  }
}

/** Lets an exchange happen, and writes down how it ended. */
async function settle(parts: SendParts, arrival: Arrival): Promise<HttpResponse | SendFailure> {
  const outcome = await exchange(parts, arrival)
  const { kind } = outcome
  parts.journal.end(arrival.entry, kind === 'response' ? { kind, status: outcome.status } : outcome)
  return outcome
}

async function exchange(parts: SendParts, arrival: Arrival): Promise<HttpResponse | SendFailure> {
  const { clock, transport } = parts
  const { request, service } = arrival.entry
  if (!arrival.binding) return { kind: 'dns', detail: `no service is bound to ${arrival.origin}` }
  if (arrival.fault?.action.kind === 'connect-timeout') {
    await clock.sleep(request.connectTimeoutMs)
    return { kind: 'connect-timeout', detail: `no connection in ${request.connectTimeoutMs} ms` }
  }
  const what = `${service}.${arrival.entry.endpoint ?? 'nothing'}`
  const answer = clock.run(what, () => transport.carry(arrival))
  return beforeTimeout(parts, answer, request.receiveTimeoutMs, what)
}

async function beforeTimeout(
  { clock, onCrash }: SendParts,
  answer: Promise<HttpResponse | SendFailure>,
  ms: number,
  what: string,
): Promise<HttpResponse | SendFailure> {
  const late = Promise.withResolvers<SendFailure>()
  const failure: SendFailure = { kind: 'receive-timeout', detail: `no answer in ${ms} ms` }
  const cancel = clock.timer(ms, () => {
    answer.catch(onCrash)
    late.resolve(failure)
  })
  try {
    return await clock.wait(Promise.race([answer, late.promise]), what)
  } finally {
    cancel()
  }
}
