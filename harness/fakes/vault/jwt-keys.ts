import { createPublicKey } from 'node:crypto'
import { compactVerify, errors, importJWK } from 'jose'
import type { TrustedKey } from '../options.ts'
import { refuse, type Answer } from './answer.ts'
import type { Claims } from './jwt-claims.ts'

const invalid = (why: string): Answer => refuse(400, `error validating token: ${why}`)
const unsigned = (why: string): Answer => invalid(`error verifying token signature: ${why}`)

const ofRsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const ofCurve: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
}

/** Every algorithm that can be asked for. */
export const algorithms: ReadonlySet<string> = new Set([...ofRsa, ...Object.values(ofCurve)])

/** A public key in PEM with each algorithm it can be used with; undefined where it is none. */
export function keysFrom(pem: string): readonly TrustedKey[] | undefined {
  try {
    const jwk = createPublicKey(pem).export({ format: 'jwk' })
    const known = jwk.kty === 'RSA' ? ofRsa : [ofCurve[jwk.crv ?? ''] ?? '']
    return known.map((alg) => ({ alg, jwk })) as unknown as readonly TrustedKey[]
  } catch {
    return undefined
  }
}

/** A key as PEM. */
export const pemOf = ({ jwk }: TrustedKey): string =>
  createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  }) as string

/** Keys as jose has them, once it was asked. */
export type ImportedKeys = WeakMap<TrustedKey, ReturnType<typeof importJWK>>

/** What a JWT says, if one of the keys has signed it by an algorithm that is allowed. */
export async function provenClaims(
  text: string,
  keys: readonly TrustedKey[],
  imported: ImportedKeys,
): Promise<{ readonly claims: Claims } | Answer> {
  if (text.split('.').length !== 3)
    return unsigned('go-jose/go-jose: compact JWS format must have three parts')
  for (const key of keys) {
    const known = imported.get(key) ?? importJWK(key.jwk, key.alg)
    imported.set(key, known)
    try {
      const { payload } = await compactVerify(text, await known, { algorithms: [key.alg] })
      return { claims: JSON.parse(new TextDecoder().decode(payload)) as Claims }
    } catch (error) {
      if (error instanceof SyntaxError) return invalid('its claims are no JSON')
      if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error
    }
  }
  return unsigned('no known key successfully validated the token signature')
}
