import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  jwtVerify,
  type JWTPayload,
} from 'jose'
import type { Clock } from '../../../emulator/index.ts'
import type { TrustedKey } from '../options.ts'

/** What an assertion has to be. */
export interface AssertionDemands {
  /** The keys trusted for an issuer; none where it is not trusted. */
  readonly keysOf: (issuer: string) => readonly TrustedKey[]
  /** The audiences any of which it may have. */
  readonly audiences: readonly string[]
}

/** What an assertion says, or why it is refused: without a word out of it. */
export type AssertionReading =
  { readonly issuer: string; readonly subject: string } | { readonly reason: string }

const no = (reason: string): { readonly reason: string } => ({ reason })

/** Checks signed JWTs that stand for a grant or for a client (RFC 7523 §3), each of them once. */
export class Assertions {
  readonly #clock: Clock
  readonly #used: UsedIds
  readonly #keys = new WeakMap<TrustedKey, ReturnType<typeof importJWK>>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#used = new UsedIds(clock)
  }

  async read(text: string, demands: AssertionDemands): Promise<AssertionReading> {
    const said = decoded(text)
    if (!said) return no('the assertion is no signed JWT')
    const { alg, kid, issuer } = said
    const trusted = demands.keysOf(issuer)
    if (trusted.length === 0) return no('the issuer of the assertion is not trusted')
    // The key says which algorithm it is for; what the assertion says can only agree.
    const named = trusted.filter((key) => key.kid === undefined || key.kid === kid)
    if (named.length === 0) return no('the issuer of the assertion has no key of this kid')
    const fitting = named.filter((key) => key.alg === alg)
    if (fitting.length === 0) return no('the key of the assertion is for another algorithm')
    for (const key of fitting) {
      const payload = await this.#proven(text, key, demands)
      if (payload === 'forged') continue
      return typeof payload === 'string' ? no(payload) : this.#once(issuer, payload)
    }
    return no('the signature of the assertion does not hold')
  }

  async #proven(
    text: string,
    key: TrustedKey,
    { audiences }: AssertionDemands,
  ): Promise<JWTPayload | string> {
    const imported = this.#keys.get(key) ?? importJWK(key.jwk, key.alg)
    this.#keys.set(key, imported)
    try {
      const { payload } = await jwtVerify(text, await imported, {
        algorithms: [key.alg],
        audience: [...audiences],
        requiredClaims: ['iss', 'sub', 'aud', 'exp'],
        currentDate: new Date(this.#clock.now()),
      })
      return payload
    } catch (error) {
      return reasonOf(error)
    }
  }

  /** Only a good assertion uses up its jti (RFC 7523 §3, 7). */
  #once(issuer: string, { sub, exp = 0, jti }: JWTPayload): AssertionReading {
    if (typeof sub !== 'string' || sub === '') return no('the assertion has no subject')
    if (jti !== undefined && !this.#used.use(JSON.stringify([issuer, jti]), exp * 1000))
      return no('the assertion was used before')
    return { issuer, subject: sub }
  }
}

interface Said {
  readonly alg: string | undefined
  readonly kid: string | undefined
  readonly issuer: string
}

/** What an assertion says of itself, believed only so far as to find the key. */
function decoded(text: string): Said | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(text)
    const { iss } = decodeJwt(text)
    return typeof iss === 'string' ? { alg, kid, issuer: iss } : undefined
  } catch {
    return undefined
  }
}

// jose's messages may quote the assertion: none of its words get out.
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'forged'
  if (error instanceof errors.JWTExpired) return 'the assertion has expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'the assertion is meant for another audience'
    if (error.claim === 'nbf') return 'the assertion is not valid yet'
    return error.reason === 'missing'
      ? 'the assertion lacks a claim that it must have'
      : 'a claim of the assertion does not hold'
  }
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return 'the assertion is no signed JWT'
  throw error
}

/** Ids that were used, each until it would have expired anyway. */
class UsedIds {
  readonly #clock: Clock
  readonly #until = new Map<string, number>()
  #sweepAt = 1000

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether this is the first time. */
  use(id: string, until: number): boolean {
    const now = this.#clock.now()
    if ((this.#until.get(id) ?? 0) > now) return false
    this.#until.set(id, until)
    if (this.#until.size > this.#sweepAt) {
      for (const [each, end] of this.#until) if (end <= now) this.#until.delete(each)
      this.#sweepAt = Math.max(1000, 2 * this.#until.size)
    }
    return true
  }
}
