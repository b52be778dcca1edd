import { expect, test } from 'vitest'
import type { HttpRequest, HttpResponse, SendFailure } from '../../../emulator/index.ts'
import type { FaultAction } from '../../../harness/network/faults.ts'
import {
  bytes,
  inMemory,
  overSockets,
  request,
  type NetworkOptions,
} from '../../support/network.ts'

const origins = ['http://tiny.example.com', 'https://tiny.example.com:8443']

interface Seen {
  readonly outcomes: readonly (HttpResponse | SendFailure)[]
  readonly entries: readonly unknown[]
  readonly counts: readonly unknown[]
  readonly now: number
}

type Requests = (origin: string) => readonly HttpRequest[]

/** Sends the requests one after another and says everything that was seen of them. */
async function seen(started: ReturnType<typeof inMemory>, requests: Requests): Promise<Seen> {
  await using network = await started
  const { clock, journal, origin } = network
  const send = network.send('JOB1')
  const outcomes = await clock.drive('the test', async () => {
    const all: (HttpResponse | SendFailure)[] = []
    for (const each of requests(origin)) all.push(await send(each))
    return all
  })
  expect(network.crashes).toEqual([])
  return { outcomes, entries: journal.since(0), counts: [...journal.counts()], now: clock.now() }
}

/** What was seen in memory, after making sure that sockets show the same. */
async function seenOnBoth(options: NetworkOptions, requests: Requests): Promise<Seen> {
  const memory = await seen(inMemory(options), requests)
  const sockets = await seen(overSockets(options), requests)
  expect(sockets).toEqual(memory)
  return memory
}

const faults: readonly [FaultAction, string][] = [
  [{ kind: 'refused' }, 'refused: the connection was refused'],
  [{ kind: 'dns' }, 'dns: the host name was not found'],
  [{ kind: 'tls' }, 'tls: the TLS handshake failed'],
  [{ kind: 'reset' }, 'reset: the connection was reset'],
  [{ kind: 'connect-timeout' }, 'connect-timeout: no connection in 1000 ms'],
  [{ kind: 'no-answer' }, 'receive-timeout: no answer in 5000 ms'],
  [{ kind: 'cut-body' }, 'malformed: the body ended early'],
  [{ kind: 'endless-body' }, 'too-large: the body exceeds 8388608 bytes'],
  [{ kind: 'empty-body' }, 'response'],
  [{ kind: 'malformed-json' }, 'response'],
  [{ kind: 'token-huge' }, 'response'],
  [{ kind: 'slow' }, 'response'],
  [
    {
      kind: 'answer',
      status: 503,
      headers: [
        ['Retry-After', '7'],
        ['X-Odd', ' caf\u00e9 \u20ac '],
        ['Connection', 'close'],
      ],
      body: bytes('sealed'),
    },
    'response',
  ],
  [{ kind: 'answer', status: 204, headers: [], body: bytes('nobody reads this') }, 'response'],
]

const said = (outcome: HttpResponse | SendFailure | undefined) =>
  outcome && outcome.kind !== 'response' ? `${outcome.kind}: ${outcome.detail}` : outcome?.kind

const cases = origins.flatMap((origin) =>
  faults.map(([action, text]) => ({ origin, action, text })),
)

test.each(origins)('carries every kind of request alike: %s', async (origin) => {
  const { outcomes } = await seenOnBoth({ origin }, (to) => [
    request(`${to}/a?b=c&d=%20`, {
      headers: [
        ['X-Two', '1'],
        ['x-two', '2'],
      ],
    }),
    request(`${to}/get-with-body`, { body: bytes('{"user":"u"}') }),
    request(`${to}/empty-body`, { method: 'POST', body: new Uint8Array() }),
    request(`${to}/login`, { method: 'POST', body: bytes('{}') }),
    request(`${to}/put`, { method: 'PUT', body: bytes('\u00e9'.repeat(100_000)) }),
    request(`${to}/no-body`, { method: 'POST' }),
    request(`${to}/delete`, { method: 'DELETE' }),
    request(`${to}/list`, { method: 'LIST' }),
    request(`${to}/head`, { method: 'HEAD' }),
    request(`${to}/cookies`),
    request(`${to}/large-body`),
    request(`${to}/odd`, { headers: [['X-Odd', '\u20ac\u00e9 and \u0001 ']] }),
    request('http://nobody.example.com/'),
  ])
  expect(outcomes.map(said)).toEqual([
    ...Array(10).fill('response'),
    'too-large: the body exceeds 8388608 bytes',
    'response',
    'dns: no service is bound to http://nobody.example.com',
  ])
})

test.each(origins)(
  'carries a token of 1 MB in a header, but not one of 4 MB: %s',
  async (origin) => {
    const { outcomes } = await seenOnBoth({ origin }, (to) => [
      request(to, { headers: [['Authorization', `Bearer ${'t'.repeat(2 ** 20)}`]] }),
      request(to, { headers: [['Authorization', `Bearer ${'t'.repeat(2 ** 22)}`]] }),
      request(`${to}/large-header`),
      request(`${to}/larger-header`),
      request(to),
    ])
    const tooLarge = 'too-large: the headers exceed 4194304 bytes'
    expect(outcomes.map(said)).toEqual(['response', tooLarge, 'response', tooLarge, 'response'])
  },
)

test.each(cases)('carries out $action.kind alike: $origin', async ({ origin, action, text }) => {
  const { outcomes } = await seenOnBoth({ origin, faults: [{ action }] }, (to) => [
    request(`${to}/struck`, { body: bytes('before') }),
    request(`${to}/after`, { body: bytes('after') }),
  ])
  expect(outcomes.map(said)).toEqual([text, 'response'])
})

test.each(origins)('cuts an answer alike where there is no body to cut: %s', async (origin) => {
  const cut = {
    action: { kind: 'cut-body' },
    window: { kind: 'ordinals', first: 1, last: 2 },
  } as const
  const { outcomes } = await seenOnBoth({ origin, faults: [cut] }, (to) => [
    request(`${to}/empty`),
    request(`${to}/cookies`),
  ])
  expect(outcomes.map(said)).toEqual(['malformed: the body ended early', 'response'])
})

test.each(origins)('abandons a delayed answer, which ends by itself later: %s', async (origin) => {
  const delayed = { delayMs: 8000, window: { kind: 'ordinals', first: 1, last: 2 } } as const
  const { outcomes, now } = await seenOnBoth({ origin, faults: [delayed] }, (to) => [
    request(`${to}/late`),
    request(`${to}/in-time`, { receiveTimeoutMs: 9000 }),
    request(`${to}/at-once`),
  ])
  const texts = ['receive-timeout: no answer in 5000 ms', 'response', 'response']
  expect(outcomes.map(said)).toEqual(texts)
  expect(now - Date.UTC(2026, 0, 1)).toBe(13_000)
})

test.each(origins)('tells a fake what the wire brought, without the wire: %s', async (origin) => {
  const { outcomes } = await seenOnBoth({ origin }, (to) => [
    request(to, {
      headers: [
        ['X-Odd', '\u20ac'],
        ['Connection', 'close'],
      ],
    }),
  ])
  const [outcome] = outcomes
  const body = outcome?.kind === 'response' ? new TextDecoder().decode(outcome.body) : ''
  expect(JSON.parse(body)).toEqual({
    method: 'GET',
    path: '/',
    headers: [['x-odd', 1, '?']],
    body: '',
  })
})
