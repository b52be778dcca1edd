import type { OAuthOptions } from '../options.ts'
import { isPublic } from './client-gate.ts'

/** What RFC 8414 and OpenID Connect Discovery say of a server at that address. */
export function metadata({ paths, clients, token }: OAuthOptions, base: string): object {
  const all = Object.values(clients)
  const methods = [
    ...(all.some(({ secret }) => secret !== undefined)
      ? ['client_secret_basic', 'client_secret_post']
      : []),
    ...(all.some(({ keys }) => keys.length > 0) ? ['private_key_jwt'] : []),
    ...(all.some(isPublic) ? ['none'] : []),
  ]
  const algs = [...new Set(all.flatMap(({ keys }) => keys.map(({ alg }) => alg)))].toSorted()
  return {
    issuer: base,
    token_endpoint: base + paths.token,
    jwks_uri: base + paths.jwks,
    introspection_endpoint: base + paths.introspect,
    revocation_endpoint: base + paths.revoke,
    grant_types_supported: [...new Set(all.flatMap(({ grants }) => grants))],
    scopes_supported: [...new Set(all.flatMap(({ scopes }) => scopes))],
    token_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    ...(algs.length > 0 && { token_endpoint_auth_signing_alg_values_supported: algs }),
    // There is no authorization endpoint, so there is nothing it could respond with.
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [token.alg],
  }
}
