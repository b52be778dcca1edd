import type { Header } from '../../emulator/index.ts'
import type { Fake, TokenFault } from '../../harness/fakes/fake.ts'
import type { JournalEntry } from '../../harness/journal.ts'

/** A request to a fake, as the network would hand it over. */
export interface FakeRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: readonly Header[] | Readonly<Record<string, string>>
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown
  readonly tokenFault?: TokenFault
}

/** What came back, and the journal entry the fake wrote into. */
export interface FakeReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly entry: JournalEntry
}

/** Sends one request to a fake in memory: the body goes beside it, so a GET may have one. */
export async function ask(fake: Fake, request: FakeRequest): Promise<FakeReply> {
  const { method = 'POST', path = '/', headers = {}, body, tokenFault } = request
  const url = `https://fake.test${path}`
  const entry = journalEntry(method, url)
  const answer = await fake.app.fetch(
    new Request(url, { method, headers: headers as Record<string, string> }),
    { body: bytes(body), entry, ...(tokenFault && { tokenFault }) },
  )
  return { status: answer.status, headers: answer.headers, text: await answer.text(), entry }
}

function bytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  if (body === undefined) return new Uint8Array()
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}

function journalEntry(method: string, url: string): JournalEntry {
  const purpose = { kind: 'token', element: 'login' } as const
  const timeouts = { connectTimeoutMs: 1, receiveTimeoutMs: 1 }
  const request = { method, url, headers: [], purpose, ...timeouts }
  return { seq: 1, at: 0, caller: 'client', request }
}
