import type { Context } from 'hono'
import type { FakeEnv } from '../fake.ts'
import type { VaultServer } from './server.ts'

/**
 * An embedded Vault that is asked what a real one is asked, on the clock of the scenario, and says with
 * what status it would have answered. Its own tokens stand for those of the real one.
 */
export class Twin {
  readonly #server: VaultServer
  readonly #tokens = new Map<string, string>()

  constructor(server: VaultServer) {
    this.#server = server
  }

  get liveTokens(): number {
    return this.#server.tokens.size
  }

  /** The status it would answer with; `issued` is the token that the real one has issued for this request. */
  async ask(c: Context<FakeEnv>, body: Uint8Array, issued: string | undefined): Promise<number> {
    const { url, method } = c.req
    const answer = await this.#server.answer({
      method,
      target: url.slice(url.indexOf('/', url.indexOf('://') + 3)),
      header: (name) => this.#own(c.req.header(name)),
      body: new TextEncoder().encode(this.#own(new TextDecoder().decode(body))),
      // A token that a fault kills is dead for both; what else a fault does, it does to the answer.
      fault: c.env.tokenFault === 'token-expired' ? c.env.tokenFault : undefined,
      certificate: c.env.certificate,
    })
    const own =
      answer.issued === undefined ? undefined : this.#server.tokens.issuedToken(answer.issued)
    if (own !== undefined && issued !== undefined) this.#tokens.set(issued, own)
    return answer.status
  }

  revoke(ordinal: number | undefined): void {
    this.#server.tokens.revoke(ordinal)
  }

  /** The text with tokens of the real server replaced. */
  #own<T extends string | undefined>(text: T): T | string {
    if (!text) return text
    let own: string = text
    for (const [theirs, ours] of this.#tokens) own = own.replaceAll(theirs, ours)
    return own
  }
}
