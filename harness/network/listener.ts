import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket } from 'node:tls'
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
  /** Answers each request; a rejection is nobody's but its own to report. */
  readonly receive: (request: WireRequest) => Promise<void>
}

/** A server on a loopback port of its own. */
export interface Listener extends AsyncDisposable {
  readonly port: number
}

/** Listens on loopback, without any time-out of node's. */
export async function listen({ port = 0, identity, receive }: ListenerParts): Promise<Listener> {
  const http = createServer({
    maxHeaderSize: nodeHeaderBytes,
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: 0,
  })
  const carry = requestListener(receive)
  http.on('request', (incoming, outgoing) => void carry(incoming, outgoing))
  http.maxHeadersCount = 0
  const context = identity && createSecureContext({ ...identity })
  const open = new Set<Socket>()
  const sockets = createSocketServer({ allowHalfOpen: true, noDelay: true }, (raw) => {
    open.add(raw)
    raw.on('close', () => open.delete(raw))
    raw.on('error', () => raw.destroy())
    const stream = context ? new TLSSocket(raw, { isServer: true, secureContext: context }) : raw
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
