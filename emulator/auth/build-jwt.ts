import type { JWTPayload } from 'jose'
import type { Claims, JwtBuilder } from '../config/model.ts'
import { rule, type Rule } from '../rule.ts'
import type { Maker, Unmade } from './method.ts'
import type { SigningKey } from './signing-keys.ts'

const metatype = 'Open Liberty: jwtBuilder'

export const builderClaims = rule('jwt.claims', {
  status: 'documented',
  source: metatype,
  says: 'a jwtBuilder sets iss, iat and exp, and aud, scope, jti and nbf where it is told to',
})

export const builderIssuer = rule('jwt.issuer', {
  status: 'documented',
  source: 'How to configure OAuth 2.0 with JWT authentication',
  says: 'without issuer iss is https://<host>:<sslPort>/jwt/<id> of the server',
})

export const builderScope = rule('jwt.scope', {
  status: 'assumed',
  source: `Assumed: "${metatype}" names the attribute and not the form of the claim`,
  says: 'several scopes are one text with blanks between them',
})

export const builderKey = rule('jwt.key', {
  status: 'documented',
  source: metatype,
  says: 'RS and ES algorithms sign with the key that keyStoreRef and keyAlias name, HS algorithms with sharedKey',
})

export const builderKid = rule('jwt.kid', {
  status: 'assumed',
  source:
    'Assumed from the sample of idea ZCEE-I-445, whose assertion carries a kid; an assertion of the product would settle it',
  says: 'the header of a JWT carries keyAlias as its kid, or with jwkEnabled="true" the name of the key pair the server made itself',
})

export const notBuilt = rule('outcome.t6', {
  status: 'assumed',
  source: 'Assumed from the endpoint connection messages; the id BAQR1008E is counted, not seen',
  says: 'a JWT that cannot be built gives return code 2, status code 500 and BAQR1008E',
})

/** The rules that a JWT of a jwtBuilder rests on. */
export const builderRules = ({ issuer, scope }: JwtBuilder): readonly Rule[] => [
  builderClaims,
  builderKey,
  builderKid,
  ...(issuer ? [] : [builderIssuer]),
  ...(scope.value.length > 1 ? [builderScope] : []),
]

/** The host and port in the default issuer of a server that nobody can reach. */
const anyServer = 'https://localhost:9443'

/** What a JWT says besides what its builder sets: `set` wins over that, `added` never replaces a claim. */
export interface MoreClaims {
  readonly set: Claims
  readonly added?: Claims
}

/** A signed JWT of a jwtBuilder. */
export async function buildJwt(
  builder: JwtBuilder,
  { set, added = {} }: MoreClaims,
  { now, newId, keys }: Maker,
): Promise<string | Unmade> {
  const algorithm = builder.signatureAlgorithm.value
  const signing = sharedKey(builder) ?? (await keys(builder))
  if (!signing) return unmade(builder, `there is no key for ${algorithm}`)
  const header = { alg: algorithm, ...(signing.kid !== undefined && { kid: signing.kid }) }
  try {
    const { SignJWT } = await import('jose')
    const payload = { ...added, ...ownClaims(builder, now, newId), ...set } as JWTPayload
    return await new SignJWT(payload).setProtectedHeader(header).sign(signing.key)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    return unmade(builder, `its key does not sign with ${algorithm} (${why})`)
  }
}

function sharedKey({ sharedKey: shared, signatureAlgorithm }: JwtBuilder): SigningKey | undefined {
  if (!shared || !signatureAlgorithm.value.startsWith('HS')) return undefined
  return { key: Buffer.from(shared.value.reveal()) }
}

function ownClaims(
  builder: JwtBuilder,
  now: number,
  newId: () => string,
): Readonly<Record<string, unknown>> {
  const { issuer, audiences, scope, expiryMs, jti, nbfOffsetMs, id } = builder
  const seconds = Math.floor(now / 1000)
  const [first, ...others] = audiences.value
  return {
    iss: issuer?.value ?? `${anyServer}/jwt/${id}`,
    iat: seconds,
    exp: seconds + Math.floor(expiryMs.value / 1000),
    ...(first !== undefined && { aud: others.length > 0 ? audiences.value : first }),
    ...(scope.value.length > 0 && { scope: scope.value.join(' ') }),
    ...(jti.value && { jti: newId() }),
    ...(nbfOffsetMs && { nbf: seconds + Math.floor(nbfOffsetMs.value / 1000) }),
  }
}

const unmade = ({ id }: JwtBuilder, why: string): Unmade => ({
  kind: 'unmade',
  because: 'key',
  message: `BAQR1008E: the jwtBuilder "${id}" cannot build a JWT: ${why}`,
  rules: [notBuilt],
})
