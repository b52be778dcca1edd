import {
  readJsonPath,
  throughStub,
  valueAt,
  type Call,
  type CallResult,
  type RequestInfo,
  type ServedCall,
  type StubResult,
} from '../emulator/index.ts'
import type { CallRecord } from './call-record.ts'
import type { CallSpec, Program, RequestTemplate } from './scenario/model.ts'
import { fillText, fillValue, TemplateError, type TemplateScope } from './template.ts'
import type { World } from './world.ts'

/** So many of the newest calls can be looked at; figures count all. */
const keptCalls = 5000

/**
 * Lets a program make one call, and keeps the record of it; what was captured is filled in, and what
 * is to be captured added. The caller has its turn.
 */
export async function makeCall(
  world: World,
  spec: CallSpec,
  captured = world.captured,
): Promise<CallRecord> {
  const { clock, meters, calls, scenario } = world
  const call = fillCall(spec, scenario.program, { ...scopeOf(world), captured })
  const job = spec.on ?? chooseServer(world, spec.program ?? scenario.program.name)
  const startedAt = clock.now()
  meters.all.began()
  meters.step.began()
  const ordinal = meters.all.calls
  const { name: request, connection } = spec.request
  const serve = serving(world, { job, id: ordinal, requester: request, call })
  const { outcome, result } = await throughServer(world, job, serve, spec.timeoutMs)
  const endedAt = clock.now()
  const trace = result?.trace ?? []
  const record = { ordinal, request, connection, server: job, startedAt, endedAt, outcome, trace }
  calls.push(record)
  if (calls.length > 2 * keptCalls) calls.splice(0, keptCalls)
  meters.all.ended(record)
  meters.step.ended(record)
  for (const event of trace) for (const rule of event.rules) world.rules.add(rule)
  for (const rule of outcome.rules) world.rules.add(rule)
  captureFrom(captured, spec, record)
  return record
}

/** The server's side of a call, to its end, which whoever keeps records of a world is told. */
function serving(
  { servers, clock, scenario, onServed }: World,
  about: Pick<ServedCall, 'job' | 'id' | 'requester' | 'call'>,
): () => Promise<CallResult> {
  const server = servers.get(about.job)!
  if (!onServed) return () => server.call(about.call)
  return async () => {
    const enteredAt = clock.now()
    const result = await server.call(about.call)
    onServed({ ...about, program: scenario.program.kind, enteredAt, result })
    return result
  }
}

/** The server's side is an activity of its own only where the program may stop waiting for it. */
async function throughServer(
  world: World,
  job: string,
  serve: () => Promise<CallResult>,
  timeoutMs = world.scenario.program.timeoutMs,
): Promise<StubResult> {
  const { clock, assume, crashes } = world
  if (timeoutMs === undefined) {
    const result = await serve()
    return { outcome: result.outcome, result }
  }
  const serverSide = clock.run(job, serve)
  // Nobody may wait for it any more when it crashes, after the stub gave up.
  serverSide.catch((crash: unknown) => crashes.push(crash))
  return throughStub(serverSide, clock, timeoutMs, assume)
}

/** What templates may name in this world now. */
export const scopeOf = ({ captured, fakes }: World): TemplateScope => ({
  captured,
  issuedToken: (service, ordinal) => fakes.get(service)?.issuedToken(ordinal),
})

function fillCall({ request, as }: CallSpec, { user, link }: Program, scope: TemplateScope): Call {
  const { connection, method, path } = request
  const body = bodyOf(request, scope)
  const headers = request.headers.map(([name, value]) => [name, fillText(value, scope)] as const)
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const typed =
    body !== undefined && !isTyped ? [['Content-Type', 'application/json'] as const] : []
  return {
    connection,
    method,
    path: fillText(path, scope),
    headers: [...headers, ...typed],
    requestInfo: fillInfo(as, scope),
    ...(user !== undefined && { assertedUser: user }),
    ...(link !== undefined && { linkUser: link }),
    ...(body !== undefined && { body: Buffer.from(body, 'utf8') }),
  }
}

function bodyOf({ body }: RequestTemplate, scope: TemplateScope): string | undefined {
  if (body === undefined) return undefined
  return typeof body === 'string' ? fillText(body, scope) : JSON.stringify(fillValue(body, scope))
}

/** An info without place-holders stays the same object, so a server may remember what it made of it. */
function fillInfo(info: RequestInfo, scope: TemplateScope): RequestInfo {
  const fields = fillValue(info.fields, scope) as RequestInfo['fields']
  return fields === info.fields ? info : { ...info, fields }
}

function chooseServer(world: World, program: string): string {
  const { servers, balance } = world.scenario
  return servers[balances[balance](world, servers.length, program)]!
}

const balances = {
  round: ({ meters }: World, count: number) => meters.all.calls % count,
  random: ({ random, meters }: World, count: number) =>
    Math.floor(random(`balance ${meters.all.calls}`)() * count),
  perProgram: ({ random }: World, count: number, program: string) =>
    Math.floor(random(`program ${program}`)() * count),
}

/** Keeps what a call wants captured of its response; throws a TemplateError where it is not there. */
export function captureFrom(
  captured: Map<string, unknown>,
  spec: CallSpec,
  { outcome }: CallRecord,
): void {
  const paths = Object.entries(spec.capture)
  if (paths.length === 0) return
  const json = parse(outcome.body)
  for (const [name, path] of paths) {
    const value = valueAt(json, readJsonPath(path) ?? [])
    if (value === undefined)
      throw new TemplateError(`the response has nothing at ${path} to capture as "${name}"`)
    captured.set(name, value)
  }
}

function parse(body: Uint8Array | undefined): unknown {
  try {
    return body && JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
