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
const patienceMs = 30_000
const breathMs = 20

// A promise alone would not do: nothing keeps the process alive for a stream that testcontainers reads.
async function polled<T>(complaint: string, look: () => T | undefined): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += breathMs) {
    const found = look()
    if (found !== undefined) return found
    await systemClock.sleep(breathMs)
  }
  throw new Error(`${complaint} within ${patienceMs} ms`)
}

/** Reads the standard output of a dev server: its secrets once, its audit log always. */
export class Output {
  readonly #audit: AuditLine[] = []
  readonly #newest: string[] = []
  #rest = ''
  #rootToken: string | undefined
  #unsealKey: string | undefined
  #failure: Error | undefined

  /** Takes what the server has written; lines may be cut anywhere. */
  take(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line.replace(/\r$/, ''))
  }

  /** The server is gone, or could not be started. */
  fail(reason: Error): void {
    this.#failure = reason
  }

  /** Waits for what the server says when it is ready. */
  announced(): Promise<Announced> {
    const [root, key] = ['Root Token', 'Unseal Key']
    return polled(`the server did not print its ${root} and ${key}`, () => {
      if (this.#failure) throw this.#failure
      const [rootToken, unsealKey] = [this.#rootToken, this.#unsealKey]
      return rootToken === undefined || unsealKey === undefined
        ? undefined
        : { rootToken, unsealKey }
    })
  }

  /** The newest lines that are no audit log, without secrets: why a server did not start. */
  get lastWords(): string {
    return this.#newest
      .filter((line) => line.trim() !== '')
      .slice(-3)
      .join(' / ')
  }

  /** How many lines the audit log has up to the request of that id, which must be the newest one. */
  upTo(requestId: string): Promise<number> {
    const isThere = ({ type, request }: AuditLine) =>
      type === 'response' && request.id === requestId
    return polled('the audit log did not show a request', () => {
      const index = this.#audit.findLastIndex(isThere)
      return index < 0 ? undefined : index + 1
    })
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
