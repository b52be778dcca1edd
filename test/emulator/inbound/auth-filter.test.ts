import { expect, test } from 'vitest'
import type { Header } from '../../../emulator/http.ts'
import { ask, ended, oidc, signed } from '../../support/inbound.ts'

const headers: readonly Header[] = [
  ['X-App', 'web-1'],
  ['User-Agent', 'curl/8.0'],
  ['Cookie', 'a=1; session=abc;  b=2;c=3'],
]

/** Whether a request to /accounts/1 reaches the element behind a filter of these conditions. */
async function matches(...conditions: readonly string[]): Promise<boolean> {
  const filter = `<authFilter id="f">${conditions.join('')}</authFilter>`
  const xml = [filter, oidc('authFilterRef="f"')]
  return ended(await ask({ xml, token: await signed(), headers })) === 'granted ANNA'
}

test.for([
  ['<requestUrl urlPattern="/accounts"/>', true],
  ['<requestUrl urlPattern="/account*"/>', false],
  ['<requestUrl urlPattern="/reports"/>', false],
  ['<requestUrl urlPattern="/reports" matchType="notContain"/>', true],
  ['<requestUrl urlPattern="https://zosc:9443/accounts/1" matchType="equals"/>', true],
  ['<requestUrl urlPattern="/accounts/1" matchType="equals"/>', false],
  ['<requestHeader name="x-app" value="web"/>', true],
  ['<requestHeader name="x-app" value="web" matchType="equals"/>', false],
  ['<requestHeader name="x-app"/>', true],
  ['<requestHeader name="x-none"/>', false],
  ['<requestHeader name="x-none" value="a" matchType="notContain"/>', true],
  ['<host name="zosc"/>', true],
  ['<host name="other"/>', false],
  ['<userAgent agent="curl"/>', true],
  ['<cookie name="session"/>', true],
  ['<cookie name="sess"/>', false],
  ['<cookie name="b"/>', true],
  ['<cookie name="c"/>', true],
  ['<webApp name="accounts" matchType="equals"/>', true],
  ['<remoteAddress ip="127.0.0.1"/>', false],
  ['<remoteAddress ip="127.0.0.1" matchType="notContain"/>', true],
  ['<requestHeader name="x-app" value="web" matchType="notContain"/>', false],
  ['<requestHeader name="x-app" matchType="notContain"/>', true],
  ['<requestHeader name="x-app" value="web" matchType="greaterThan"/>', false],
] as const)('%s: %s [inbound.auth-filter]', async ([condition, holds]) => {
  expect(await matches(condition)).toBe(holds)
})

test('all conditions must hold [inbound.auth-filter.all]', async () => {
  const [url, host] = ['<requestUrl urlPattern="/acc"/>', '<host name="zosc"/>']
  expect(await matches(url, host)).toBe(true)
  expect(await matches(url, host.replace('zosc', 'other'))).toBe(false)
})

test('an element with a matching filter goes before one without [inbound.consumer]', async () => {
  const filter = '<authFilter id="f"><requestUrl urlPattern="/accounts"/></authFilter>'
  const other = oidc().replace('"https://idp"', '"https://other"').replace('"oidc"', '"plain"')
  const xml = [other, filter, oidc('authFilterRef="f"')]
  expect(ended(await ask({ xml, token: await signed() }))).toBe('granted ANNA')
  const url = 'https://zosc:9443/reports'
  expect(ended(await ask({ xml, token: await signed(), url }))).toBe('401 inbound.issuer')
})

test('inboundPropagation="none", which is the default, takes no token [inbound.no-token]', async () => {
  const token = await signed()
  for (const xml of [
    oidc().replace('"required"', '"none"'),
    oidc().replace(/inboundPropagation="\w+"/, ''),
  ])
    expect(ended(await ask({ xml: [xml], token }))).toBe('401 inbound.no-token')
  expect(ended(await ask({ xml: [oidc().replace('"required"', '"supported"')], token }))).toBe(
    'granted ANNA',
  )
})

test('headerName is where the token is, with or without Bearer', async () => {
  const xml = [oidc('headerName="X-Token"')]
  const token = await signed()
  for (const value of [token, `Bearer ${token}`])
    expect(ended(await ask({ xml, headers: [['x-token', value]] }))).toBe('granted ANNA')
  expect(ended(await ask({ xml, token }))).toBe('401 inbound.no-token')
})

test.for([
  ['Bearer  TOKEN', 'granted ANNA'],
  ['bearer TOKEN', 'granted ANNA'],
  [' Bearer TOKEN ', 'granted ANNA'],
  ['x Bearer TOKEN', '401 inbound.no-token'],
  ['Bearer TOKEN x', '401 inbound.no-token'],
  ['Basic TOKEN', '401 inbound.no-token'],
])('takes "%s" as Authorization: %s [inbound.no-token]', async ([written, end]) => {
  const value = written!.replace('TOKEN', await signed())
  expect(ended(await ask({ headers: [['Authorization', value]] }))).toBe(end)
})

test('an empty header of another name holds no token', async () => {
  const xml = [oidc('headerName="X-Token"')]
  expect(ended(await ask({ xml, headers: [['X-Token', ' ']] }))).toBe('401 inbound.no-token')
})

test.for(['required', 'supported'])(
  'inboundPropagation="%s" and no requireAuth [inbound.unauthenticated]',
  async (mode) => {
    const manager = '<zosconnect_zosConnectManager requireAuth="false"/>'
    const result = await ask({ xml: [manager, oidc().replace('"required"', `"${mode}"`)] })
    expect(ended(result)).toBe(mode === 'required' ? '401 inbound.no-token' : 'granted WSGUEST')
  },
)
