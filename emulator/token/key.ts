import { hash } from 'node:crypto'
import { rule } from '../rule.ts'

export const exactMatch = rule('cache.key', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  says: 'a token is reused only when everything token-related in the request is exactly as it was when the token was obtained',
})

export const keyParts = rule('cache.key-parts', {
  status: 'assumed',
  source: 'Assumed: which values count as token-related is not listed',
  says: 'the key is element, server, endpoint, method, place and names of credentials, user, password, body, custom headers and custom parameters, in order; API, connection and asserted user are no part of it',
  other: { keyHasConnection: true },
})

/** What two requests have in common when they may share a token: a digest, from which no secret can be read. */
export type CacheKey = string & { readonly isCacheKey: true }

/** The key over fields in order; each goes in with its length, so no two lists of fields collide. */
export function cacheKey(fields: readonly string[]): CacheKey {
  const text = fields.map((field) => `${field.length}:${field}`).join('')
  return hash('sha256', text, 'base64url') as CacheKey
}
