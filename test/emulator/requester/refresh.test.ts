import { expect, test } from 'vitest'
import { noon } from '../../support/fixed-clock.ts'
import { jwsText, seconds } from '../../support/jwt-text.ts'
import {
  answer,
  failure,
  idsOf,
  json,
  kindsOf,
  lastOf,
  loginXml,
  startRequester,
  type Answer,
  type RequesterParts,
} from '../../support/requester.ts'

const inAnHour = seconds(noon + 3_600_000)

const refreshing = 'tokenLifetime="1h" tokenRefreshRate="10m"'

/** Two calls, the second when the refresh rate has passed. */
async function refresh(second: Answer, parts: Partial<RequesterParts> = {}) {
  const started = startRequester({
    xml: loginXml({ token: refreshing }),
    token: [json({ token: 'old' }), second],
    ...parts,
  })
  await started.call()
  started.clock.advance(600_000)
  const { outcome, trace } = await started.call()
  const sent = started.apiRequests().at(-1)?.headers
  return { ...started, outcome, trace, sent }
}

test('cache.refresh-rate: a new token is fetched when it has passed, and kept', async () => {
  const { call, trace, sent, tokenRequests } = await refresh(json({ token: 'new' }))
  expect(sent).toEqual([['Authorization', 'Bearer new']])
  expect(kindsOf(trace)).toContain('lookup refresh')
  await call()
  expect(tokenRequests()).toHaveLength(2)
})

test('cache.refresh-rate: it has no effect at 3.0.69.0', async () => {
  const token = [json({ token: jwsText({ exp: inAnHour }) })]
  const { tokenRequests } = await refresh(json({}), { token, level: '3.0.69.0' })
  expect(tokenRequests()).toHaveLength(1)
  const later = await refresh(json({}), { token, level: '3.0.70.0' })
  expect(later.tokenRequests()).toHaveLength(2)
})

test.each<[string, Answer]>([
  ['the token server is down', failure('refused')],
  ['the token server answers 500', answer(500, 'no')],
  ['the answer has no token', json({})],
])('cache.refresh-fallback: %s, the cached token serves on', async (_, second) => {
  const { outcome, sent, trace, call, tokenRequests } = await refresh(second)
  expect(outcome.returnCode).toBe(0)
  expect(sent).toEqual([['Authorization', 'Bearer old']])
  expect(idsOf(lastOf(trace, 'fallback'))).toEqual(['cache.refresh-fallback'])
  expect(lastOf(trace, 'fallback').because).toContain('BAQR1006E')
  await call()
  expect(tokenRequests()).toHaveLength(3)
})

test('cache.refresh-fallback: there is nothing to fall back on when the token has expired', async () => {
  const { call, clock } = await refresh(failure('refused'))
  clock.advance(3_000_000)
  expect((await call()).outcome.returnCode).toBe(2)
})
