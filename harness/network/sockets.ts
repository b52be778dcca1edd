import type { Clock, HttpResponse, SendFailure } from '../../emulator/index.ts'
import type { Journal } from '../journal.ts'
import { createAuthority, type Authority } from './certificates.ts'
import { Client } from './client.ts'
import { listen, type Listener } from './listener.ts'
import { connectionFault, oversizedRequest } from './outcome.ts'
import { asksForCertificates, type Arrival, type Reception } from './reception.ts'
import { receiveConnect, receiveForeign, receiveOwn, type Exchange } from './receive.ts'
import type { Address, Transport } from './send.ts'
import { Tunnels } from './tunnel.ts'

export interface SocketsParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly reception: Reception
  /** Told of a bug of ours met by a client that is not ours; our own requests reject with it. */
  readonly onCrash: (crash: unknown) => void
  /** What another transport had and this one takes over. */
  readonly takeOver?: Pick<Transport, 'addresses' | 'authority'>
}

export interface SocketsTransport extends Transport {
  readonly name: 'sockets'
  /** By origin. */
  readonly addresses: ReadonlyMap<string, Address>
  /** The authority to trust, as PEM; absent where no origin is https. */
  readonly ca?: string
}

/** Both ends of one origin. */
interface Route {
  readonly listener: Listener
  readonly client: Client
  /** Our own requests on the wire, by the port they come from. */
  readonly exchanges: Map<number, Exchange>
  /** Those through it, where it is a proxy. */
  readonly tunnels: Tunnels
}

/** Lets every origin listen on a loopback port and sends to it under its own name. */
export async function socketsTransport(parts: SocketsParts): Promise<SocketsTransport> {
  const ours = parts.reception.bindings.filter(({ fake }) => fake.kind !== 'outside')
  const origins = [...new Set(ours.map(({ origin }) => origin))]
  const { takeOver } = parts
  const authority = origins.some(isHttps)
    ? (takeOver?.authority ?? (await createAuthority()))
    : undefined
  const routes = new Map<string, Route>()
  try {
    for (const origin of origins)
      routes.set(origin, await openRoute(parts, { origin, authority, routes }))
  } catch (problem) {
    await disposeOf(routes)
    throw problem
  }
  return {
    name: 'sockets',
    addresses: new Map([...routes].map(([origin, { listener }]) => [origin, addressOf(listener)])),
    ...(authority && { authority, ca: authority.ca }),
    carry: (arrival) => carry(routes, arrival),
    [Symbol.asyncDispose]: () => disposeOf(routes),
  }
}

async function openRoute(
  parts: SocketsParts,
  {
    origin,
    authority,
    routes,
  }: {
    readonly origin: string
    readonly authority: Authority | undefined
    readonly routes: ReadonlyMap<string, Route>
  },
): Promise<Route> {
  const tunnels = new Tunnels()
  const isProxy = parts.reception.bindings.some(
    (each) => each.origin === origin && each.fake.kind === 'proxy',
  )
  const trusted = isHttps(origin) ? authority : undefined
  const identity = await trusted?.issue(new URL(origin).hostname.replace(/[[\]]/g, ''))
  const exchanges: Route['exchanges'] = new Map()
  const asks = asksForCertificates(parts.reception.bindings, origin)
  const listener = await listen({
    asks,
    port: parts.takeOver?.addresses?.get(origin)?.port ?? 0,
    ...(identity && { identity }),
    receive(request) {
      const exchange = exchanges.get(request.wire.clientPort)
      exchanges.delete(request.wire.clientPort)
      return exchange
        ? receiveOwn(parts, exchange, request)
        : receiveForeign(parts, origin, request)
    },
    ...(isProxy && {
      async connect(request, wire) {
        const exchange = exchanges.get(wire.clientPort)
        exchanges.delete(wire.clientPort)
        await receiveConnect(parts, { exchange, origin, request, wire, tunnels, portOf })
      },
    }),
  })
  const portOf = (target: string) =>
    routes.get(`https://${target.replace(/:443$/, '')}`)?.listener.port
  const client = new Client({ origin, port: listener.port, ...(trusted && { ca: trusted.ca }) })
  return { listener, client, exchanges, tunnels }
}

async function carry(
  routes: ReadonlyMap<string, Route>,
  arrival: Arrival,
): Promise<HttpResponse | SendFailure> {
  const { binding, entry, fault } = arrival
  const route = binding && routes.get(arrival.origin)
  if (!route) throw new Error('an arrival without a binding cannot be carried')
  const struck = connectionFault(fault?.action)
  const tooLarge = struck ? undefined : oversizedRequest(entry.request)
  if (tooLarge) return tooLarge
  const exchange: Exchange = { arrival }
  let from: number | undefined
  const onPort = (port: number) => {
    from = port
    route.exchanges.set(port, exchange)
  }
  try {
    const identity = await arrival.identity?.material?.()
    if (arrival.tunnel) route.exchanges.set((from = arrival.tunnel.port), exchange)
    const outcome = await route.client.send(entry.request, {
      fault: struck,
      onPort,
      identity,
      tunnel: arrival.tunnel?.socket,
      onTunnel: (socket, port) => {
        arrival.tunnel = { socket, port: route.tunnels.portOf(port) }
      },
    })
    // Its crash is ours to reject with, and where it never ends, this exchange never does.
    await exchange.serving
    return outcome
  } finally {
    if (from !== undefined && route.exchanges.get(from) === exchange) route.exchanges.delete(from)
  }
}

async function disposeOf(routes: ReadonlyMap<string, Route>): Promise<void> {
  const ends = [...routes.values()].flatMap(({ client, listener, tunnels }) => [
    client,
    listener,
    tunnels,
  ])
  await Promise.all(ends.map((end) => end[Symbol.asyncDispose]()))
}

const isHttps = (origin: string): boolean => origin.startsWith('https:')

const addressOf = ({ port }: Listener): Address => ({ host: '127.0.0.1', port })
