import { SignJWT, importJWK } from 'jose'
import { testKeys } from '../../harness/fakes/test-keys.ts'
import {
  ByProduct,
  type Case,
  type Exchange,
  type Product,
  type Request,
  type Signing,
} from './case.ts'
import { difference } from './shape.ts'

export interface ContractResponse {
  readonly status: number
  readonly body: string
}

/** A Vault that the cases can be run on. */
export interface Subject {
  send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<ContractResponse>
  /** Lets time pass on its clock. */
  advance(ms: number): Promise<void>
  /** The time on its clock, in milliseconds. */
  now(): number
  readonly rootToken: string
  readonly product: Product
}

/** Runs one case; returns every difference between what is expected and what was answered. */
export async function runCase({ steps }: Case, subject: Subject): Promise<string[]> {
  const saved = new Map<string, string>([['root', subject.rootToken]])
  const differences: string[] = []
  for (const [index, step] of steps.entries()) {
    if ('advance' in step) {
      await subject.advance(step.advance)
      continue
    }
    if ('sign' in step) {
      saved.set(step.save, await signed(step, subject.now()))
      continue
    }
    const request = filled(step.request, saved)
    const { method, path } = request
    const { status, body } = await send(request, saved, subject)
    const say = (text: string) => differences.push(`step ${index + 1}, ${method} ${path}: ${text}`)
    const expected = typeof step.status === 'number' ? step.status : step.status[subject.product]
    if (status !== expected) say(`status ${status}, expected ${expected}: ${body}`)
    if (step.body === undefined) continue
    const value: unknown = body === '' ? undefined : JSON.parse(body)
    const shape = step.body instanceof ByProduct ? step.body.shapes[subject.product] : step.body
    const found = difference(shape, value)
    if (found !== undefined) say(found)
    if (step.save) saved.set(step.save, textIn(value, step))
  }
  return differences
}

function send(
  { method, path, token, as = 'x-vault-token', headers = {}, body, raw }: Request,
  saved: ReadonlyMap<string, string>,
  subject: Subject,
): Promise<ContractResponse> {
  const text = token === undefined ? undefined : (saved.get(token) ?? token)
  const shown = as === 'bearer' ? { authorization: `Bearer ${text}` } : { 'x-vault-token': text! }
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const all = { ...(content !== undefined && json), ...headers, ...(text !== undefined && shown) }
  return subject.send(method, path.startsWith('/') ? path : `/v1/${path}`, all, content)
}

const json = { 'content-type': 'application/json' }

async function signed({ sign, forged = false }: Signing, nowMs: number): Promise<string> {
  const now = Math.floor(nowMs / 1000)
  const claims = Object.entries(sign).map(([name, value]) =>
    ['iat', 'nbf', 'exp'].includes(name) && typeof value === 'number'
      ? [name, now + value]
      : [name, value],
  )
  const alg = forged ? 'HS256' : 'ES256'
  const jwt = new SignJWT(Object.fromEntries(claims) as Record<string, unknown>)
  return jwt.setProtectedHeader({ alg }).sign(await importJWK(testKeys[alg], alg))
}

/** The text an answer is asked for, the token it issues unless another place is said. */
function textIn(value: unknown, { path = 'auth.client_token' }: Exchange): string {
  let found = value
  for (const name of path.split('.')) found = (found as Record<string, unknown> | null)?.[name]
  return typeof found === 'string' ? found : ''
}

/** A request with `${name}` in its path and body replaced by what was saved. */
function filled(request: Request, saved: ReadonlyMap<string, string>): Request {
  const fill = (text: string) => text.replace(/\$\{(\w+)\}/g, (_, name) => saved.get(name) ?? '')
  const body =
    request.body === undefined ? undefined : JSON.parse(fill(JSON.stringify(request.body)))
  return { ...request, path: fill(request.path), ...(body !== undefined && { body }) }
}
