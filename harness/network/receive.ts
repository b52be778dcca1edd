import type { Clock, HttpRequest, HttpResponse, SendFailure } from '../../emulator/index.ts'
import type { Journal } from '../journal.ts'
import { answer } from './answer.ts'
import type { ShownCertificate } from './client-certificate.ts'
import { carried, fromRaw } from './headers.ts'
import type { IncomingMessage } from 'node:http'
import type { WireRequest } from './listener.ts'
import { outcomeOf } from './outcome.ts'
import type { Arrival, Reception } from './reception.ts'
import { serve, type Served } from './serve.ts'
import type { Tunnels } from './tunnel.ts'
import type { Wire } from './wire.ts'

/** One of our own requests while it is on the wire. */
export interface Exchange {
  readonly arrival: Arrival
  /** What the listener does for it; absent before it arrives, rejects with a crash of ours. */
  serving?: Promise<void>
}

export interface ReceiveParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly reception: Reception
  readonly onCrash: (crash: unknown) => void
}

/** Answers one of our own requests, inside the activity that sent it: that one holds the turn. */
export async function receiveOwn(
  { clock }: Pick<ReceiveParts, 'clock'>,
  exchange: Exchange,
  request: WireRequest,
): Promise<void> {
  exchange.serving = serveOwn(clock, exchange.arrival, request)
  try {
    await exchange.serving
  } catch {
    request.wire.destroy()
  }
}

async function serveOwn(clock: Clock, arrival: Arrival, request: WireRequest): Promise<void> {
  const { incoming, outgoing, wire, body } = request
  const served = await serve(arrival, clock, {
    headers: fromRaw(incoming.rawHeaders),
    body,
    shown: wire.shown,
  })
  await answer(served, outgoing, wire)
  if (served.kind === 'no-answer')
    await clock.wait(new Promise<never>(() => {}), 'an answer that never comes')
}

/** Answers anybody else, as an activity of its own that the clock moves for. */
export async function receiveForeign(
  parts: ReceiveParts,
  origin: string,
  request: WireRequest,
): Promise<void> {
  const { outgoing, wire } = request
  try {
    const served = await parts.clock.drive('client request', () =>
      serveForeign(parts, foreignRequest(origin, request), wire.shown),
    )
    await answer(served, outgoing, wire)
  } catch (crash) {
    parts.onCrash(crash)
    if (outgoing.headersSent) wire.destroy()
    else outgoing.writeHead(500, { 'x-baqlab-crash': '1' }).end()
  }
}

async function serveForeign(
  parts: ReceiveParts,
  request: HttpRequest,
  shown: ShownCertificate | undefined,
): Promise<Served> {
  const arrival = parts.reception.arrive('client', request, { identity: shown })
  try {
    const served = await servedToAnybody(arrival, parts.clock, shown)
    const outcome = outcomeOf(served)
    if (outcome) parts.journal.end(arrival.entry, briefly(outcome))
    return served
  } catch (crash) {
    parts.journal.end(arrival.entry, { kind: 'response', status: 500 })
    throw crash
  }
}

async function servedToAnybody(
  arrival: Arrival,
  clock: Clock,
  shown: ShownCertificate | undefined,
): Promise<Served> {
  if (!arrival.binding) return { kind: 'whole', status: 404, headers: [], body: new Uint8Array() }
  switch (arrival.fault?.action.kind) {
    // This client has its connection already, so losing it is the nearest thing.
    case 'refused':
    case 'dns':
    case 'tls':
    case 'connect-timeout':
      return { kind: 'reset' }
    default:
      return serve(arrival, clock, { ...arrival.entry.request, shown })
  }
}

function foreignRequest(
  origin: string,
  { incoming, body }: Pick<WireRequest, 'incoming' | 'body'>,
): HttpRequest {
  const { method = 'GET', url = '/', rawHeaders } = incoming
  const path = url.replace(/^https?:\/\/[^/?]*/i, '')
  return {
    method,
    url: origin + (path.startsWith('/') ? path : `/${path}`),
    headers: carried(fromRaw(rawHeaders)),
    ...(body.length > 0 && { body }),
    connectTimeoutMs: 0,
    receiveTimeoutMs: 0,
    purpose: { kind: 'api', connection: 'client' },
  }
}

/** A CONNECT at a proxy. */
export interface ConnectAsked {
  /** Present where it is one of our own. */
  readonly exchange: Exchange | undefined
  readonly origin: string
  readonly request: IncomingMessage
  readonly wire: Wire
  readonly tunnels: Tunnels
  /** Where a host and port really listen. */
  readonly portOf: (target: string) => number | undefined
}

/** Opens a tunnel, or says why there is none, for ourselves and for anybody else. */
export async function receiveConnect(
  parts: ReceiveParts,
  { exchange, origin, request, wire, tunnels, portOf }: ConnectAsked,
): Promise<void> {
  const target = request.url ?? ''
  const open = async (served: Served) => tunnels.open(served, wire, portOf(target))
  const ours = async ({ arrival }: Exchange) => {
    const served = await serve(arrival, parts.clock)
    await open(served)
    if (served.kind === 'no-answer')
      await parts.clock.wait(new Promise<never>(() => {}), 'an answer that never comes')
  }
  const theirs = async () => {
    const headers = [['Host', target]] as const
    const asked = {
      ...foreignRequest(origin, { incoming: request, body: new Uint8Array() }),
      headers,
    }
    const served = await parts.clock.drive('client request', () =>
      serveForeign(parts, { ...asked, url: `${origin}/` }, undefined),
    )
    await open(served)
  }
  try {
    if (!exchange) return await theirs()
    exchange.serving = ours(exchange)
    await exchange.serving
  } catch (crash) {
    if (!exchange) parts.onCrash(crash)
    wire.destroy()
  }
}

const briefly = (outcome: HttpResponse | SendFailure) =>
  outcome.kind === 'response' ? { kind: outcome.kind, status: outcome.status } : outcome
