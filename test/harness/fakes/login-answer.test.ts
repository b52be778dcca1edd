import { expect, test } from 'vitest'
import type { JwtOptions } from '../../../harness/fakes/options.ts'
import { authServer, basic, login, minuteMs } from '../../support/auth-server.ts'

const accepts: [Partial<JwtOptions['answer']>, accept: string, status: number][] = [
  [{ format: 'JSON' }, 'application/json', 200],
  [{ format: 'JSON' }, 'text/plain', 406],
  [{ format: 'JSON' }, 'text/plain, application/*;q=0.5', 200],
  [{ format: 'JSON' }, '*/*, application/json;q=0', 406],
  [{ format: 'JSON' }, 'application/json, */*;q=0', 200],
  [{ format: 'JSON' }, '*/*, application/*;q=0', 406],
  [{ format: 'Text' }, 'text/plain', 200],
  [{ format: 'Text' }, 'application/json', 406],
  [{ format: 'JWT' }, 'application/jwt', 200],
  [{ format: 'JWT' }, 'application/json', 406],
  [{ format: 'JWT' }, '*/*', 200],
  [{ in: 'header', header: 'X-Token' }, 'text/plain', 200],
  [{ in: 'header', header: 'X-Token', lifetimePath: '$.ttl' }, 'text/plain', 406],
]

for (const [answer, accept, status] of accepts)
  test(`answers ${status} to Accept: ${accept} where it sends ${JSON.stringify(answer)}`, async () => {
    const { fake } = authServer({ answer })
    const reply = await login(fake, { headers: { Authorization: basic, Accept: accept } })
    expect(reply.status).toBe(status)
  })

const places: [title: string, Partial<JwtOptions['answer']>, (token: string) => object][] = [
  [
    'at any path of a JSON body',
    { path: "$.auth['client token'][1].value" },
    (token) => ({
      type: 'application/json',
      header: null,
      text: JSON.stringify({ auth: { 'client token': [null, { value: token }] } }),
    }),
  ],
  [
    'with its lifetime in seconds',
    { path: '$.auth.token', lifetimePath: '$.auth.ttl' },
    (token) => ({
      type: 'application/json',
      header: null,
      text: JSON.stringify({ auth: { token, ttl: 900 } }),
    }),
  ],
  ['as text', { format: 'Text' }, (text) => ({ type: 'text/plain', header: null, text })],
  ['as a JWT', { format: 'JWT' }, (text) => ({ type: 'application/jwt', header: null, text })],
  [
    'in a header, without a body',
    { in: 'header', header: 'X-Token' },
    (header) => ({ type: null, header, text: '' }),
  ],
  [
    'in a header, with its lifetime in JSON',
    { in: 'header', header: 'X-Token', lifetimePath: 'expires_in' },
    (header) => ({
      type: 'application/json',
      header,
      text: '{"expires_in":900}',
    }),
  ],
]

for (const [title, answer, expected] of places)
  test(`hands over the token ${title}`, async () => {
    const { fake } = authServer({ answer, token: { lifetimeMs: 15 * minuteMs + 999 } })
    const { headers, text } = await login(fake)
    const seen = { type: headers.get('content-type'), header: headers.get('x-token'), text }
    expect(seen).toEqual(expected(fake.issuedToken(1)!))
  })

for (const [title, answer] of places)
  test(`a misplaced token is not found where it belongs: ${title}`, async () => {
    const { fake } = authServer({ answer })
    const { status, headers, text } = await login(fake, { tokenFault: 'token-misplaced' })
    const token = fake.issuedToken(1)!
    const seen = { type: headers.get('content-type'), header: headers.get('x-token'), text }
    expect(status).toBe(200)
    expect(text + [...headers].flat().join('')).toContain(token)
    const right = expected(answer, token)
    expect(seen).not.toEqual(right)
    expect(headers.get('x-token')).toBeNull()
  })

const expected = (answer: Partial<JwtOptions['answer']>, token: string): object =>
  places.find(([, each]) => each === answer)![2](token)

test('refuses to be made with paths that contradict each other', () => {
  expect(() => authServer({ answer: { path: '$.a', lifetimePath: '$.a.b' } })).toThrow('contradict')
  expect(() => authServer({ answer: { path: '$.a..b' } })).toThrow('not a JSON path')
})

test('sends a JSON body without lifetime where its tokens have none', async () => {
  const answer = { in: 'header', header: 'X-Token', lifetimePath: '$.ttl' } as const
  const { fake } = authServer({ answer, token: { lifetimeMs: undefined! } })
  expect((await login(fake)).text).toBe('{}')
})
