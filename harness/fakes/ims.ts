import { Hono } from 'hono'
import { checkTransaction } from '../../emulator/inbound/index.ts'
import type { SafDefinitions } from '../../emulator/saf/index.ts'
import type { ImsLogRecord, JournalEntry } from '../journal.ts'
import { plainResponse } from '../plain-http.ts'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'
import type { ImsOptions } from './options.ts'
import { refusal } from './refusal.ts'

const json = { 'Content-Type': 'application/json' }

/**
 * IMS behind IMS Connect, as far as security goes: `POST /TRANSACTION` with the fields of the message
 * as JSON in the place of the bytes of the real protocol. It logs what comes and runs what the user may.
 */
export function createIms(options: ImsOptions, { name }: FakeContext, saf: SafDefinitions): Fake {
  const names = Object.keys(options.transactions)
  const nameOf = (path: string) => decodeURIComponent(path.split('?')[0]!.slice(1))
  const endpointOf = (method: string, path: string) =>
    method === 'POST' ? names.find((each) => each === nameOf(path)) : undefined

  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', ({ req, env }) => {
    const transaction = endpointOf(req.method, new URL(req.url).pathname)
    if (transaction === undefined) return refusal(404, 'no such transaction')
    const message = read(env.body)
    if (!message) return refusal(400, 'no message with a user')
    return run(transaction, message, env.entry)
  })

  function run(transaction: string, message: Message, entry: JournalEntry): Response {
    const { db2, body } = options.transactions[transaction]!
    const checked = checkTransaction(saf, message.user, { name: transaction, db2 })
    const ran = checked.kind === 'found'
    entry.logged = { ...message, transaction, trace: checked.events, ran }
    if (!ran) return plainResponse(403, json, JSON.stringify({ refused: 'security violation' }))
    return plainResponse(200, json, JSON.stringify(body ?? null))
  }

  return {
    name,
    kind: 'ims',
    endpoints: names,
    endpointOf,
    app,
    issuedToken: () => undefined,
    revoke: () => 0,
    liveTokens: () => 0,
  }
}

type Message = Pick<ImsLogRecord, 'user' | 'data' | 'networkUserId' | 'networkSessionId'>

function read(body: Uint8Array): Message | undefined {
  try {
    const value = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>
    const text = (key: 'user' | 'networkUserId' | 'networkSessionId') => {
      const found = value[key]
      return typeof found === 'string' && found !== '' ? { [key]: found } : {}
    }
    const { user } = text('user')
    if (user === undefined) return undefined
    return { user, data: value['data'], ...text('networkUserId'), ...text('networkSessionId') }
  } catch {
    return undefined
  }
}
