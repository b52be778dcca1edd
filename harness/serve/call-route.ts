import { returnCodes, type Outcome } from '../../emulator/index.ts'
import type { CallRecord } from '../call-record.ts'
import { checkConnections } from '../check-names.ts'
import { captureFrom, makeCall } from '../program.ts'
import { resolveRequest } from '../resolve-apis.ts'
import { callLines } from '../runner/timeline.ts'
import type { CallSpec } from '../scenario/model.ts'
import { liveCallSchema } from '../scenario/schema/live.ts'
import { TemplateError } from '../template.ts'
import { clockTime } from '../time-text.ts'
import { misunderstood, ok, problemTold, refused, type Answer, type Route } from './route.ts'
import type { Stage } from './stage.ts'

type Mask = (text: string) => string

/** The program's side: a call through BAQCSTUB, and all that comes back of it. */
export const callRoute: Route = {
  method: 'POST',
  path: '/call',
  summary: 'make a call as a program does through BAQCSTUB',
  description:
    'Says a whole request (connection, method, path, headers, query, body, requestInfo), which goes out as it is, or names a request of the scenario, in which captured values are filled in. Answers 200 whatever became of the call: that stands in returnCode and statusCode. The response body is the program’s own and is given in clear; everything else masks secrets.',
  body: {
    schema: liveCallSchema,
    example: {
      connection: 'vaultConn',
      method: 'GET',
      path: '/v1/secret/data/apimesh',
      requestInfo: { compLevel: 2, tokenUsername: 'ims-role', tokenPassword: '…' },
    },
  },
  answers: { 200: 'BAQ-RESPONSE-INFO, the response, and why it came to that.' },
  inWorld: ({ body }, stage) => call(body, stage),
}

async function call(said: unknown, stage: Stage): Promise<Answer> {
  const { world, reader, veil } = stage
  const read = reader.call(said)
  if (!read.value) return misunderstood(read.problems, veil.forAll())
  const resolved = resolveRequest(read.value.request, world.config)
  if ('problem' in resolved) return misunderstood([resolved.problem], veil.forAll())
  const spec = { ...read.value, request: resolved.request }
  const unknown = checkConnections([spec.request], world.config)
  if (unknown.length > 0)
    return misunderstood(
      unknown.map((each) => ({ ...each, at: { file: '$.connection', line: 1, col: 1 } })),
      veil.forAll(),
    )
  veil.remember(spec)
  const since = world.journal.size
  const made = await attempt(() =>
    world.clock.drive(`call ${spec.request.name}`, () => makeCall(world, { ...spec, capture: {} })),
  )
  if (made instanceof TemplateError)
    return refused(422, problemTold('CAPTURE', made.message, '$.request', captureFirst))
  return told(made, spec, stage, since)
}

const captureFirst = 'make the call that captures it first, with "capture"'

/** What a body came to, or the TemplateError it ended with. */
async function attempt<T>(body: () => T | Promise<T>): Promise<T | TemplateError> {
  try {
    return await body()
  } catch (thrown) {
    if (thrown instanceof TemplateError) return thrown
    throw thrown
  }
}

async function told(
  record: CallRecord,
  spec: CallSpec,
  { world, veil }: Stage,
  since: number,
): Promise<Answer> {
  const captured = await attempt(() => captureFrom(world.captured, spec, record))
  const own = new Set(record.trace.flatMap((event) => ('request' in event ? event.request : [])))
  const entries = world.journal.since(since).filter(({ request }) => own.has(request))
  const mask = veil.forCall(record, entries)
  const { start } = world.scenario
  const lines = callLines([record], { start, number: record.ordinal, entries })
  return ok({
    ...responseInfo(record.outcome, mask),
    ...response(record.outcome.body),
    ...(captured instanceof TemplateError && {
      problems: [problemTold('CAPTURE', captured.message, '$.capture')],
    }),
    ...(record.outcome.returnCode !== 0 && { sample: sampleLines(record.outcome, mask) }),
    call: record.ordinal,
    request: mask(record.request),
    server: record.server,
    elapsedMs: record.endedAt - record.startedAt,
    why: lines.map(({ atMs, text, rules }) => ({ at: clockTime(atMs), text: mask(text), rules })),
  })
}

function responseInfo({ returnCode, statusCode, statusMessage }: Outcome, mask: Mask): object {
  return {
    returnCode,
    returnCodeName: returnCodes[returnCode],
    statusCode,
    statusMessage: mask(statusMessage),
    statusMessageLength: statusMessage.length,
  }
}

/** The response area: as text, as JSON where it is JSON, and as base64 where it is no text. */
function response(body: Uint8Array | undefined): object {
  if (!body) return {}
  const bytes = Buffer.from(body)
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(bytes)
  return {
    responseLength: bytes.length,
    ...(isText ? { body: text } : { bodyBase64: bytes.toString('base64') }),
    ...jsonOf(text),
  }
}

function jsonOf(text: string): { json?: unknown } {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return {}
  }
}

/** What IBM's samples move to EM-ORIGIN; they have no word for a stub that gave up. */
const origins = ['', 'API', 'ZCEE', 'STUB', ''] as const

/** The three lines that IBM's samples display when a call has failed. */
const sampleLines = ({ returnCode, statusCode, statusMessage }: Outcome, mask: Mask) => [
  `Error code: ${String(statusCode).padStart(10, '0')}`,
  `Error msg: ${mask(statusMessage)}`,
  `Error origin: ${origins[returnCode]}`.trimEnd(),
]
