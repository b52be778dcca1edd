import { about, ask as send, errors, mentions, text, type Case } from './case.ts'
import { pem } from './pem.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const user = 'auth/userpass/users/renewed'
const role = 'auth/approle/role/renewed'
const jwtRole = 'auth/renewing/role/renewed'
const bound = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['v'] }
const renews = (seconds: number) =>
  send('POST', 'auth/token/renew-self', 200, {
    token: 'mine',
    body: {},
    expect: { auth: { lease_duration: about(seconds) } },
  })
const refuses = (why: string) =>
  send('POST', 'auth/token/renew-self', 500, {
    token: 'mine',
    body: {},
    expect: errors(mentions(why)),
  })

/** A login's token is renewed by what its role or user says by then. */
export const renewalCases: readonly Case[] = [
  {
    name: 'a token is renewed by the times its user has today',
    steps: [
      ask('POST', user, 204, { body: { password: 'p', token_ttl: '1h', token_policies: 'a' } }),
      send('POST', 'auth/userpass/login/renewed', 200, {
        body: { password: 'p' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      renews(3600),
      ask('POST', user, 204, { body: { token_ttl: '30m' } }),
      renews(1800),
      ask('POST', user, 204, { body: { token_period: '20m' } }),
      renews(1200),
      ask('POST', user, 204, { body: { token_policies: 'b' } }),
      refuses('failed to renew entry: policies have changed, not renewing'),
      ask('DELETE', user, 204),
      send('POST', 'auth/token/renew-self', 204, { token: 'mine', body: {} }),
    ],
  },
  {
    name: 'a token of a JWT is renewed by the times its role has today, whatever its policies',
    steps: [
      ask('POST', 'sys/auth/renewing', 204, { body: { type: 'jwt' } }),
      ask('POST', 'auth/renewing/config', 204, { body: { jwt_validation_pubkeys: [pem] } }),
      ask('POST', jwtRole, 204, { body: { ...bound, token_ttl: '1h' } }),
      { sign: { aud: 'v', sub: 'ims', iat: 0, nbf: 0, exp: 300 }, save: 'jwt' },
      send('POST', 'auth/renewing/login', 200, {
        body: { role: 'renewed', jwt: '${jwt}' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      ask('POST', jwtRole, 204, { body: { ...bound, token_ttl: '30m', token_policies: 'c' } }),
      renews(1800),
      ask('DELETE', jwtRole, 204),
      refuses('role renewed does not exist during renewal'),
      ask('DELETE', 'sys/auth/renewing', 204),
    ],
  },
  {
    name: 'a token is renewed by the times its role has today, whatever its policies',
    steps: [
      ask('POST', role, 204, { body: { token_ttl: '1h', role_id: 'renewed-id' } }),
      ask('POST', `${role}/custom-secret-id`, 200, { body: { secret_id: 'renewed-secret' } }),
      send('POST', 'auth/approle/login', 200, {
        body: { role_id: 'renewed-id', secret_id: 'renewed-secret' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      renews(3600),
      ask('POST', role, 204, { body: { token_ttl: '30m', token_policies: 'c' } }),
      renews(1800),
      ask('POST', role, 204, { body: { token_ttl: '5m', token_max_ttl: '10m' } }),
      renews(300),
      ask('DELETE', role, 204),
      refuses('role "renewed" does not exist during renewal'),
    ],
  },
]
