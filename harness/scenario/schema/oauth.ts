import { either, flag, keys, listOf, mapOf, oneOf, text } from './leaf.ts'
import { common, tokenShape } from './service-parts.ts'
import { duration, urlPath } from './values.ts'

const grant = oneOf('client_credentials', 'password', 'refresh_token', 'jwt-bearer')

const key = either(
  'test, the path of a public key, or { file, kid }',
  text,
  keys({
    file: text.describe('A PEM, JWK or JWKS file, relative to this one; test for baqlab’s own.'),
    kid: text.optional().describe('The only kid it answers to; any where absent.'),
  }),
)

/** Public keys that prove what others have signed. */
export const trustedKeys = either('a key, or a list of keys', key, listOf(key))

const client = keys({
  secret: text.optional().describe('Its secret, by Basic or in the form.'),
  grants: listOf(grant).optional().describe('The grants it may use; all where absent.'),
  scopes: listOf(text).optional().describe('The scopes it may ask for, and gets unasked.'),
  keys: trustedKeys.optional().describe('Public keys that prove its client assertions.'),
})

/** An OAuth server. */
export const oauth = keys({
  kind: oneOf('oauth').describe('An OAuth 2.0 token endpoint and what belongs to it.'),
  ...common,
  paths: keys({
    token: urlPath.optional().describe('/token where absent.'),
    jwks: urlPath.optional().describe('/jwks where absent.'),
    introspect: urlPath.optional().describe('/introspect where absent.'),
    revoke: urlPath.optional().describe('/revoke where absent.'),
  })
    .optional()
    .describe('Where its endpoints are.'),
  clients: mapOf(client).describe('Its clients by their ids.'),
  users: mapOf(text).optional().describe('User name to password, for the password grant.'),
  token: keys({
    ...tokenShape,
    audience: either('a text, or a list of texts', text, listOf(text))
      .optional()
      .describe('What may be asked for as resource or audience; all of it where nothing is.'),
  })
    .optional()
    .describe('The access token issued.'),
  expiresIn: flag.optional().describe('Whether the answer has expires_in; true where absent.'),
  refresh: either(
    'true, or { lifetime }',
    flag,
    keys({
      lifetime: duration.optional().describe('How long one lives; for ever where absent.'),
    }),
  )
    .optional()
    .describe('Whether the password grant hands out refresh tokens.'),
  issuers: mapOf(trustedKeys)
    .optional()
    .describe('Whose assertions the jwt-bearer grant takes: iss to public keys.'),
})
