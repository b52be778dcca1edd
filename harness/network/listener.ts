import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket, type SecureContextOptions } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Identity } from './certificates.ts'
import { nodeHeaderBytes } from './outcome.ts'
import { Wire } from './wire.ts'

/** A request as it came over the wire, read whole. */
export interface WireRequest {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly wire: Wire
  readonly body: Uint8Array
}

export interface ListenerParts {
  /** Absent: any that is free. */
  readonly port?: number
  /** Present where the origin is https. */
  readonly identity?: Identity
  /** Whether it wants to see certificates of clients, and shakes no hands without one. */
  readonly asks?: 'never' | 'asks' | 'insists'
  /** Answers each request; a rejection is nobody's but its own to report. */
  readonly receive: (request: WireRequest) => Promise<void>
  /** Answers a CONNECT; without it there are no tunnels here. */
  readonly connect?: (request: IncomingMessage, wire: Wire) => Promise<void>
}

/** A server on a loopback port of its own. */
export interface Listener extends AsyncDisposable {
  readonly port: number
}

/** Listens on loopback, without any time-out of node's. */
export async function listen({
  port = 0,
  identity,
  asks = 'never',
  receive,
  connect,
}: ListenerParts): Promise<Listener> {
  const http = createServer({
    maxHeaderSize: nodeHeaderBytes,
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: 0,
  })
  const carry = requestListener(receive)
  http.on('request', (incoming, outgoing) => void carry(incoming, outgoing))
  http.maxHeadersCount = 0
  if (connect) http.on('connect', (request, wire) => void connect(request, wire as Duplex as Wire))
  const context = identity && createSecureContext({ ...identity, ...upTo(asks) })
  const tls = { isServer: true, requestCert: asks !== 'never' } as const
  const open = new Set<Socket>()
  const sockets = createSocketServer({ allowHalfOpen: true, noDelay: true }, (raw) => {
    open.add(raw)
    raw.on('close', () => open.delete(raw))
    raw.on('error', () => raw.destroy())
    const stream = context
      ? new TLSSocket(raw, {
          ...tls,
          rejectUnauthorized: asks === 'insists',
          secureContext: context,
        })
      : raw
    http.emit('connection', new Wire(raw, stream))
  })
  sockets.listen(port, '127.0.0.1')
  await once(sockets, 'listening')
  return {
    port: (sockets.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(sockets, 'close')
      sockets.close()
      for (const raw of open) raw.destroy()
      await closed
    },
  }
}

// Up to TLS 1.2 a client learns within the handshake that it lacks a certificate.
const upTo = (asks: ListenerParts['asks']): SecureContextOptions =>
  asks === 'never' ? {} : { maxVersion: 'TLSv1.2' }

// fetch's Response would add a content type and refuse some faults, so answers are written raw.
function requestListener(receive: ListenerParts['receive']) {
  return getRequestListener(
    async (_request, env) => {
      const incoming = env.incoming as IncomingMessage
      const outgoing = env.outgoing as ServerResponse
      const wire = incoming.socket as Duplex as Wire
      const body = await readWhole(incoming)
      outgoing.once('finish', () => wire.begin())
      if (body) await receive({ incoming, outgoing, wire, body })
      return RESPONSE_ALREADY_SENT
    },
    { overrideGlobalObjects: false, autoCleanupIncoming: false, hostname: '127.0.0.1' },
  )
}

/** The body, or undefined where the client left before its end. */
function readWhole(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>()
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
  incoming.on('error', () => resolve(undefined))
  return promise
}
