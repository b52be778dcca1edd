import { manualClock, type Clock, type HttpRequest, type Send } from '../../emulator/index.ts'
import type { Fake } from '../../harness/fakes/fake.ts'
import { Journal } from '../../harness/journal.ts'
import { FaultBoard, type Fault } from '../../harness/network/faults.ts'
import { memoryTransport } from '../../harness/network/memory.ts'
import { Reception } from '../../harness/network/reception.ts'
import { createSend, type Transport } from '../../harness/network/send.ts'
import { socketsTransport, type SocketsTransport } from '../../harness/network/sockets.ts'
import { randomStream } from '../../harness/seed.ts'
import { tinyFake } from './tiny-fake.ts'

export interface NetworkOptions {
  readonly origin?: string
  readonly seed?: number
  readonly faults?: readonly Partial<Fault>[]
  readonly crash?: Error
  readonly fake?: (clock: Clock) => Fake
  /** A manual clock unless the test brings another. */
  readonly clock?: Clock
}

interface Started<T extends Transport> extends AsyncDisposable {
  readonly clock: Clock
  readonly journal: Journal
  readonly reception: Reception
  readonly transport: T
  readonly crashes: readonly unknown[]
  readonly origin: string
  send(caller: string): Send
}

/** One fake named `tiny` behind the network, in memory. */
export const inMemory = (options: NetworkOptions = {}): Promise<Started<Transport>> =>
  start(options, async ({ clock }) => memoryTransport(clock))

/** One fake named `tiny` behind the network, over sockets. */
export const overSockets = (options: NetworkOptions = {}): Promise<Started<SocketsTransport>> =>
  start(options, socketsTransport)

type Parts = Parameters<typeof socketsTransport>[0]

async function start<T extends Transport>(
  options: NetworkOptions,
  transportOf: (parts: Parts) => Promise<T>,
): Promise<Started<T>> {
  const { origin = 'http://tiny.example.com', seed = 1, faults = [], crash, fake } = options
  const at = Date.UTC(2026, 0, 1)
  const random = randomStream(seed, 'turns')
  const { clock = manualClock({ start: at, random }) } = options
  const journal = new Journal()
  const board = new FaultBoard()
  for (const each of faults) board.set({ ...struckOnce, ...each })
  const bindings = [{ fake: fake?.(clock) ?? tinyFake('tiny', crash), origin, path: '' }]
  const reception = new Reception({ clock, journal, faults: board, bindings })
  const crashes: unknown[] = []
  const onCrash = (each: unknown) => void crashes.push(each)
  const transport = await transportOf({ clock, journal, reception, onCrash })
  const parts = { clock, journal, reception, transport, onCrash }
  return {
    clock,
    journal,
    reception,
    transport,
    crashes,
    origin,
    send: (caller) => createSend(parts, caller),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  }
}

const struckOnce: Fault = {
  text: 'a fault',
  service: 'tiny',
  window: { kind: 'ordinals', first: 1, last: 1 },
  delayMs: 0,
  action: { kind: 'slow' },
}

/** A request to the tiny fake, complete but for what the test says. */
export function request(url: string, overrides: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url,
    headers: [],
    connectTimeoutMs: 1000,
    receiveTimeoutMs: 5000,
    purpose: { kind: 'api', connection: 'tiny' },
    ...overrides,
  }
}

/** Text as the bytes of a body. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
