import type { Socket } from 'node:net'
import type { Clock, HttpRequest, HttpResponse, SendFailure } from '../../emulator/index.ts'
import type { Fake } from '../fakes/fake.ts'
import type { Journal, JournalEntry } from '../journal.ts'
import type { CertificateDemand, ClientIdentity } from './client-certificate.ts'
import type { Fault, FaultBoard } from './faults.ts'

/** A fake at an origin such as `https://vault.example.com:8200`, or at a path under it. */
export interface Binding {
  readonly fake: Fake
  readonly origin: string
  /** Empty, or a path with a leading and without a trailing slash. */
  readonly path: string
  /** What it wants to see of the certificate of a client; absent: it asks for none. */
  readonly clientCertificate?: CertificateDemand
}

/** A request where it arrives: written down, its ordinal drawn, its fault decided. */
export interface Arrival {
  readonly entry: JournalEntry
  /** Where it goes to: its own origin, or that of a proxy. */
  readonly origin: string
  /** Absent where nobody listens at that origin. */
  readonly binding?: Binding
  /** The path below the binding's own, with the query; `/` at least. */
  readonly target: string
  readonly fault?: Fault
  /** What the sender proves itself with, where it is asked to. */
  readonly identity?: ClientIdentity
  /** How a proxy passes on what it was asked for; absent for a tunnel. */
  readonly onward?: () => Promise<HttpResponse | SendFailure>
  /** The tunnel that this request has opened, or goes through; over sockets alone. */
  tunnel?: Tunnel
}

/** A connection through a proxy. */
export interface Tunnel {
  readonly socket: Socket
  /** The port that the proxy sends from: there the server hears the request. */
  readonly port: number
}

/** What is known of a request besides itself. */
export interface ArriveOptions {
  readonly identity?: ClientIdentity | undefined
  /** The origin it really goes to: that of a proxy. */
  readonly to?: string
  readonly onward?: Arrival['onward']
  readonly tunnel?: Tunnel | undefined
}

export interface ReceptionParts {
  readonly clock: Clock
  readonly journal: Journal
  readonly faults: FaultBoard
  readonly bindings: readonly Binding[]
}

/** Receives every request of a world, whatever transport will carry it, so both write the same journal. */
export class Reception {
  readonly bindings: readonly Binding[]
  readonly #parts: ReceptionParts

  constructor(parts: ReceptionParts) {
    this.#parts = parts
    this.bindings = parts.bindings.toSorted((a, b) => b.path.length - a.path.length)
  }

  arrive(
    caller: string,
    request: HttpRequest,
    { identity, to, onward, tunnel }: ArriveOptions = {},
  ): Arrival {
    const { clock, journal, faults } = this.#parts
    const url = new URL(to ?? request.url)
    const binding = this.bindings.find((each) => isUnder(each, url))
    const target = `${url.pathname.slice(binding?.path.length ?? 0) || '/'}${url.search}`
    const service = binding?.fake.name
    const endpoint = binding?.fake.endpointOf(request.method, target)
    const at = clock.now()
    const entry = journal.arrive({
      at,
      caller,
      request,
      ...(service !== undefined && { service }),
      ...(endpoint !== undefined && { endpoint }),
    })
    const fault = service === undefined ? undefined : faults.strike(service, endpoint, at)
    if (fault) entry.fault = fault.text
    const asks = binding?.clientCertificate !== undefined || binding?.fake.kind === 'outside'
    const shown = asks ? identity : undefined
    if (shown) entry.certificate = shown.subject
    return {
      entry,
      target,
      origin: url.origin,
      ...(binding && { binding }),
      ...(fault && { fault }),
      ...(shown && { identity: shown }),
      ...(onward && { onward }),
      ...(tunnel && { tunnel }),
    }
  }
}

function isUnder({ origin, path }: Binding, url: URL): boolean {
  if (origin !== url.origin) return false
  return path === '' || url.pathname === path || url.pathname.startsWith(`${path}/`)
}

/** Whether a listener at an origin asks for certificates, and refuses a handshake without one. */
export function asksForCertificates(
  bindings: readonly Binding[],
  origin: string,
): 'never' | 'asks' | 'insists' {
  const there = bindings.filter((each) => each.origin === origin)
  const asking = there.filter(({ clientCertificate }) => clientCertificate !== undefined)
  if (asking.length === 0) return 'never'
  const insisting = asking.filter(({ clientCertificate }) => !clientCertificate?.isOptional)
  return insisting.length === there.length ? 'insists' : 'asks'
}
