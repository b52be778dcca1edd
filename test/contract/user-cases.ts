import { ask as send, byProduct, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const user = 'auth/userpass/users/strict'
const conflict = "'token_strictly_bind_ip' conflicts with 'token_bound_cidrs'; set only one"
const none = (value: unknown) => value === undefined

/** What a write to a user looks at, and what it leaves as it is. */
export const userCases: readonly Case[] = [
  {
    name: 'the password and the policies of a user are written whatever else would be refused',
    steps: [
      ask('POST', user, 204, { body: { password: 'p', token_ttl: '2h', max_ttl: '1h' } }),
      ask('POST', user, 400, {
        body: {},
        expect: errors("'token_ttl' cannot be greater than 'token_max_ttl'"),
      }),
      ask('POST', `${user}/password`, 204, { body: { password: 'q' } }),
      ask('POST', `${user}/policies`, 204, { body: { token_policies: 'app' } }),
      ask('DELETE', user, 204),
    ],
  },
  {
    name: 'OpenBao binds a token to the address of its login where a user asks for that',
    steps: [
      ask('POST', user, 204, { body: { password: 'p', token_strictly_bind_ip: true } }),
      send('POST', 'auth/userpass/login/strict', 200, {
        body: { password: 'p' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: byProduct({
          vault: { data: { bound_cidrs: none } },
          openbao: { data: { bound_cidrs: [text] } },
        }),
      }),
      ask(
        'POST',
        user,
        { vault: 204, openbao: 400 },
        {
          body: { token_bound_cidrs: '127.0.0.0/8' },
        },
      ),
      ask('DELETE', user, 204),
    ],
  },
  {
    name: 'OpenBao refuses a user bound in two ways, but for the old name until the next write',
    only: 'openbao',
    steps: [
      ask('POST', user, 400, {
        body: { password: 'p', token_strictly_bind_ip: true, token_bound_cidrs: '127.0.0.0/8' },
        expect: errors(conflict),
      }),
      ask('POST', user, 204, {
        body: { password: 'p', token_strictly_bind_ip: true, bound_cidrs: '127.0.0.0/8' },
      }),
      ask('POST', user, 400, { body: { token_ttl: 60 }, expect: errors(conflict) }),
      ask('POST', user, 400, {
        body: { token_ttl: 60, token_max_ttl: 30 },
        expect: errors("'token_ttl' cannot be greater than 'token_max_ttl'"),
      }),
      ask('DELETE', user, 204),
    ],
  },
]
