import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { answer } from '../../../harness/network/answer.ts'
import type { Wire } from '../../../harness/network/wire.ts'

test('an endless body ends in peace where the client resets the connection', async () => {
  const wire = Object.assign(new EventEmitter(), { destroyed: false })
  const outgoing = Object.assign(new EventEmitter(), { writeHead() {}, write: () => false })
  const served = { kind: 'endless', status: 200, headers: [], body: Buffer.from('{') } as const
  const answered = answer(served, outgoing as unknown as ServerResponse, wire as unknown as Wire)
  wire.on('error', () => {})
  wire.emit('error', new Error('write ECONNRESET'))
  wire.destroyed = true
  wire.emit('close')
  await expect(answered).resolves.toBeUndefined()
})
