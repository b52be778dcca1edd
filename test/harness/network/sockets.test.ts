import http from 'node:http'
import type { TLSSocket } from 'node:tls'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../../emulator/index.ts'

import { createAuthority } from '../../../harness/network/certificates.ts'
import { Client } from '../../../harness/network/client.ts'
import { listen, type WireRequest } from '../../../harness/network/listener.ts'
import { ask } from '../../support/ask.ts'
import { bytes, overSockets, request } from '../../support/network.ts'

const tls = 'https://tiny.example.com:8443'

type Network = Awaited<ReturnType<typeof overSockets>>

const portOf = ({ transport, origin }: Network) => transport.addresses.get(origin)?.port

const loopback = (network: Network) => `http://127.0.0.1:${portOf(network)}`

test('keeps the name of the origin in SNI and Host', async () => {
  const authority = await createAuthority()
  const identity = await authority.issue('tiny.example.com')
  const heard: unknown[] = []
  await using listener = await listen({
    identity,
    async receive({ incoming, outgoing, wire }: WireRequest) {
      heard.push(incoming.headers.host, (wire.stream as TLSSocket).servername)
      outgoing.end()
    },
  })
  await using client = new Client({ origin: tls, port: listener.port, ca: authority.ca })
  const outcome = await client.send(request(`${tls}/`), { onPort: () => {} })
  expect(outcome.kind).toBe('response')
  expect(heard).toEqual(['tiny.example.com:8443', 'tiny.example.com'])
})

test('refuses the certificate of another authority, and of another name', async () => {
  const [ours, other] = [await createAuthority(), await createAuthority()]
  const identity = await ours.issue('tiny.example.com')
  const failed = { kind: 'tls', detail: 'the TLS handshake failed' }
  await using listener = await listen({
    identity,
    receive: async ({ outgoing }) => void outgoing.end(),
  })
  const { port } = listener
  await using distrusting = new Client({ origin: tls, port, ca: other.ca })
  expect(await distrusting.send(request(tls), { onPort: () => {} })).toEqual(failed)
  const elsewhere = 'https://elsewhere.example.com'
  await using misled = new Client({ origin: elsewhere, port, ca: ours.ca })
  expect(await misled.send(request(elsewhere), { onPort: () => {} })).toEqual(failed)
})

test('answers on https for an address as its host', async () => {
  await using network = await overSockets({ origin: 'https://10.1.2.3:8443' })
  const outcome = await network.clock.drive('the test', () =>
    network.send('JOB1')(request(`${network.origin}/`)),
  )
  expect(outcome.kind).toBe('response')
})

test('writes a client that is not ours to the journal, at its origin', async () => {
  await using network = await overSockets()
  const answer = await ask(`${loopback(network)}/a?b=c`, { method: 'POST' }, 'hello')
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"body":"hello"') })
  expect(network.journal.since(0)).toMatchObject([
    {
      caller: 'client',
      service: 'tiny',
      endpoint: 'echo',
      request: { method: 'POST', url: 'http://tiny.example.com/a?b=c', body: bytes('hello') },
      outcome: { kind: 'response', status: 200 },
    },
  ])
})

test('serves a client that is not ours on https, too', async () => {
  await using network = await overSockets({ origin: tls })
  const { ca = '' } = network.transport
  const answer = await ask(`https://localhost:${portOf(network)}/`, { ca })
  expect(answer.status).toBe(200)
})

test('strikes a client that is not ours with faults, too', async () => {
  const reset = { action: { kind: 'refused' } } as const
  await using network = await overSockets({ faults: [reset, { delayMs: 3000 }] })
  await expect(ask(loopback(network))).rejects.toThrow(/ECONNRESET|hang up/)
  expect(network.journal.since(0)).toMatchObject([{ outcome: { kind: 'reset' } }])
})

test('lets time pass for a client that waits', async () => {
  await using network = await overSockets({ faults: [{ delayMs: 3000 }] })
  const before = network.clock.now()
  expect(await ask(loopback(network))).toMatchObject({ status: 200 })
  expect(network.clock.now() - before).toBe(3000)
})

test.each([
  ['LIST', '/keys', '/keys?list=true'],
  ['LIST', '/keys?a=b', '/keys?a=b&list=true'],
])('takes %s %s for a GET of %s, on a connection that is kept', async (method, path, got) => {
  await using network = await overSockets()
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const bodies: string[] = []
  for (const [each, body] of [
    ['POST', 'LIST / HTTP/1.1\r\n'],
    [method, ''],
    ['PUT', 'b'],
    [method, ''],
  ] as const)
    bodies.push((await ask(`${loopback(network)}${path}`, { method: each, agent }, body)).body)
  agent.destroy()
  const echoes = bodies.map((each) => JSON.parse(each) as { method: string; path: string })
  expect(echoes.map((each) => `${each.method} ${each.path}`)).toEqual([
    `POST ${path}`,
    `GET ${got}`,
    `PUT ${path}`,
    `GET ${got}`,
  ])
  expect(echoes[0]).toMatchObject({ body: 'LIST / HTTP/1.1\r\n' })
})

test('tells 100 own clients and 50 others apart', async () => {
  await using network = await overSockets()
  const { clock, journal, origin } = network
  const others = Array.from({ length: 50 }, async (_, i) => {
    for (let n = 0; n < 10; n++) await ask(`${loopback(network)}/other${i}`)
  })
  const own = clock.drive('the test', async () => {
    const callers = Array.from({ length: 100 }, (_, i) =>
      clock.run(`JOB${i}`, async () => {
        for (let n = 0; n < 10; n++) await network.send(`JOB${i}`)(request(`${origin}/own${i}`))
      }),
    )
    await clock.wait(Promise.all(callers), 'all callers')
  })
  await Promise.all([own, ...others])
  expect(journal.count('tiny.echo:200')).toBe(1500)
  const mistaken = journal.since(0).filter(({ caller, request: { url } }) => {
    const expected = /own(\d+)$/.exec(url)
    return caller !== (expected ? `JOB${expected[1]}` : 'client')
  })
  expect(mistaken).toEqual([])
  expect(journal.since(0).filter(({ caller }) => caller === 'client')).toHaveLength(500)
})

test.each(['http://tiny.example.com', tls])(
  'rejects with the crash of a fake: %s',
  async (origin) => {
    const crash = new Error('a bug of ours')
    await using network = await overSockets({ crash, origin })
    const sent = network.clock.drive('the test', () =>
      network.send('JOB1')(request(`${origin}/crash`)),
    )
    await expect(sent).rejects.toBe(crash)
    expect(network.crashes).toEqual([])
  },
)

test('tells a client that is not ours of a crash, and reports it', async () => {
  const crash = new Error('a bug of ours')
  await using network = await overSockets({ crash })
  const answer = await ask(`${loopback(network)}/crash`)
  expect(answer).toMatchObject({ status: 500, headers: { 'x-baqlab-crash': '1' } })
  expect(network.crashes).toEqual([crash])
})

test.each(['http://tiny.example.com', tls])('works in real time, too: %s', async (origin) => {
  const kinds = ['refused', 'dns', 'tls', 'reset'] as const
  const faults = kinds.map((kind, i) => ({
    action: { kind },
    window: { kind: 'ordinals' as const, first: i + 1, last: i + 1 },
  }))
  await using network = await overSockets({ origin, clock: systemClock, faults })
  const seen: string[] = []
  for (let i = 0; i < 5; i++) {
    await setImmediate()
    seen.push((await network.send('JOB1')(request(origin))).kind)
  }
  expect(seen).toEqual([...kinds, 'response'])
})

test('serves a client that leaves early to the end', async () => {
  await using network = await overSockets()
  const leave = new AbortController()
  const left = expect(ask(loopback(network), { signal: leave.signal })).rejects.toThrow('aborted')
  await network.clock.drive('the test', async () => {
    for (let i = 0; i < 50; i++) await setImmediate()
    leave.abort()
    await left
    for (let i = 0; i < 50; i++) await setImmediate()
  })
  while (network.journal.count('tiny.echo:200') === 0) await setImmediate()
  expect(network.crashes).toEqual([])
})

test.each(['http://tiny.example.com', tls])('survives what is not HTTP: %s', async (origin) => {
  await using network = await overSockets({ origin })
  const socket = connect(portOf(network) ?? 0, '127.0.0.1')
  socket.write('this is not HTTP\r\n\r\n')
  socket.resume()
  await once(socket, 'close')
  const { kind } = await network.clock.drive('the test', () =>
    network.send('JOB1')(request(origin)),
  )
  expect([kind, network.journal.size, network.crashes]).toEqual(['response', 1, []])
})
