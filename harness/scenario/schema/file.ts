import { z } from 'zod'
import { assumed, type Assumptions } from '../../../emulator/index.ts'
import { expectation } from './expect.ts'
import { either, flag, keys, leaf, listOf, mapOf, oneOf, scalar, text, whole } from './leaf.ts'
import { roleMappingSchema } from './inbound.ts'
import { safSchema } from './saf.ts'
import { duration, instant, jobName, level } from './values.ts'

const number = leaf('a number', { type: 'number', minimum: 0 }, (value, no) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : no.type(),
)

const words: Readonly<Record<string, readonly string[]>> = {
  credentialLocation: ['header', 'body'],
  requestMethod: ['GET', 'PUT', 'POST'],
  tokenLocation: ['header', 'body'],
}

const assume = Object.fromEntries(
  Object.entries(assumed).map(([name, value]) => {
    const schema: z.ZodType =
      words[name] !== undefined ? oneOf(...words[name]) : typeof value === 'boolean' ? flag : number
    return [name, schema.optional().describe(`baqlab assumes ${value}.`)]
  }),
) as Record<keyof Assumptions, z.ZodOptional<z.ZodType>>

const one = {
  scenario: text.describe('A sentence that says what holds.'),
  about: text.optional().describe('More about it, for people.'),
  include: either('a file, or a list of files', text, listOf(text))
    .optional()
    .describe('Files with services, requests, variables or a program, relative to this one.'),
  config: text.describe('The server.xml, relative to this file.'),
  variables: mapOf(scalar)
    .optional()
    .describe('Liberty variables that win over the configuration’s.'),
  apiRequesters: text
    .optional()
    .describe('A folder of .ara files that stands for location of zosconnect_apiRequesters.'),
  dropins: listOf(text).optional().describe('More XML, merged last; ${…} in it is Liberty’s.'),
  level: level.optional().describe('Fix level of z/OS Connect; the newest known where absent.'),
  servers: either('a number, or a list of job names', whole(1, 64), listOf(jobName))
    .optional()
    .describe('z/OS Connect servers, each with a cache of its own; one where absent.'),
  balance: oneOf('round', 'random', 'perProgram')
    .optional()
    .describe('How calls find their server; round where absent.'),
  start: instant
    .optional()
    .describe(
      'When the clock begins; 2026-01-05T00:00:00Z where absent, and the real time where a service is outside.',
    ),
  program: keys({
    kind: oneOf('ims', 'cics', 'batch').optional().describe('ims where absent.'),
    name: text.optional().describe('Its name; PROGRAM1 where absent.'),
    timeout: duration.optional().describe('BAQTIMEOUT; for ever where absent.'),
    user: text.optional().describe('Owner of the task, transaction or job: the asserted user.'),
    link: text.optional().describe('The user the stub logs on to z/OS Connect with.'),
  })
    .optional()
    .describe('The program that calls.'),
  extensions: listOf(oneOf('jwt-bearer', 'role-mapping'))
    .optional()
    .describe('What the product does not have and this scenario switches on.'),
  keystores: mapOf(
    either(
      'a file, or { file, password }',
      text,
      keys({
        file: text.describe('A PEM or PKCS12 file, relative to this one.'),
        password: text.optional().describe('What opens it; that of the keyStore where absent.'),
      }),
    ),
  )
    .optional()
    .describe('Files that stand for key rings, or for keyStore elements by their ids.'),
  roleMapping: roleMappingSchema
    .optional()
    .describe('Extension role-mapping: which roles of a token become which SAF users.'),
  saf: safSchema.optional().describe('The security manager: users, groups, and who may do what.'),
  assume: keys(assume).optional().describe('The other reading of what no source settles.'),
  expect: expectation.optional().describe('What must hold when all steps are done.'),
  compare: z.unknown().optional().describe('Traffic, and what baqlab compare runs it under.'),
  matrix: either(
    'a map of lists, or a list of rows',
    mapOf(listOf(z.unknown())),
    listOf(mapOf(z.unknown())),
  )
    .optional()
    .describe('One scenario for each row: a list for each name, or a list of rows.'),
}

/** A scenario file with any services, requests and steps: theirs are chosen by kind and key. */
export const fileSchema = keys({
  ...one,
  services: mapOf(z.unknown()).optional().describe('The servers around z/OS Connect, by name.'),
  requests: mapOf(z.unknown()).optional().describe('What programs call, by name.'),
  steps: listOf(z.unknown()).optional().describe('What happens, in order.'),
})

export type FileWritten = z.output<typeof fileSchema>
