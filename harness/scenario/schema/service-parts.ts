import { z } from 'zod'
import { either, flag, keys, leaf, mapOf, oneOf, text, whole } from './leaf.ts'
import { duration, rate } from './values.ts'

/** Where a service listens. */
export const at = leaf(
  'an origin as https://vault.example.com:8200',
  { type: 'string', format: 'uri' },
  (value, no) => {
    if (typeof value !== 'string') return no.type()
    const url = URL.canParse(value) ? new URL(value) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(value)) {
      return no.value(`"${value}" is no URL`, 'write it as https://vault.example.com:8200')
    }
    if (url.search || url.hash || url.username || url.password) {
      return no.value('only scheme, host, port and path belong here', `write ${url.origin}`)
    }
    return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') }
  },
)

/** What every fake has. */
export const common = {
  at: at.optional().describe('Where it listens: scheme, host, port, and a path if it has its own.'),
  for: text
    .optional()
    .describe('Id of the authorizationServer or endpointConnection of server.xml it stands for.'),
  clientCertificate: either(
    'true, a subject, or { subject, ca }',
    flag,
    text,
    keys({
      subject: text.optional().describe('Its subject, as CN=ims, or all of it with its commas.'),
      ca: text.optional().describe('PEM file of the certificate, or of one that vouches for it.'),
    }),
  )
    .optional()
    .describe('The certificate that clients must show; without one there is no connection.'),
  limits: z
    .object(
      {
        leases: whole(1)
          .optional()
          .describe('How many tokens may be alive at once; a vault alone.'),
      },
      { error: () => 'a map' },
    )
    .catchall(rate)
    .optional()
    .describe('The most requests an endpoint takes, as login: 100/s; beyond, it answers 429.'),
  lockout: keys({
    after: whole(1).describe('How many wrong credentials in a row.'),
    for: duration.describe('How long the user is locked out.'),
  })
    .optional()
    .describe('Locks a user out after wrong credentials.'),
}

/** What can be said of the tokens that a server issues. */
export const tokenShape = {
  kind: oneOf('jws', 'jwe', 'opaque').optional().describe('What is issued; jws where absent.'),
  alg: oneOf('ES256', 'RS256', 'HS256')
    .optional()
    .describe('How it is signed; ES256 where absent.'),
  lifetime: duration.optional().describe('How long it lives; absent: no exp claim.'),
  jti: flag.optional().describe('Whether each token has a jti of its own.'),
  claims: mapOf(z.unknown()).optional().describe('Further claims.'),
}
