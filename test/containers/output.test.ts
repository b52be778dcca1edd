import { expect, test } from 'vitest'
import { Output } from '../../containers/output.ts'

const line = (id: string, path: string, more: object = {}, type = 'request'): string =>
  `${JSON.stringify({ type, request: { id, operation: 'read', path, ...more } })}\n`

test('reads the secrets of a dev server out of its output, wherever the pieces are cut', async () => {
  const output = new Output()
  for (const piece of ['==> started\nUnseal K', 'ey: a2V5\r\nRoot ', 'Token: s.root\n'])
    output.take(piece)
  expect(await output.announced()).toEqual({ rootToken: 's.root', unsealKey: 'a2V5' })
  expect(output.lastWords).toBe('==> started')
})

test('says why a server did not start', async () => {
  const output = new Output()
  output.take('Error parsing listener configuration.\n')
  output.fail(new Error(`ended with 1: ${output.lastWords}`))
  await expect(output.announced()).rejects.toThrow('ended with 1: Error parsing listener')
})

test('counts the requests of a scenario between two moments of the audit log', async () => {
  const output = new Output()
  const ours = { headers: { 'x-baqlab-preparation': ['1'] } }
  output.take(
    line('1', 'secret/data/before') + line('2', 'auth/token/lookup-self', ours, 'response'),
  )
  const from = await output.upTo('2')
  output.take(line('3', 'secret/data/a') + line('3', 'secret/data/a', {}, 'response'))
  output.take(line('4', 'data/b', { namespace: { path: 'team/' } }) + line('5', 'sys/mounts', ours))
  output.take(line('6', 'auth/token/lookup-self', ours, 'response'))
  const to = await output.upTo('6')
  output.take(line('7', 'secret/data/after'))
  expect(output.between(from, to)).toEqual([
    { operation: 'read', path: 'secret/data/a' },
    { operation: 'read', path: 'team/data/b' },
  ])
})

test('takes no line for an audit log that is not one', () => {
  const output = new Output()
  output.take('{"half":\n{"type":"request"}\nplain words\n')
  expect(output.lastWords).toBe('{"half": / {"type":"request"} / plain words')
})
