import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scenarioWorld } from '../../support/scenario-world.ts'
import { serverXml } from '../../support/server-xml.ts'

const p12 = readFileSync(new URL('../../../scenarios/generated/outbound.p12', import.meta.url))
const ring = '<keyStore id="trust" location="safkeyring:///Trust" password="password"/>'

const connection = '<zosconnect_endpointConnection id="c" host="http://zos.example.com"/>'

const provider = `services:
  ims: { kind: ims, at: http://ims.example.com:9999, version: 15, transactions: { T: { body: ok } } }
  zos:
    kind: inbound
    at: https://zos.example.com
    ims: ims
    apis: { a: { GET /a: { name: a, transaction: T } } }
steps: [{ request: { to: zos, path: /a } }]`

const requester = `services:
  zos: { kind: api, at: http://zos.example.com, routes: { GET /a: { body: ok } } }
requests: { read: { connection: c, path: /a } }
steps: [{ call: read }]`

/** The notes of test keys in a scenario of one provider whose consumer has these attributes. */
async function notes(consumer: string, keystores = '', kind: 'inbound' | 'api' = 'inbound') {
  const text = `
scenario: A provider trusts
config: server.xml
${keystores}
${kind === 'inbound' ? provider : requester}
`
  const files = { 'server.xml': serverXml(ring, consumer, connection), 'keys.p12': p12 }
  await using started = await scenarioWorld(text, files)
  return started.problems
    .filter(({ code }) => code === 'TEST-KEY')
    .map(({ message, at }) => [message, at?.line])
}

const oidc = (more: string) =>
  `<openidConnectClient id="o" inboundPropagation="required" issuerIdentifier="https://i" ${more}/>`
const store = 'trustStoreRef="trust" trustAliasName="baqlab"'

test('notes that a test key stands in the place of a trust store without a file', async () => {
  expect(await notes(oidc(`signatureAlgorithm="RS256" ${store}`))).toEqual([
    [
      'openidConnectClient "o" checks signatures with a test key of baqlab, in the place of the key store "trust"',
      4,
    ],
  ])
  const [mpJwt] = await notes('<mpJwt id="m" signatureAlgorithm="ES256" issuer="i" keyName="k"/>')
  expect(mpJwt?.[0]).toContain('in the place of its trust store')
})

test('notes nothing where the trust store has a file, a JWKS or a shared key serves, or nobody comes in', async () => {
  const file = 'keystores: { Trust: { file: keys.p12, password: test-passw0rd } }'
  expect(await notes(oidc(`signatureAlgorithm="RS256" ${store}`), file)).toEqual([])
  expect(await notes(oidc(`jwkEndpointUrl="https://i/jwks" signatureAlgorithm="RS256"`))).toEqual(
    [],
  )
  expect(await notes(oidc(`signatureAlgorithm="HS256" clientSecret="s" ${store}`))).toEqual([])
  expect(await notes(oidc(`signatureAlgorithm="RS256" ${store}`), '', 'api')).toEqual([])
})
