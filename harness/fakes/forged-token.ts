import { createHmac, createPublicKey } from 'node:crypto'
import { importJWK, SignJWT, type JWK } from 'jose'
import { testKey } from './test-keys.ts'

/** What somebody may do to a token, or make in its place, to get in. */
export const forgeries = [
  'alg-none',
  'hs256-with-public-key',
  'other-claims',
  'other-key',
  'no-signature',
] as const

export type Forgery = (typeof forgeries)[number]

type Claims = Readonly<Record<string, unknown>>

/** A good token made bad in that way; `claims` are what the forger would like it to say. */
export async function forged(
  token: string,
  how: Forgery,
  claims: Claims,
  publicKey: JWK | undefined,
): Promise<string> {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const original = decoded(header)
  const wished = encoded({ ...decoded(payload), ...claims })
  switch (how) {
    case 'alg-none':
      return `${encoded({ ...original, alg: 'none' })}.${wished}.`
    case 'no-signature':
      return `${header}.${wished}.`
    case 'other-claims':
      return `${header}.${wished}.${signature}`
    case 'hs256-with-public-key': {
      const signed = `${encoded({ ...original, alg: 'HS256' })}.${wished}`
      const secret = publicKey ? pemOf(publicKey) : ''
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    }
    case 'other-key': {
      // The third key of the algorithm: no service has it before it has rotated twice.
      const alg = original['alg'] === 'ES256' ? 'ES256' : 'RS256'
      const key = await importJWK(testKey(alg, 2), alg)
      return new SignJWT({ ...decoded(payload), ...claims })
        .setProtectedHeader({ ...original, alg })
        .sign(key)
    }
  }
}

const pemOf = (key: JWK): string =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
