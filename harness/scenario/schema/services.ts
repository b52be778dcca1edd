import { z } from 'zod'
import { either, flag, keys, listOf, mapOf, oneOf, scalar, text, anyText, whole } from './leaf.ts'
import { ims, inbound } from './inbound.ts'
import { oauth, trustedKeys } from './oauth.ts'
import { at, common, tokenShape } from './service-parts.ts'
import { duration, path, urlPath } from './values.ts'

const credentials = either(
  'basic, none, or a map with in: basic, headers or body',
  oneOf('basic', 'none'),
  z.discriminatedUnion(
    'in',
    [
      keys({
        in: z.literal('basic'),
        header: text.optional().describe('The header; Authorization where absent.'),
      }),
      keys({
        in: z.literal('headers'),
        user: text.describe('The header with the user name.'),
        password: text.describe('The header with the password.'),
      }),
      keys({
        in: z.literal('body'),
        user: path.describe('Where the JSON body has the user name.'),
        password: path.describe('Where the JSON body has the password.'),
      }),
    ],
    { error: () => 'one of basic, headers, body' },
  ),
)

const answer = keys({
  in: oneOf('header', 'body').optional().describe('Where the token is; body where absent.'),
  header: text.optional().describe('Its header; Authorization where absent.'),
  format: oneOf('JSON', 'Text', 'JWT').optional().describe('Of the body; JSON where absent.'),
  path: path.optional().describe('Where the JSON body has the token; $.token where absent.'),
  lifetimePath: path.optional().describe('Where the JSON body has the lifetime in seconds.'),
})

const jwt = keys({
  kind: oneOf('jwt').describe('A login that answers with a token (zosconnect_authToken).'),
  ...common,
  path: urlPath.optional().describe('The only path answered; the origin’s own where absent.'),
  method: oneOf('GET', 'PUT', 'POST').optional().describe('The only method; POST where absent.'),
  users: mapOf(text).optional().describe('User name to password.'),
  credentials: credentials.optional().describe('Where user name and password are looked for.'),
  token: keys(tokenShape).optional().describe('The token issued.'),
  answer: answer.optional().describe('Where the answer carries the token.'),
  requireBody: mapOf(z.unknown()).optional().describe('Values the JSON body must have, by path.'),
  requireHeaders: mapOf(scalar).optional().describe('Header lines the login must have.'),
})

const tokenOptions = {
  tokenTtl: duration.optional().describe('How long a token lives; 768h where absent.'),
  tokenMaxTtl: duration.optional().describe('The longest by renewal; 768h where absent.'),
  tokenNumUses: whole(0).optional().describe('How often a token may be used; 0 is unlimited.'),
  tokenType: oneOf('service', 'batch').optional().describe('service where absent.'),
  policies: listOf(text).optional().describe('Names of policies.'),
  mount: text.optional().describe('Where the method is mounted below auth/, as approle2.'),
}

const approle = keys({
  roleId: text.describe('The role id a program logs in with.'),
  secretId: text.optional().describe('Its secret id; absent: none is asked for.'),
  secretIdTtl: duration.optional().describe('How long the secret id is valid.'),
  secretIdNumUses: whole(0).optional().describe('How often it may be used; 0 is unlimited.'),
  ...tokenOptions,
})

const jwtRole = keys({
  keys: trustedKeys.describe('Public keys any of which proves a JWT.'),
  boundIssuer: text.optional().describe('The iss it must have; any where absent.'),
  boundSubject: text.optional().describe('The sub it must have; any where absent.'),
  boundAudiences: either('a text, or a list of texts', text, listOf(text))
    .optional()
    .describe('Audiences any of which it must have; absent: it must have none.'),
  boundClaims: mapOf(either('a text, or a list of texts', text, listOf(text)))
    .optional()
    .describe('Claim to the values any of which it must have.'),
  userClaim: text.optional().describe('The claim that names the user; sub where absent.'),
  ...tokenOptions,
})

const certRole = keys({
  certificate: text.describe('PEM file of the certificate, or of one that vouches for it.'),
  allowedCommonNames: either('a text, or a list of texts', text, listOf(text))
    .optional()
    .describe('Common names any of which it must have; any where absent.'),
  ...tokenOptions,
})

const capability = oneOf('create', 'read', 'update', 'patch', 'delete', 'list', 'deny')

const vault = keys({
  kind: oneOf('vault').describe('As much of HashiCorp Vault as token handling needs.'),
  ...common,
  product: oneOf('vault', 'openbao')
    .optional()
    .describe(
      'Whose answers are given where the two differ: openbao (where absent) or vault, HashiCorp’s. The contract suite ran on both. On a real server of the other product the scenario is skipped.',
    ),
  namespace: text.optional().describe('The namespace all of it lives in.'),
  rootToken: text.optional().describe('A token that may do everything.'),
  sealed: flag.optional().describe('Whether it is sealed.'),
  mounts: mapOf(oneOf('kv-v1', 'kv-v2', 'approle', 'userpass', 'jwt', 'cert'))
    .optional()
    .describe('Path to type of engine; secret: kv-v2 where absent.'),
  approle: mapOf(approle).optional().describe('AppRole roles by name.'),
  userpass: mapOf(keys({ password: text.describe('The password.'), ...tokenOptions }))
    .optional()
    .describe('Users by name.'),
  jwt: mapOf(jwtRole).optional().describe('Roles that log in with JWTs, by name.'),
  cert: mapOf(certRole).optional().describe('Roles that log in with client certificates.'),
  policies: mapOf(mapOf(listOf(capability)))
    .optional()
    .describe('Policy to path to capabilities; absent: every role may use all KV mounts.'),
  secrets: mapOf(mapOf(z.unknown())).optional().describe('Secrets by mount/path.'),
})

const demand = keys({
  of: text.describe('The service that issued the token.'),
  header: text.optional().describe('The header it comes in; Authorization where absent.'),
  scheme: anyText.optional().describe('The word before it; Bearer where absent, "" for none.'),
  audience: text.optional().describe('The aud it must have.'),
  scope: text.optional().describe('The scope it must have.'),
})

const demandOrName = either('the name of a service, or { of: name }', text, demand)

const require = keys({
  headers: mapOf(scalar).optional().describe('Header lines a request must have.'),
  token: either(
    'the name of a service, { of: name }, or a list of these',
    text,
    demand,
    listOf(demandOrName),
  )
    .optional()
    .describe('Tokens a request must have, by the service that issued them.'),
  basic: keys({
    user: text.describe('The user name.'),
    password: text.describe('The password.'),
  })
    .optional()
    .describe('Basic authentication a request must have.'),
})

const route = keys({
  name: text.optional().describe('What it counts by; METHOD /path where absent.'),
  status: whole(200, 599).optional().describe('200 where absent.'),
  headers: mapOf(scalar).optional().describe('Header lines of the answer.'),
  body: z.unknown().optional().describe('A text, or JSON; ${path.id} and ${body.a} are filled.'),
  delay: duration.optional().describe('How long it takes to answer.'),
})

const api = keys({
  kind: oneOf('api').describe('The secured API a program calls.'),
  ...common,
  require: require.optional().describe('What it asks of a request before it answers.'),
  routes: mapOf(either('a map, or nothing at all', route, z.null())).describe(
    'METHOD /path to its answer; {name} matches one segment.',
  ),
})

const outside = keys({
  kind: oneOf('outside').describe('A real server that runs already: requests pass through to it.'),
  at: at.describe('Where it runs.'),
  allow: flag.optional().describe('Whether it may be another host than this one.'),
  ca: text
    .optional()
    .describe('PEM file of the authority of its certificate; node’s own where absent.'),
})

const { at: proxyAt, for: proxyFor } = common

const proxy = keys({
  kind: oneOf('proxy').describe('An HTTP proxy that a zosconnect_proxyConfig names.'),
  at: proxyAt,
  for: proxyFor,
})

/** The schema of a service, by its kind. */
export const serviceSchemas = { jwt, oauth, vault, api, proxy, outside, inbound, ims }

export type JwtWritten = z.output<typeof jwt>
export type OAuthWritten = z.output<typeof oauth>
export type OutsideWritten = z.output<typeof outside>
export type ProxyWritten = z.output<typeof proxy>
export type VaultWritten = z.output<typeof vault>
export type InboundWritten = z.output<typeof inbound>
export type ImsWritten = z.output<typeof ims>
export type ApiWritten = z.output<typeof api>

/** Keys of services that the design names and this version does not have. */
export const serviceKeysNotEmulated = ['openapi']
