import { expect, test } from 'vitest'
import { headerValue } from '../../../emulator/index.ts'
import { noon } from '../../support/fixed-clock.ts'
import { turns } from '../../support/manual-clock.ts'
import {
  json,
  lastOf,
  loginXml,
  ok,
  startRequester,
  unauthorized,
  type Answer,
} from '../../support/requester.ts'

test('cache.key: parallel first calls each fetch, none waits for another, the last stored wins', async () => {
  const clock = turns()
  const { call, tokenRequests, apiRequests } = startRequester({
    clock,
    token: [after(300, 'slow'), after(100, 'fast')],
    api: [ok],
  })
  function after(ms: number, token: string): Answer {
    return async () => {
      await clock.sleep(ms)
      return json({ token })
    }
  }
  await clock.drive('test', async () => {
    const calls = ['a', 'b'].map((name) => clock.run(name, () => call()))
    await clock.wait(Promise.all(calls), 'the calls')
    await call()
  })
  expect(tokenRequests()).toHaveLength(2)
  expect(apiRequests().map(({ headers }) => headers[0]![1])).toEqual([
    'Bearer fast',
    'Bearer slow',
    'Bearer slow',
  ])
})

test('cache.rejected: of parallel calls answered 401 one fetches, a new token of another stays (q28)', async () => {
  const clock = turns()
  let renewed = 0
  const { call, tokenRequests, apiRequests } = startRequester({
    clock,
    token: [json({ token: 'old' }), json({ token: 'new' })],
    api: [
      async ({ headers }) => {
        const isOld = headerValue(headers, 'Authorization') === 'Bearer old'
        if (clock.now() === noon || !isOld) return ok
        await clock.sleep(100 * ++renewed)
        return unauthorized
      },
    ],
  })
  const results = await clock.drive('test', async () => {
    await call()
    await clock.sleep(1000)
    const calls = ['a', 'b', 'c'].map((name) => clock.run(name, () => call()))
    return clock.wait(Promise.all(calls), 'the calls')
  })
  expect(results.map(({ outcome }) => outcome.returnCode)).toEqual([0, 0, 0])
  expect(tokenRequests()).toHaveLength(2)
  expect(apiRequests()).toHaveLength(7)
  const removed = results.map(({ trace }) => lastOf(trace, 'rejected').removed)
  expect(removed.filter(Boolean)).toHaveLength(1)
  for (const { trace } of results) {
    const { result } = lastOf(trace, 'lookup')
    expect(result).toBe(lastOf(trace, 'rejected').removed ? 'miss' : 'hit')
  }
})

test('cache.cleared: a token that is fetched while the cache is cleared is kept', async () => {
  const clock = turns()
  const commands =
    '<featureManager><feature>zosconnect:zosConnectCommands-1.0</feature></featureManager>'
  const { call, requester } = startRequester({
    clock,
    xml: loginXml({ more: [commands] }),
    token: [
      async () => {
        await clock.sleep(100)
        return json({ token: 'late' })
      },
    ],
  })
  await clock.drive('test', async () => {
    const running = clock.run('a', () => call())
    await clock.sleep(50)
    expect(requester.operate('F JOB,ZCON,CLEARTOKENCACHE').cleared).toBe(0)
    await clock.wait(running, 'the call')
  })
  expect(requester.cachedTokens()).toBe(1)
})
