import { Hono } from 'hono'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'

/** What can be counted of a proxy: tunnels to https servers, and requests passed on to http ones. */
export const proxyEndpoints = ['connect', 'forward'] as const

/** An HTTP proxy: the network lets what it is asked for pass, and its faults strike before that. */
export const createProxy = ({ name }: FakeContext): Fake => ({
  name,
  kind: 'proxy',
  endpoints: proxyEndpoints,
  endpointOf: (method) => (method === 'CONNECT' ? 'connect' : 'forward'),
  app: new Hono<FakeEnv>().all('*', () => {
    throw new Error(`a request was not passed on by the proxy "${name}"`)
  }),
  issuedToken: () => undefined,
  revoke: () => 0,
  liveTokens: () => 0,
})
