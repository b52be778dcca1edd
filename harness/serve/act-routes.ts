import type { Problem } from '../../emulator/index.ts'
import { checkElements } from '../check-names.ts'
import type { Observation } from '../observation.ts'
import { observeAll, perform } from '../perform.ts'
import { adviceFor } from '../runner/advice.ts'
import { judge } from '../scenario/expect.ts'
import { expectation } from '../scenario/schema/expect.ts'
import { keys, text } from '../scenario/schema/leaf.ts'
import { stepSchemas, type StepKind } from '../scenario/schema/steps.ts'
import { duration, jobName } from '../scenario/schema/values.ts'
import { clock } from './look-routes.ts'
import { placesOf } from './places.ts'
import { misunderstood, ok, problemTold, refused, type Answer, type Route } from './route.ts'
import type { Session } from './session.ts'
import type { Stage } from './stage.ts'

/** What changes the world, in the words of the steps of a scenario. */
export const actRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/clock/advance',
    summary: 'move the clock on',
    body: { schema: keys({ by: duration }), example: { by: '15m' } },
    answers: { 200: 'The time after it.', 409: 'The clock is real: nothing can move it.' },
    inWorld: async ({ body }, stage) => {
      if (stage.world.clockKind === 'real') return refused(409, clockIsReal)
      return step('advance', 'by', body, stage, () => clock(stage.world))
    },
  },
  {
    method: 'POST',
    path: '/operator',
    summary: 'type a command at the console',
    description: 'A command that is refused is answered with 200 and `accepted: false`.',
    body: {
      schema: keys({ command: text }),
      example: { command: 'F BAQSTRT,ZCON,CLEARTOKENCACHE' },
    },
    answers: { 200: 'What the console shows.' },
    inWorld: ({ body }, stage) =>
      step('operator', 'command', body, stage, ({ reply, affected }) => ({
        accepted: reply?.accepted,
        text: reply?.text,
        cleared: affected,
        rules: reply?.rules.map(({ id }) => id),
      })),
  },
  {
    method: 'POST',
    path: '/fault',
    summary: 'let a service do something wrong from now on',
    description: 'The same keys as in the fault step of a scenario.',
    body: {
      schema: stepSchemas.fault.shape.fault,
      example: { at: 'vault.login', times: 1, status: 503 },
    },
    answers: { 200: 'The fault is set.' },
    inWorld: ({ body }, stage) => step('fault', undefined, body, stage, () => ({ set: true })),
  },
  {
    method: 'POST',
    path: '/revoke',
    summary: 'kill tokens at their server',
    body: { schema: keys({ tokens: text }), example: { tokens: 'vault.issued[1]' } },
    answers: { 200: 'How many were alive.' },
    inWorld: ({ body }, stage) =>
      step('revoke', 'tokens', body, stage, ({ affected }) => ({ revoked: affected })),
  },
  {
    method: 'POST',
    path: '/restart',
    summary: 'start a z/OS Connect server anew: its cache is gone',
    body: { schema: keys({ server: jobName }), example: { server: 'BAQSTRT' } },
    answers: { 200: 'It has started.' },
    inWorld: ({ body }, stage) =>
      step('restart', 'server', body, stage, () => ({ restarted: true })),
  },
  {
    method: 'POST',
    path: '/expect',
    summary: 'judge what has happened since the start or the last reset',
    description:
      'The expectations of a scenario: those about a call are judged on the last one, all others on everything.',
    body: {
      schema: expectation,
      example: { calls: { 'vault.login': 1 }, returnCode: 'BAQ-SUCCESS' },
    },
    answers: { 200: 'All hold.', 417: 'At least one does not; each verdict says what was seen.' },
    inWorld: ({ body }, stage) => expected(body, stage),
  },
  {
    method: 'POST',
    path: '/reset',
    summary: 'begin again: a fresh world of the same files, at the same ports',
    description:
      'The files are read again. With errors in them the old world stays and 422 says what they are. Calls under way may end within two seconds; what is cut off is answered with 503.',
    answers: { 200: 'The fresh world.' },
    inSession: (_asked, session) => reset(session),
  },
]

const clockIsReal = problemTold(
  'CLOCK-IS-REAL',
  'the clock is real and cannot be moved',
  '/clock/advance',
  'start baqlab serve with --clock manual',
)

/** Does one step; `key` is the only key of the body, and holds what the step says. */
async function step(
  kind: StepKind,
  key: string | undefined,
  body: unknown,
  { world, reader, veil }: Stage,
  tell: (seen: Observation) => object,
): Promise<Answer> {
  const said = key === undefined ? { value: body } : onlyKey(key, body)
  if ('problem' in said) return refused(422, said.problem)
  const read = reader.step(kind, said.value, key === undefined ? '$' : `$.${key}`)
  if (!read.value) return misunderstood(read.problems, veil.forAll())
  return ok(tell(await perform(world, read.value)))
}

type OnlyKey = { readonly value: unknown } | { readonly problem: ReturnType<typeof problemTold> }

function onlyKey(key: string, body: unknown): OnlyKey {
  const isMap = typeof body === 'object' && body !== null && !Array.isArray(body)
  const entries = new Map<string, unknown>(isMap ? Object.entries(body) : [])
  const other = [...entries.keys()].find((name) => name !== key)
  if (other !== undefined)
    return {
      problem: problemTold(
        'UNKNOWN-KEY',
        `"${other}" is not known here`,
        `$.${other}`,
        `write { "${key}": … }`,
      ),
    }
  if (entries.has(key)) return { value: entries.get(key) }
  return {
    problem: problemTold('MISSING-KEY', `"${key}" is missing`, '$', `write { "${key}": … }`),
  }
}

function expected(body: unknown, { world, reader, veil }: Stage): Answer {
  const mask = veil.forAll()
  const read = reader.expectations(body)
  if (!read.value) return misunderstood(read.problems, mask)
  const unknown: readonly Problem[] = checkElements(read.value, [world.config])
  if (unknown.length > 0) return misunderstood(unknown, mask)
  const seen = observeAll(world)
  const verdicts = read.value.map((each) => {
    const verdict = judge(each, seen)
    const path = each.at.file
    if (!verdict) return { path, holds: true }
    const { code, message, instead } = verdict
    const tries = [...adviceFor(code, seen.rules), ...(instead === undefined ? [] : [instead])]
    return { path, holds: false, code, message: mask(message), tries: tries.map(mask) }
  })
  const holds = verdicts.every((each) => each.holds)
  return { status: holds ? 200 : 417, json: { holds, verdicts } }
}

async function reset(session: Session): Promise<Answer> {
  const { done, findings } = await session.reset()
  if (done) return session.use(({ world }) => ok({ ...clock(world), services: placesOf(world) }))
  const errors = findings.filter(({ severity }) => severity === 'error')
  return refused(
    422,
    ...errors.map(({ code, message, at, tries }) =>
      problemTold(code, message, at ? `${at.file}:${at.line}:${at.col}` : '', ...tries),
    ),
  )
}
