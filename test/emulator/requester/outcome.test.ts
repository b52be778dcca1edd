import { expect, test } from 'vitest'
import { returnCodes, type FailureKind } from '../../../emulator/index.ts'
import {
  answer,
  failure,
  idsOf,
  json,
  lastOf,
  loginXml,
  startRequester,
  type Answer,
} from '../../support/requester.ts'

/** How a call ends when the API, or the token server, answers so. */
async function ending(answers: { readonly api?: Answer; readonly token?: Answer }) {
  const { api, token } = answers
  const { call, requests, apiRequests } = startRequester({
    ...(api && { api: [api] }),
    ...(token && { token: [token] }),
  })
  const { outcome, trace } = await call()
  expect(lastOf(trace, 'outcome')).toMatchObject({ outcome, rules: outcome.rules })
  return { outcome, rules: idsOf(outcome), requests, apiRequests }
}

test.each([200, 201, 204, 299])(
  'outcome.success: %i gives return code 0, the status and the body',
  async (status) => {
    const { outcome, rules } = await ending({ api: answer(status, 'fine') })
    expect(outcome).toMatchObject({ returnCode: 0, statusCode: status, statusMessage: '' })
    expect(new TextDecoder().decode(outcome.body)).toBe('fine')
    expect(rules).toEqual(['outcome.success'])
  },
)

test.each([100, 199, 400, 404, 500, 599])(
  'outcome.error-in-api: %i gives return code 1, the status and the body as message (A1)',
  async (status) => {
    const { outcome, rules } = await ending({ api: answer(status, '{"error":"näh"}') })
    expect(outcome).toMatchObject({
      returnCode: 1,
      statusCode: status,
      statusMessage: '{"error":"näh"}',
    })
    expect(outcome).not.toHaveProperty('body')
    expect(rules).toEqual(['outcome.error-in-api'])
  },
)

test.each([300, 302, 307, 399])(
  'outcome.redirect: %i of the API is an error of the API and is not followed (q29)',
  async (status) => {
    const api = answer(status, 'moved', [['Location', 'https://elsewhere.example.com/']])
    const { outcome, rules, apiRequests } = await ending({ api })
    expect(outcome).toMatchObject({ returnCode: 1, statusCode: status, statusMessage: 'moved' })
    expect(rules).toEqual(['outcome.error-in-api', 'outcome.redirect'])
    expect(apiRequests()).toHaveLength(1)
  },
)

test('outcome.redirect: one of a token server is a failure and is not followed (q29)', async () => {
  const token = answer(307, 'standby', [['Location', 'https://active.example.com/']])
  const { outcome, rules, requests } = await ending({ token })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(rules).toEqual(['outcome.t3', 'outcome.redirect'])
  expect(requests).toHaveLength(1)
})

test('outcome.redirect: an empty one of a token server is a failure as well', async () => {
  const { rules } = await ending({ token: answer(302) })
  expect(rules).toEqual(['outcome.t4', 'outcome.redirect'])
})

test.each([
  [1024, 1024, false],
  [1025, 1024, true],
  [5000, 1024, true],
])('outcome.message-cut: of %i characters %i arrive', async (length, arrives, cut) => {
  const { outcome, rules } = await ending({ api: answer(400, 'é'.repeat(length)) })
  expect(outcome.statusMessage).toBe('é'.repeat(arrives))
  expect(rules.includes('outcome.message-cut')).toBe(cut)
})

test('outcome.t1: a call that cannot be made ready gives return code 2 and 500', async () => {
  const { call, requests } = startRequester()
  const { outcome } = await call({})
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(idsOf(outcome)[0]).toBe('outcome.t1')
  expect(requests).toEqual([])
})

const kinds: readonly FailureKind[] = [
  'refused',
  'reset',
  'connect-timeout',
  'receive-timeout',
  'tls',
  'dns',
  'malformed',
  'too-large',
]

test.each(kinds)('outcome.t2: a token server that ends in %s gives BAQR1006E', async (kind) => {
  const { outcome, rules, apiRequests } = await ending({ token: failure(kind, 'the cause') })
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 500,
    statusMessage: 'BAQR1006E: no access to the authentication server: the cause',
  })
  expect(rules).toEqual(['outcome.t2'])
  expect(apiRequests()).toEqual([])
})

test.each([199, 300, 400, 401, 403, 500])(
  'outcome.t3: %i of a token server gives BAQR1006E, its status and 200 characters (response.success)',
  async (status) => {
    const { outcome, rules, apiRequests } = await ending({ token: answer(status, 'x'.repeat(201)) })
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.statusMessage).toBe(
      `BAQR1006E: the authentication server answered ${status}: ${'x'.repeat(200)}`,
    )
    expect(rules[0]).toBe('outcome.t3')
    expect(apiRequests()).toEqual([])
  },
)

test('outcome.t4: an error of a token server without a body gives BAQR1007E and its status', async () => {
  const { outcome, rules, apiRequests } = await ending({ token: answer(503) })
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 500,
    statusMessage: 'BAQR1007E: the authentication server answered 503 without a body',
  })
  expect(rules).toEqual(['outcome.t4'])
  expect(apiRequests()).toEqual([])
})

test.each([
  ['no token', json({ other: 'x' }), 'no text at $.token'],
  ['no JSON', answer(200, 'token=x'), 'the body is not JSON'],
  ['no body', answer(204), 'the body is not JSON'],
])('outcome.t5: a success with %s gives BAQR1006E and what was missing', async (_, token, what) => {
  const { outcome, rules, apiRequests } = await ending({ token })
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 500,
    statusMessage: `BAQR1006E: the authentication server gave no token: ${what}`,
  })
  expect(rules).toEqual(['outcome.t5'])
  expect(apiRequests()).toEqual([])
})

test.each([200, 201, 299])(
  'response.success: a token request has succeeded with %i, whatever the content type',
  async (status) => {
    const token = answer(status, '{"token":"x"}', [['Content-Type', 'text/html']])
    expect((await ending({ token })).outcome.returnCode).toBe(0)
  },
)

test.each(kinds.filter((kind) => kind !== 'receive-timeout'))(
  'outcome.a2: an API that ends in %s gives return code 2 and 500',
  async (kind) => {
    const { outcome, rules } = await ending({ api: failure(kind, 'the cause') })
    expect(outcome).toMatchObject({
      returnCode: 2,
      statusCode: 500,
      statusMessage: 'the API could not be reached: the cause',
    })
    expect(rules).toEqual(['outcome.a2'])
  },
)

test('outcome.a3: an API that does not answer in time gives return code 2 and 504', async () => {
  const { outcome, rules } = await ending({ api: failure('receive-timeout', 'the cause') })
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 504,
    statusMessage: 'the API did not answer: the cause',
  })
  expect(rules).toEqual(['outcome.a3'])
})

test('keeps nothing of an answer that was no success', async () => {
  const { call, requester } = startRequester({
    xml: loginXml({}),
    token: [answer(500, '{"token":"x"}')],
  })
  await call()
  expect(requester.cachedTokens()).toBe(0)
})

test('names the return codes as the copybook does', () => {
  expect(returnCodes[0]).toBe('BAQ-SUCCESS')
  expect(returnCodes[2]).toBe('BAQ-ERROR-IN-ZCEE')
  expect(returnCodes[4]).toBe('BAQ-ERROR-NO-RESPONSE')
})
