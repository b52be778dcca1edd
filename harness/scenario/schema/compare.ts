import { z } from 'zod'
import { policyNames } from '../compare-model.ts'
import { either, keys, leaf, listOf, mapOf, oneOf, scalar, text, whole } from './leaf.ts'
import { as, requestSchema, stepSchemas } from './steps.ts'
import { duration, jobName, level, path, rate } from './values.ts'

const perMs = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** Calls in a millisecond, written as `0/s` or `12.5/s`. */
const curveRate = leaf(
  'a rate as 50/s, 1.5/m or 0/s',
  { type: 'string', pattern: '^\\d+(\\.\\d+)?/[smh]$', examples: ['50/s', '0/s'] },
  (value, no): number => {
    if (typeof value === 'number') return no.type(`write ${value}/s, or another of /m /h`)
    if (typeof value !== 'string') return no.type()
    const [, count, unit] = /^(\d{1,9}(?:\.\d{1,9})?)\/([smh])$/.exec(value) ?? []
    if (unit === undefined) return no.value(`"${value}" is not a rate`, 'write it as 50/s')
    return Number(count) / perMs[unit as keyof typeof perMs]
  },
)

const share = leaf(
  'a share as 80%',
  { type: 'string', pattern: '^\\d+(\\.\\d+)?%$', examples: ['80%'] },
  (value, no): number => {
    if (typeof value === 'number') return no.type(`write ${value <= 1 ? value * 100 : value}%`)
    if (typeof value !== 'string') return no.type()
    const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(value) ?? []
    if (digits === undefined) return no.value(`"${value}" is no share`, 'write it as 80%')
    return Number(digits) <= 100 ? Number(`${digits}e-2`) : no.value(`"${value}" is more than all`)
  },
)

const point = keys({
  at: duration.describe('The moment, from the begin of the flow.'),
  rate: curveRate.describe('Calls in a time at that moment; it changes evenly to the next point.'),
})

const bursts = keys({
  every: duration.describe('From the begin of one burst to that of the next.'),
  calls: whole(1, 1_000_000).describe('How many calls a burst has.'),
  within: duration.describe('In what time they come, evenly.'),
})

const columns = keys({
  time: text.optional().describe('time where absent.'),
  operation: text.optional().describe('operation where absent.'),
  user: text.optional().describe('user where absent.'),
})

const replay = keys({
  file: text.describe('A .csv file with a head line, or JSON lines, relative to this one.'),
  columns: columns.optional().describe('How the columns or fields are called.'),
})

const weight = whole(1, 1_000_000)

const user = keys({
  weight: weight.optional().describe('Its share of the calls; 1 where absent.'),
  as: as.optional().describe('BAQ-REQUEST-INFO as the program fills it for this user.'),
})

const aCall = either('the name of a request, or a request', text, requestSchema)

const callInTurn = keys({
  call: aCall.describe('A name under requests, or the request itself.'),
  as: as.optional().describe('BAQ-REQUEST-INFO of this call; that of the flow where absent.'),
  capture: mapOf(path)
    .optional()
    .describe('Name to path into the response; later calls of the same arrival may hold ${name}.'),
})

const flow = keys({
  call: aCall.optional().describe('What is called; or give calls.'),
  calls: either(
    'a mix as { readSecret: 3, pay: 1 }, or calls one after the other as [readSecret, pay]',
    mapOf(weight),
    listOf(either('the name of a request, or a call', text, callInTurn)),
  )
    .optional()
    .describe(
      'A mix of requests, name to weight; or the calls of each arrival, one after the other.',
    ),
  as: as.optional().describe('BAQ-REQUEST-INFO as the program fills it.'),
  users: mapOf(user).optional().describe('A mix of users, by names of your own.'),
  from: text.optional().describe('The program that calls, for balance: sticky.'),
  on: jobName.optional().describe('The server all of it goes to; as balance has it where absent.'),
  rate: rate.optional().describe('Calls in a time, as 50/s.'),
  every: duration.optional().describe('Time between two calls.'),
  curve: listOf(point).optional().describe('A rate that changes from point to point.'),
  bursts: bursts.optional().describe('Calls that come in bursts.'),
  replay: replay.optional().describe('Calls at the moments of a file.'),
  arrivals: oneOf('steady', 'poisson').optional().describe('steady where absent.'),
  after: duration.optional().describe('When it begins, from the start; at once where absent.'),
  for: duration.optional().describe('How long it goes on; to the end where absent.'),
})

const latency = either(
  'a duration, or one of { uniform: [50ms, 150ms] }, { exponential: 100ms }, { lognormal: { median, p99 } }',
  duration,
  keys({
    uniform: z
      .array(duration, { error: () => 'two durations, as [50ms, 150ms]' })
      .optional()
      .describe('Anything from the first to the second, all the same likely.'),
    exponential: duration.optional().describe('The mean.'),
    lognormal: keys({
      median: duration.describe('Half of the answers take no longer.'),
      p99: duration.describe('99 % of the answers take no longer.'),
    })
      .optional()
      .describe('As measured answers mostly are: few, but very slow ones.'),
  }),
)

const latencies = mapOf(latency)

const { fault: stepFault } = stepSchemas.fault.shape

const policy = either(
  `one of ${policyNames.join(', ')}, or a policy with its values`,
  oneOf(...policyNames),
  keys({
    'refresh-at': either(
      'a share as 80%, or { share, jitter }',
      share,
      keys({
        share: share.describe('Of a token’s life.'),
        jitter: share
          .optional()
          .describe('Earlier or later by up to this share of that; 0% where absent.'),
      }),
    )
      .optional()
      .describe('A token is renewed when this share of its life is over.'),
    'negative-caching': duration.optional().describe('How long a refusal of a token is believed.'),
    'serve-stale': duration
      .optional()
      .describe('How long after its end an old token serves on while no new one can be had.'),
  }),
)

const variant = keys({
  name: text.optional().describe('Level, servers and settings where absent.'),
  level: level.optional().describe('Fix level; the scenario’s where absent.'),
  servers: either('a number, or a list of job names', whole(1, 64), listOf(jobName))
    .optional()
    .describe('z/OS Connect servers; the scenario’s where absent.'),
  balance: oneOf('round', 'random', 'sticky')
    .optional()
    .describe('How calls find their server; round where absent.'),
  set: mapOf(mapOf(scalar))
    .optional()
    .describe('Attributes of elements of server.xml: id to name to value.'),
  latency: latencies.optional().describe('How long endpoints that issue tokens take.'),
  whatIf: listOf(policy).optional().describe('What z/OS Connect does not do.'),
})

const timedFault = keys({
  after: duration.describe('When it begins, from the start.'),
  fault: stepFault,
})

/** The schema of `compare`. */
export const compareSchema = keys({
  for: duration.describe('How long calls arrive.'),
  bucket: duration.optional().describe('Length of a bar of the chart; as fits where absent.'),
  base: text.optional().describe('The variant to compare with; the lowest fix level where absent.'),
  traffic: listOf(flow).describe('Flows of calls, all at once.'),
  latency: latencies
    .optional()
    .describe('How long endpoints that issue tokens take, as vault.login.'),
  faults: listOf(timedFault).optional().describe('What services do wrong, and when.'),
  variants: listOf(variant).describe('What is compared.'),
})

export type CompareWritten = z.output<typeof compareSchema>
export type FlowWritten = z.output<typeof flow>
export type CallInTurnWritten = z.output<typeof callInTurn>
export type VariantWritten = z.output<typeof variant>
export type LatencyWritten = z.output<typeof latency>
export type PolicyWritten = z.output<typeof policy>
