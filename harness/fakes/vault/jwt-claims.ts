/** The claims of a JWT whose signature holds. */
export type Claims = Readonly<Record<string, unknown>>

/** What a role asks of claims. */
export interface Bounds {
  readonly audiences: readonly string[]
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
  /** `string` or `glob`. */
  readonly claimsType: string
  /** Claims that become metadata of the token, under another name. */
  readonly mappings: Readonly<Record<string, string>>
  readonly groupsClaim: string
  /** The claim that names the user. */
  readonly userClaim: string
  readonly isPointer: boolean
  /** In seconds; 0 stands for what is usual, and less for none. */
  readonly skew: number
  readonly expirationLeeway: number
  readonly notBeforeLeeway: number
}

const usualSkew = 60
const usualLeeway = 150

/** Why the claims of a JWT open no door of a role, in Vault's words; undefined where they do. */
export function refusalOfClaims(
  claims: Claims,
  bounds: Bounds,
  issuer: string,
  nowMs: number,
): string | undefined {
  const now = nowMs / 1000
  const invalid = refusalOfTimes(claims, bounds, now) ?? refusalOfBounds(claims, bounds, issuer)
  if (invalid !== undefined) return `error validating token: ${invalid}`
  if (bounds.audiences.length === 0 && claims['aud'] !== undefined)
    return 'audience claim found in JWT but no audiences bound to the role'
  return refusalOfBoundClaims(claims, bounds) ?? refusalOfUser(claims, bounds)
}

function refusalOfBoundClaims(claims: Claims, bounds: Bounds): string | undefined {
  for (const [name, bound] of Object.entries(bounds.claims)) {
    const claim = claimAt(claims, name)
    if (claim === undefined) return `error validating claims: claim "${name}" is missing`
    const said = [claim].flat() as readonly unknown[]
    const wanted = [bound].flat() as readonly unknown[]
    const isLike = bounds.claimsType === 'glob' ? isInGlob : isSame
    if (!wanted.some((each) => said.some((value) => isLike(value, each))))
      return `error validating claims: claim "${name}" does not match any associated bound claim values`
  }
  return undefined
}

function refusalOfUser(claims: Claims, { userClaim, groupsClaim }: Bounds): string | undefined {
  const user = claimAt(claims, userClaim)
  if (user === undefined) return `claim "${userClaim}" not found in token`
  if (typeof user !== 'string') return `claim "${userClaim}" could not be converted to string`
  if (groupsClaim === '') return undefined
  const groups = claimAt(claims, groupsClaim)
  if (groups === undefined)
    return `failed to fetch groups: "${groupsClaim}" claim not found in token`
  return Array.isArray(groups) || typeof groups === 'string'
    ? undefined
    : `failed to fetch groups: "${groupsClaim}" claim could not be converted to string list`
}

/** A claim by its name, or by a JSON pointer. */
export function claimAt(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return claims[name]
  let found: unknown = claims
  for (const part of name.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    found = (found as Record<string, unknown> | null | undefined)?.[key]
  }
  return found
}

/** The metadata that a role takes from claims; a text says why it cannot. */
export function metadataOf(claims: Claims, { mappings }: Bounds): Record<string, string> | string {
  const metadata: Record<string, string> = {}
  for (const [name, target] of Object.entries(mappings)) {
    const value = claimAt(claims, name)
    if (value === undefined) continue
    if (typeof value !== 'string') return `error converting claim '${name}' to string`
    metadata[target] = value
  }
  return metadata
}

// Numbers and flags are bound by their text.
const isSame = (value: unknown, wanted: unknown): boolean =>
  value === wanted || (typeof value !== 'object' && JSON.stringify(value) === wanted)

function isInGlob(value: unknown, pattern: unknown): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false
  const parts = pattern
    .split('*')
    .map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value)
}

const leeway = (said: number, usual: number): number => (said === 0 ? usual : Math.max(said, 0))

// A time that is missing is derived from the others; all may be off by some seconds.
function refusalOfTimes(claims: Claims, bounds: Bounds, now: number): string | undefined {
  const skew = leeway(bounds.skew, usualSkew)
  const [iat, nbf, exp] = ['iat', 'nbf', 'exp'].map((name) => Number(claims[name] ?? 0)) as [
    number,
    number,
    number,
  ]
  if (iat === 0 && nbf === 0 && exp === 0)
    return 'no issued at (iat), not before (nbf), or expiration time (exp) claims in token'
  const ends = exp || Math.max(iat, nbf) + leeway(bounds.expirationLeeway, usualLeeway)
  const begins = nbf || iat || exp - leeway(bounds.notBeforeLeeway, usualLeeway)
  if (now > ends + skew) return 'invalid expiration time (exp) claim: token is expired'
  if (now < begins - skew) return 'invalid not before (nbf) claim: token not yet valid'
  return now < iat - skew ? 'invalid issued at (iat) claim: token issued in the future' : undefined
}

function refusalOfBounds(claims: Claims, bounds: Bounds, issuer: string): string | undefined {
  const audiences = [claims['aud'] ?? []].flat()
  if (issuer !== '' && claims['iss'] !== issuer) return 'invalid issuer (iss) claim'
  if (bounds.subject !== '' && claims['sub'] !== bounds.subject)
    return 'invalid subject (sub) claim'
  const isMeant = bounds.audiences.some((each) => audiences.includes(each))
  return bounds.audiences.length === 0 || isMeant
    ? undefined
    : 'invalid audience (aud) claim: audience claim does not match any expected audience'
}
