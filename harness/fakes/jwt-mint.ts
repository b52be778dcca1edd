import {
  EncryptJWT,
  SignJWT,
  decodeProtectedHeader,
  errors,
  jwtDecrypt,
  jwtVerify,
  type JWK,
  type JWTPayload,
} from 'jose'
import { KeyRing, type RingKey } from './key-ring.ts'
import type { SigningAlg } from './test-keys.ts'

/** What a mint finds in a token: its claims and ordinal if it made it, else why it is refused. */
export type MintReading =
  { readonly claims: JWTPayload; readonly ordinal: number } | { readonly reason: string }

/** Makes the JWTs of one server and proves them. Their header carries the ordinal, protected. */
export interface JwtMint {
  make(claims: JWTPayload, ordinal: number): Promise<string>
  /** Proves a token at a moment, in epoch milliseconds. */
  read(token: string, now: number): Promise<MintReading>
  /** Takes a new key; the old one proves its tokens on, unless it is dropped. */
  rotate(drop: boolean): void
  /** The public keys at a moment; none where keys are symmetric. */
  keys(now: number): readonly JWK[]
}

interface Proven {
  readonly payload: JWTPayload
  readonly protectedHeader: { readonly kid?: string; readonly ord?: unknown }
}

type Prove = (token: string, key: RingKey, now: Date) => Promise<Proven>
type Make = (claims: JWTPayload, ord: number, key: RingKey) => Promise<string>

/** A mint that signs. All servers share the test keys; the kid tells their tokens apart. */
export const signingMint = (name: string, alg: SigningAlg): JwtMint =>
  mint(
    new KeyRing(name, alg),
    async (claims, ord, { kid, making }) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT', ord }).sign(await making()),
    async (token, { proving }, currentDate) =>
      jwtVerify(token, await proving(), { algorithms: [alg], currentDate }),
  )

/** A mint that encrypts, with a symmetric key: whoever can make such a token is the server. */
export function encryptingMint(name: string): JwtMint {
  const alg = 'A256KW'
  const enc = 'A256GCM'
  return mint(
    new KeyRing(name, alg),
    async (claims, ord, { kid, making }) =>
      new EncryptJWT(claims)
        .setProtectedHeader({ alg, enc, kid, typ: 'JWT', ord })
        .encrypt(await making()),
    async (token, { proving }, currentDate) =>
      jwtDecrypt(token, await proving(), {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
        currentDate,
      }),
  )
}

const mint = (ring: KeyRing, make: Make, prove: Prove): JwtMint => ({
  make(claims, ordinal) {
    const key = ring.current
    const end = typeof claims.exp === 'number' ? claims.exp * 1000 : Infinity
    key.lastEnd = Math.max(key.lastEnd, end)
    return make(claims, ordinal, key)
  },
  async read(token, now) {
    try {
      const key = ring.find(decodeProtectedHeader(token).kid)
      if (!key) return { reason: 'made with a key this server does not have' }
      const { payload, protectedHeader } = await prove(token, key, new Date(now))
      return { claims: payload, ordinal: Number(protectedHeader.ord) }
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  },
  rotate: (drop) => ring.rotate(drop),
  keys: (now) => ring.shown(now),
})

// jose's messages may quote the token: none of its words get out.
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return 'a claim of time does not hold'
  // What cannot even be decoded makes it throw a TypeError.
  if (error instanceof errors.JOSEError || error instanceof TypeError)
    return 'not a token of this server'
  throw error
}
