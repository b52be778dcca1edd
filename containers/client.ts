import nodeVault from 'node-vault'
import type { RealAddress } from '../harness/fakes/fake.ts'

/** Marks what baqlab itself asks of a server, so that its audit log tells it from a scenario's requests. */
export const preparationHeader = 'x-baqlab-preparation'

/** What a server answers, as far as anybody here looks into it. */
export interface Body {
  readonly request_id?: string
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly version?: string
  readonly sealed?: boolean
}

/** A request that undoes another, for this process or, should it not come to that, for its guard. */
export interface Undo {
  readonly ask: {
    readonly method: 'DELETE' | 'POST'
    readonly path: string
    readonly namespace?: string
    readonly body?: Readonly<Record<string, unknown>>
  }
  readonly run: () => Promise<unknown>
}

/** A request of ours that a server refused, or that never reached it: the path and why, never a secret. */
export class VaultRefusal extends Error {
  override name = 'VaultRefusal'
  readonly path: string
  /** Absent where no answer came. */
  readonly status: number | undefined
  /** On one line. */
  readonly reason: string

  constructor(path: string, status: number | undefined, reason: string) {
    const line = reason.trim().replace(/\s+/g, ' ')
    super(`${path}: ${status ?? 'no answer'}: ${line}`)
    this.path = path
    this.status = status
    this.reason = line
  }
}

/** Asks a server for what scenarios have no part in, over its API. */
export class Client {
  readonly #vault: nodeVault.client
  readonly #where: { readonly namespace?: string }

  constructor({ url, ca, namespace }: RealAddress, token: string) {
    this.#where = namespace === undefined ? {} : { namespace }
    const headers = { [preparationHeader]: '1' }
    this.#vault = nodeVault({
      endpoint: url,
      token,
      requestOptions: { headers, ...(ca !== undefined && { ca }) },
    })
    // node-vault would take them from the environment, which is meant for external servers alone.
    Object.assign(this.#vault, { namespace: namespace ?? '', pathPrefix: '' })
  }

  /** What is there; undefined where nothing is. */
  async read(path: string): Promise<Body | undefined> {
    try {
      return await this.get(path)
    } catch (thrown) {
      if (thrown instanceof VaultRefusal && thrown.status === 404) return undefined
      throw thrown
    }
  }

  get(path: string): Promise<Body> {
    return ask(path, () => this.#vault.read(path))
  }

  write(path: string, body: Readonly<Record<string, unknown>> = {}): Promise<Body> {
    return ask(path, () => this.#vault.write(path, body))
  }

  remove(path: string): Promise<Body> {
    return ask(path, () => this.#vault.delete(path))
  }

  removal(path: string): Undo {
    return { ask: { method: 'DELETE', path, ...this.#where }, run: () => this.remove(path) }
  }

  writing(path: string, body: Readonly<Record<string, unknown>>): Undo {
    return {
      ask: { method: 'POST', path, body, ...this.#where },
      run: () => this.write(path, body),
    }
  }
}

async function ask(path: string, request: () => Promise<unknown>): Promise<Body> {
  try {
    // A 204 has no body.
    return ((await request()) || {}) as Body
  } catch (thrown) {
    const { response, code, message } = thrown as {
      response?: { statusCode: number }
      code?: string
      message: string
    }
    throw new VaultRefusal(path, response?.statusCode, code ?? message)
  }
}
