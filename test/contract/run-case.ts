import type { Case, Request } from './case.ts'
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
  readonly rootToken: string
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
    const { method, path } = step.request
    const { status, body } = await send(step.request, saved, subject)
    const say = (text: string) => differences.push(`step ${index + 1}, ${method} ${path}: ${text}`)
    if (status !== step.status) say(`status ${status}, expected ${step.status}: ${body}`)
    if (step.body === undefined) continue
    const value: unknown = body === '' ? undefined : JSON.parse(body)
    const found = difference(step.body, value)
    if (found !== undefined) say(found)
    if (step.save) saved.set(step.save, tokenIn(value))
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
  return subject.send(method, `/v1/${path}`, all, content)
}

const json = { 'content-type': 'application/json' }

function tokenIn(value: unknown): string {
  const { auth } = value as { auth?: { client_token?: string } }
  return auth?.client_token ?? ''
}
