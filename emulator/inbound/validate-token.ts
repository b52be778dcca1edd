import type * as jose from 'jose'
import type { JWK, JWTPayload } from 'jose'
import { rule } from '../rule.ts'
import { refuse, shown, type Step, type TokenConsumer } from './decision.ts'
import { wrongClaim } from './claims.ts'

const liberty = 'Open Liberty: validation of JWTs by openidConnectClient and mpJwt'

export const wellFormed = rule('inbound.malformed', {
  status: 'documented',
  source: 'RFC 7515 and RFC 7519',
  says: 'a token that is no signed JWT in compact form is refused, and so is one with critical headers',
})

export const algorithmFixed = rule('inbound.algorithm', {
  status: 'documented',
  source: liberty,
  says: 'the algorithm in the header must be signatureAlgorithm and no other, so that neither none nor HS256 over a public key gets through',
})

export const keyFound = rule('inbound.key', {
  status: 'documented',
  source: liberty,
  says: 'the key is that of the kid at the JWKS, the certificate of the alias, or for HS algorithms the shared key; without a key the token is refused',
})

export const signatureHolds = rule('inbound.signature', {
  status: 'documented',
  source: liberty,
  says: 'the signature must be that of the key over exactly this header and these claims',
})

export const unsignedTaken = rule('inbound.unsigned', {
  status: 'documented',
  source: 'Open Liberty: openidConnectClient, signatureAlgorithm',
  says: 'with signatureAlgorithm="none" the signature is not looked at',
})

/** Where the public key of a token may come from; the emulator reads no network and no key store. */
export type TrustedKeySource =
  | { readonly kind: 'set'; readonly keys: readonly JWK[] }
  | { readonly kind: 'key'; readonly key: JWK }
  | { readonly kind: 'none'; readonly why: string }

/** Gives the public keys of an element of server.xml; a set is asked for anew where it lacks the kid. */
export type TrustedKeys = (
  consumer: TokenConsumer,
  kid: string | undefined,
) => Promise<TrustedKeySource>

export interface ValidationParts {
  readonly consumer: TokenConsumer
  readonly keys: TrustedKeys
  readonly now: number
  /** The whole URL of the request. */
  readonly url: string
}

/** Longer tokens than any header carries are not looked at. */
const longest = 1024 * 1024

/** Whether a token is to be believed, as the element of server.xml has it; never throws for a bad token. */
export async function validateToken(
  token: string,
  { consumer, keys, now, url }: ValidationParts,
): Promise<Step<{ readonly claims: JWTPayload }>> {
  const loaded = await import('jose')
  const parsed = parse(token, loaded)
  if (!parsed) return refuse(401, 'the token is no signed JWT', wellFormed)
  const { header, claims } = parsed
  if ('crit' in header || 'b64' in header)
    return refuse(401, 'the token has critical headers', wellFormed)
  const wrong = wrongClaim(claims, consumer, { now, url })
  if (wrong) return refuse(401, wrong.why, wrong.rule)
  const algorithm = consumer.signatureAlgorithm.value
  const name = `${consumer.kind} ${consumer.id}`.trim()
  if (algorithm === 'none') {
    const text = `${name} believes the token without looking at its signature`
    return { kind: 'found', claims, events: [{ text, rules: [unsignedTaken] }] }
  }
  if (header['alg'] !== algorithm) {
    const text = `the token is signed by ${shown(header['alg'])}, and ${name} takes ${algorithm} alone`
    return refuse(401, text, algorithmFixed)
  }
  const kid = typeof header['kid'] === 'string' ? header['kid'] : undefined
  const source = await sourceOf(consumer, keys, kid)
  if (source.kind === 'none') return refuse(401, source.why, keyFound)
  const verified = await verify(token, algorithm, source, loaded)
  if (verified !== 'holds') return verified
  return {
    kind: 'found',
    claims,
    events: [{ text: `${name} accepts the token`, rules: [signatureHolds, keyFound] }],
  }
}

type Jose = typeof jose

interface Parsed {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: JWTPayload
}

function parse(token: string, { decodeJwt, decodeProtectedHeader }: Jose): Parsed | undefined {
  if (token.length > longest || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return undefined
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) }
  } catch {
    return undefined
  }
}

type KeySource = TrustedKeySource | { readonly kind: 'shared'; readonly key: Uint8Array }

async function sourceOf(
  consumer: TokenConsumer,
  keys: TrustedKeys,
  kid: string | undefined,
): Promise<KeySource> {
  if (!consumer.signatureAlgorithm.value.startsWith('HS')) return keys(consumer, kid)
  const { sharedKey } = consumer
  if (sharedKey) return { kind: 'shared', key: Buffer.from(sharedKey.value.reveal()) }
  return { kind: 'none', why: `${consumer.kind} ${consumer.id} has no shared key` }
}

async function verify(
  token: string,
  algorithm: string,
  source: Exclude<KeySource, { kind: 'none' }>,
  { compactVerify, createLocalJWKSet, errors, importJWK }: Jose,
): Promise<'holds' | ReturnType<typeof refuse>> {
  const options = { algorithms: [algorithm] }
  try {
    if (source.kind === 'set') {
      const keys = createLocalJWKSet({ keys: [...source.keys] })
      await compactVerify(token, keys, options)
    } else {
      const key = source.kind === 'shared' ? source.key : await importJWK(source.key, algorithm)
      await compactVerify(token, key, options)
    }
    return 'holds'
  } catch (thrown) {
    const noKey =
      thrown instanceof errors.JWKSNoMatchingKey ||
      thrown instanceof errors.JWKSMultipleMatchingKeys
    if (noKey) return refuse(401, 'no key of the issuer fits the token', keyFound)
    // Whatever jose says of a token that somebody made to confuse it: the signature did not hold.
    return refuse(401, 'the signature does not hold', signatureHolds)
  }
}
