import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { subjectLine, type ShownCertificate } from './client-certificate.ts'
import { ListMethod } from './list-method.ts'

type Done = (error?: Error | null) => void

/** The listener's end of one connection, between the socket and node's HTTP parser. */
export class Wire extends Duplex {
  /** The client's port, which tells our own requests from others. */
  readonly clientPort: number
  /** The socket itself, or TLS on top of it. */
  readonly stream: Socket | TLSSocket
  readonly #raw: Socket
  readonly #method = new ListMethod()

  constructor(raw: Socket, stream: Socket | TLSSocket) {
    super()
    this.clientPort = raw.remotePort ?? 0
    this.#raw = raw
    this.stream = stream
    stream.on('data', (bytes: Buffer) => this.#take(bytes))
    stream.on('end', () => this.push(null))
    stream.on('error', () => this.destroy())
    stream.on('close', () => this.destroy())
  }

  /** The certificate that the client has shown, if it has. */
  get shown(): ShownCertificate | undefined {
    const { stream } = this
    const certificate = 'getPeerX509Certificate' in stream && stream.getPeerX509Certificate()
    return certificate ? { subject: subjectLine(certificate.subject), certificate } : undefined
  }

  /** Says that an answer is finished, so that another request may begin. */
  begin(): void {
    this.#method.begin()
  }

  /** Ends the connection as a crashed server does, without a word. */
  reset(): void {
    this.#raw.resetAndDestroy()
    this.destroy()
  }

  #take(bytes: Buffer): void {
    const rewritten = this.#method.rewrite(bytes)
    if (rewritten.length > 0 && !this.push(rewritten)) this.stream.pause()
  }

  override _read(): void {
    this.stream.resume()
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: Done): void {
    this.stream.write(bytes, encoding, done)
  }

  // Head and body of an answer leave together, in one packet where they fit.
  override _writev(
    chunks: readonly { chunk: Buffer; encoding: BufferEncoding }[],
    done: Done,
  ): void {
    this.stream.cork()
    chunks.forEach(({ chunk, encoding }, i) =>
      i === chunks.length - 1
        ? this.stream.write(chunk, encoding, done)
        : this.stream.write(chunk, encoding),
    )
    this.stream.uncork()
  }

  override _final(done: Done): void {
    this.stream.end(done)
  }

  override _destroy(error: Error | null, done: Done): void {
    this.stream.destroy()
    done(error)
  }
}
