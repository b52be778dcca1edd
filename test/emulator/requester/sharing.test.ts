import { expect, test } from 'vitest'
import {
  loginXml,
  requestInfo,
  someone,
  startRequester,
  type Fields,
} from '../../support/requester.ts'

test('cache.per-server: two servers with one configuration share no token', async () => {
  const first = startRequester()
  const second = startRequester()
  await first.call()
  await second.call()
  expect(second.tokenRequests()).toHaveLength(1)
})

const body = (text: string) => ({ request: `credentialLocation="body" requestBody='${text}'` })
const withRole = body('${userid}${password}${role}')

test.each<[string, Parameters<typeof loginXml>[0], Fields, Fields, number]>([
  ['cache.key: the same credentials share a token', {}, someone, someone, 1],
  [
    'cache.key: another password of the same user',
    {},
    someone,
    { ...someone, tokenPassword: 'Lovelace' },
    2,
  ],
  ['cache.key: another user', {}, someone, { ...someone, tokenUsername: 'Ada' }, 2],
  [
    'cache.key-parts: custom parameters in another order',
    {},
    { ...someone, tokenCustomParms: 'a=1,b=2' },
    { ...someone, tokenCustomParms: 'b=2,a=1' },
    2,
  ],
  [
    'cache.key-parts: custom parameters in the same order',
    {},
    { ...someone, tokenCustomParms: 'a=1,b=2' },
    { ...someone, tokenCustomParms: 'a=1,b=2' },
    1,
  ],
  [
    'cache.key-parts: custom headers in another order',
    {},
    { ...someone, tokenCustomHeaders: 'a=1,b=2' },
    { ...someone, tokenCustomHeaders: 'b=2,a=1' },
    2,
  ],
  [
    'cache.key-parts: a custom parameter is no custom header',
    {},
    { ...someone, tokenCustomParms: 'a=1' },
    { ...someone, tokenCustomHeaders: 'a=1' },
    2,
  ],
  [
    'cache.key-parts: another body',
    withRole,
    { ...someone, tokenCustomParms: 'role=a' },
    { ...someone, tokenCustomParms: 'role=b' },
    2,
  ],
  [
    'cache.key-parts: credentials cut at another place give another key for one body',
    body('${userid}${password}'),
    { tokenUsername: 'ab', tokenPassword: 'c' },
    { tokenUsername: 'a', tokenPassword: 'bc' },
    2,
  ],
  [
    'cache.key: blanks beyond -LEN do not count (credentials.length)',
    {},
    someone,
    { ...someone, tokenUsername: { value: 'ada     ', length: 3 } },
    1,
  ],
  [
    'cache.key: blanks within -LEN count (credentials.length)',
    {},
    someone,
    { ...someone, tokenUsername: { value: 'ada     ', length: 4 } },
    2,
  ],
  [
    'cache.key: the program is not asked where server.xml has the credentials (credentials.server-wins)',
    {
      server: 'basicAuthRef="data"',
      more: ['<zosconnect_authData id="data" user="server" password="secret"/>'],
    },
    someone,
    { tokenUsername: 'eve', tokenPassword: 'guess' },
    1,
  ],
])('%s', async (_, xml, first, second, count) => {
  const { call, tokenRequests } = startRequester({ xml: loginXml(xml) })
  await call(first)
  await call(second)
  expect(tokenRequests()).toHaveLength(count)
})

const twoConnections = [
  '<zosconnect_endpointConnection id="other" host="http://other.example.com" authenticationConfigRef="login"/>',
]

test('cache.key-parts: two APIs with one authToken share its token', async () => {
  const { call, tokenRequests, apiRequests } = startRequester({
    xml: loginXml({ more: twoConnections }),
  })
  await call()
  await call(someone, { connection: 'other', method: 'POST', path: '/elsewhere' })
  expect(tokenRequests()).toHaveLength(1)
  expect(apiRequests().map(({ url }) => url)).toEqual([
    'https://api.example.com/orders',
    'http://other.example.com/elsewhere',
  ])
})

const element = (id: string, attributes = '', request = 'requestMethod="POST"') => [
  `<zosconnect_endpointConnection id="to-${id}" host="https://api.example.com" authenticationConfigRef="${id}"/>`,
  `<zosconnect_authToken id="${id}" authServerRef="srv" tokenLifetime="1h" ${attributes}>`,
  `<tokenRequest credentialLocation="header" ${request}/>`,
  '<tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"/>',
  '</zosconnect_authToken>',
]

test('cache.key: one request info that serves several calls and elements keeps them apart', async () => {
  const started = startRequester({ xml: loginXml({ more: element('twin', 'header="X-Twin"') }) })
  const info = requestInfo(someone)
  for (const connection of ['conn', 'to-twin', 'conn', 'to-twin'])
    await started.call({}, { connection, requestInfo: info })
  expect(started.tokenRequests()).toHaveLength(2)
  expect(started.apiRequests().map(({ headers }) => headers)).toEqual([
    [['Authorization', 'Bearer token-1']],
    [['X-Twin', 'Bearer token-2']],
    [['Authorization', 'Bearer token-1']],
    [['X-Twin', 'Bearer token-2']],
  ])
})

test('cache.key-parts: two elements that ask the same share no token', async () => {
  const { call, tokenRequests } = startRequester({ xml: loginXml({ more: element('twin') }) })
  await call()
  await call(someone, { connection: 'to-twin' })
  expect(tokenRequests()).toHaveLength(2)
})
