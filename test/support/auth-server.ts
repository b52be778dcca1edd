import { createAuthServer } from '../../harness/fakes/auth-server.ts'
import type { Fake } from '../../harness/fakes/fake.ts'
import type { JwtOptions } from '../../harness/fakes/options.ts'
import { randomStream } from '../../harness/seed.ts'
import { ask, type FakeReply, type FakeRequest } from './fake-request.ts'
import { fixedClock } from './fixed-clock.ts'

export const minuteMs = 60_000
/** The header value that lets `ims` in. */
export const basic = `Basic ${Buffer.from('ims:s3cr3t').toString('base64')}`

/** What a test changes of the usual login. */
export interface LoginSetup extends Partial<Omit<JwtOptions, 'token' | 'answer'>> {
  readonly token?: Partial<JwtOptions['token']>
  readonly answer?: Partial<JwtOptions['answer']>
}

/** A login by POST /login with basic credentials, whose token comes as JSON; changed as given. */
export function authServer({ token, answer, ...rest }: LoginSetup = {}, name = 'auth') {
  const clock = fixedClock()
  const random = randomStream(1, name)
  const options: JwtOptions = {
    kind: 'jwt',
    path: '/login',
    method: 'POST',
    users: { ims: 's3cr3t', cics: '0ther' },
    credentials: { in: 'basic', header: 'Authorization' },
    requireBody: {},
    requireHeaders: {},
    ...rest,
    token: {
      kind: 'jws',
      alg: 'ES256',
      lifetimeMs: 15 * minuteMs,
      jti: false,
      claims: {},
      ...token,
    },
    answer: { in: 'body', header: '', format: 'JSON', path: '$.token', ...answer },
  }
  return { clock, fake: createAuthServer(options, { name, clock, random }) }
}

/** Sends the usual login, changed as given. */
export const login = (fake: Fake, request: FakeRequest = {}): Promise<FakeReply> =>
  ask(fake, { path: '/login', headers: { Authorization: basic }, ...request })

/** Logs in and gives the token that was issued. */
export async function tokenOf(fake: Fake, request: FakeRequest = {}): Promise<string> {
  const { entry } = await login(fake, request)
  return fake.issuedToken(entry.issued!)!
}
