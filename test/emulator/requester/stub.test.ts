import { expect, test } from 'vitest'
import { assumed, throughStub } from '../../../emulator/index.ts'
import { noon } from '../../support/fixed-clock.ts'
import { turns } from '../../support/manual-clock.ts'
import { idsOf, ok, startRequester } from '../../support/requester.ts'

/** A call through the stub while the API takes `answersAfter` ms. */
async function callThroughStub(answersAfter: number, timeoutMs?: number, status = 0) {
  const clock = turns()
  const { call, requests } = startRequester({
    clock,
    api: [
      async () => {
        await clock.sleep(answersAfter)
        return ok
      },
    ],
  })
  return clock.drive('test', async () => {
    const server = clock.run('server', () => call())
    const assume = { ...assumed, stubTimeoutStatus: status }
    const { outcome, result } = await throughStub(server, clock, timeoutMs, assume)
    const at = clock.now() - noon
    const late = await clock.wait(server, 'the server')
    return { outcome, result, at, late, endedAt: clock.now() - noon, requests }
  })
}

test('outcome.stub-timeout: when BAQTIMEOUT passes the program gets return code 4, and the server goes on', async () => {
  const { outcome, result, at, late, endedAt, requests } = await callThroughStub(5000, 2000)
  expect(at).toBe(2000)
  expect(outcome).toEqual({
    returnCode: 4,
    statusCode: 0,
    statusMessage: 'no response from the server within BAQTIMEOUT (2000 ms)',
    rules: outcome.rules,
  })
  expect(idsOf(outcome)).toEqual(['outcome.stub-timeout'])
  expect(result).toBeUndefined()
  expect(late.outcome.returnCode).toBe(0)
  expect(endedAt).toBe(5000)
  expect(requests).toHaveLength(2)
})

test('outcome.stub-timeout: an answer before BAQTIMEOUT is what the program gets', async () => {
  const { outcome, result, late, at } = await callThroughStub(1999, 2000)
  expect(at).toBe(1999)
  expect(outcome.returnCode).toBe(0)
  expect(result).toBe(late)
})

test('waits for ever where BAQTIMEOUT is not set', async () => {
  const { outcome, at } = await callThroughStub(10_000_000)
  expect(outcome.returnCode).toBe(0)
  expect(at).toBe(10_000_000)
})

test('leaves no timer behind', async () => {
  const clock = turns()
  const { call } = startRequester({ clock })
  const stuck = clock.drive('test', async () => {
    await throughStub(
      clock.run('server', () => call()),
      clock,
      2000,
      assumed,
    )
    await clock.wait(new Promise(() => undefined), 'nothing')
  })
  await expect(stuck).rejects.toThrow('nobody is ready and nobody sleeps')
  expect(clock.now()).toBe(noon)
})

test('hands the status over that is assumed for a stub that gave up', async () => {
  const { outcome } = await callThroughStub(5000, 2000, 1102)
  expect(outcome.statusCode).toBe(1102)
})
