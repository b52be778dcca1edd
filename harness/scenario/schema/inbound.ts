import { z } from 'zod'
import { forgeries } from '../../fakes/forged-token.ts'
import { either, flag, keys, listOf, mapOf, oneOf, scalar, text, whole } from './leaf.ts'
import { at } from './service-parts.ts'
import { duration, urlPath } from './values.ts'

const operation = keys({
  name: text.optional().describe('What it counts by; METHOD /path where absent.'),
  transaction: text.describe('The IMS transaction it runs.'),
  status: whole(200, 599).optional().describe('Of the answer; 200 where absent.'),
  body: z.unknown().optional().describe('The answer; what the transaction gives where absent.'),
})

/** The provider side of z/OS Connect. */
export const inbound = keys({
  kind: oneOf('inbound').describe(
    'The provider side of z/OS Connect: it takes requests with JWTs.',
  ),
  at: at.describe('Where it listens: scheme, host and port.'),
  apis: mapOf(mapOf(operation)).describe('APIs by name, each with METHOD /path to an operation.'),
  ims: text.describe('The service of kind ims behind it.'),
  propagateNetworkSecurityCred: flag
    .optional()
    .describe('Of the IMS interaction profile; true where absent.'),
})

/** IMS behind IMS Connect. */
export const ims = keys({
  kind: oneOf('ims').describe('IMS behind IMS Connect: it checks, logs and runs transactions.'),
  at: at.describe('Where IMS Connect listens.'),
  version: whole(1, 99).optional().describe('Of IMS Connect; 15 where absent.'),
  transactions: mapOf(
    either(
      'a map, or nothing at all',
      keys({
        db2: listOf(text).optional().describe('Db2 privileges its program uses.'),
        body: z.unknown().optional().describe('What it gives.'),
      }),
      z.null(),
    ),
  ).describe('Transactions by name.'),
})

const token = keys({
  by: text.describe('The service that issues it: a jwt or an oauth service with JWTs.'),
  claims: mapOf(z.unknown()).optional().describe('Its claims; null leaves one out.'),
  age: duration.optional().describe('How long ago it was issued.'),
  forge: oneOf(...forgeries)
    .optional()
    .describe('What a forger does to it.'),
  forgedClaims: mapOf(z.unknown()).optional().describe('What the forger makes it say.'),
})

const many = either('a text, or a list of texts', scalar, listOf(scalar))

/** A request of a client, to any service. */
export const clientRequest = keys({
  to: text.describe('The service.'),
  method: oneOf('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD')
    .optional()
    .describe('GET where absent.'),
  path: urlPath.describe('Path and query below the service.'),
  headers: mapOf(many).optional().describe('Header lines.'),
  token: either('a token as ${idp.issued[1]}, or { by, claims }', text, token)
    .optional()
    .describe('Goes after Bearer into Authorization, or bare into tokenHeader.'),
  tokenHeader: text.optional().describe('Another header for the token.'),
  body: z.unknown().optional().describe('A text is sent as it is, anything else as JSON.'),
})

const roleRule = keys({
  api: text.optional().describe('The name of an API; * stands for any text. Or give application.'),
  application: text.optional().describe('The context root, as /web; * stands for any text.'),
  claim: either('a path, or a list of names', text, listOf(text))
    .optional()
    .describe('Where the token has its roles; that of the mapping where absent.'),
  role: text.describe('The role.'),
  user: text.describe('The SAF user it becomes.'),
})

/** Which roles become which SAF users. */
export const roleMappingSchema = keys({
  claim: either('a path, or a list of names', text, listOf(text))
    .optional()
    .describe('Where tokens have their roles; roles where absent.'),
  rules: listOf(roleRule).describe('The first that fits a token decides.'),
  otherwise: text.optional().describe('The SAF user of everybody else; 403 where absent.'),
})

export type ClientRequestWritten = z.output<typeof clientRequest>
