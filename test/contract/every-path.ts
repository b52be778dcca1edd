import { shapeOf } from './outline.ts'
import type { ContractResponse, Subject } from './run-case.ts'

/** Paths where two servers cannot answer the same, and why. */
const apart: readonly (readonly [RegExp, string])[] = [
  [/^sys\/(seal|unseal|step-down)$/, 'changes every answer that follows'],
  [/^auth\/token\/(renew|revoke)-self$/, 'is about the token that asks'],
  [/^sys\/(monitor|pprof.*)$/, 'answers without end'],
  [
    /^sys\/(audit|mounts|quotas\/config|config\/auditing\/request-headers|internal\/ui\/mounts)$/,
    'shows with what a real server was prepared',
  ],
  [/^sys\/internal\/counters\/tokens$/, 'counts what was asked before'],
  [/^sys\/policies\/detailed\/acl$/, 'shows policies in the words that each was written in'],
  [/^identity\/oidc\/\.well-known\/.*$/, 'has an address and keys'],
  [/^sys\/plugins\/catalog\/?$/, 'tells what a server was built with'],
  [/\/tidy(\/secret-id)?$/, 'may still go on when it is asked again'],
  [/^sys\/namespaces\/api-lock\//, 'goes to one of two routes by chance'],
  [/^sys\/internal\/ui\/feature-flags$/, 'answers with two documents at once'],
]

const methods = ['GET', 'POST', 'PUT', 'LIST', 'PATCH', 'SCAN', 'DELETE'] as const
const bodies: Readonly<Record<string, readonly (string | undefined)[]>> = {
  POST: [undefined, '{}', '{', '[]'],
  PUT: ['{}'],
  PATCH: [undefined, '{}', '{'],
}

const everything =
  'path "*" { capabilities = ["create", "read", "update", "delete", "list", "patch"] }'
const strongToken = 'strong-token'
const callers = { root: 'root', strong: strongToken, wrong: 'nobody', none: undefined } as const

/** A path as a request has it, with the names of its parameters. */
export interface DescribedPath {
  readonly path: string
  readonly parameters: readonly string[]
}

interface Asked {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly caller: keyof typeof callers
  readonly body: string | undefined
}

/** The paths that a server describes itself by, with something in the place of each parameter. */
export async function describedPaths(server: Subject): Promise<readonly DescribedPath[]> {
  const path = '/v1/sys/internal/specs/openapi'
  const { body } = await server.send('GET', path, { 'x-vault-token': server.rootToken })
  const { paths } = JSON.parse(body) as { readonly paths: object }
  return Object.keys(paths)
    .map((each) => each.slice(1))
    .map((each) => ({
      path: each.replace(parameter, (_, name: string) => placeholder(name)),
      parameters: [...each.matchAll(parameter)].map(([, name = '']) => name),
    }))
    .filter((each) => !apart.some(([pattern]) => pattern.test(each.path)))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

const parameter = /\{(\w+)\}/g

const mounted: Readonly<Record<string, string>> = {
  secret_mount_path: 'secret',
  kv_mount_path: 'secret',
}

/** Something in the place of a parameter of a described path. */
export const placeholder = (name: string): string =>
  mounted[name] ?? (/_mount_path$/.exec(name) ? name.replace('_mount_path', '') : `some-${name}`)

/** Somebody who may do everything and has no sudo, on both servers. */
export async function admitStrong(servers: readonly Subject[]): Promise<void> {
  for (const server of servers) {
    const headers = { 'x-vault-token': server.rootToken }
    const policy = JSON.stringify({ policy: everything })
    await server.send('PUT', '/v1/sys/policies/acl/strong', headers, policy)
    const token = JSON.stringify({ id: strongToken, policies: ['strong'] })
    await server.send('POST', '/v1/auth/token/create', headers, token)
  }
}

/** Asks both for a path by every method, as everybody; returns every difference in status and shape. */
export async function differencesAt(
  { path, parameters }: DescribedPath,
  ours: Subject,
  theirs: Subject,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const method of methods)
    for (const caller of Object.keys(callers) as (keyof typeof callers)[])
      for (const body of bodies[method] ?? [undefined]) {
        const difference = await differenceOf({ method, path, caller, body }, ours, theirs)
        if (difference !== undefined) found.push(difference)
      }
  for (const asked of besideThePoint(path, parameters)) {
    const difference = await differenceOf(asked, ours, theirs)
    if (difference !== undefined) found.push(difference)
  }
  return found
}

/** Requests that say what nobody asked, and again what the path says. */
function besideThePoint(path: string, parameters: readonly string[]): readonly Asked[] {
  const fields = Object.fromEntries(['nothing', ...parameters].map((name) => [name, 'other']))
  const query = new URLSearchParams(fields).toString()
  return [
    ...['GET', 'LIST', 'DELETE'].map((method) => ({ method, path: `${path}?${query}` })),
    ...['POST', 'PATCH'].map((method) => ({ method, path, body: JSON.stringify(fields) })),
  ].map((asked) => ({ body: undefined, caller: 'root', ...asked }))
}

async function differenceOf(
  asked: Asked,
  ours: Subject,
  theirs: Subject,
): Promise<string | undefined> {
  const our = await send(asked, ours)
  // What is not emulated is not done to the real server either: the two would go on unlike.
  if (our.status === 501) return undefined
  const their = await send(asked, theirs)
  if (our.status === their.status && shapeOf(our.body) === shapeOf(their.body)) return undefined
  const { method, path, caller, body = '' } = asked
  const say = ({ status, body: text }: ContractResponse) => `${status} ${text.trim()}`
  return `${method} ${path} ${body} as ${caller}: ${say(their)}; the embedded Vault: ${say(our)}`
}

function send({ method, path, caller, body }: Asked, to: Subject): Promise<ContractResponse> {
  const token = callers[caller]
  const headers = {
    ...(token !== undefined && { 'x-vault-token': caller === 'root' ? to.rootToken : token }),
    ...(method === 'PATCH' && { 'content-type': 'application/merge-patch+json' }),
  }
  return to.send(method, `/v1/${path}`, headers, body)
}
