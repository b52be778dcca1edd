import { Hono } from 'hono'
import { apiGuard } from './api-guard.ts'
import { ApiRoutes } from './api-routes.ts'
import { asText, filled, isTemplate, type TemplateRequest } from './api-template.ts'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'
import { Limiter, Lock } from './limits.ts'
import type { ApiOptions, ApiRoute } from './options.ts'
import { plainResponse } from '../plain-http.ts'
import { refusal, tooManyRequests } from './refusal.ts'

/** What an API is given besides: the services whose tokens it may ask for. */
export interface ApiContext extends FakeContext {
  readonly serviceOf: (name: string) => Fake | undefined
}

/** The secured API: it answers from its routes to those who bring what it requires. */
export function createApi(options: ApiOptions, context: ApiContext): Fake {
  const routes = new ApiRoutes(options.routes)
  const serve = counter(options, routes, context)

  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', ({ req, env }) => serve(req.raw, env.body))

  return {
    name: context.name,
    kind: 'api',
    endpoints: [...new Set(options.routes.map(({ name }) => name))],
    endpointOf: (method, path) => routes.find(method, path)?.route.name,
    app,
    issuedToken: () => undefined,
    revoke: () => 0,
    liveTokens: () => 0,
  }
}

type Serve = (request: Request, body: Uint8Array) => Promise<Response>

function counter(options: ApiOptions, routes: ApiRoutes, context: ApiContext): Serve {
  const { clock } = context
  const limiter = new Limiter(clock, options.limits)
  const lock = new Lock(context, options.lockout)
  const refuse = apiGuard(options.require, lock, context)
  const answers = new Map(options.routes.map((route) => [route, answerer(route)]))

  return async ({ method, url, headers }, body) => {
    const { pathname, searchParams: query } = new URL(url)
    const found = routes.find(method, pathname)
    if (!found) return refuseUnknown(routes.methodsOf(pathname))
    const { route, params } = found
    const retryAfterMs = limiter.retryAfterMs(route.name)
    if (retryAfterMs > 0) return tooManyRequests(retryAfterMs)
    const refused = await refuse(headers)
    if (refused) return refused
    if (route.delayMs > 0) await clock.sleep(route.delayMs)
    return answers.get(route)!({ params, query, headers, body })
  }
}

function refuseUnknown(methods: readonly string[]): Response {
  if (methods.length === 0) return refusal(404, 'not found')
  return refusal(405, 'method not allowed', { Allow: methods.join(', ') })
}

/** Statuses whose answers have no body, whatever a route says. */
const bodiless = new Set([204, 205, 304])

function answerer({ status, headers, body }: ApiRoute): (request: TemplateRequest) => Response {
  const isText = typeof body === 'string'
  const render = (value: unknown) => (isText ? asText(value) : JSON.stringify(value))
  const constant = isTemplate(body) ? undefined : render(body)
  const empty = body === undefined || bodiless.has(status)
  const type = isText ? 'text/plain' : 'application/json'
  const own = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const all = empty || own ? headers : { 'Content-Type': type, ...headers }

  return (request) => {
    const content = empty ? null : (constant ?? render(filled(body, request)))
    return plainResponse(status, all, content)
  }
}
