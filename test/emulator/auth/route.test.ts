import { expect, test } from 'vitest'
import { planConnection, planContext, newestKnownLevel } from '../../../emulator/index.ts'
import { loginXml, someone, startRequester } from '../../support/requester.ts'
import { readElements } from '../../support/server-xml.ts'

const keyStore = '<keyStore id="ring" location="safkeyring:///Ring"/>'

/** How requests to an API travel, of these attributes and elements. */
function routeOf(attributes: string, ...elements: readonly string[]) {
  const { config } = readElements(
    `<zosconnect_endpointConnection id="api" ${attributes}/>`,
    ...elements,
  )
  const plan = planConnection(config!, 'api', planContext(newestKnownLevel))
  if (plan.kind === 'refusal') throw new Error(plan.message)
  const { tls, rules } = plan.route
  return { tls, rules: rules.map(({ id }) => id) }
}

const https = 'host="https://api.example.com"'

test('offers the key store that sslCertsRef leads to (tls.client-certificate)', () => {
  const ssl = '<ssl id="out" keyStoreRef="ring" clientKeyAlias="ims"/>'
  expect(routeOf(`${https} sslCertsRef="out"`, ssl, keyStore)).toMatchObject({
    tls: { ssl: 'out', keyStore: 'ring', alias: 'ims', at: { line: 4 } },
    rules: ['tls.client-certificate'],
  })
})

test('offers the one key there is without clientKeyAlias (tls.client-alias)', () => {
  const ssl = '<ssl id="out" keyStoreRef="ring"/>'
  const { tls, rules } = routeOf(`${https} sslCertsRef="out"`, ssl, keyStore)
  expect(tls).not.toHaveProperty('alias')
  expect(rules).toEqual(['tls.client-certificate', 'tls.client-alias'])
})

test('offers the key store of the outbound default without sslCertsRef (config.ssl.default)', () => {
  const elements = [
    '<sslDefault sslRef="in" outboundSSLRef="out"/>',
    '<ssl id="out" keyStoreRef="ring"/>',
    '<ssl id="in" keyStoreRef="other"/>',
    keyStore,
    '<keyStore id="other" location="key.p12"/>',
  ]
  expect(routeOf(https, ...elements).tls).toMatchObject({ ssl: 'out', keyStore: 'ring' })
})

test.each([
  [
    'over plain http',
    'host="http://api.example.com" sslCertsRef="out"',
    '<ssl id="out" keyStoreRef="ring"/>',
  ],
  ['without an ssl element', https, '<ssl id="out" keyStoreRef="ring"/>'],
  [
    'with a trust store alone',
    `${https} sslCertsRef="out"`,
    '<ssl id="out" trustStoreRef="ring"/>',
  ],
])('offers nothing %s (tls.client-certificate)', (_title, attributes, ssl) => {
  expect(routeOf(attributes, ssl, keyStore)).toEqual({ tls: undefined, rules: [] })
})

const proxied = `${https} proxyConfigRef="corporate"`

test('goes through the proxy that proxyConfigRef names (proxy.http, proxy.failure)', () => {
  const proxy = '<zosconnect_proxyConfig id="corporate" host="proxy.example.com" port="8080"/>'
  const { config } = readElements(`<zosconnect_endpointConnection id="api" ${proxied}/>`, proxy)
  const plan = planConnection(config!, 'api', planContext(newestKnownLevel))
  expect(plan).toMatchObject({
    route: { proxy: { id: 'corporate', host: 'proxy.example.com', port: 8080 } },
    rules: [],
  })
  expect(routeOf(proxied, proxy).rules).toEqual(['proxy.http', 'proxy.failure'])
  const typed = proxy.replace('/>', ' type="http"/>')
  expect(routeOf(proxied, typed).rules).toEqual(['proxy.http', 'proxy.failure'])
})

test('sends the login and the API request by their own routes, and neither by another', async () => {
  const more = [
    '<zosconnect_proxyConfig id="corporate" host="proxy.example.com" port="8080"/>',
    '<ssl id="out" keyStoreRef="ring"/>',
    keyStore,
  ]
  const routes = async (server: string, api: string) => {
    const connection = `authenticationConfigRef="login" ${api}`
    const { call, requests } = startRequester({ xml: loginXml({ server, connection, more }) })
    await call(someone)
    return requests.map(({ proxy, tls }) => [proxy?.host, tls?.ssl])
  }
  const [byProxy, bySsl] = ['proxyConfigRef="corporate"', 'sslCertsRef="out"']
  expect(await routes(byProxy, bySsl)).toEqual([
    ['proxy.example.com', undefined],
    [undefined, 'out'],
  ])
  expect(await routes(bySsl, byProxy)).toEqual([
    [undefined, 'out'],
    ['proxy.example.com', undefined],
  ])
})

test.each([
  ['without a host', 'port="8080"', 'MISSING-ATTRIBUTE', 'has no "host"'],
  ['without a port', 'host="proxy"', 'MISSING-ATTRIBUTE', 'has no "port"'],
  ['of another type', 'host="proxy" port="1" type="SOCKS"', 'NOT-EMULATED', 'the type is "SOCKS"'],
])(
  'refuses a connection whose proxy is %s (config.proxy.names)',
  (_title, attributes, code, text) => {
    const { config, problems } = readElements(
      `<zosconnect_endpointConnection id="api" ${proxied}/>`,
      `<zosconnect_proxyConfig id="corporate" ${attributes}/>`,
    )
    expect(problems.map((problem) => `${problem.code} ${problem.at?.line}`)).toEqual([`${code} 4`])
    const plan = planConnection(config!, 'api', planContext(newestKnownLevel))
    expect(plan).toMatchObject({
      kind: 'refusal',
      message: expect.stringContaining('the proxy "corporate" cannot be used'),
    })
    expect(problems[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining(text),
    })
  },
)
