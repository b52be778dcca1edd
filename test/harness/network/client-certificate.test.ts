import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { expect, test } from 'vitest'
import { createAuthority, type Identity } from '../../../harness/network/certificates.ts'
import { whyTurnedDown } from '../../../harness/network/client-certificate.ts'
import { scenarioWorld } from '../../support/scenario-world.ts'
import { serverXml } from '../../support/server-xml.ts'

const shownBy = ({ cert }: Identity) => {
  const certificate = new X509Certificate(cert)
  return { subject: certificate.subject, certificate }
}

test('takes a certificate by subject, by itself and by whoever vouches for it', async () => {
  const authority = await createAuthority()
  const identity = await authority.issue('client.test')
  const shown = shownBy(identity)
  for (const demand of [
    {},
    { subject: 'CN=client.test' },
    { ca: identity.cert },
    { subject: 'CN=client.test', ca: authority.ca },
  ])
    expect(whyTurnedDown(demand, shown)).toBeUndefined()
})

test('turns a certificate down in words that say why', async () => {
  const shown = shownBy(await (await createAuthority()).issue('client.test'))
  const { ca } = await createAuthority()
  expect(whyTurnedDown({}, undefined)).toBe('a client certificate is needed')
  expect(whyTurnedDown({ subject: 'CN=client' }, shown)).toContain('another one')
  expect(whyTurnedDown({ subject: 'CN=client.test, O=Bank' }, shown)).toContain('another one')
  expect(whyTurnedDown({ ca }, shown)).toContain('not trusted')
  const standIn = { subject: 'CN=client.test' }
  expect(whyTurnedDown({ ca }, standIn)).toContain('not trusted')
})

/** A world over sockets whose API asks for a certificate, and a client of node's that knows its port. */
async function start(authority: { readonly ca: string }) {
  const text = `
scenario: An API asks for a certificate
config: server.xml
services:
  api:
    kind: api
    at: https://api.example.com
    clientCertificate: { ca: ca.pem }
    routes: { GET /a: { body: ok } }
requests: { read: { connection: api, path: /a } }
steps: [{ call: read }]
`
  const xml = serverXml('<zosconnect_endpointConnection id="api" host="https://api.example.com"/>')
  const files = { 'server.xml': xml, 'ca.pem': authority.ca }
  const started = await scenarioWorld(text, files, 'sockets')
  const { addresses, authority: own } = started.world.transport
  const { port } = addresses!.get('https://api.example.com')!
  const get = async (identity?: Identity) => {
    const trust = { ca: own!.ca, servername: 'api.example.com', agent: false, ...identity }
    const request = https.request({ host: '127.0.0.1', port, path: '/a', ...trust }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return { status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() }
  }
  return { ...started, get, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() }
}

test('lets any client in over sockets by its certificate, and shakes no hands without one', async () => {
  const authority = await createAuthority()
  await using started = await start(authority)
  expect(await started.get(await authority.issue('client.test'))).toEqual({
    status: 200,
    text: 'ok',
  })
  const stranger = await (await createAuthority()).issue('client.test')
  expect(await started.get(stranger)).toMatchObject({ status: 403 })
  await expect(started.get()).rejects.toThrow(/alert|ECONNRESET/)
  expect(started.world.journal.since(0).map(({ certificate }) => certificate)).toEqual([
    'CN=client.test',
    'CN=client.test',
  ])
  expect(started.world.crashes).toEqual([])
})
