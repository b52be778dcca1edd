import { ask as send, errors, isDead, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const role = 'auth/approle/role/made'
const user = 'auth/userpass/users/carl'

const logIn = (status: number, more: object = {}) =>
  send('POST', 'auth/approle/login', status, {
    body: { role_id: 'made-id', secret_id: '${secret}' },
    ...more,
  })

const logInAs = (name: string, password: string, status: number, more: object = {}) =>
  send('POST', `auth/userpass/login/${name}`, status, { body: { password }, ...more })

export const roleApiCases: readonly Case[] = [
  {
    name: 'a role made over the API logs in, and its policies hold',
    steps: [
      ask('POST', role, 204, {
        body: { role_id: 'made-id', token_policies: 'app', token_ttl: '20m', token_max_ttl: '30m' },
      }),
      ask('GET', role, 200, {
        expect: {
          data: {
            bind_secret_id: true,
            token_policies: ['app'],
            token_ttl: 1200,
            token_max_ttl: 1800,
            token_type: 'default',
          },
        },
      }),
      ask('GET', `${role}/role-id`, 200, { expect: { data: { role_id: 'made-id' } } }),
      ask('POST', `${role}/secret-id`, 200, {
        body: {},
        save: 'secret',
        from: 'data.secret_id',
        expect: { data: { secret_id: text } },
      }),
      logIn(200, {
        save: 'mine',
        expect: { auth: { policies: ['app', 'default'], lease_duration: 1200 } },
      }),
      send('GET', 'secret/data/apimesh', 200, { token: 'mine' }),
      send('GET', 'teams/blue/kv/data/api/config', 403, { token: 'mine' }),
      ask('POST', role, 204, { body: { secret_id_num_uses: 3, token_ttl: '5m' } }),
      ask('GET', role, 200, {
        expect: { data: { token_policies: ['app'], token_ttl: 300, secret_id_num_uses: 3 } },
      }),
      logIn(200, { expect: { auth: { lease_duration: 300 } } }),
      ask('POST', `${role}/role-id`, 204, { body: { role_id: 'made-again' } }),
      ask('POST', `${role}/role-id`, 400, { body: {}, expect: errors('missing role_id') }),
      ask('POST', `${role}/role-id`, 500, { body: { role_id: 'app-id' }, expect: errors(text) }),
      ask('GET', `${role}/role-id`, 200, { expect: { data: { role_id: 'made-again' } } }),
      logIn(400, { expect: errors('invalid role or secret ID') }),
      ask('LIST', role, 404),
      ask('DELETE', role, 204),
      ask('GET', role, 404, { expect: { errors: [] } }),
      logIn(400, { expect: errors('invalid role or secret ID') }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a role that cannot be is not made',
    steps: [
      ...[
        { token_ttl: '2h', token_max_ttl: '1h' },
        { token_type: 'x' },
        { secret_id_num_uses: -1 },
        { token_num_uses: -1 },
        { token_ttl: 'x' },
        { token_type: 'batch', token_period: '1m' },
        { period: '10000h' },
      ].map((body) => ask('POST', 'auth/approle/role/wrong', 400, { body, expect: errors(text) })),
      ask('POST', 'auth/approle/role/wrong', 500, {
        body: { bind_secret_id: false },
        expect: errors(text),
      }),
      ask('POST', 'auth/approle/role/wrong', 500, {
        body: { role_id: 'app-id' },
        expect: errors(text),
      }),
      ask('GET', 'auth/approle/role/wrong', 404),
    ],
  },
  {
    name: 'a method made over the API has its roles, and takes their tokens along',
    steps: [
      ask('POST', 'sys/auth/brief/app', 204, { body: { type: 'approle' } }),
      ask('POST', 'auth/brief/app/role/one', 204, { body: { role_id: 'brief-one' } }),
      ask('LIST', 'auth/brief/app/role', 200, { expect: { data: { keys: ['one'] } } }),
      ask('POST', 'auth/brief/app/role/one/secret-id', 200, {
        body: {},
        save: 'secret',
        from: 'data.secret_id',
        expect: { data: { secret_id: text } },
      }),
      send('POST', 'auth/brief/app/login', 200, {
        body: { role_id: 'brief-one', secret_id: '${secret}' },
        save: 'mine',
        expect: { auth: { policies: ['default'] } },
      }),
      send('GET', 'auth/token/lookup-self', 200, { token: 'mine' }),
      ask('DELETE', 'sys/auth/brief/app', 204),
      isDead,
    ],
  },
  {
    name: 'a user made over the API logs in until he is deleted',
    steps: [
      ask('POST', user, 400, { body: {}, expect: errors(text) }),
      ask('POST', user, 204, {
        body: { password: 'first', token_policies: 'app', token_ttl: '5m', token_max_ttl: '1h' },
      }),
      ask('GET', user, 200, {
        expect: { data: { token_policies: ['app'], token_ttl: 300, token_type: 'default' } },
      }),
      logInAs('carl', 'first', 200, {
        save: 'mine',
        expect: { auth: { policies: ['app', 'default'], lease_duration: 300 } },
      }),
      send('GET', 'secret/data/apimesh', 200, { token: 'mine' }),
      ask('POST', `${user}/password`, 204, { body: { password: 'second' } }),
      logInAs('carl', 'first', 400, { expect: errors('invalid username or password') }),
      ask('POST', `${user}/policies`, 204, { body: { token_policies: ['blue'] } }),
      logInAs('carl', 'second', 200, { expect: { auth: { policies: ['blue', 'default'] } } }),
      ask('POST', `${user}/password`, 400, { body: {}, expect: errors(text) }),
      ask('POST', 'auth/userpass/users/nobody/password', 500, {
        body: { password: 'x' },
        expect: errors(text),
      }),
      ask('GET', `${user}/policies`, 405),
      ask('LIST', 'auth/userpass/users', 200, {
        expect: { data: { keys: ['ann', 'bob', 'carl'] } },
      }),
      ask('GET', 'auth/userpass/users', 405),
      ask('DELETE', user, 204),
      ask('GET', user, 404, { expect: { errors: [] } }),
      logInAs('carl', 'second', 400, { expect: errors('invalid username or password') }),
      ask('DELETE', user, 204),
    ],
  },
]
