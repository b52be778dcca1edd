import { Hono } from 'hono'
import type { ProviderConfig } from '../../emulator/config/index.ts'
import {
  backendRefused,
  backendRefusedStatus,
  decide,
  networkCredentials,
  UsedTokens,
  type InboundEvent,
  type InboundIdentity,
  type RoleMapping,
  type TrustedKeys,
} from '../../emulator/inbound/index.ts'
import type { Send } from '../../emulator/index.ts'
import type { SafDefinitions } from '../../emulator/saf/index.ts'
import { plainResponse } from '../plain-http.ts'
import { ApiRoutes } from './api-routes.ts'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'
import type { InboundOperation, InboundOptions } from './options.ts'
import { refusal } from './refusal.ts'

/** What the provider side of z/OS Connect is given besides. */
export interface InboundContext extends FakeContext {
  /** The configuration in force. */
  readonly config: () => ProviderConfig
  readonly saf: SafDefinitions
  readonly keys: TrustedKeys
  readonly send: Send
  /** Absent where the extension is off. */
  readonly mapping?: RoleMapping
}

const json = { 'Content-Type': 'application/json' }

/** The provider side of z/OS Connect: it decides by the emulator's rules, and asks IMS as whom it decided. */
export function createInbound(options: InboundOptions, context: InboundContext): Fake {
  const routes = new ApiRoutes(
    options.operations.map((operation) => ({ ...operation, headers: {}, delayMs: 0 })),
  )
  const used = new UsedTokens()
  const serve = desk(options, context, used)

  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', async ({ req, env }) => {
    const { pathname } = new URL(req.url)
    const found = routes.find(req.method, pathname)
    if (!found) {
      const methods = routes.methodsOf(pathname)
      return methods.length === 0
        ? refusal(404, 'not found')
        : refusal(405, 'method not allowed', { Allow: methods.join(', ') })
    }
    const operation = options.operations.find(({ name }) => name === found.route.name)!
    return serve(operation, req.raw, env)
  })

  return {
    name: context.name,
    kind: 'inbound',
    endpoints: options.operations.map(({ name }) => name),
    endpointOf: (method, path) => routes.find(method, path)?.route.name,
    app,
    issuedToken: () => undefined,
    revoke: () => 0,
    liveTokens: () => 0,
  }
}

type Serve = (
  operation: InboundOperation,
  request: Request,
  env: FakeEnv['Bindings'],
) => Promise<Response>

function desk(options: InboundOptions, context: InboundContext, used: UsedTokens): Serve {
  const { config, saf, keys, clock, mapping } = context
  return async (operation, request, env) => {
    const { pathname, search, origin } = new URL(request.url)
    const url = `${env.base ?? origin}${pathname}${search}`
    const headers = [...request.headers]
    const result = await decide(
      { method: request.method, url, headers, api: operation.api },
      { config: config(), saf, keys, now: clock.now(), used, ...(mapping && { mapping }) },
    )
    env.entry.decided = result
    // Why it was refused stands in the trace; an answer that told it would help who should not be helped.
    if (result.kind === 'refused')
      return result.status === 401
        ? refusal(401, 'unauthorized', { 'WWW-Authenticate': 'Bearer' })
        : refusal(403, 'forbidden')
    const { event, answer } = await askIms(options, context, operation, {
      ...result,
      body: env.body,
    })
    env.entry.decided = { ...result, trace: [...result.trace, ...event] }
    return answer
  }
}

interface Asked extends InboundIdentity {
  readonly body: Uint8Array
}

async function askIms(
  { ims }: InboundOptions,
  { send, name }: InboundContext,
  operation: InboundOperation,
  { user, person, body }: Asked,
): Promise<{ readonly event: readonly InboundEvent[]; readonly answer: Response }> {
  const { credentials, event } = networkCredentials(person, ims)
  const message = { user, ...credentials, data: dataOf(body) }
  const response = await send({
    method: 'POST',
    url: `${ims.address}/${encodeURIComponent(operation.transaction)}`,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify(message), 'utf8'),
    connectTimeoutMs: 30_000,
    receiveTimeoutMs: 60_000,
    purpose: { kind: 'api', connection: name },
  })
  if (response.kind === 'response' && response.status === 200) {
    const own = operation.body === undefined ? undefined : JSON.stringify(operation.body)
    const text = own ?? Buffer.from(response.body).toString('utf8')
    return { event: [event], answer: plainResponse(operation.status, json, text) }
  }
  const why = response.kind === 'response' ? 'IMS refuses the message' : 'IMS does not answer'
  const refused = { text: `${why}: ${operation.transaction} did not run`, rules: [backendRefused] }
  return { event: [event, refused], answer: refusal(backendRefusedStatus, 'the backend failed') }
}

/** The data of the application: what the client sent, and nothing of who sent it. */
function dataOf(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString('utf8')
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
