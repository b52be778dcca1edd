import type { Header, HttpRequest } from '../emulator/index.ts'
import { forged } from './fakes/forged-token.ts'
import { scopeOf } from './program.ts'
import type { ClientRequest, ClientToken } from './scenario/client-request.ts'
import { rulesOfSent, type SentRecord } from './sent-record.ts'
import { fillText, fillValue, TemplateError } from './template.ts'
import type { World } from './world.ts'

/** So many of the newest requests can be looked at. */
const keptRequests = 5000

/** Sends the request of a client, and keeps the record of it. The caller has its turn. */
export async function sendRequest(world: World, spec: ClientRequest): Promise<SentRecord> {
  const { clock, journal, bindings } = world
  const binding = bindings.find(({ fake }) => fake.name === spec.to)!
  const request = await fill(world, spec, binding.origin + binding.path)
  const startedAt = clock.now()
  const before = journal.size
  const outcome = await world.send(request)
  const entries = journal.since(before)
  const own = entries.find((entry) => entry.request === request)
  const record: SentRecord = {
    to: spec.to,
    method: spec.method,
    path: spec.path.replace(/\?.*$/s, ''),
    startedAt,
    outcome,
    ...(own?.decided && { decided: own.decided }),
    logged: entries.flatMap(({ logged }) => logged ?? []),
  }
  world.sent.push(record)
  if (world.sent.length > 2 * keptRequests) world.sent.splice(0, keptRequests)
  for (const rule of rulesOfSent(record)) world.rules.add(rule)
  return record
}

async function fill(world: World, spec: ClientRequest, base: string): Promise<HttpRequest> {
  const scope = scopeOf(world)
  const { method, path, body, token } = spec
  const lines = spec.headers.map(([name, value]): Header => [name, fillText(value, scope)])
  const text =
    body === undefined || typeof body === 'string'
      ? body && fillText(body, scope)
      : JSON.stringify(fillValue(body, scope))
  const value = token && (await tokenOf(world, token.is))
  const scheme = token?.header === 'Authorization' ? 'Bearer ' : ''
  return {
    method,
    url: base + fillText(path, scope),
    headers: [
      ...lines,
      ...(token && value !== undefined ? [[token.header, `${scheme}${value}`] as const] : []),
      ...(text === undefined ? [] : [['Content-Type', 'application/json'] as const]),
    ],
    ...(text !== undefined && { body: Buffer.from(text, 'utf8') }),
    connectTimeoutMs: 30_000,
    receiveTimeoutMs: 60_000,
    purpose: { kind: 'api', connection: 'client' },
  }
}

async function tokenOf(world: World, token: ClientToken): Promise<string> {
  if (typeof token === 'string') return fillText(token, scopeOf(world))
  const { by, wish, forgery, forgedClaims } = token
  const fake = world.fakes.get(by)
  if (!fake?.mint) throw new TemplateError(`the service "${by}" issues no JWTs`)
  const made = await fake.mint(wish)
  if (forgery === undefined) return made.value
  return forged(made.value, forgery, forgedClaims, made.publicKey)
}
