import { z } from 'zod'
import { either, flag, keys, listOf, mapOf, text } from './leaf.ts'

const user = keys({
  groups: listOf(text).optional().describe('Groups it is connected to.'),
  revoked: flag.optional().describe('Whether it is revoked.'),
  restricted: flag.optional().describe('Whether UACC and ID(*) give it nothing.'),
})

const readers = mapOf(listOf(text)).optional()

/** The security manager of a scenario. */
export const safSchema = keys({
  users: either(
    'a list of user IDs, or a map from user IDs to what is known of them',
    listOf(text),
    mapOf(either('a map, or nothing at all', user, z.null())),
  )
    .optional()
    .describe('User IDs that exist.'),
  groups: listOf(text).optional().describe('Groups that exist; those of users need not be here.'),
  surrogat: readers.describe('SURROGAT profiles, as USER.BAQTOKEN, and who has READ access.'),
  appl: readers.describe('APPL profiles and who has READ access; * is everybody.'),
  ejbrole: readers.describe('EJBROLE profiles and who has READ access.'),
  tims: readers.describe('IMS transactions and who has READ access.'),
  db2: readers.describe(
    'Db2 privileges as DSN1.BANK.ACCOUNT.SELECT (class MDSNTB), and who has them.',
  ),
  filters: listOf(
    keys({
      user: text.describe('The user name of the identity provider; * for any.'),
      registry: text.describe('Its realm; * for any.'),
      saf: text.describe('The user ID it is mapped to.'),
      label: text.optional().describe('A label.'),
    }),
  )
    .optional()
    .describe('Distributed identity filters, as RACMAP MAP makes them.'),
  racf: either('a file, or a list of files', text, listOf(text))
    .optional()
    .describe('Files with RACF commands, relative to this one, carried out on top of the rest.'),
})
