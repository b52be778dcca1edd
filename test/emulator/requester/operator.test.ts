import { expect, test } from 'vitest'
import { readCommand } from '../../../emulator/index.ts'
import { idsOf, lastOf, loginXml, someone, startRequester } from '../../support/requester.ts'

const feature =
  '<featureManager><feature>zosconnect:zosConnectCommands-1.0</feature></featureManager>'
const withCommands = loginXml({ more: [feature] })

test.each([
  ['F BAQSTRT,ZCON,CLEARTOKENCACHE', 'BAQSTRT', ['ZCON', 'CLEARTOKENCACHE']],
  ['MODIFY BAQSTRT,ZCON,REFRESH', 'BAQSTRT', ['ZCON', 'REFRESH']],
  ['f baqstrt.srv1,zcon,clearSafCache', 'BAQSTRT', ['ZCON', 'CLEARSAFCACHE']],
  ['  modify  A$#@1, help ', 'A$#@1', ['HELP']],
  ['F SRV,CACHE,CLEAR,AUTH', 'SRV', ['CACHE', 'CLEAR', 'AUTH']],
])('operator.form: reads %j (operator.case)', (text, job, words) => {
  expect(readCommand(text)).toEqual({ job, words })
})

test.each([
  '',
  'F',
  'F BAQSTRT',
  'F BAQSTRT,',
  'BAQSTRT,ZCON,REFRESH',
  'P BAQSTRT,ZCON,REFRESH',
  'F 1BAQ,ZCON,REFRESH',
  'F NINECHARS,ZCON,REFRESH',
  'F BAQ.,ZCON,REFRESH',
  'FBAQSTRT,ZCON,REFRESH',
])('operator.form: takes %j for no command', (text) => {
  expect(readCommand(text)).toBeUndefined()
})

/** A server with the commands and one cached token. */
async function running(xml = withCommands) {
  const started = startRequester({ xml })
  await started.call()
  expect(started.requester.cachedTokens()).toBe(1)
  return started
}

test('operator.clear-token-cache: empties the cache, so that the next call fetches (cache.cleared)', async () => {
  const { requester, call, tokenRequests } = await running()
  await call({ ...someone, tokenUsername: 'eve' })
  const reply = requester.operate('F BAQSTRT,ZCON,CLEARTOKENCACHE')
  expect(reply).toMatchObject({ accepted: true, cleared: 2 })
  expect(idsOf(reply)).toContain('operator.clear-token-cache')
  expect(requester.cachedTokens()).toBe(0)
  const { trace } = await call()
  expect(idsOf(lastOf(trace, 'lookup'))).toEqual(['cache.cleared'])
  expect(tokenRequests()).toHaveLength(3)
})

test('operator.text: says how many tokens that were alive it cleared, in words of our own', async () => {
  const { requester, clock } = await running()
  clock.advance(3_600_000)
  const reply = requester.operate('F BAQSTRT,ZCON,CLEARTOKENCACHE')
  expect(reply.text).toBe('token cache cleared, 0 entries')
  expect(idsOf(reply)).toContain('operator.text')
  expect(reply.text).not.toContain('BAQR')
})

test.each(['f baqstrt,zcon,cleartokencache', 'Modify Baqstrt,Zcon,ClearTokenCache'])(
  'operator.case: %s empties the cache',
  async (command) => {
    const { requester } = await running()
    const reply = requester.operate(command)
    expect(reply.cleared).toBe(1)
    expect(idsOf(reply)).toContain('operator.case')
  },
)

test('operator.refresh: leaves the tokens as they are', async () => {
  const { requester, call, tokenRequests } = await running()
  const reply = requester.operate('F BAQSTRT,ZCON,REFRESH')
  expect(reply).toMatchObject({ accepted: true, text: 'refreshed', cleared: 0 })
  expect(idsOf(reply)).toContain('operator.refresh')
  await call()
  expect(tokenRequests()).toHaveLength(1)
})

test.each([
  ['F BAQSTRT,ZCON,CLEARSAFCACHE', 'SAF cache cleared'],
  ['F BAQSTRT,HELP', 'HELP | ZCON,REFRESH | ZCON,CLEARTOKENCACHE | ZCON,CLEARSAFCACHE'],
  ['F BAQSTRT,CACHE,CLEAR,AUTH', 'authenticated users cleared'],
])('accepts %s and leaves the tokens as they are', async (command, text) => {
  const { requester } = await running()
  expect(requester.operate(command)).toMatchObject({ accepted: true, text, cleared: 0 })
  expect(requester.cachedTokens()).toBe(1)
})

test.each([
  ['clear the cache', 'not a command: write F jobname,HELP'],
  ['F BAQSTRT,CLEARTOKENCACHE', '"CLEARTOKENCACHE" is not an option: use one of: ZCON, HELP'],
  ['F BAQSTRT,ZCOM,REFRESH', '"ZCOM" is not an option: did you mean "ZCON"?'],
  ['F BAQSTRT,ZCON', 'one option follows ZCON'],
  ['F BAQSTRT,ZCON,REFRESH,REFRESH', 'one option follows ZCON'],
  ['F BAQSTRT,ZCON,HELP', '"HELP" is not an option'],
  [
    'F BAQSTRT,ZCON,CLEARTOKENCASHE',
    '"CLEARTOKENCASHE" is not an option: did you mean "CLEARTOKENCACHE"?',
  ],
  ['F BAQSTRT,HELP,ME', '"HELP" is not an option'],
  ['F BAQSTRT,CACHE,CLEAR', '"CACHE" is not an option'],
])('operator.form: refuses %s and clears nothing', async (command, text) => {
  const { requester } = await running()
  const reply = requester.operate(command)
  expect(reply).toMatchObject({ accepted: false, cleared: 0 })
  expect(reply.text).toContain(text)
  expect(idsOf(reply)).toContain('operator.form')
  expect(requester.cachedTokens()).toBe(1)
})

test.each(['F BAQSTRT,ZCON,CLEARTOKENCACHE', 'F BAQSTRT,ZCON,REFRESH', 'F BAQSTRT,HELP'])(
  'operator.feature: without zosConnectCommands-1.0 %s is refused',
  async (command) => {
    const { requester } = await running(loginXml({}))
    const reply = requester.operate(command)
    expect(reply).toMatchObject({
      accepted: false,
      text: 'the server.xml lacks the feature zosconnect:zosConnectCommands-1.0',
    })
    expect(idsOf(reply)).toContain('operator.feature')
    expect(requester.cachedTokens()).toBe(1)
  },
)

test('operator.feature: its name is found in any case', async () => {
  const { requester } = await running(loginXml({ more: [feature.replace('zosC', 'zosc')] }))
  expect(requester.operate('F BAQSTRT,ZCON,CLEARTOKENCACHE').cleared).toBe(1)
})

test("operator.feature: Liberty's own command needs none", async () => {
  const { requester } = await running(loginXml({}))
  expect(requester.operate('F BAQSTRT,CACHE,CLEAR,AUTH').accepted).toBe(true)
})
