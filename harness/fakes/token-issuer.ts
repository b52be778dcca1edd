import type { JWTPayload } from 'jose'
import { randomText } from '../seed.ts'
import type { FakeContext, TokenDemands, TokenFault, TokenVerdict } from './fake.ts'
import { IssuedTokens } from './issued-tokens.ts'
import { encryptingMint, signingMint, type JwtMint, type MintReading } from './jwt-mint.ts'
import { OpaqueTokens, hugeLength } from './opaque-tokens.ts'
import type { IssuedTokenOptions } from './options.ts'

const minuteMs = 60_000

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Makes the tokens of one server, knows them again, and forgets those that are dead. */
export class TokenIssuer {
  readonly issued: IssuedTokens
  readonly #options: IssuedTokenOptions
  readonly #context: FakeContext
  readonly #opaque: OpaqueTokens
  readonly #mint: JwtMint

  constructor(options: IssuedTokenOptions, subjects: readonly string[], context: FakeContext) {
    this.#options = options
    this.#context = context
    this.issued = new IssuedTokens(context)
    this.#opaque = new OpaqueTokens(context.random, subjects)
    this.#mint =
      options.kind === 'jwe' ? encryptingMint(context.name) : signingMint(context.name, options.alg)
  }

  /** Issues the next token to a subject, spoilt as the fault says. */
  async issue(
    subject: string,
    fault?: TokenFault,
  ): Promise<{ readonly ordinal: number; readonly value: string }> {
    const claims = this.#options.kind === 'opaque' ? undefined : this.#claims(subject, fault)
    const ordinal = this.issued.add(claims ? endOf(claims) : this.#opaqueEnd(fault))
    const value = claims
      ? await this.#mint.make(claims, ordinal)
      : this.#opaque.make(ordinal, subject, fault === 'token-huge')
    this.issued.remember(ordinal, value)
    return { ordinal, value }
  }

  /** Whether this server honours a token now, and for what is demanded of it. */
  async verify(token: string, demands: TokenDemands): Promise<TokenVerdict> {
    const reading = await this.#read(token)
    if ('reason' in reading) return { valid: false, reason: reading.reason }
    const { claims, ordinal } = reading
    if (!this.issued.isAlive(ordinal)) return { valid: false, reason: 'expired or revoked' }
    if (!hasAudience(claims, demands)) return { valid: false, reason: 'meant for another audience' }
    if (!hasScope(claims, demands)) return { valid: false, reason: 'lacks a scope' }
    return { valid: true, subject: typeof claims.sub === 'string' ? claims.sub : '' }
  }

  async #read(token: string): Promise<MintReading> {
    if (this.#options.kind !== 'opaque') return this.#mint.read(token, this.#context.clock.now())
    const known = this.#opaque.read(token)
    if (!known) return { reason: 'not a token of this server' }
    return { claims: { sub: known.subject, ...this.#options.claims }, ordinal: known.ordinal }
  }

  #claims(subject: string, fault: TokenFault | undefined): JWTPayload {
    const { lifetimeMs, jti, claims } = this.#options
    const { name, clock, random } = this.#context
    const expired = fault === 'token-expired'
    const over = clock.now() - minuteMs
    const at = expired ? over - (lifetimeMs ?? 0) : clock.now()
    return {
      iss: `https://${name}.baqlab.test`,
      sub: subject,
      iat: seconds(at),
      ...(lifetimeMs === undefined ? {} : { exp: seconds(at + lifetimeMs) }),
      ...(jti ? { jti: randomText(random, 22) } : {}),
      ...claims,
      ...(expired ? { exp: seconds(over) } : {}),
      // Base64 makes four characters of three.
      ...(fault === 'token-huge' ? { padding: 'x'.repeat((hugeLength / 4) * 3) } : {}),
    }
  }

  #opaqueEnd(fault: TokenFault | undefined): number | undefined {
    const { lifetimeMs } = this.#options
    if (fault === 'token-expired') return this.#context.clock.now()
    return lifetimeMs === undefined ? undefined : this.#context.clock.now() + lifetimeMs
  }
}

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
