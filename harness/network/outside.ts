import http from 'node:http'
import https from 'node:https'
import type { Clock, HttpRequest, HttpResponse, SendFailure } from '../../emulator/index.ts'
import type { Identity } from './certificates.ts'
import { headerLines } from './client.ts'
import { connectionFault, failures, nodeHeaderBytes, outcomeOf } from './outcome.ts'
import type { Arrival } from './reception.ts'
import { failureOf, readResponse, type Stage } from './response.ts'
import type { Transport } from './send.ts'
import { serve } from './serve.ts'

/** The same transport, but what is meant for a real server goes to that over the wire. */
export const withOutside = (inside: Transport, clock: Clock): Transport => ({
  name: inside.name,
  carry: (arrival) =>
    arrival.binding?.fake.kind === 'outside' ? carryOut(arrival, clock) : inside.carry(arrival),
  [Symbol.asyncDispose]: () => inside[Symbol.asyncDispose](),
})

/** The exchange keeps its turn, so no other activity runs and no virtual time passes meanwhile. */
async function carryOut(arrival: Arrival, clock: Clock): Promise<HttpResponse | SendFailure> {
  const struck = connectionFault(arrival.fault?.action)
  if (struck) return failures[struck]
  let failure: SendFailure | undefined
  const served = await serve(arrival, clock, arrival.entry.request, async (request) => {
    const outcome = await sendOut(
      request,
      arrival.binding?.fake.ca,
      await arrival.identity?.material?.(),
    )
    if (outcome.kind === 'response') return { ...outcome, kind: 'whole' }
    failure = outcome
    return { kind: 'reset' }
  })
  if (failure) return failure
  const outcome = outcomeOf(served)
  return outcome ?? clock.wait(new Promise<never>(() => {}), 'an answer that never comes')
}

/** Sends a request to where its URL says; its time-outs are real. `ca` is the authority to trust, as PEM. */
export function sendOut(
  request: HttpRequest,
  ca: string | undefined,
  identity?: Identity,
): Promise<HttpResponse | SendFailure> {
  const { url, method, connectTimeoutMs, receiveTimeoutMs } = request
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const secure = protocol === 'https:'
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse | SendFailure>()
  let stage: Stage = 'connecting'
  const outgoing = (secure ? https : http).request({
    protocol,
    hostname: hostname.replace(/[[\]]/g, ''),
    port,
    method,
    path: pathname + search,
    headers: headerLines(request),
    maxHeaderSize: nodeHeaderBytes,
    agent: false,
    ...(ca !== undefined && { ca }),
    ...identity,
    timeout: connectTimeoutMs,
  })
  outgoing.on('socket', (socket) => {
    socket.once('connect', () => (stage = secure ? 'handshake' : 'sending'))
    const connected = () => {
      stage = 'sending'
      socket.setTimeout(receiveTimeoutMs)
    }
    socket.once(secure ? 'secureConnect' : 'connect', connected)
  })
  outgoing.on('timeout', () => {
    resolve(
      stage === 'sending' ? late('receive', receiveTimeoutMs) : late('connect', connectTimeoutMs),
    )
    outgoing.destroy()
  })
  outgoing.on('response', (incoming) => resolve(readResponse(incoming)))
  outgoing.on('error', (error) => {
    const failure = failureOf(error, stage)
    if (failure) resolve(failure)
    else reject(error)
  })
  outgoing.end(request.body)
  return promise
}

const late = (kind: 'receive' | 'connect', ms: number): SendFailure =>
  kind === 'receive'
    ? { kind: 'receive-timeout', detail: `no answer in ${ms} ms` }
    : { kind: 'connect-timeout', detail: `no connection in ${ms} ms` }
