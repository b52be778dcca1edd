import { shapeOf } from './outline.ts'
import { placeholder } from './every-path.ts'
import type { ContractResponse, Subject } from './run-case.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Partial<Record<'get' | 'post' | 'patch' | 'delete', Operation & Schema>>>
    >
  >
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** A path that takes fields, and one of those that it takes. */
export interface Field {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly name: string
  /** What the path must be told besides. */
  readonly required: Readonly<Record<string, unknown>>
  readonly isRead: boolean
}

/** Paths that change every answer that follows, or answer about the server itself. */
const apart =
  /^\/(sys\/(seal|unseal|step-down|init|monitor|pprof.*|raw.*|storage.*|audit.*|quotas.*|internal\/specs.*)|auth\/token\/(renew|revoke)-self)$/

const values: readonly unknown[] = [
  'x',
  '',
  5,
  -1,
  0,
  true,
  ['x'],
  [],
  { a: 'b' },
  {},
  null,
  '5m',
  'true',
  [5],
  [{}],
  1.5,
  'a=b',
]

/** Every field that a server says its paths take. */
export async function describedFields(server: Subject): Promise<readonly Field[]> {
  const path = '/v1/sys/internal/specs/openapi'
  const { body } = await server.send('GET', path, { 'x-vault-token': server.rootToken })
  const description = JSON.parse(body) as Description
  return Object.keys(description.paths)
    .filter((each) => !apart.test(each))
    .toSorted()
    .flatMap((each) => fieldsOf(each, description))
}

function fieldsOf(described: string, { paths, components }: Description): readonly Field[] {
  const operations = paths[described]!
  const path = described.slice(1).replace(/\{(\w+)\}/g, (_, name: string) => placeholder(name))
  return (['post', 'patch'] as const).flatMap((method) => {
    const content = Object.values(operations[method]?.requestBody?.content ?? {})[0]?.schema
    const named = content?.$ref?.split('/').at(-1)
    const schema = named === undefined ? content : components.schemas[named]
    const required = Object.fromEntries(
      (schema?.required ?? []).map((name) => [name, sample(schema?.properties?.[name]?.type)]),
    )
    return Object.keys(schema?.properties ?? {}).map((name) => ({
      method: method === 'post' ? ('POST' as const) : ('PATCH' as const),
      path,
      name,
      required,
      isRead: operations.get !== undefined,
    }))
  })
}

function sample(type: string | undefined): unknown {
  const samples = { array: ['x'], object: { a: 'b' }, integer: 5, boolean: true }
  return samples[type as keyof typeof samples] ?? 'x'
}

/** Gives a field every value on both servers, and reads what came of it; every difference in status and shape. */
export async function differencesOf(
  { method, path, name, required, isRead }: Field,
  ours: Subject,
  theirs: Subject,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const value of values) {
    const body = JSON.stringify({ ...required, [name]: value })
    const our = await send(method, path, ours, body)
    // What is not emulated is not done to the real server either: the two would go on unlike.
    if (our.status === 501) continue
    const their = await send(method, path, theirs, body)
    // Some values make the real server break off.
    if (their === brokenOff) continue
    if (isUnlike(our, their)) found.push(told(`${method} ${path} ${body}`, our, their))
    else if (isRead && their.status < 300) {
      const [ourRead, theirRead] = [await send('GET', path, ours), await send('GET', path, theirs)]
      if (isUnlike(ourRead, theirRead))
        found.push(told(`GET ${path} after ${body}`, ourRead, theirRead))
    }
  }
  return found
}

const told = (asked: string, our: ContractResponse, their: ContractResponse): string =>
  `${asked}: ${their.status} ${their.body.trim()}; the embedded Vault: ${our.status} ${our.body.trim()}`

const isUnlike = (our: ContractResponse, their: ContractResponse): boolean =>
  our.status !== their.status || shapeOf(our.body) !== shapeOf(their.body)

const brokenOff: ContractResponse = { status: 0, body: '' }

async function send(
  method: string,
  path: string,
  to: Subject,
  body?: string,
): Promise<ContractResponse> {
  const headers = {
    'x-vault-token': to.rootToken,
    ...(method === 'PATCH' && { 'content-type': 'application/merge-patch+json' }),
  }
  try {
    return await to.send(method, `/v1/${path}`, headers, body)
  } catch (error) {
    if (/the connection was (reset|closed)/.test(String(error))) return brokenOff
    throw error
  }
}
