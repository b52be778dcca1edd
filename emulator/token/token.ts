import { rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import { decodeJwt } from './jwt.ts'

export const kindRule = rule('token.kind', {
  status: 'assumed',
  source: 'Assumed: how the product tells the kinds apart is not documented; a trace of it would',
  says: 'three base64url parts of which two are JSON objects are a JWS, five with a JSON header a JWE, anything else is opaque',
})

/** An access token, as far as z/OS Connect looks into it: its claims are decoded, never verified. */
export type Token =
  | {
      readonly kind: 'jws'
      readonly value: Secret
      /** The exp claim in epoch milliseconds. */
      readonly expiresAt?: number
      readonly hasJti: boolean
    }
  | { readonly kind: 'jwe' | 'opaque'; readonly value: Secret }

/** What kind of token a text is; every text is one. */
export function readToken(text: string): Token {
  const value = new Secret(text)
  const jwt = decodeJwt(text)
  if (!jwt) return { kind: 'opaque', value }
  if (jwt.kind === 'jwe') return { kind: 'jwe', value }
  const { exp, jti } = jwt.claims
  const hasExp = typeof exp === 'number' && Number.isFinite(exp * 1000)
  return {
    kind: 'jws',
    value,
    hasJti: jti !== undefined,
    ...(hasExp && { expiresAt: exp * 1000 }),
  }
}
