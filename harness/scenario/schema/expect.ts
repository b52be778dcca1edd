import { z } from 'zod'
import { nearest, returnCodes, type ReturnCode } from '../../../emulator/index.ts'
import type { Matcher } from '../model.ts'
import { count, share, time } from './bounds.ts'
import { either, flag, keys, leaf, listOf, mapOf, oneOf, text, whole } from './leaf.ts'

/** A name that requests are counted by, as `vault.login:403`; what it names is checked later. */
export const endpointName = leaf(
  'a name as vault.login',
  { type: 'string', examples: ['vault', 'vault.login', 'vault.login:403'] },
  (value, no) => (typeof value === 'string' && value !== '' ? value : no.type()),
)

/** How a value must look: itself, or `{ contains }`, `{ matches }`, `{ absent }`, `{ equals }`. */
export const matcher = leaf('a value', {}, (value, no): Matcher => {
  if (value === undefined) return no.type()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return equals(value)
  const names = Object.keys(value)
  if (names.length !== 1) return equals(value)
  const inner: unknown = Object.values(value)[0]
  switch (names[0]) {
    case 'equals':
      return equals(inner)
    case 'contains':
      if (typeof inner !== 'string') return no.value('contains wants a text')
      return inner === ''
        ? no.as('CANNOT-FAIL', 'every text contains the empty one')
        : { kind: 'contains', text: inner }
    case 'matches':
      return typeof inner === 'string' ? matches(inner, no) : no.value('matches wants a text')
    case 'absent':
      return inner === true ? { kind: 'absent' } : no.value('absent can only be true')
    default:
      return equals(value)
  }
})

const equals = (value: unknown): Matcher => ({ kind: 'equals', value })

type Refuse = Parameters<Parameters<typeof leaf>[2]>[1]

function matches(pattern: string, no: Refuse): Matcher {
  if (/^\^?(\.\*|)\$?$/.test(pattern) && pattern !== '^$') {
    return no.as('CANNOT-FAIL', `every text matches "${pattern}"`)
  }
  try {
    return { kind: 'matches', pattern: new RegExp(pattern, 'u') }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.replace(/^.*: /, '') : ''
    return no.value(`"${pattern}" is not a regular expression: ${reason.toLowerCase()}`)
  }
}

const returnCode = leaf(
  'a number from 0 to 4, or a name as BAQ-SUCCESS',
  { anyOf: [{ type: 'integer', minimum: 0, maximum: 4 }, { enum: returnCodes }] },
  (value, no): ReturnCode => {
    if (typeof value !== 'number' && typeof value !== 'string') return no.type()
    const code = typeof value === 'number' ? value : returnCodes.findIndex((each) => each === value)
    if (code in returnCodes) return code as ReturnCode
    const close = nearest(String(value), returnCodes)
    const help = close ? `did you mean "${close}"?` : `use one of: ${returnCodes.join(', ')}`
    return no.as('UNKNOWN-NAME', `there is no return code "${value}"`, help)
  },
)

/** Every way a request can end without a response. */
export const failureKinds = [
  'refused',
  'reset',
  'connect-timeout',
  'receive-timeout',
  'tls',
  'dns',
  'malformed',
  'too-large',
] as const

const request = keys({
  to: endpointName.describe('The service, or one endpoint of it.'),
  nth: whole(1).optional().describe('Which of them, from 1, since the step began.'),
  method: matcher.optional().describe('Its method.'),
  path: matcher.optional().describe('Its path and query.'),
  certificate: matcher
    .optional()
    .describe('The subject of its client certificate, where the service asks for one.'),
  headers: mapOf(matcher).optional().describe('Its header lines.'),
  body: matcher.optional().describe('Its body.'),
})

const strings = either('a text, or a list of texts', text, listOf(text))

/** All expectations there are; which of them fit depends on the step. */
export const expectation = keys({
  calls: mapOf(count)
    .optional()
    .describe('How many requests arrived, by service[.endpoint][:status].'),
  order: listOf(endpointName).optional().describe('The endpoints called, in this order.'),
  requests: listOf(request).optional().describe('What requests looked like.'),
  returnCode: returnCode.optional().describe('BAQ-RETURN-CODE, a number or its 88-level name.'),
  statusCode: count.optional().describe('BAQ-STATUS-CODE.'),
  statusMessage: matcher.optional().describe('BAQ-STATUS-MESSAGE.'),
  statusMessageLength: count.optional().describe('BAQ-STATUS-MESSAGE-LEN.'),
  body: matcher.optional().describe('What the program got.'),
  api: keys({
    status: either(
      'a status or a kind of failure',
      whole(100, 599),
      oneOf(...failureKinds),
    ).describe('The status, or the kind of failure.'),
  })
    .optional()
    .describe('What the API endpoint answered last.'),
  token: mapOf(oneOf('hit', 'miss', 'refreshed', 'not-kept'))
    .optional()
    .describe('What the cache said, by the id of the element.'),
  because: strings.optional().describe('A rule that something rested on, as cache.opaque.'),
  cache: either('a count, or a map from job names to counts', count, mapOf(count))
    .optional()
    .describe('Live entries of all caches, or by server.'),
  status: count.optional().describe('The status a client got.'),
  runsAs: matcher.optional().describe('The SAF user a request ran as.'),
  person: keys({
    user: matcher.optional().describe('The user name.'),
    registry: matcher.optional().describe('The realm.'),
  })
    .optional()
    .describe('The distributed identity behind a request.'),
  logged: keys({
    transaction: matcher.optional().describe('The transaction.'),
    user: matcher.optional().describe('The SAF user.'),
    networkUserId: matcher.optional().describe('The network user ID.'),
    networkSessionId: matcher.optional().describe('The network session ID.'),
    data: matcher.optional().describe('The data of the application.'),
    ran: matcher.optional().describe('Whether it ran.'),
  })
    .optional()
    .describe('What IMS has logged last.'),
  retries: count.optional().describe('How many calls were tried once more after a 401.'),
  elapsed: time.optional().describe('Virtual time it took.'),
  outcomes: mapOf(share).optional().describe('Share of calls by returnCode/statusCode.'),
  peak: mapOf(count).optional().describe('Most token requests of a service in any second.'),
  inFlight: count.optional().describe('Most calls under way at once.'),
  longestOutage: time.optional().describe('Longest time from a failed call to the next success.'),
  liveTokens: mapOf(count).optional().describe('Tokens of a service that are alive.'),
  saved: z
    .object({ against: text.describe('The name of an earlier row.') }, { error: () => 'a map' })
    .catchall(share)
    .optional()
    .describe('Share by which counts are smaller than in another row.'),
  problems: listOf(text).optional().describe('Codes of the errors the configuration must have.'),
  reply: matcher.optional().describe('What the console shows.'),
  accepted: flag.optional().describe('Whether the command was carried out.'),
  affected: count.optional().describe('How many tokens were killed, or entries cleared.'),
}).meta({ id: 'expect', description: 'What must hold.' })

export type ExpectationWritten = z.output<typeof expectation>
export type ExpectationKey = keyof ExpectationWritten
