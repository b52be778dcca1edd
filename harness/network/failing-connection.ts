import { once } from 'node:events'
import net, { type AddressInfo, type LookupFunction, type Socket } from 'node:net'
import tls, { type ConnectionOptions } from 'node:tls'
import type { ConnectionFault } from './outcome.ts'

/** Makes ready a connection that really fails in that way; it begins when node asks for it. */
export async function failingConnection(
  fault: ConnectionFault,
  port: number,
  trust: ConnectionOptions,
): Promise<() => Socket> {
  switch (fault) {
    case 'refused': {
      const closed = await closedPort()
      return () => net.connect(closed, '127.0.0.1')
    }
    case 'dns':
      return () => net.connect({ host: 'unknown.invalid', port, lookup: findNothing })
    case 'tls':
      return () => tls.connect({ ...trust, ca: [], host: '127.0.0.1', port })
  }
}

const findNothing: LookupFunction = (hostname, _options, callback) =>
  callback(Object.assign(new Error(`no such host ${hostname}`), { code: 'ENOTFOUND' }), '')

async function closedPort(): Promise<number> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
