type JsonObject = Readonly<Record<string, unknown>>

/** The readable parts of a JWT in compact form. */
export type Jwt =
  | { readonly kind: 'jws'; readonly header: JsonObject; readonly claims: JsonObject }
  | { readonly kind: 'jwe'; readonly header: JsonObject }

const base64url = /^[A-Za-z0-9_-]*$/

/** Decodes the header and, of a JWS, the claims; undefined for anything that is not a compact JWT. */
export function decodeJwt(text: string): Jwt | undefined {
  const parts = text.split('.', 6)
  if ((parts.length !== 3 && parts.length !== 5) || !parts.every((part) => base64url.test(part)))
    return undefined
  const header = jsonObject(parts[0]!)
  if (!header) return undefined
  if (parts.length === 5) return { kind: 'jwe', header }
  const claims = jsonObject(parts[1]!)
  return claims && { kind: 'jws', header, claims }
}

function jsonObject(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
