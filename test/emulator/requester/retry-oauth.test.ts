import { expect, test } from 'vitest'
import type { Header } from '../../../emulator/index.ts'
import {
  answer,
  idsOf,
  issued,
  lastOf,
  oauthXml,
  ok,
  startRequester,
  type Fields,
} from '../../support/requester.ts'

const client: Fields = { oauthClientId: 'me', oauthClientSecret: 'mine' }
const rejectedWith = (...headers: readonly Header[]) => answer(401, 'no', headers)
const bearer = (text: string): Header => ['WWW-Authenticate', text]
const invalid = bearer('Bearer realm="x", error="invalid_token", error_description="expired"')

/** What a call with a cached token does when the API answers so. */
async function rejected(level: string, retry: string, headers: readonly Header[], status = 401) {
  const oauth = `grantType="client_credentials" ${retry && `tokenRetryCheckLevel="${retry}"`}`
  const api = [ok, { ...rejectedWith(...headers), status }, ok]
  const token = [issued({}, 'first'), issued({}, 'second')]
  const started = startRequester({ xml: oauthXml({ oauth }), level, api, token })
  await started.call(client)
  const { outcome, trace } = await started.call(client)
  return { outcome, ids: idsOf(lastOf(trace, 'retry')), sent: started.tokenRequests().length }
}

test.each<[string, string, readonly Header[], boolean, readonly string[]]>([
  ['3.0.93.0', '', [], false, ['retry.invalid-token']],
  ['3.0.93.0', '', [invalid], true, ['retry.invalid-token']],
  ['3.0.93.0', '3', [], false, ['retry.invalid-token']],
  ['3.0.93.0', '3', [invalid], true, ['retry.invalid-token']],
  ['3.0.93.0', '2', [], false, ['retry.invalid-token', 'retry.level-2']],
  ['3.0.93.0', '2', [invalid], true, ['retry.invalid-token', 'retry.level-2']],
  ['3.0.93.0', '1', [], true, ['retry.level-1']],
  ['3.0.93.0', '1', [bearer('Basic')], true, ['retry.level-1']],
  ['3.0.92.0', '1', [], false, ['retry.invalid-token']],
  ['3.0.92.0', '1', [invalid], true, ['retry.invalid-token']],
  ['3.0.92.0', '2', [invalid], true, ['retry.invalid-token']],
  ['3.0.92.0', '', [], false, ['retry.invalid-token']],
])(
  'at %s with tokenRetryCheckLevel "%s" and %j repeats: %s (retry.invalid-token, retry.level-1, retry.level-2)',
  async (level, retry, headers, again, rules) => {
    const { outcome, ids, sent } = await rejected(level, retry, headers)
    expect(ids).toEqual(rules)
    expect(sent).toBe(again ? 2 : 1)
    expect(outcome).toMatchObject(
      again ? { returnCode: 0, statusCode: 200 } : { returnCode: 1, statusCode: 401 },
    )
  },
)

test.each<[string, readonly Header[], boolean]>([
  ['the header in small letters', [['www-authenticate', 'Bearer error=invalid_token']], true],
  ['a second header', [bearer('Basic realm="x"'), bearer('Bearer error="invalid_token"')], true],
  ['a longer word', [bearer('xinvalid_tokens')], true],
  ['capitals in the value', [bearer('Bearer error="Invalid_Token"')], false],
  ['another error', [bearer('Bearer error="insufficient_scope"')], false],
  ['another header', [['X-Error', 'invalid_token']], false],
])(
  'looks for the exact text invalid_token: %s (retry.invalid-token)',
  async (_, headers, again) => {
    expect((await rejected('3.0.99.0', '', headers)).sent).toBe(again ? 2 : 1)
  },
)

test('repeats after no other status than 401 at level 1', async () => {
  for (const status of [400, 403, 500]) {
    const { sent, ids, outcome } = await rejected('3.0.99.0', '1', [invalid], status)
    expect([sent, ids, outcome.statusCode]).toEqual([1, ['retry.only-401'], status])
  }
})

test('does not fetch a token again that this call has fetched', async () => {
  const api = [rejectedWith(invalid)]
  const { call, apiRequests } = startRequester({ xml: oauthXml({}), api, token: [issued()] })
  const { trace } = await call(client)
  expect(apiRequests()).toHaveLength(1)
  expect(idsOf(lastOf(trace, 'retry'))).toEqual(['retry.invalid-token', 'retry.fresh-token'])
})
