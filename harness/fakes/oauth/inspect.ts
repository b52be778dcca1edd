import type { TokenIssuer } from '../token-issuer.ts'
import { oauthError, type OAuthError } from './refusal.ts'

/** The access tokens and the refresh tokens of one server. */
export interface Issuers {
  readonly access: TokenIssuer
  readonly refresh: TokenIssuer
}

/** What a token is, as RFC 7662 §2.2 says it; of a dead or foreign one nothing but that. */
export async function introspection({ access, refresh }: Issuers, token: string): Promise<object> {
  const read = await access.read(token)
  if (!('reason' in read)) return { active: true, token_type: 'Bearer', ...read.claims }
  const refreshing = await refresh.read(token)
  return 'reason' in refreshing ? { active: false } : { active: true, ...refreshing.claims }
}

/** Kills a token of a client; one that is dead or foreign is as good as revoked (RFC 7009 §2.2). */
export async function revocation(
  { access, refresh }: Issuers,
  token: string,
  client: string,
): Promise<OAuthError | undefined> {
  for (const issuer of [access, refresh]) {
    const read = await issuer.read(token)
    if ('reason' in read) continue
    if (read.claims['client_id'] !== client)
      return oauthError('unauthorized_client', 'the token was issued to another client')
    issuer.issued.revoke(read.ordinal)
  }
  return undefined
}
