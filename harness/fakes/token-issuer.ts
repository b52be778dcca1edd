import type { JWK, JWTPayload } from 'jose'
import { randomText } from '../seed.ts'
import type { FakeContext, TokenDemands, TokenFault, TokenVerdict, TokenWish } from './fake.ts'
import { Grants, type Grant } from './grants.ts'
import { IssuedTokens } from './issued-tokens.ts'
import { encryptingMint, signingMint, type JwtMint, type MintReading } from './jwt-mint.ts'
import { OpaqueTokens, hugeLength } from './opaque-tokens.ts'
import type { IssuedTokenOptions } from './options.ts'
import { tampered } from './spoil.ts'

const minuteMs = 60_000

/** The issuer of a token spoilt by the fault `token-wrong-issuer`; no server of ours has this name. */
export const wrongIssuer = 'https://wrong-issuer.baqlab.test'

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Makes the tokens of one server, knows them again, and forgets those that are dead. */
export class TokenIssuer {
  readonly issued: IssuedTokens
  readonly #options: IssuedTokenOptions
  readonly #context: FakeContext
  readonly #opaque: OpaqueTokens
  readonly #grants = new Grants()
  readonly #mint: JwtMint

  constructor(options: IssuedTokenOptions, context: FakeContext) {
    this.#options = options
    this.#context = context
    this.issued = new IssuedTokens(context)
    this.#opaque = new OpaqueTokens(context.random)
    this.#mint =
      options.kind === 'jwe' ? encryptingMint(context.name) : signingMint(context.name, options.alg)
  }

  /** Issues the next token, spoilt as the fault says. */
  async issue(
    grant: Grant,
    fault?: TokenFault,
  ): Promise<{ readonly ordinal: number; readonly value: string }> {
    const claims = this.#options.kind === 'opaque' ? undefined : this.#claims(grant, fault)
    const end = claims ? endOf(claims) : this.#opaqueEnd()
    const ordinal = this.issued.add(deadAtOnce(fault) ? this.#context.clock.now() : end)
    const made = claims
      ? await this.#mint.make(claims, ordinal)
      : this.#makeOpaque(ordinal, grant, end, fault)
    const value = fault === 'token-tampered' ? tampered(made) : made
    this.issued.remember(ordinal, value)
    return { ordinal, value }
  }

  /** A token with these claims, as it was issued some time ago, and the key that proves it. */
  async mint({ claims, ageMs }: TokenWish): Promise<{ value: string; publicKey?: JWK }> {
    const subject = typeof claims['sub'] === 'string' ? claims['sub'] : ''
    const now = this.#context.clock.now() - ageMs
    const all = { ...this.#claims({ subject, claims: {} }, undefined, now), ...claims }
    const present = Object.fromEntries(Object.entries(all).filter(([, each]) => each !== null))
    const ordinal = this.issued.add(endOf(present))
    const value = await this.#mint.make(present, ordinal)
    this.issued.remember(ordinal, value)
    const [publicKey] = this.keys().toReversed()
    return publicKey ? { value, publicKey } : { value }
  }

  /** Whether this server honours a token now, and for what is demanded of it. */
  async verify(token: string, demands: TokenDemands): Promise<TokenVerdict> {
    const reading = await this.read(token, demands.at)
    if ('reason' in reading) return { valid: false, reason: reading.reason }
    const { claims } = reading
    if (!hasAudience(claims, demands)) return { valid: false, reason: 'meant for another audience' }
    if (!hasScope(claims, demands)) return { valid: false, reason: 'lacks a scope' }
    return { valid: true, subject: typeof claims.sub === 'string' ? claims.sub : '' }
  }

  /** The claims and the ordinal of a token that is alive at that moment, or why it is none. */
  async read(token: string, at = this.#context.clock.now()): Promise<MintReading> {
    const reading = await this.#decode(token, at)
    if ('reason' in reading || this.issued.isAlive(reading.ordinal)) return reading
    return { reason: 'expired or revoked' }
  }

  /** Takes a new key; with `drop` the old one is gone and its tokens are dead. Returns how many died. */
  rotate(drop: boolean): number {
    this.#mint.rotate(drop)
    return drop && this.#options.kind !== 'opaque' ? this.issued.revoke() : 0
  }

  /** The public keys that prove this server's tokens now. */
  keys(): readonly JWK[] {
    return this.#options.kind === 'jws' ? this.#mint.keys(this.#context.clock.now()) : []
  }

  async #decode(token: string, at: number): Promise<MintReading> {
    if (this.#options.kind !== 'opaque') return this.#mint.read(token, at)
    const known = this.#opaque.read(token)
    const grant = known && this.#grants.find(known.grant)
    if (!grant) return { reason: 'not a token of this server' }
    const { lifetimeMs, claims } = this.#options
    const exp = lifetimeMs === undefined ? {} : { exp: known.issuedAt + seconds(lifetimeMs) }
    const own = { sub: grant.subject, iat: known.issuedAt, ...exp, ...grant.claims, ...claims }
    return { claims: own, ordinal: known.ordinal }
  }

  #makeOpaque(ordinal: number, grant: Grant, end = Infinity, fault?: TokenFault): string {
    const now = this.#context.clock.now()
    const number = this.#grants.add(grant, end, now)
    const reading = { ordinal, grant: number, issuedAt: seconds(now) }
    // Another server would not know this ordinal, and this one never issues it.
    const foreign = fault === 'token-wrong-issuer' ? { ...reading, ordinal: 0 } : reading
    return this.#opaque.make(foreign, fault === 'token-huge')
  }

  #claims(
    grant: Grant,
    fault: TokenFault | undefined,
    now = this.#context.clock.now(),
  ): JWTPayload {
    const { lifetimeMs, jti, claims } = this.#options
    const { name, random } = this.#context
    const expired = fault === 'token-expired'
    const over = now - minuteMs
    const at = expired ? over - (lifetimeMs ?? 0) : now
    return {
      iss: `https://${name}.baqlab.test`,
      sub: grant.subject,
      iat: seconds(at),
      ...(lifetimeMs === undefined ? {} : { exp: seconds(at + lifetimeMs) }),
      ...(jti ? { jti: randomText(random, 22) } : {}),
      ...grant.claims,
      ...claims,
      ...(expired ? { exp: seconds(over) } : {}),
      ...(fault === 'token-wrong-issuer' ? { iss: wrongIssuer } : {}),
      // Base64 makes four characters of three.
      ...(fault === 'token-huge' ? { padding: 'x'.repeat((hugeLength / 4) * 3) } : {}),
    }
  }

  #opaqueEnd(): number | undefined {
    const { lifetimeMs } = this.#options
    return lifetimeMs === undefined ? undefined : this.#context.clock.now() + lifetimeMs
  }
}

/** Whether a fault makes a token that nobody will ever honour. */
const deadAtOnce = (fault: TokenFault | undefined): boolean =>
  fault === 'token-expired' || fault === 'token-wrong-issuer' || fault === 'token-tampered'

// The scenario may have set an exp that no verifier takes: such a token is dead from the start.
function endOf({ exp }: { readonly exp?: unknown }): number | undefined {
  if (exp === undefined) return undefined
  return typeof exp === 'number' ? exp * 1000 : 0
}

function hasAudience(claims: JWTPayload, { audience }: TokenDemands): boolean {
  return audience === undefined || [claims.aud].flat().includes(audience)
}

function hasScope(claims: JWTPayload, { scope }: TokenDemands): boolean {
  if (scope === undefined) return true
  const held = [claims['scope'], claims['scp']].flat().flatMap((each) => String(each).split(' '))
  return scope.split(' ').every((each) => held.includes(each))
}
