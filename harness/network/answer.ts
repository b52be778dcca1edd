import type { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Served } from './serve.ts'
import type { Wire } from './wire.ts'

const filler = Buffer.alloc(64 * 1024, ' ')

/** Carries out on the wire what a service did; ends when there is nothing left to send. */
export async function answer(served: Served, outgoing: ServerResponse, wire: Wire): Promise<void> {
  switch (served.kind) {
    case 'no-answer':
      return
    case 'reset':
      return wire.reset()
    case 'whole':
      writeHead(outgoing, served, served.body.length)
      outgoing.end(served.body)
      return
    case 'cut':
      writeHead(outgoing, served, served.body.length + 1)
      outgoing.write(served.body)
      wire.end()
      return
    case 'endless':
      writeHead(outgoing, served)
      outgoing.write(served.body)
      return fill(outgoing, wire)
  }
}

type Answered = Extract<Served, { status: number }>

// Not flushed by itself: node would write it as UTF-8 then, but as Latin-1 before bytes.
function writeHead(outgoing: ServerResponse, { status, headers }: Answered, length?: number): void {
  const framed = length !== undefined && status !== 204 && status !== 304
  const all = framed ? [...headers, ['Content-Length', String(length)] as const] : headers
  outgoing.sendDate = false
  outgoing.writeHead(status, all.flat())
}

/** Until the client has had enough; how it goes, by an end or by a reset, is its own affair. */
async function fill(outgoing: ServerResponse, wire: Wire): Promise<void> {
  const closed = next(wire, 'close')
  while (!wire.destroyed) {
    if (!outgoing.write(filler)) await Promise.race([next(outgoing, 'drain'), closed])
  }
}

/** `once` of node:events would reject where an error comes first. */
const next = (emitter: EventEmitter, event: string): Promise<void> =>
  new Promise((go) => emitter.once(event, () => go()))
