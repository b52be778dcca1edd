/** A token with its content changed after it was made, as a thief would change it. */
export function tampered(token: string): string {
  const parts = token.split('.')
  if (parts.length === 3) return [parts[0], otherClaims(parts[1]!), parts[2]].join('.')
  if (parts.length === 5) return parts.with(3, otherEnd(parts[3]!)).join('.')
  return otherEnd(token)
}

/** The claims of a JWS with one more among them. */
function otherClaims(payload: string): string {
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object
  return Buffer.from(JSON.stringify({ ...claims, tampered: true })).toString('base64url')
}

// Not the last character: in base64url a change of that may leave the bytes as they are.
const otherEnd = (text: string): string =>
  text.slice(0, -2) + (text.at(-2) === 'A' ? 'B' : 'A') + text.slice(-1)
