import type { X509Certificate } from 'node:crypto'
import { manualClock, type Clock } from '../../emulator/index.ts'
import type { Fake, TokenFault } from '../../harness/fakes/fake.ts'
import type { VaultOptions } from '../../harness/fakes/options.ts'
import { createVault } from '../../harness/fakes/vault/vault.ts'
import type { JournalEntry } from '../../harness/journal.ts'
import { randomStream } from '../../harness/seed.ts'
import type { Product } from './case.ts'
import type { Subject } from './run-case.ts'

export interface Sent {
  readonly method?: string
  /** With `/v1/`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is where it is a text, as JSON else. */
  readonly body?: unknown
  readonly tokenFault?: TokenFault
  readonly certificate?: X509Certificate | undefined
}

/** As much of Vault's bodies as the tests look into; what an answer has not is absent. */
interface Body {
  readonly errors: readonly string[]
  readonly auth: { readonly client_token: string; readonly lease_duration: number }
  readonly data: {
    readonly client_token: string
    readonly secret_id: string
    readonly data: unknown
  }
  readonly mount_type: string
  readonly sealed: boolean
  readonly cluster_id?: string
}

export interface Received {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The JSON of the body; absent where there is none. */
  readonly json: Body
  /** The ordinal of the token issued. */
  readonly issued: number | undefined
}

/** An embedded Vault of its own on a clock of its own. */
export class EmbeddedVault implements Subject {
  readonly rootToken: string
  readonly product: Product
  readonly fake: Fake
  readonly #clock: Clock

  constructor(options: VaultOptions, start = Date.UTC(2026, 0, 5)) {
    const random = randomStream(1, 'vault')
    this.#clock = manualClock({ start, random })
    this.fake = createVault(options, { name: 'vault', clock: this.#clock, random })
    this.rootToken = options.rootToken ?? ''
    this.product = options.product ?? 'openbao'
  }

  now(): number {
    return this.#clock.now()
  }

  advance(ms: number): Promise<void> {
    return this.#clock.drive('the test', () => this.#clock.sleep(ms))
  }

  async send(method: string, path: string, headers: Record<string, string>, body?: string) {
    const { status, text } = await this.ask({ method, path, headers, body })
    return { status, body: text }
  }

  async ask({
    method = 'GET',
    path,
    headers = {},
    body,
    tokenFault,
    certificate,
  }: Sent): Promise<Received> {
    const request = new Request(`http://vault.example.com${path}`, { method, headers })
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    const entry = entryAt(this.#clock.now(), path)
    const response = await this.fake.app.fetch(request, {
      body: new TextEncoder().encode(text),
      entry,
      ...(tokenFault && { tokenFault }),
      ...(certificate && { certificate }),
    })
    const answer = await response.text()
    const isJson = answer !== '' && response.headers.get('content-type') === 'application/json'
    const json = (isJson ? JSON.parse(answer) : undefined) as Body
    const { status, headers: received } = response
    return { status, headers: received, text: answer, json, issued: entry.issued }
  }
}

const entryAt = (at: number, url: string): JournalEntry => ({
  seq: 1,
  at,
  caller: 'client',
  request: {
    method: 'GET',
    url,
    headers: [],
    connectTimeoutMs: 0,
    receiveTimeoutMs: 0,
    purpose: { kind: 'api', connection: 'vault' },
  },
})
