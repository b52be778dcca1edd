import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Served } from './serve.ts'
import type { Wire } from './wire.ts'

/** The proxy's end of the tunnels it has opened. */
export class Tunnels implements AsyncDisposable {
  readonly #upstream = new Set<Socket>()
  /** The port a tunnel leaves the proxy by, by the port it comes in from. */
  readonly #ports = new Map<number, number>()

  /** The port that the server at the other end hears a tunnel from; 0 where nobody is there. */
  portOf(clientPort: number): number {
    const port = this.#ports.get(clientPort) ?? 0
    this.#ports.delete(clientPort)
    return port
  }

  /** Answers a CONNECT as the proxy would, and joins the two ends where there is a tunnel. */
  async open(served: Served, wire: Wire, targetPort: number | undefined): Promise<void> {
    if (served.kind === 'reset') return wire.reset()
    if (!('body' in served)) return
    if (served.status !== 200) return refuse(served, wire)
    if (targetPort !== undefined) await this.#join(wire, targetPort)
    wire.write('HTTP/1.1 200 Connection established\r\n\r\n')
  }

  async #join(wire: Wire, targetPort: number): Promise<void> {
    const upstream = connect({ host: '127.0.0.1', port: targetPort, noDelay: true })
    this.#upstream.add(upstream)
    upstream.once('close', () => this.#upstream.delete(upstream))
    await once(upstream, 'connect')
    this.#ports.set(wire.clientPort, upstream.localPort ?? 0)
    upstream.on('error', () => wire.destroy())
    wire.on('error', () => upstream.destroy())
    upstream.once('close', () => wire.destroy())
    wire.once('close', () => upstream.destroy())
    wire.pipe(upstream).pipe(wire)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [...this.#upstream].map((socket) => once(socket, 'close'))
    for (const socket of this.#upstream) socket.destroy()
    await Promise.all(closed)
  }
}

function refuse(
  { status, headers, body }: Extract<Served, { body: Uint8Array }>,
  wire: Wire,
): void {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  wire.write(`HTTP/1.1 ${status} Refused\r\n${lines}Content-Length: ${body.length}\r\n\r\n`)
  wire.end(body)
}
