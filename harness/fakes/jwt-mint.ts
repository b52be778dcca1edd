import { EncryptJWT, SignJWT, errors, jwtDecrypt, jwtVerify, type JWTPayload } from 'jose'
import { keyPair, type SigningAlg } from './test-keys.ts'

/** What a mint finds in a token: its claims and ordinal if it made it, else why it is refused. */
export type MintReading =
  { readonly claims: JWTPayload; readonly ordinal: number } | { readonly reason: string }

/** Makes the JWTs of one server and proves them. Their header carries the ordinal, protected. */
export interface JwtMint {
  make(claims: JWTPayload, ordinal: number): Promise<string>
  /** Proves a token at a moment, in epoch milliseconds. */
  read(token: string, now: number): Promise<MintReading>
}

interface Proven {
  readonly payload: JWTPayload
  readonly protectedHeader: { readonly kid?: string; readonly ord?: unknown }
}

/** A mint that signs. All servers share the test keys; the kid tells their tokens apart. */
export function signingMint(name: string, alg: SigningAlg): JwtMint {
  const keys = keyPair(alg)
  const kid = keyId(name, alg)
  return {
    make: async (claims, ord) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, kid, typ: 'JWT', ord })
        .sign(await keys.making()),
    read: (token, now) =>
      readProven(kid, async () =>
        jwtVerify(token, await keys.proving(), { algorithms: [alg], currentDate: new Date(now) }),
      ),
  }
}

/** A mint that encrypts, with a symmetric key: whoever can make such a token is the server. */
export function encryptingMint(name: string): JwtMint {
  const alg = 'A256KW'
  const enc = 'A256GCM'
  const keys = keyPair(alg)
  const kid = keyId(name, alg)
  return {
    make: async (claims, ord) =>
      new EncryptJWT(claims)
        .setProtectedHeader({ alg, enc, kid, typ: 'JWT', ord })
        .encrypt(await keys.making()),
    read: (token, now) =>
      readProven(kid, async () =>
        jwtDecrypt(token, await keys.proving(), {
          keyManagementAlgorithms: [alg],
          contentEncryptionAlgorithms: [enc],
          currentDate: new Date(now),
        }),
      ),
  }
}

const keyId = (name: string, alg: string): string => `${name}-${alg.toLowerCase()}-test`

async function readProven(kid: string, prove: () => Promise<Proven>): Promise<MintReading> {
  try {
    const { payload, protectedHeader } = await prove()
    if (protectedHeader.kid !== kid) return { reason: 'made with the key of another server' }
    return { claims: payload, ordinal: Number(protectedHeader.ord) }
  } catch (error) {
    if (error instanceof errors.JOSEError) return { reason: reasonOf(error) }
    throw error
  }
}

// jose's messages may quote the token: none of its words get out.
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return 'a claim of time does not hold'
  return 'not a token of this server'
}
