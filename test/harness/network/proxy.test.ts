import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { expect, test } from 'vitest'
import { scenarioWorld } from '../../support/scenario-world.ts'
import { serverXml } from '../../support/server-xml.ts'

const files = {
  'server.xml': serverXml(
    '<zosconnect_endpointConnection id="secure" host="https://api.example.com" proxyConfigRef="corporate"/>',
    '<zosconnect_endpointConnection id="plain" host="http://plain.example.com" proxyConfigRef="corporate"/>',
    '<zosconnect_endpointConnection id="nowhere" host="https://nowhere.example.com" proxyConfigRef="corporate"/>',
    '<zosconnect_endpointConnection id="unbound" host="https://api.example.com" proxyConfigRef="other"/>',
    '<zosconnect_proxyConfig id="corporate" host="proxy.example.com" port="8080"/>',
    '<zosconnect_proxyConfig id="other" host="other.example.com" port="3128"/>',
  ),
}

const scenario = (steps: string): string => `
scenario: Requests go through a proxy
config: server.xml
services:
  proxy: { kind: proxy, at: http://proxy.example.com:8080 }
  api: { kind: api, at: https://api.example.com, routes: { GET /a: { body: ok } } }
  plain: { kind: api, at: http://plain.example.com, routes: { GET /a: { body: ok } } }
requests:
  secure: { connection: secure, path: /a }
  plain: { connection: plain, path: /a }
  nowhere: { connection: nowhere, path: /a }
  unbound: { connection: unbound, path: /a }
steps:
${steps}`

async function run(steps: string, transport: 'memory' | 'sockets') {
  await using started = await scenarioWorld(scenario(steps), files, transport)
  const seen = await started.steps()
  const { journal, clock, crashes } = started.world
  expect(crashes).toEqual([])
  return {
    entries: journal.since(0).map(({ request, service, outcome, at }) => ({
      asked: `${request.method} ${request.url}`,
      service,
      outcome,
      at,
    })),
    outcomes: seen.flatMap(({ calls }) =>
      calls.map(({ outcome: { statusCode, statusMessage } }) => ({ statusCode, statusMessage })),
    ),
    now: clock.now(),
  }
}

const steps = `
  - parallel: [{ call: secure, times: 3 }, { call: plain, times: 3 }]
  - fault: { at: proxy.connect, call: 1, delay: 2s }
  - { call: secure, times: 2 }
  - fault: { at: api, call: 1, do: reset }
  - call: secure
  - fault: { at: proxy.connect, call: 1, do: reset }
  - call: secure
  - fault: { at: proxy.forward, call: 1, do: reset }
  - call: plain
  - call: nowhere
  - call: unbound
  - call: secure
`

test('writes the same journal in memory and over sockets, whatever fails on the way (proxy.http)', async () => {
  const memory = await run(steps, 'memory')
  expect(await run(steps, 'sockets')).toEqual(memory)
  expect(memory.outcomes.map(({ statusCode }) => statusCode)).toEqual([
    ...Array.from({ length: 8 }, () => 200),
    ...Array.from({ length: 5 }, () => 500),
    200,
  ])
  expect(memory.entries.slice(-4).map(({ asked, service }) => [asked, service])).toEqual([
    ['GET https://nowhere.example.com/a', undefined],
    ['CONNECT http://other.example.com:3128/', undefined],
    ['CONNECT http://proxy.example.com:8080/', 'proxy'],
    ['GET https://api.example.com/a', 'api'],
  ])
})

test('lets any client through the proxy by a tunnel of its own', async () => {
  await using started = await scenarioWorld(scenario('  - call: secure'), files, 'sockets')
  const { addresses, authority } = started.world.transport
  const { port } = addresses!.get('http://proxy.example.com:8080')!
  const agent = new HttpsProxyAgent(`http://127.0.0.1:${port}`)
  const ask = async () => {
    const request = https.get('https://api.example.com/a', { agent, ca: authority!.ca })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return `${response.statusCode} ${Buffer.concat(await response.toArray()).toString()}`
  }
  expect(await ask()).toBe('200 ok')
  expect(await ask()).toBe('200 ok')
  const counts = Object.fromEntries(started.world.journal.counts())
  expect(counts).toMatchObject({ 'proxy.connect:200': 2, 'api:200': 2 })
  expect(started.world.crashes).toEqual([])
})
