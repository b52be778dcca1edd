import type { IncomingMessage } from 'node:http'
import type { HttpResponse, SendFailure } from '../../emulator/index.ts'
import { carried, fromRaw } from './headers.ts'
import { failures, oversized } from './outcome.ts'
import { maxBodyBytes } from './send.ts'

/** How far a request has come; errors mean different things before and after. */
export type Stage = 'connecting' | 'handshake' | 'sending'

/** Reads a response whole, or until it is plain that it never will be. */
export function readResponse(incoming: IncomingMessage): Promise<HttpResponse | SendFailure> {
  const { promise, resolve } = Promise.withResolvers<HttpResponse | SendFailure>()
  const end = (outcome: HttpResponse | SendFailure) => {
    resolve(outcome)
    if (outcome.kind !== 'response') incoming.destroy()
  }
  const headers = carried(fromRaw(incoming.rawHeaders))
  const tooLarge = oversized(headers)
  const chunks: Buffer[] = []
  let size = 0
  incoming.on('error', () => end(failures.cut))
  if (tooLarge) end(tooLarge)
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBodyBytes) end(failures.endless)
    else chunks.push(chunk)
  })
  incoming.on('end', () => {
    const body = new Uint8Array(Buffer.concat(chunks))
    end({ kind: 'response', status: incoming.statusCode ?? 0, headers, body })
  })
  return promise
}

/** The failure an error of node's means; undefined for one that is no failure of the network. */
export function failureOf(error: NodeJS.ErrnoException, stage: Stage): SendFailure | undefined {
  const { code = '' } = error
  if (stage === 'handshake') return failures.tls
  if (code === 'HPE_HEADER_OVERFLOW') return failures.headers
  if (code.startsWith('HPE_')) return failures.notHttp
  if (code === 'ENOTFOUND') return failures.dns
  if (code === 'ECONNREFUSED') return failures.refused
  return ['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code) ? failures.reset : undefined
}
