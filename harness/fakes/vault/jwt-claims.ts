import type { VaultJwtRole } from '../options.ts'

/** The claims of a JWT whose signature holds. */
export type Claims = Readonly<Record<string, unknown>>

const skewSeconds = 60
const missingTimeSeconds = 150

/** Why the claims of a JWT open no door of a role, in Vault's words; undefined where they do. */
export function refusalOfClaims(
  claims: Claims,
  role: VaultJwtRole,
  nowMs: number,
): string | undefined {
  const invalid = refusalOfTimes(claims, Math.floor(nowMs / 1000)) ?? refusalOfBounds(claims, role)
  if (invalid !== undefined) return `error validating token: ${invalid}`
  if (role.boundAudiences.length === 0 && claims['aud'] !== undefined)
    return 'audience claim found in JWT but no audiences bound to the role'
  for (const [name, wanted] of Object.entries(role.boundClaims)) {
    if (claims[name] === undefined) return `error validating claims: claim "${name}" is missing`
    const said = [claims[name]].flat() as readonly unknown[]
    if (!wanted.some((each) => said.some((value) => isSame(value, each))))
      return `error validating claims: claim "${name}" does not match any associated bound claim values`
  }
  const user = claims[role.userClaim]
  if (user === undefined) return `claim "${role.userClaim}" not found in token`
  return typeof user === 'string'
    ? undefined
    : `claim "${role.userClaim}" could not be converted to string`
}

// Numbers and flags are bound by their text.
const isSame = (value: unknown, wanted: string): boolean =>
  value === wanted || (typeof value !== 'object' && JSON.stringify(value) === wanted)

// A time that is missing is derived from the others; all may be a minute off.
function refusalOfTimes(claims: Claims, now: number): string | undefined {
  const [iat, nbf, exp] = ['iat', 'nbf', 'exp'].map((name) => Number(claims[name] ?? 0)) as [
    number,
    number,
    number,
  ]
  if (iat === 0 && nbf === 0 && exp === 0)
    return 'no issued at (iat), not before (nbf), or expiration time (exp) claims in token'
  const ends = exp || Math.max(iat, nbf) + missingTimeSeconds
  const begins = nbf || iat || exp - missingTimeSeconds
  if (now > ends + skewSeconds) return 'invalid expiration time (exp) claim: token is expired'
  if (now < begins - skewSeconds) return 'invalid not before (nbf) claim: token not yet valid'
  return now < iat - skewSeconds
    ? 'invalid issued at (iat) claim: token issued in the future'
    : undefined
}

function refusalOfBounds(claims: Claims, role: VaultJwtRole): string | undefined {
  const audiences = [claims['aud'] ?? []].flat()
  if (role.boundIssuer !== undefined && claims['iss'] !== role.boundIssuer)
    return 'invalid issuer (iss) claim'
  if (role.boundSubject !== undefined && claims['sub'] !== role.boundSubject)
    return 'invalid subject (sub) claim'
  const isMeant = role.boundAudiences.some((each) => audiences.includes(each))
  return role.boundAudiences.length === 0 || isMeant
    ? undefined
    : 'invalid audience (aud) claim: audience claim does not match any expected audience'
}
