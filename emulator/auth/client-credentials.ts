import { rule } from '../rule.ts'
import type { GrantFields } from './grant.ts'

export const clientCredentialsGrant = rule('oauth.client-credentials', {
  status: 'documented',
  source: 'How to configure OAuth 2.0 with basic authentication',
  says: 'the client credentials grant asks for a token with client ID and client secret alone',
})

export const clientCredentialsSpelling = rule('oauth.client-credentials-spelling', {
  status: 'assumed',
  source:
    'Assumed: only the value "password" of grantType was seen; the other is taken from RFC 6749',
  says: 'grantType="client_credentials" is the client credentials grant',
})

/** What the client credentials grant adds: nothing but its name. */
export const clientCredentials = (): GrantFields => ({
  kind: 'fields',
  grantType: 'client_credentials',
  fields: [],
  identity: [],
  rules: [clientCredentialsGrant, clientCredentialsSpelling],
})
