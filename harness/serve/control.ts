import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import { systemClock } from '../../emulator/index.ts'

/** So long an answer may take to leave when all else has ended. */
const patienceMs = 3000

/** The control interface, listening on loopback; disposing of it takes no more and lets answers out. */
export interface Control extends AsyncDisposable {
  readonly port: number
}

/** Listens on 127.0.0.1; rejects where the port is taken. 0 is any that is free. */
export async function listenControl(app: Hono, port: number): Promise<Control> {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => closed(server),
  }
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close')
  // A connection that only waits for another request would be kept for it.
  server.on('request', (_incoming, outgoing: ServerResponse) =>
    outgoing.setHeader('connection', 'close'),
  )
  server.close()
  const cancel = systemClock.timer(patienceMs, () => server.closeAllConnections())
  await end
  cancel()
}
