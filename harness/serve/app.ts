import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { suggestName } from '../../emulator/index.ts'
import { actRoutes } from './act-routes.ts'
import { callRoute } from './call-route.ts'
import { lookRoutes } from './look-routes.ts'
import { openApi } from './openapi.ts'
import { readableJson } from './readable-json.ts'
import { ok, problemTold, refused, type Answer, type Route } from './route.ts'
import { CutOff, type Session } from './session.ts'

const mostBytes = 8 * 1024 * 1024

/** Every route there is, the two that describe the others first. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    summary: 'the list of routes',
    answers: { 200: 'Each with a line about it.' },
    inSession: () =>
      ok({ routes: Object.fromEntries(routes.map((each) => [nameOf(each), each.summary])) }),
  },
  {
    method: 'GET',
    path: '/openapi.json',
    summary: 'this interface as OpenAPI 3.1',
    answers: { 200: 'The document.' },
    inSession: () => ok(openApi(routes)),
  },
  callRoute,
  ...lookRoutes,
  ...actRoutes,
]

const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/** The control interface of a session; `onCrash` is told of bugs of ours. */
export function controlApp(session: Session, onCrash: (crash: Error) => void): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    const foreign = foreignness(context)
    if (foreign) return respond(context, refused(403, foreign))
    return next()
  })
  for (const route of routes)
    app.on(route.method, route.path, async (context) =>
      respond(context, await answer(route, context, session)),
    )
  app.notFound((context) => respond(context, unknownRoute(context)))
  app.onError((thrown, context) => {
    if (!(thrown instanceof CutOff)) onCrash(thrown)
    return respond(context, crashed(thrown))
  })
  return app
}

const tooLarge = problemTold(
  'TOO-LARGE',
  'the body is larger than 8 MiB',
  '$',
  'send less: a program’s request area has a few kilobytes',
)

/** A name of ours in the address and no page of another origin behind it: or a web page could move the world. */
function foreignness(context: Context) {
  const host = context.req.header('host') ?? ''
  const origin = context.req.header('origin')
  const isOurs = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)
  if (isOurs && (origin === undefined || origin === `http://${host}`)) return undefined
  return problemTold(
    'FOREIGN-PAGE',
    isOurs ? `"${origin}" is another origin` : `"${host}" is no name of this machine`,
    context.req.path,
    'call http://127.0.0.1 from a program of this machine',
  )
}

async function answer(route: Route, context: Context, session: Session): Promise<Answer> {
  const isLarge = Number(context.req.header('content-length')) > mostBytes
  const text = route.body && !isLarge ? await context.req.text() : ''
  if (isLarge || text.length > mostBytes) return refused(413, tooLarge)
  const body = route.body && readJson(text)
  if (body && 'problem' in body) return refused(400, body.problem)
  const asked = { body: body?.value, query: (name: string) => context.req.query(name) }
  if ('inSession' in route) return route.inSession(asked, session)
  return session.use((stage) => route.inWorld(asked, stage))
}

type ReadJson = { readonly value: unknown } | { readonly problem: ReturnType<typeof problemTold> }

// What the parser says is not repeated: it quotes the text, and secrets with it.
function readJson(text: string): ReadJson {
  if (text.trim() === '')
    return { problem: problemTold('NOT-JSON', 'the body is empty', '$', sendJson) }
  try {
    const value: unknown = JSON.parse(text)
    if (!isDeeper(value, deepest)) return { value }
    return { problem: problemTold('TOO-DEEP', 'the body is nested too deep', '$', sendJson) }
  } catch {
    return { problem: problemTold('NOT-JSON', 'the body is not JSON', '$', sendJson) }
  }
}

const deepest = 100

const isDeeper = (value: unknown, depth: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth === 0 || Object.values(value).some((each) => isDeeper(each, depth - 1)))

const sendJson = `send a JSON body, as curl -d '{ "request": "name" }' does`

function unknownRoute({ req: { method, path } }: Context): Answer {
  const same = routes.filter((each) => each.path === path)
  if (same.length > 0) {
    const names = same.map(nameOf).join(' or ')
    return refused(
      405,
      problemTold('WRONG-METHOD', `there is no ${method} ${path}`, path, `use ${names}`),
    )
  }
  const tries = suggestName(`${method} ${path}`, routes.map(nameOf))
  const near = tries.startsWith('did')
    ? tries
    : suggestName(
        path,
        routes.map((each) => each.path),
      )
  return refused(
    404,
    problemTold(
      'UNKNOWN-ROUTE',
      `there is no ${method} ${path}`,
      path,
      near,
      'GET / lists the routes, GET /openapi.json describes them',
    ),
  )
}

function crashed(thrown: Error): Answer {
  if (thrown instanceof CutOff)
    return refused(503, problemTold('CUT-OFF', thrown.message, '$', 'ask again'))
  const what = `baqlab itself failed: ${thrown.name}`
  return refused(500, problemTold('CRASH', what, '$', 'report it with what you sent'))
}

function respond(context: Context, { status, json, text }: Answer): Response {
  const type = text === undefined ? 'application/json' : 'application/x-pem-file'
  return context.body(text ?? `${readableJson(json)}\n`, status as ContentfulStatusCode, {
    'content-type': type,
    'cache-control': 'no-store',
  })
}
