import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask } from '../../support/ask.ts'
import { overSockets, request } from '../../support/network.ts'

/** What keeps the process alive of what a transport could have left. */
const kept = () =>
  process.getActiveResourcesInfo().filter((each) => /^(TCP|TLS|GetAddrInfo|HTTP)/.test(each))

test.each(['http://tiny.example.com', 'https://tiny.example.com'])(
  'keeps nothing open when it is disposed, whatever was going on: %s',
  async (origin) => {
    expect(kept()).toEqual([])
    const faults = [
      { action: { kind: 'no-answer' }, window: { kind: 'ordinals', first: 2, last: 9 } },
    ] as const
    const network = await overSockets({ origin, faults })
    const { addresses, ca = '' } = network.transport
    await network.clock.drive('the test', async () => {
      const send = network.send('JOB1')
      expect(await send(request(`${origin}/`))).toMatchObject({ kind: 'response' })
      expect(await send(request(`${origin}/`))).toMatchObject({ kind: 'receive-timeout' })
    })
    const { protocol } = new URL(origin)
    const waiting = ask(`${protocol}//localhost:${addresses.get(origin)?.port}/`, { ca })
    const lost = expect(waiting).rejects.toThrow(/ECONNRESET|hang up/)
    while (network.journal.size < 3) await setImmediate()
    expect(kept().length).toBeGreaterThan(2)
    await network[Symbol.asyncDispose]()
    await lost
    // The other client's own socket closes a moment after it has heard of the loss.
    for (let i = 0; i < 20 && kept().length > 0; i++) await setImmediate()
    expect(kept()).toEqual([])
  },
)
