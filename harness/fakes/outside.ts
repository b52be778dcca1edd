import { Hono } from 'hono'
import type { Fake, FakeContext, FakeEnv } from './fake.ts'
import type { OutsideOptions } from './options.ts'

const endpoint = 'request'

/** What stands for a real server in a world: requests to it are counted, and pass through. */
export const createOutside = ({ ca }: OutsideOptions, { name }: FakeContext): Fake => ({
  name,
  kind: 'outside',
  ...(ca !== undefined && { ca }),
  endpoints: [endpoint],
  endpointOf: () => endpoint,
  app: new Hono<FakeEnv>().all('*', () => {
    throw new Error(`a request to the real server "${name}" was not passed through`)
  }),
  issuedToken: () => undefined,
  revoke: () => 0,
  liveTokens: () => 0,
})
