import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  bothOf,
  chooseCredentials,
  compLevelOf,
  fieldValue,
} from '../../../emulator/auth/credentials.ts'
import { headerValue } from '../../../emulator/index.ts'
import { bodyOf, idsOf, lastOf, loginXml, requestInfo } from '../../support/requester.ts'
import { someone, startRequester } from '../../support/requester.ts'

const authData = '<zosconnect_authData id="data" user="server" password="secret"/>'
const fromServer = { server: 'basicAuthRef="data"', more: [authData] }
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

test('credentials.program: without basicAuthRef the program supplies user and password', async () => {
  const { call, tokenRequests } = startRequester()
  const { trace } = await call()
  expect(headerValue(tokenRequests()[0]!.headers, 'Authorization')).toBe(basic('ada:lovelace'))
  expect(lastOf(trace, 'credentials').from).toBe('program')
  expect(idsOf(lastOf(trace, 'credentials'))).toContain('credentials.program')
})

test('credentials.server-wins: the credentials of server.xml override those of the program', async () => {
  const { call, tokenRequests } = startRequester({ xml: loginXml(fromServer) })
  const { trace } = await call()
  expect(headerValue(tokenRequests()[0]!.headers, 'Authorization')).toBe(basic('server:secret'))
  expect(lastOf(trace, 'credentials').from).toBe('server.xml')
  expect(idsOf(lastOf(trace, 'credentials'))).toContain('credentials.server-wins')
})

test('credentials.server-wins: it needs no credentials of the program', async () => {
  const { call, tokenRequests } = startRequester({ xml: loginXml(fromServer) })
  expect((await call({})).outcome.returnCode).toBe(0)
  expect(headerValue(tokenRequests()[0]!.headers, 'Authorization')).toBe(basic('server:secret'))
})

test('credentials.pair: a user in server.xml is never joined with a password of the program', async () => {
  const half = { ...fromServer, more: ['<zosconnect_authData id="data" user="server"/>'] }
  const { call, requests } = startRequester({ xml: loginXml(half) })
  const { outcome } = await call()
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(idsOf(outcome)).toContain('credentials.missing')
  expect(requests).toEqual([])
})

test('credentials.pair: half of a pair is enough where the body asks for no more', async () => {
  const request = 'credentialLocation="body" requestBody="u=${userid}"'
  const { call, tokenRequests } = startRequester({ xml: loginXml({ request }) })
  const { trace } = await call({ tokenUsername: 'ada' })
  expect(bodyOf(tokenRequests()[0])).toBe('u=ada')
  expect(lastOf(trace, 'credentials').from).toBe('program')
})

test.each([
  ['no user', { tokenPassword: 'lovelace' }],
  ['no password', { tokenUsername: 'ada' }],
  ['neither', {}],
  ['a user of length 0', { ...someone, tokenUsername: { value: 'ada', length: 0 } }],
])('credentials.missing: %s for a header ends the call before any request', async (_, fields) => {
  const { call, requests } = startRequester()
  const { outcome } = await call(fields)
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(outcome.statusMessage).toBe(
    'login: the token request needs a user name and a password, and neither server.xml nor the program supplies both',
  )
  expect(idsOf(outcome)).toEqual(
    expect.arrayContaining(['outcome.t1', 'credentials.program', 'credentials.missing']),
  )
  expect(requests).toEqual([])
})

test.each([
  ['only -LEN characters count', { value: 'ada and more', length: 3 }, 'ada'],
  ['a longer -LEN counts the blanks behind the value', { value: 'ada', length: 5 }, 'ada  '],
  ['blanks within -LEN count', { value: 'ada  ', length: 4 }, 'ada '],
  ['a -LEN of 0 means not supplied', { value: 'ada', length: 0 }, undefined],
  ['a negative -LEN means not supplied', { value: 'ada', length: -1 }, undefined],
  ['an empty value means not supplied', '', undefined],
  ['without -LEN the whole value counts', 'ada ', 'ada '],
])('credentials.length: %s', (_, tokenUsername, value) => {
  expect(fieldValue(requestInfo({ tokenUsername }), 'tokenUsername')).toBe(value)
})

test('credentials.length: is named where -LEN says something else than the value', () => {
  const rulesOf = (length: number) =>
    idsOf(
      chooseCredentials(
        undefined,
        requestInfo({ ...someone, tokenUsername: { value: 'ada', length } }),
      ),
    )
  expect(rulesOf(2)).toEqual(['credentials.program', 'credentials.length'])
  expect(rulesOf(3)).toEqual(['credentials.program'])
})

test('credentials.comp-level: fields above the stated level are not looked at', () => {
  const fields = { ...someone, tokenCustomParms: 'a=1', oauthScope: 'openid', zconServerUri: '/' }
  const seenAt = (compLevel: number) =>
    (['oauthScope', 'tokenUsername', 'zconServerUri', 'tokenCustomParms'] as const).filter(
      (name) => fieldValue(requestInfo(fields, compLevel), name) !== undefined,
    )
  expect(seenAt(0)).toEqual([])
  expect(seenAt(1)).toEqual(['oauthScope'])
  expect(seenAt(2)).toEqual(['oauthScope', 'tokenUsername'])
  expect(seenAt(3)).toEqual(['oauthScope', 'tokenUsername', 'zconServerUri'])
  expect(seenAt(4)).toHaveLength(4)
})

test('credentials.comp-level: credentials above it are missing, and the outcome says why', async () => {
  const { call, requests } = startRequester()
  const { outcome } = await call({}, { requestInfo: requestInfo(someone, 1) })
  expect(idsOf(outcome)).toContain('credentials.comp-level')
  expect(requests).toEqual([])
})

test('credentials.comp-level: is not named where the level is high enough', () => {
  expect(idsOf(chooseCredentials(undefined, requestInfo(someone, 2)))).toEqual([
    'credentials.program',
  ])
})

test('takes for the level of a program that states none what its fields need', () => {
  expect(compLevelOf(requestInfo({}))).toBe(0)
  expect(compLevelOf(requestInfo(someone))).toBe(2)
  expect(compLevelOf(requestInfo({ tokenCustomHeaders: 'a=1' }))).toBe(4)
  expect(compLevelOf(requestInfo(someone, 0))).toBe(0)
})

test('hides the password of a program from its first moment on', () => {
  const chosen = chooseCredentials(undefined, requestInfo(someone))
  expect(inspect(chosen, { depth: 9 })).not.toContain('lovelace')
  expect(inspect(bothOf(chosen))).not.toContain('lovelace')
})
