import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { authToken } from '../../../emulator/auth/auth-token.ts'
import {
  authTokenOf,
  loginXml,
  requestInfo,
  someone,
  startRequester,
  type Fields,
} from '../../support/requester.ts'

/** The token request of one element made ready for one call. */
function prepared(parts: Parameters<typeof loginXml>[0] = {}, fields: Fields = someone) {
  return preparedIn(loginXml(parts), fields)
}

function preparedIn(xml: readonly string[], fields: Fields = someone) {
  const plan = authTokenOf(startRequester({ xml }).plan())
  const ready = authToken.prepare(plan, requestInfo(fields), {})
  if (ready.kind === 'unprepared') throw new Error(ready.message)
  return ready
}

/** The same server.xml with one text replaced everywhere. */
const changed = (from: string, to: string) => loginXml({}).map((line) => line.replaceAll(from, to))

const both = 'requestBody="${userid}${password}"'
const inHeader = `credentialLocation="header" requestMethod="POST" ${both}`

test.each<[string, readonly string[]]>([
  ['the element', changed('"login"', '"other"')],
  ['the authorization server', changed('"srv"', '"other"')],
  ['the endpoint', changed('/login', '/signin')],
  ['the method', changed('requestMethod="POST"', 'requestMethod="PUT"')],
])('cache.key-parts: %s is part of the key, as a reload of server.xml would show', (_, xml) => {
  expect(preparedIn(xml).key).not.toBe(prepared().key)
})

test('cache.key-parts: the place of the credentials is part of the key', () => {
  const inBody = inHeader.replace('"header"', '"body"')
  expect(prepared({ request: inHeader }).key).not.toBe(prepared({ request: inBody }).key)
})

test('cache.key-parts: the body is part of the key, filled or not', () => {
  const body = (text: string) =>
    prepared({ request: `credentialLocation="body" requestBody="${text}"` }).key
  expect(body('a')).not.toBe(body('b'))
  expect(body('${userid}')).not.toBe(body('${password}'))
})

test('cache.key-parts: the names of the credential headers are part of the key', () => {
  const named = (header: string) => prepared({ request: `${inHeader} header="${header}"` }).key
  expect(named('X-U,X-P')).not.toBe(named('X-P,X-U'))
  expect(named('X-U')).not.toBe(named('X-V'))
})

test('cache.key-parts: connection, lifetime and header of the API are no part of the key', () => {
  const { key } = prepared()
  expect(prepared({ token: 'tokenLifetime="2h" header="X-Other"' }).key).toBe(key)
  expect(prepared({ connection: 'port="8443" authenticationConfigRef="login"' }).key).toBe(key)
})

test('cache.key: names the rules of the key where a request is made ready', () => {
  const ids = prepared().rules.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(['cache.key', 'cache.key-parts']))
})

test('cache.key: shows no secret in a key, nor in the rules and warnings beside it', () => {
  const { request: _request, ...rest } = prepared({ request: inHeader })
  expect(inspect(rest, { depth: 9 })).not.toContain('lovelace')
  expect(rest.key).toMatch(/^[\w-]{43}$/)
})
