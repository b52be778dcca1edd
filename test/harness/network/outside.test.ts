import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { scenarioWorld } from '../../support/scenario-world.ts'
import { serverXml } from '../../support/server-xml.ts'

/** A real server on loopback, made without any of our code. */
async function realServer(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const scenario = (port: number, steps: string): string => `
scenario: A real server stands among the fakes
config: server.xml
services:
  real: { kind: outside, at: 'http://127.0.0.1:${port}/base' }
  mesh: { kind: api, at: http://mesh.example.com, routes: { GET /a: { body: fake } } }
requests:
  real: { connection: real, method: POST, path: /base/echo?q=1, headers: { X-A: b }, body: { c: 1 } }
  elsewhere: { connection: real, path: /other }
  fake: { connection: mesh, path: /a }
steps:
${steps}`

const files = (port: number) => ({
  'server.xml': serverXml(`
    <zosconnect_endpointConnection id="real" host="http://127.0.0.1" port="${port}" receiveTimeout="150ms" connectionTimeout="2s"/>
    <zosconnect_endpointConnection id="mesh" host="http://mesh.example.com"/>`),
})

async function run(port: number, steps: string, transport: 'memory' | 'sockets') {
  await using started = await scenarioWorld(scenario(port, steps), files(port), transport)
  const { world } = started
  const begin = world.clock.now()
  const seen = await started.steps()
  return {
    counts: Object.fromEntries(world.journal.counts()),
    outcomes: seen.flatMap(({ calls }) => calls.map(({ outcome }) => outcome)),
    passedMs: world.clock.now() - begin,
    crashes: world.crashes,
  }
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    const said = { method, url, host: headers.host, a: headers['x-a'], body: `${chunks.join('')}` }
    response.writeHead(201, { 'Content-Type': 'application/json', 'X-Real': 'yes' })
    response.end(JSON.stringify(said))
  })
}

for (const transport of ['memory', 'sockets'] as const) {
  test(`passes requests to a real server as they are, beside the fakes, by ${transport}`, async () => {
    await using server = await realServer(echo)
    const { port } = server
    const { counts, outcomes, passedMs } = await run(
      port,
      '  - call: real\n  - call: fake\n',
      transport,
    )
    expect(outcomes.map(({ statusCode }) => statusCode)).toEqual([201, 200])
    expect(JSON.parse(Buffer.from(outcomes[0]!.body!).toString())).toEqual({
      method: 'POST',
      url: '/base/echo?q=1',
      host: `127.0.0.1:${port}`,
      a: 'b',
      body: '{"c":1}',
    })
    expect(counts).toMatchObject({ real: 1, 'real.request': 1, 'real.request:201': 1, mesh: 1 })
    expect(passedMs).toBe(0)
  })

  test(`keeps its turn while a real server thinks, by ${transport}`, async () => {
    await using server = await realServer(
      (_request, response) => void setTimeout(() => response.end('ok'), 50),
    )
    const steps = '  - parallel: [{ call: real, times: 3 }, { call: fake }]\n'
    const { counts, passedMs } = await run(server.port, steps, transport)
    expect(counts).toMatchObject({ 'real:200': 3, 'mesh:200': 1 })
    expect(passedMs).toBe(0)
  })

  test(`waits for a real server no longer than its time-out in real time, by ${transport}`, async () => {
    await using server = await realServer(() => undefined)
    const { counts, passedMs, crashes } = await run(server.port, '  - call: real\n', transport)
    expect(counts).toMatchObject({ 'real.request:receive-timeout': 1 })
    expect([passedMs, crashes]).toEqual([0, []])
  })

  test(`tells how a real server fails, by ${transport}`, async () => {
    const server = await realServer((request) => request.socket.destroy())
    const { port } = server
    const reset = await run(port, '  - call: real\n', transport)
    expect(reset.counts).toMatchObject({ 'real:reset': 1 })
    await server[Symbol.asyncDispose]()
    const refused = await run(port, '  - call: real\n', transport)
    expect(refused.counts).toMatchObject({ 'real:refused': 1 })
  })

  test(`lets faults strike before a real server and after it, by ${transport}`, async () => {
    let served = 0
    await using server = await realServer((request, response) => {
      served++
      echo(request, response)
    })
    const steps = `
  - fault: { at: real, call: 1, status: 503 }
  - fault: { at: real, call: 2, do: refused }
  - fault: { at: real, call: 3, do: malformed-json }
  - { call: real, times: 3 }
`
    const { counts, outcomes } = await run(server.port, steps, transport)
    expect(counts).toMatchObject({ 'real:503': 1, 'real:refused': 1, 'real:201': 1 })
    expect(served).toBe(1)
    expect(() => JSON.parse(Buffer.from(outcomes[2]!.body!).toString())).toThrow(SyntaxError)
  })

  test(`sends nothing to a real server beside its path, by ${transport}`, async () => {
    await using server = await realServer(echo)
    const { counts } = await run(server.port, '  - call: elsewhere\n', transport)
    expect(counts).toEqual({})
  })
}
