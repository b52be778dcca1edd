import { expect, test } from 'vitest'
import { idsOf, lastOf, loginXml, someone, startRequester } from '../../support/requester.ts'
import { bodyOf } from '../../support/requester.ts'

/** The headers of the API request of one call, and what its trace says of the token. */
async function attached(token: string, headers: readonly (readonly [string, string])[] = []) {
  const { call, apiRequests } = startRequester({ xml: loginXml({ token }) })
  const { trace } = await call(someone, { headers })
  const event = lastOf(trace, 'attached')
  return { headers: apiRequests()[0]!.headers, rules: idsOf(event), header: event.header }
}

test('attach.bearer: the token goes after Bearer in Authorization', async () => {
  const { headers, rules, header } = await attached('')
  expect(headers).toEqual([['Authorization', 'Bearer token-1']])
  expect(rules).toContain('attach.bearer')
  expect(rules).not.toContain('attach.bearer-custom-header')
  expect(header).toBe('Authorization')
})

test('attach.bearer: header names another header', async () => {
  const { headers } = await attached('header="X-JWT"')
  expect(headers.map(([name]) => name)).toEqual(['X-JWT'])
})

test('attach.bearer-off: with useBearerScheme="false" Authorization carries the token alone', async () => {
  const { headers, rules } = await attached('useBearerScheme="false"')
  expect(headers).toEqual([['Authorization', 'token-1']])
  expect(rules).toContain('attach.bearer-off')
})

test('attach.bearer-off: with useBearerScheme="false" a custom header carries the token alone', async () => {
  const { headers } = await attached('header="X-Vault-Token" useBearerScheme="false"')
  expect(headers).toEqual([['X-Vault-Token', 'token-1']])
})

test('attach.bearer-custom-header: a header of another name gets Bearer too', async () => {
  const { headers, rules } = await attached('header="X-JWT"')
  expect(headers).toEqual([['X-JWT', 'Bearer token-1']])
  expect(rules).toContain('attach.bearer-custom-header')
})

test('attach.bearer: authorization in lower case is the standard header', async () => {
  const { rules } = await attached('header="authorization"')
  expect(rules).not.toContain('attach.bearer-custom-header')
})

test('attach.token-wins: the token replaces a header of that name that the program maps', async () => {
  const mapped = [
    ['X-Before', '1'],
    ['authorization', 'of the program'],
    ['X-After', '2'],
    ['AUTHORIZATION', 'again'],
  ] as const
  const { headers, rules } = await attached('', mapped)
  expect(headers).toEqual([
    ['X-Before', '1'],
    ['Authorization', 'Bearer token-1'],
    ['X-After', '2'],
  ])
  expect(rules).toContain('attach.token-wins')
})

test('attach.token-wins: is not named where there is nothing to replace', async () => {
  const { rules } = await attached('', [['X-Other', '1']])
  expect(rules).toEqual(['attach.bearer'])
})

test('sends method, path, headers and body of the call as they are', async () => {
  const { call, apiRequests } = startRequester()
  const body = new TextEncoder().encode('{"n":1}')
  await call(someone, { method: 'PUT', path: '/a?b=c', headers: [['X-A', '1']], body })
  const [sent] = apiRequests()
  expect(sent).toMatchObject({
    method: 'PUT',
    url: 'https://api.example.com/a?b=c',
    purpose: { kind: 'api', connection: 'conn' },
  })
  expect(sent!.headers[0]).toEqual(['X-A', '1'])
  expect(bodyOf(sent)).toBe('{"n":1}')
})

test('sends no body where the call has none', async () => {
  const { call, apiRequests } = startRequester()
  await call()
  expect(apiRequests()[0]).not.toHaveProperty('body')
})
