import { z } from 'zod'
import { requestInfoFields, type RequestInfoField } from '../../../emulator/index.ts'
import {
  anyText,
  either,
  flag,
  keys,
  leaf,
  listOf,
  mapOf,
  oneOf,
  scalar,
  text,
  whole,
} from './leaf.ts'
import { endpointName } from './expect.ts'
import { clientRequest } from './inbound.ts'
import { expectation } from './expect.ts'
import { duration, jobName, path, rate, signedDuration, urlPath } from './values.ts'

const manyScalars = either('a text, or a list of texts', scalar, listOf(scalar))

/** A request that a program makes through the stub. */
export const requestSchema = keys({
  connection: text
    .optional()
    .describe('Id of the endpointConnection; not beside `api`, whose archive names it.'),
  api: text
    .optional()
    .describe('BAQ-APINAME of an API whose .ara file is there, as cscvinc_1.0.0.'),
  method: oneOf('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS')
    .optional()
    .describe('GET where absent.'),
  path: urlPath.describe(
    'Path and query below the connection’s host; with `api` BAQ-APIPATH, URL-encoded or not.',
  ),
  parameters: mapOf(scalar).optional().describe('With `api`: what stands for {name} in the path.'),
  headers: mapOf(manyScalars).optional().describe('Header lines; a list sends one line for each.'),
  query: mapOf(manyScalars).optional().describe('Appended to the path, encoded.'),
  body: z.unknown().optional().describe('A text is sent as it is, anything else as JSON.'),
}).meta({ id: 'request', description: 'What a program calls.' })

const field = either(
  'a text, or { value, length }',
  anyText,
  keys({
    value: anyText.describe('What the program moves into the field.'),
    length: leaf('a whole number', { type: 'integer' }, (value, no) =>
      typeof value === 'number' && Number.isSafeInteger(value) ? value : no.type(),
    )
      .optional()
      .describe('What it moves into the -LEN field; the length of the value where absent.'),
  }),
)

const fields = Object.fromEntries(
  Object.entries(requestInfoFields).map(([name, { copybook, compLevel }]) => [
    name,
    field.optional().describe(`${copybook}, from compatibility level ${compLevel}.`),
  ]),
) as Record<RequestInfoField, z.ZodOptional<typeof field>>

export const as = keys({
  ...fields,
  compLevel: whole(0, 4)
    .optional()
    .describe('BAQ-REQUEST-INFO-COMP-LEVEL; as high as the fields need where absent.'),
}).meta({ id: 'as', description: 'BAQ-REQUEST-INFO.' })

const callParts = {
  call: either('the name of a request, or a request', text, requestSchema).describe(
    'A name under requests, or the request itself.',
  ),
  as: as.optional().describe('BAQ-REQUEST-INFO as the program fills it.'),
  on: jobName.optional().describe('The server it goes to; as balance has it where absent.'),
  from: text.optional().describe('The program that calls, for balance: perProgram.'),
  capture: mapOf(path)
    .optional()
    .describe('Name to path into the response; later strings may hold ${name.path}. It is secret.'),
}

const times = whole(1, 1_000_000).optional().describe('How many times, one after the other.')

const expect = expectation.optional().describe('What must hold when the step is done.')

const parallelCall = keys({
  ...callParts,
  times: whole(1, 100_000).optional().describe('How many.'),
})

const traffic = keys({
  ...callParts,
  every: duration.optional().describe('Mean time between two calls; or give rate.'),
  rate: rate.optional().describe('Calls in a time, as 100/s; or give every.'),
  for: duration.optional().describe('How long; or give times.'),
  times: times.describe('How many calls; or give for.'),
  callers: whole(1, 100_000).optional().describe('At most so many calls at once.'),
  arrivals: oneOf('steady', 'poisson').optional().describe('steady where absent.'),
})

export const faultDeeds = [
  'refused',
  'reset',
  'connect-timeout',
  'no-answer',
  'dns',
  'tls',
  'empty-body',
  'cut-body',
  'endless-body',
  'malformed-json',
  'token-misplaced',
  'token-expired',
  'token-huge',
  'token-wrong-issuer',
  'token-tampered',
] as const

const ordinals = leaf(
  'ordinals as 2..3',
  { type: 'string', pattern: '^[1-9]\\d*\\.\\.[1-9]\\d*$', examples: ['2..3'] },
  (value, no) => {
    if (typeof value === 'number') return no.type(`write call: ${value}`)
    if (typeof value !== 'string') return no.type()
    const [, first, last] = /^([1-9]\d{0,8})\.\.([1-9]\d{0,8})$/.exec(value) ?? []
    if (first === undefined) return no.value(`"${value}" is not from..to`, 'write it as 2..3')
    if (Number(first) > Number(last))
      return no.as('CANNOT-HOLD', `"${value}" ends before it begins`)
    return { first: Number(first), last: Number(last) }
  },
)

const fault = keys({
  at: endpointName.describe('The service, or one endpoint of it as vault.login.'),
  call: whole(1).optional().describe('The one arrival it strikes, counted from here.'),
  calls: ordinals.optional().describe('The arrivals it strikes, as 2..3.'),
  times: whole(1).optional().describe('The next so many arrivals.'),
  for: duration.optional().describe('All arrivals of this time.'),
  delay: duration.optional().describe('How long the service waits before it acts.'),
  status: whole(200, 599).optional().describe('Answers with this status.'),
  headers: mapOf(scalar).optional().describe('Header lines of that answer.'),
  body: z.unknown().optional().describe('Body of that answer: a text, or JSON.'),
  redirect: text.optional().describe('Answers 307 with this Location.'),
  do: oneOf(...faultDeeds)
    .optional()
    .describe('What else happens instead of an answer.'),
})

/** The schema of a step, by the key that says what it does. */
export const stepSchemas = {
  call: keys({ ...callParts, times, expect }),
  request: keys({
    request: clientRequest.describe('A request of a client from outside.'),
    expect,
  }),
  parallel: keys({
    parallel: either(
      'a list of calls, or { call, times }',
      parallelCall,
      listOf(parallelCall),
    ).describe('Calls that begin together.'),
    expect,
  }),
  traffic: keys({ traffic: traffic.describe('A flow of calls.'), expect }),
  advance: keys({ advance: duration.describe('Moves the clock on.'), expect }),
  wait: keys({ wait: duration.describe('Waits in real time, for a real server.'), expect }),
  at: keys({ at: duration.describe('Moves the clock to this moment after the start.'), expect }),
  fault: keys({ fault: fault.describe('What a service does wrong from here on.'), expect }),
  revoke: keys({
    revoke: text.describe('Kills all tokens of a service, or one: vault.issued[2].'),
    expect,
  }),
  operator: keys({
    operator: text.describe('A console command, as F BAQSTRT,ZCON,CLEARTOKENCACHE.'),
    expect,
  }),
  rotate: keys({
    rotate: either(
      'the name of a service, or { service, drop }',
      text,
      keys({
        service: text.describe('The service.'),
        drop: flag
          .optional()
          .describe('Whether the old keys are gone at once, and their tokens with them.'),
      }),
    ).describe('A service takes a new signing key.'),
    expect,
  }),
  skew: keys({
    skew: mapOf(signedDuration).describe(
      'How far the clock of a service is ahead, or behind: -30s.',
    ),
    expect,
  }),
  config: keys({
    config: text.describe('Another server.xml that all servers go on with; their caches stay.'),
    expect,
  }),
  restart: keys({ restart: jobName.describe('A server starts anew: its cache is gone.'), expect }),
}

export type StepKind = keyof typeof stepSchemas
export type StepsWritten = { [K in StepKind]: z.output<(typeof stepSchemas)[K]> }
export type FaultWritten = z.output<typeof fault>
export type TrafficWritten = z.output<typeof traffic>
export type CallWritten = z.output<typeof parallelCall>
export type RequestWritten = z.output<typeof requestSchema>
export type AsWritten = z.output<typeof as>
