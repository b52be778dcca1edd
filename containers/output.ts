import { systemClock } from '../emulator/index.ts'
import { preparationHeader } from './client.ts'
import type { AuditedRequest } from '../harness/fakes/fake.ts'

/** A line of an audit log, as far as it matters here. */
interface AuditLine {
  readonly type: 'request' | 'response'
  readonly error?: string
  readonly request: {
    readonly id: string
    readonly operation: string
    readonly path: string
    readonly namespace?: { readonly path?: string }
    readonly headers?: Readonly<Record<string, unknown>>
  }
}

/** What a dev server says of itself before it is ready. */
export interface Announced {
  readonly rootToken: string
  readonly unsealKey: string
}

const mostLinesKept = 40
const patienceMs = 10_000
const breathMs = 20

/** Reads the standard output of a dev server: its secrets once, its audit log always. */
export class Output {
  readonly #audit: AuditLine[] = []
  readonly #newest: string[] = []
  readonly #announced = Promise.withResolvers<Announced>()
  #rest = ''
  #rootToken: string | undefined
  #unsealKey: string | undefined

  /** Takes what the server has written; lines may be cut anywhere. */
  take(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line.replace(/\r$/, ''))
  }

  /** The server is gone, or could not be started. */
  fail(reason: Error): void {
    // Nobody may wait any more; that is no reason to end the process.
    this.#announced.promise.catch(() => {})
    this.#announced.reject(reason)
  }

  get announced(): Promise<Announced> {
    return this.#announced.promise
  }

  /** The newest lines that are no audit log, without secrets: why a server did not start. */
  get lastWords(): string {
    return this.#newest
      .filter((line) => line.trim() !== '')
      .slice(-3)
      .join(' / ')
  }

  /** How many lines the audit log has up to the request of that id, which must be the newest one. */
  async upTo(requestId: string): Promise<number> {
    const isThere = ({ type, request }: AuditLine) =>
      type === 'response' && request.id === requestId
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += breathMs) {
      const index = this.#audit.findLastIndex(isThere)
      if (index >= 0) return index + 1
      await systemClock.sleep(breathMs)
    }
    throw new Error(`the audit log did not show a request within ${patienceMs} ms`)
  }

  /** The requests of scenarios between two such moments. */
  between(from: number, to: number): readonly AuditedRequest[] {
    return this.#audit
      .slice(from, to)
      .filter(({ type, request }) => type === 'request' && !isOurs(request))
      .map(({ request, error }) => ({
        operation: request.operation,
        path: `${request.namespace?.path ?? ''}${request.path}`,
        ...(error !== undefined && { error }),
      }))
  }

  #line(line: string): void {
    const entry = line.startsWith('{"') ? auditLine(line) : undefined
    if (entry) this.#audit.push(entry)
    else this.#words(line)
  }

  #words(line: string): void {
    const [, name, value] = /^(Unseal Key|Root Token): (\S+)/.exec(line) ?? []
    if (name === 'Unseal Key') this.#unsealKey = value
    else if (name === 'Root Token') this.#rootToken = value
    else {
      this.#newest.push(line)
      if (this.#newest.length > mostLinesKept) this.#newest.shift()
    }
    if (this.#rootToken !== undefined && this.#unsealKey !== undefined)
      this.#announced.resolve({ rootToken: this.#rootToken, unsealKey: this.#unsealKey })
  }
}

const isOurs = ({ headers, path }: AuditLine['request']): boolean =>
  headers?.[preparationHeader] !== undefined || path.startsWith('sys/audit/')

function auditLine(line: string): AuditLine | undefined {
  try {
    const entry = JSON.parse(line) as Partial<AuditLine>
    return entry.request && entry.type ? (entry as AuditLine) : undefined
  } catch {
    return undefined
  }
}
