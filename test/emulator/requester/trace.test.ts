import { expect, test } from 'vitest'
import { tokenResult } from '../../../emulator/index.ts'
import {
  failure,
  json,
  loginXml,
  ok,
  startRequester,
  unauthorized,
  type RequesterParts,
} from '../../support/requester.ts'

/** How the token of the last of some calls was come by. */
async function resultOf(parts: RequesterParts, calls: number, advanceMs = 0) {
  const { call, clock } = startRequester(parts)
  const results = []
  for (let i = 0; i < calls; i++) {
    if (i > 0) clock.advance(advanceMs)
    results.push(tokenResult((await call()).trace, 'login'))
  }
  return results.at(-1)
}

const refreshing = loginXml({ token: 'tokenLifetime="1h" tokenRefreshRate="10m"' })

test('tells a miss, a hit, a refresh, its fall-back and a token that was not kept', async () => {
  expect(await resultOf({}, 1)).toBe('miss')
  expect(await resultOf({}, 2)).toBe('hit')
  expect(await resultOf({ xml: refreshing }, 2, 600_000)).toBe('refreshed')
  const token = [json({ token: 'old' }), failure('refused')]
  expect(await resultOf({ xml: refreshing, token }, 2, 600_000)).toBe('hit')
  expect(await resultOf({ xml: loginXml({ token: '' }) }, 2)).toBe('not-kept')
})

test('lets the last decision of a call count', async () => {
  expect(await resultOf({ api: [ok, unauthorized, ok] }, 2)).toBe('miss')
})

test('tells nothing of an element whose token the call never asked for', async () => {
  const { call } = startRequester()
  const { trace } = await call()
  expect(tokenResult(trace, 'other')).toBeUndefined()
  expect(tokenResult((await call({})).trace, 'login')).toBeUndefined()
})

test('times every exchange from its beginning to its end', async () => {
  const { call, clock } = startRequester({
    api: [
      async () => {
        await clock.sleep(70)
        return ok
      },
    ],
    token: [
      async () => {
        await clock.sleep(30)
        return json({ token: 'a' })
      },
    ],
  })
  const start = clock.now()
  const { trace } = await call()
  const times = trace.flatMap((event) =>
    event.kind === 'token-request' || event.kind === 'api-request'
      ? [[event.kind, event.target, event.at - start, event.endedAt - start]]
      : [],
  )
  expect(times).toEqual([
    ['token-request', 'login', 0, 30],
    ['api-request', 'conn', 30, 100],
  ])
})

test('records an exchange that failed with its failure', async () => {
  const { call, requests } = startRequester({ token: [failure('refused')] })
  const { trace } = await call()
  expect(trace.find(({ kind }) => kind === 'token-request')).toMatchObject({
    request: requests[0],
    result: { kind: 'refused' },
  })
  expect(trace.at(-1)?.kind).toBe('outcome')
})
