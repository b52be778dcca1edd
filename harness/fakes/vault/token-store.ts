import type { TokenFault } from '../fake.ts'
import type { Call } from './engine.ts'
import { ExpiryQueue } from './expiry.ts'
import { accessorText, base62Text, tokenText } from './ids.ts'
import type { VaultContext } from './product.ts'
import { calculateTtl, systemTuning, type Ttl, type TtlAsked, type Tuning } from './ttl.ts'
import { shownText, storedText } from './token.ts'
import type { Identity, TokenTerms, VaultToken } from './token.ts'

const remembered = 10_000

/** Of a root token that the keys of the seal gave. */
export const rootTokenLength = 28
const rootTokenPrefix = 'hvs.'
const rootPath = 'auth/token/root'

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
  readonly #context: VaultContext
  readonly #alive = new Map<string, VaultToken>()
  readonly #byOrdinal = new Map<number, VaultToken>()
  readonly #byAccessor = new Map<string, VaultToken>()
  readonly #ends = new ExpiryQueue<VaultToken>()
  readonly #newest: { text: string; huge: boolean }[] = []
  #issued = 0
  #services = 0
  #root: VaultToken | undefined
  /** What the mount that a path is below says of times. */
  tuningOf: (path: string) => Tuning = () => systemTuning

  constructor(context: VaultContext, rootToken: string | undefined) {
    this.#context = context
    if (rootToken !== undefined) this.#root = rootTokenOf(rootToken, context)
  }

  /** A new token; one issued with a fault that spoils it is dead at once. */
  issue(identity: Identity, { fault, fullPath: path }: Login, terms: TokenTerms = {}): VaultToken {
    const { clock, random, product } = this.#context
    const { tokenNumUses, tokenType: type } = identity.options
    const { ttlMs, warnings } = this.#ttlOf(identity, path, terms)
    const now = clock.now()
    const isEndless = ttlMs === 0
    const token: VaultToken = {
      text: terms.text ?? tokenText(random, type, product),
      huge: fault === 'token-huge',
      ordinal: ++this.#issued,
      accessor: type === 'service' ? accessorText(random) : '',
      type,
      issuedAt: now,
      path,
      identity,
      ttlMs,
      warnings,
      terms,
      children: new Set(),
      usesLeft: tokenNumUses,
      expiresAt: isEndless ? Infinity : now + ttlMs,
      slot: -1,
    }
    this.#newest[token.ordinal % remembered] = { text: token.text, huge: token.huge }
    if (!diesAtOnce.has(fault)) this.#add(token)
    return token
  }

  /** A new token that may do everything; its text. */
  issueRoot(): string {
    const { random } = this.#context
    const text = rootTokenPrefix + base62Text(random, rootTokenLength - rootTokenPrefix.length)
    const token = { ...rootTokenOf(text, this.#context), ordinal: ++this.#issued }
    this.#newest[token.ordinal % remembered] = { text, huge: false }
    this.#add({ ...token, path: rootPath })
    return text
  }

  #ttlOf({ options }: Identity, path: string, terms: TokenTerms): Ttl {
    const asked = timesAsked(options, terms)
    return terms.lease ?? calculateTtl(asked, this.tuningOf(path), this.#context.product)
  }

  /** The living token of that text. */
  find(shown: string): VaultToken | undefined {
    const text = storedText(shown)
    if (text === this.#root?.text) return this.#root
    this.#sweep()
    return this.#alive.get(text)
  }

  findByAccessor(accessor: string): VaultToken | undefined {
    this.#sweep()
    return accessor === this.#root?.accessor ? this.#root : this.#byAccessor.get(accessor)
  }

  /** Of every token that has one. */
  get accessors(): readonly string[] {
    this.#sweep()
    return [...(this.#root ? [this.#root.accessor] : []), ...this.#byAccessor.keys()]
  }

  /** Counts one request by a token; with the last of its uses it dies, and that request still passes. */
  use(token: VaultToken): void {
    if (token.usesLeft === 0) return
    token.usesLeft--
    if (token.usesLeft > 0) return
    token.usesLeft = -1
    this.kill(token)
  }

  /** Gives a token a new end. */
  renew(token: VaultToken, leaseMs: number): void {
    token.renewedAt = this.#context.clock.now()
    token.expiresAt = token.renewedAt + leaseMs
    if (this.#alive.has(token.text)) this.#ends.moved(token)
  }

  /** Ends a token and those that were created with it, but for those that are taken from it before. */
  kill(token: VaultToken): void {
    if (token === this.#root) this.#root = undefined
    for (const child of token.children) this.kill(child)
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

  /** Kills every token with a lease that was issued at a path below that prefix. */
  killBelow(prefix: string): void {
    this.#sweep()
    for (const token of this.leased) if (`${token.path}/`.startsWith(prefix)) this.kill(token)
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

  /** The service tokens with a lease: all but those that the keys of the seal gave. */
  get leased(): readonly VaultToken[] {
    this.#sweep()
    const services = [...this.#byAccessor.values()].filter(({ path }) => path !== rootPath)
    return this.#root ? [this.#root, ...services] : services
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
    token.terms.parent?.children.add(token)
    if (token.type === 'batch') return
    this.#byAccessor.set(token.accessor, token)
    this.#services++
  }

  #forget(token: VaultToken): void {
    this.#byOrdinal.delete(token.ordinal)
    token.terms.parent?.children.delete(token)
    if (token.type === 'batch') return
    this.#byAccessor.delete(token.accessor)
    this.#services--
  }

  #sweep(): void {
    const now = this.#context.clock.now()
    for (let token = this.#ends.takeEnded(now); token; token = this.#ends.takeEnded(now)) {
      this.#alive.delete(token.text)
      this.#forget(token)
      for (const child of token.children) this.kill(child)
    }
  }
}

/** The times that a token has been asked to have. */
export const timesAsked = (
  { tokenTtlMs, tokenMaxTtlMs }: Identity['options'],
  { periodMs = 0, explicitMaxTtlMs = 0 }: Pick<TokenTerms, 'periodMs' | 'explicitMaxTtlMs'>,
): TtlAsked => ({ ttlMs: tokenTtlMs, maxTtlMs: tokenMaxTtlMs, periodMs, explicitMaxTtlMs })

const rootTokenOf = (text: string, { clock, random }: VaultContext): VaultToken => ({
  terms: {},
  children: new Set(),
  text,
  huge: false,
  ordinal: 0,
  accessor: accessorText(random),
  type: 'service',
  issuedAt: clock.now(),
  path: 'auth/token/create',
  ttlMs: 0,
  warnings: [],
  usesLeft: 0,
  expiresAt: Infinity,
  slot: -1,
})
