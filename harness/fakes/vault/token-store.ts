import type { FakeContext, TokenFault } from '../fake.ts'
import type { Call } from './engine.ts'
import { ExpiryQueue } from './expiry.ts'
import { accessorText, tokenText } from './ids.ts'
import { shownText, storedText, systemTtlMs, type Identity, type VaultToken } from './token.ts'

const remembered = 10_000

/** Faults that hand out a token which the server does not honour. */
const diesAtOnce: ReadonlySet<TokenFault | undefined> = new Set([
  'token-expired',
  'token-wrong-issuer',
  'token-tampered',
] as const)

/** What a token keeps of the request that it comes from. */
type Login = Pick<Call, 'fault' | 'fullPath'>

/** Every token that is alive, and the texts of the newest ever issued. */
export class TokenStore {
  readonly #context: FakeContext
  readonly #alive = new Map<string, VaultToken>()
  readonly #byOrdinal = new Map<number, VaultToken>()
  readonly #ends = new ExpiryQueue<VaultToken>()
  readonly #newest: { text: string; huge: boolean }[] = []
  #issued = 0
  #services = 0
  #root: VaultToken | undefined

  constructor(context: FakeContext, rootToken: string | undefined) {
    this.#context = context
    if (rootToken !== undefined) this.#root = rootTokenOf(rootToken, context)
  }

  /** A new token; one issued with a fault that spoils it is dead at once. */
  issue(identity: Identity, { fault, fullPath: path }: Login): VaultToken {
    const { clock, random } = this.#context
    const { tokenTtlMs, tokenMaxTtlMs, tokenNumUses, tokenType: type } = identity.options
    const maxTtlMs = Math.min(tokenMaxTtlMs || systemTtlMs, systemTtlMs)
    const ttlMs = Math.min(tokenTtlMs || systemTtlMs, maxTtlMs)
    const now = clock.now()
    const token: VaultToken = {
      text: tokenText(random, type),
      huge: fault === 'token-huge',
      ordinal: ++this.#issued,
      accessor: type === 'service' ? accessorText(random) : '',
      type,
      issuedAt: now,
      path,
      identity,
      ttlMs,
      maxTtlMs,
      usesLeft: tokenNumUses,
      expiresAt: now + ttlMs,
      slot: -1,
    }
    this.#newest[token.ordinal % remembered] = { text: token.text, huge: token.huge }
    if (!diesAtOnce.has(fault)) this.#add(token)
    return token
  }

  /** The living token of that text. */
  find(shown: string): VaultToken | undefined {
    const text = storedText(shown)
    if (text === this.#root?.text) return this.#root
    this.#sweep()
    return this.#alive.get(text)
  }

  /** Counts one request by a token; with the last of its uses it dies, and that request still passes. */
  use(token: VaultToken): void {
    if (token.usesLeft === 0) return
    token.usesLeft--
    if (token.usesLeft === 0) this.kill(token)
  }

  /** Gives a token a new end. */
  renew(token: VaultToken, leaseMs: number): void {
    token.renewedAt = this.#context.clock.now()
    token.expiresAt = token.renewedAt + leaseMs
    if (this.#alive.has(token.text)) this.#ends.moved(token)
  }

  kill(token: VaultToken): void {
    if (token === this.#root) this.#root = undefined
    if (!this.#alive.delete(token.text)) return
    this.#forget(token)
    this.#ends.remove(token)
  }

  /** Kills the token of that ordinal, or all but the root token; returns how many were alive. */
  revoke(ordinal?: number): number {
    this.#sweep()
    const doomed =
      ordinal === undefined ? [...this.#alive.values()] : [this.#byOrdinal.get(ordinal)]
    const alive = doomed.filter((token) => token !== undefined)
    for (const token of alive) this.kill(token)
    return alive.length
  }

  issuedToken(ordinal: number): string | undefined {
    if (ordinal < 1 || ordinal > this.#issued || ordinal <= this.#issued - remembered)
      return undefined
    const newest = this.#newest[ordinal % remembered]
    return newest && shownText(newest.text, newest.huge)
  }

  /** How many issued tokens are alive, the root token not counted. */
  get size(): number {
    this.#sweep()
    return this.#alive.size
  }

  /** How many leases there are: batch tokens have none. */
  get leases(): number {
    this.#sweep()
    return this.#services
  }

  #add(token: VaultToken): void {
    this.#sweep()
    this.#alive.set(token.text, token)
    this.#byOrdinal.set(token.ordinal, token)
    this.#ends.add(token)
    if (token.type === 'service') this.#services++
  }

  #forget(token: VaultToken): void {
    this.#byOrdinal.delete(token.ordinal)
    if (token.type === 'service') this.#services--
  }

  #sweep(): void {
    const now = this.#context.clock.now()
    for (let token = this.#ends.takeEnded(now); token; token = this.#ends.takeEnded(now)) {
      this.#alive.delete(token.text)
      this.#forget(token)
    }
  }
}

const rootTokenOf = (text: string, { clock, random }: FakeContext): VaultToken => ({
  text,
  huge: false,
  ordinal: 0,
  accessor: accessorText(random),
  type: 'service',
  issuedAt: clock.now(),
  path: 'auth/token/create',
  ttlMs: 0,
  maxTtlMs: 0,
  usesLeft: 0,
  expiresAt: Infinity,
  slot: -1,
})
