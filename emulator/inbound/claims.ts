import type { JWTPayload } from 'jose'
import { rule, type Rule } from '../rule.ts'
import { shown, type TokenConsumer } from './decision.ts'

const liberty = 'Open Liberty: validation of JWTs by openidConnectClient and mpJwt'

export const issuerTrusted = rule('inbound.issuer', {
  status: 'documented',
  source: liberty,
  says: 'iss must be one of the issuers of the configuration, to the letter; without any no token is trusted; ALL_ISSUERS of mpJwt trusts all',
})

export const audienceTrusted = rule('inbound.audience', {
  status: 'documented',
  source: liberty,
  says: 'aud must have one of audiences, and there must be none where audiences is not set; ALL_AUDIENCES takes all; a URL in aud that begins that of the request will do where audiences of openidConnectClient is not set',
})

export const notExpired = rule('inbound.expired', {
  status: 'documented',
  source: liberty,
  says: 'a token without exp, or whose exp has passed by more than clockSkew, is refused',
})

export const issuedBefore = rule('inbound.issued-at', {
  status: 'documented',
  source: liberty,
  says: 'an iat that is in the future by more than clockSkew, or after exp, is refused',
})

export const notBefore = rule('inbound.not-before', {
  status: 'documented',
  source: liberty,
  says: 'an nbf that is in the future by more than clockSkew is refused',
})

export const claimTypes = rule('inbound.claim-type', {
  status: 'assumed',
  source: 'Assumed: a token with exp in quotes on a server would settle it',
  says: 'times are numbers, iss a text and aud a text or texts; a token in which they are something else is refused',
})

/** Why claims are not accepted, in the order in which the product looks. */
export interface BadClaim {
  readonly why: string
  readonly rule: Rule
}

/** Looks at iss, aud, exp, iat and nbf; undefined where all of them hold. */
export function wrongClaim(
  claims: JWTPayload,
  consumer: TokenConsumer,
  { now, url }: { readonly now: number; readonly url: string },
): BadClaim | undefined {
  return (
    wrongType(claims) ??
    wrongIssuer(claims, consumer) ??
    wrongAudience(claims, consumer, url) ??
    wrongTime(claims, consumer, now)
  )
}

function wrongType(claims: JWTPayload): BadClaim | undefined {
  const audience: readonly unknown[] = claims.aud === undefined ? [] : [claims.aud].flat()
  const bad = [
    ...(['exp', 'iat', 'nbf'] as const).filter(
      (name) => claims[name] !== undefined && !Number.isFinite(claims[name]),
    ),
    ...(claims.iss !== undefined && typeof claims.iss !== 'string' ? ['iss'] : []),
    ...(audience.every((each) => typeof each === 'string') ? [] : ['aud']),
  ]
  const [first] = bad
  return first === undefined
    ? undefined
    : { why: `${first} is of the wrong type`, rule: claimTypes }
}

function wrongIssuer({ iss }: JWTPayload, { kind, issuers }: TokenConsumer): BadClaim | undefined {
  const trusted = issuers.value
  if (kind === 'mpJwt' && trusted.includes('ALL_ISSUERS')) return undefined
  if (iss !== undefined && trusted.includes(iss)) return undefined
  const why =
    trusted.length === 0
      ? 'no issuer is configured, so none is trusted'
      : `the issuer ${shown(iss)} is not trusted`
  return { why, rule: issuerTrusted }
}

function wrongAudience(
  { aud }: JWTPayload,
  { kind, audiences }: TokenConsumer,
  url: string,
): BadClaim | undefined {
  const given = aud === undefined ? [] : [aud].flat()
  const trusted = audiences.value
  if (trusted.includes('ALL_AUDIENCES')) return undefined
  if (trusted.length === 0 && given.length === 0) return undefined
  if (given.some((each) => trusted.includes(each))) return undefined
  const isOwn = (each: string) => /^https?:\/\//.test(each) && isAbove(each, url)
  if (kind === 'openidConnectClient' && trusted.length === 0 && given.some(isOwn)) return undefined
  const why =
    given.length === 0 ? 'the token has no aud' : `the audience ${shown(aud)} is not accepted here`
  return { why, rule: audienceTrusted }
}

/** Whether a URL is that of a request, or of something above it. */
function isAbove(url: string, request: string): boolean {
  if (!URL.canParse(url)) return false
  const [above, below] = [new URL(url), new URL(request)]
  const path = above.pathname.replace(/\/$/, '')
  return above.origin === below.origin && `${below.pathname}/`.startsWith(`${path}/`)
}

function wrongTime(
  { exp, iat, nbf }: JWTPayload,
  { kind, clockSkewMs: { value: skewMs } }: TokenConsumer,
  now: number,
): BadClaim | undefined {
  if (exp === undefined) return { why: 'the token has no exp', rule: notExpired }
  if (iat !== undefined) {
    if (iat * 1000 > now + skewMs) return { why: 'iat is in the future', rule: issuedBefore }
    const isAfter = kind === 'mpJwt' ? iat >= exp : iat > exp
    if (isAfter) return { why: 'iat is not before exp', rule: issuedBefore }
  }
  if (exp * 1000 <= now - skewMs) return { why: 'the token has expired', rule: notExpired }
  const begins = nbf === undefined ? -Infinity : nbf * 1000
  const isEarly = kind === 'mpJwt' ? begins >= now + skewMs : begins > now + skewMs
  return isEarly ? { why: 'nbf is in the future', rule: notBefore } : undefined
}
