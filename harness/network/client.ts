import { once } from 'node:events'
import http, { type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type Socket } from 'node:net'
import tls, { type ConnectionOptions } from 'node:tls'
import {
  headerValue,
  type HttpRequest,
  type HttpResponse,
  type SendFailure,
} from '../../emulator/index.ts'
import type { Identity } from './certificates.ts'
import { failingConnection } from './failing-connection.ts'
import { carried, fromRaw } from './headers.ts'
import { failures, nodeHeaderBytes, type ConnectionFault } from './outcome.ts'
import { failureOf, readResponse, type Stage } from './response.ts'

export interface ClientParts {
  /** The origin that requests name. */
  readonly origin: string
  /** The loopback port where it is bound. */
  readonly port: number
  /** The only authority it trusts, as PEM. */
  readonly ca?: string
}

export interface SendOptions {
  /** How this one connection fails to be made. */
  readonly fault?: ConnectionFault | undefined
  /** Told the port it sends from, before the listener can have read anything. */
  readonly onPort: (port: number) => void
  /** What proves who sends it, where the server asks. */
  readonly identity?: Identity | undefined
  /** The connection to use, which leads through a proxy. */
  readonly tunnel?: Socket | undefined
  /** Told the tunnel that a CONNECT has opened, and the port it comes from. */
  readonly onTunnel?: (socket: Socket, port: number) => void
}

/** Our end of the connections to one origin; they live until it is disposed. */
export class Client implements AsyncDisposable {
  readonly #origin: URL
  readonly #port: number
  readonly #trust: ConnectionOptions
  readonly #agent: Agent
  readonly #open = new Set<Socket>()

  constructor({ origin, port, ca = '' }: ClientParts) {
    this.#origin = new URL(origin)
    this.#port = port
    const host = this.#origin.hostname
    const servername = isIP(host.replace(/[[\]]/g, '')) === 0 ? host : ''
    this.#trust = { ca, servername, rejectUnauthorized: true }
    const { Agent: AgentOfScheme } = this.#secure ? https : http
    this.#agent = new AgentOfScheme({ ...this.#trust, keepAlive: true })
    const connect = this.#agent.createConnection.bind(this.#agent)
    this.#agent.createConnection = (options, callback) =>
      connect({ ...options, host: '127.0.0.1', port }, callback)
  }

  get #secure(): boolean {
    return this.#origin.protocol === 'https:'
  }

  /** Sends a request; every failure of the network is a value. */
  async send(
    request: HttpRequest,
    { fault, onPort, identity, tunnel, onTunnel }: SendOptions,
  ): Promise<HttpResponse | SendFailure> {
    if (fault === 'tls' && !this.#secure) return failures.tls
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse | SendFailure>()
    const outgoing = this.#request(
      request,
      identity,
      fault
        ? await failingConnection(fault, this.#port, this.#trust)
        : this.#over(tunnel, identity),
    )
    let stage: Stage = 'connecting'
    outgoing.on('connect', (incoming: IncomingMessage, socket: Socket) => {
      onTunnel?.(socket, socket.localPort ?? 0)
      const headers = carried(fromRaw(incoming.rawHeaders))
      const { statusCode: status = 0 } = incoming
      resolve({ kind: 'response', status, headers, body: new Uint8Array() })
    })
    outgoing.on('socket', (socket) => {
      this.#keep(socket)
      if (tunnel) {
        stage = 'handshake'
        socket.once('secureConnect', () => (stage = 'sending'))
        return
      }
      onStage(socket, this.#secure, (reached) => {
        if (stage === 'connecting' && !fault) onPort(socket.localPort ?? 0)
        stage = reached
      })
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

  /** Makes the connection inside of a tunnel: TLS is between us and the server alone. */
  #over(tunnel: Socket | undefined, identity: Identity | undefined): (() => Socket) | undefined {
    return tunnel && (() => tls.connect({ ...this.#trust, ...identity, socket: tunnel }))
  }

  #request(
    request: HttpRequest,
    identity: Identity | undefined,
    failing: (() => Socket) | undefined,
  ): ClientRequest {
    const { pathname, search } = new URL(request.url)
    const { protocol, hostname, port } = this.#origin
    return (this.#secure ? https : http).request({
      protocol,
      hostname,
      port,
      method: request.method,
      path: this.#target(request, pathname + search),
      headers: headerLines(request),
      maxHeaderSize: nodeHeaderBytes,
      ...identity,
      ...(failing ? { createConnection: failing } : { agent: this.#agent }),
    })
  }

  /** What stands in the request line: whatever goes to a proxy names its server there. */
  #target({ method, url, headers }: HttpRequest, path: string): string {
    if (method === 'CONNECT') return headerValue(headers, 'host') ?? ''
    return new URL(url).origin === this.#origin.origin ? path : url
  }

  #keep(socket: Socket): void {
    if (this.#open.has(socket)) return
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = [...this.#open].map((socket) => once(socket, 'close'))
    for (const socket of this.#open) socket.destroy()
    this.#agent.destroy()
    await Promise.all(closed)
  }
}

/** Tells each stage a connection reaches; one that was kept is at its last already. */
function onStage(socket: Socket, secure: boolean, reach: (stage: Stage) => void): void {
  if (!socket.connecting) return reach('sending')
  socket.once('connect', () => reach(secure ? 'handshake' : 'sending'))
  if (secure) socket.once('secureConnect', () => reach('sending'))
}

/** The header lines of a request as they go over the wire, with those of the wire itself. */
export function headerLines(request: HttpRequest): string[] {
  const { method, url, headers, body } = request
  const host = headerValue(headers, 'host') ?? new URL(url).host
  const expectsBody = ['POST', 'PUT', 'PATCH'].includes(method)
  const length = body?.length ?? (expectsBody ? 0 : undefined)
  const framing = length === undefined ? [] : ['Content-Length', String(length)]
  return ['Host', host, ...carried(headers).flat(), ...framing]
}
