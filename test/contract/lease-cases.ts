import { about, ask as send, errors, isDead, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const mount = ask('POST', 'sys/auth/leased', 204, { body: { type: 'userpass' } })
const unmount = ask('DELETE', 'sys/auth/leased', 204)
const user = (more: object = {}) =>
  ask('POST', 'auth/leased/users/joe', 204, { body: { password: 'p', ...more } })
const login = (auth: Parameters<typeof send>[3] = {}) =>
  send('POST', 'auth/leased/login/joe', 200, {
    body: { password: 'p' },
    expect: { auth: { client_token: text } },
    save: 'mine',
    ...auth,
  })
const tune = (body: object) => ask('POST', 'sys/auth/leased/tune', 204, { body })

export const leaseCases: readonly Case[] = [
  {
    name: 'the lease of a login is listed, looked up and revoked',
    steps: [
      mount,
      user(),
      login(),
      ask('LIST', 'sys/leases/lookup/auth/leased', 200, { expect: { data: { keys: ['login/'] } } }),
      ask('LIST', 'sys/leases/lookup/auth/leased/login/joe', 200, {
        expect: { data: { keys: [text] } },
        save: 'lease',
        from: 'data.keys.0',
      }),
      ask('POST', 'sys/leases/lookup', 200, {
        body: { lease_id: 'auth/leased/login/joe/${lease}' },
        expect: { data: { id: text, last_renewal: null, renewable: true, ttl: about(2764800) } },
      }),
      ask('POST', 'sys/leases/renew', 400, {
        body: { lease_id: 'auth/leased/login/joe/${lease}' },
        expect: errors('tokens cannot be renewed through this endpoint'),
      }),
      ask('POST', 'sys/leases/revoke', 204, {
        body: { lease_id: 'auth/leased/login/joe/${lease}', sync: true },
      }),
      isDead,
      ask('LIST', 'sys/leases/lookup/auth/leased', 404),
      unmount,
    ],
  },
  {
    name: 'a token without an end has a lease that is not renewed',
    steps: [
      ask('POST', 'auth/token/roles/endless', 204, { body: {} }),
      ask('POST', 'auth/token/create/endless', 200, {
        body: { policies: ['root'] },
        expect: { auth: { client_token: text, lease_duration: 0 } },
        save: 'mine',
      }),
      ask('LIST', 'sys/leases/lookup/auth/token/create/endless', 200, {
        expect: { data: { keys: [text] } },
        save: 'lease',
        from: 'data.keys.0',
      }),
      ask('POST', 'sys/leases/lookup', 200, {
        body: { lease_id: 'auth/token/create/endless/${lease}' },
        expect: { data: { expire_time: null, id: text, renewable: false, ttl: 0 } },
      }),
      ask('POST', 'sys/leases/renew', 400, {
        body: { lease_id: 'auth/token/create/endless/${lease}' },
        expect: errors('lease is not renewable'),
      }),
      ask('POST', 'sys/leases/revoke-prefix/auth/token/create/endless', 204, {
        body: { sync: true },
      }),
      isDead,
      ask('DELETE', 'auth/token/roles/endless', 204),
    ],
  },
  {
    name: 'all leases below a prefix are revoked',
    steps: [
      mount,
      user(),
      login(),
      ask('POST', 'sys/leases/revoke-prefix/auth/leased/login', 204, { body: { sync: true } }),
      isDead,
      login(),
      ask('POST', 'sys/leases/revoke-force/auth/leased', 204),
      isDead,
      unmount,
    ],
  },
  {
    name: 'leases that are ended by force are asked for no sync',
    steps: [
      ask('POST', 'sys/leases/revoke-force/auth/none', 204, { body: { sync: [] } }),
      ask('POST', 'sys/leases/revoke-prefix/auth/none', 400, { body: { sync: [] } }),
    ],
  },
  {
    name: 'a lease that nobody has is refused',
    steps: [
      ask('POST', 'sys/leases/lookup', 400, {
        body: { lease_id: 'none' },
        expect: errors('invalid lease'),
      }),
      ask('POST', 'sys/leases/lookup', 400, {
        body: {},
        expect: errors('lease_id must be specified'),
      }),
      ask('POST', 'sys/leases/renew', 400, {
        body: { lease_id: 'none' },
        expect: errors('lease not found'),
      }),
      ask('POST', 'sys/leases/revoke', 204, { body: { lease_id: 'none' } }),
      ask('LIST', 'sys/leases/lookup/none', 404),
    ],
  },
  {
    name: 'tokens live as long as the tuning of their mount lets them',
    steps: [
      mount,
      tune({ default_lease_ttl: '30m', max_lease_ttl: '1h' }),
      user(),
      login({ expect: { auth: { client_token: text, lease_duration: 1800 } } }),
      send('POST', 'auth/token/renew-self', 200, {
        token: 'mine',
        body: { increment: '2h' },
        expect: { auth: { lease_duration: about(3600) }, warnings: [text] },
      }),
      user({ token_ttl: '2h' }),
      login({ expect: { auth: { client_token: text, lease_duration: 3600 }, warnings: [text] } }),
      user({ token_ttl: '10m', token_period: '3h' }),
      login({ expect: { auth: { client_token: text, lease_duration: 3600 } } }),
      unmount,
    ],
  },
  {
    name: 'a batch token has no lease that could be revoked, and outlives its mount',
    steps: [
      mount,
      user({ token_type: 'batch' }),
      login({ expect: { auth: { client_token: text, token_type: 'batch' } } }),
      ask('POST', 'sys/leases/revoke-force/auth/leased', 204, { body: {} }),
      send('GET', 'auth/token/lookup-self', 200, { token: 'mine' }),
      unmount,
      send('GET', 'auth/token/lookup-self', 200, { token: 'mine' }),
    ],
  },
  {
    name: 'a renewal tells the type that the mount decides by then',
    steps: [
      mount,
      user(),
      login({ expect: { auth: { client_token: text, token_type: 'service' } } }),
      tune({ token_type: 'batch' }),
      send('POST', 'auth/token/renew-self', 200, {
        token: 'mine',
        body: {},
        expect: { auth: { token_type: 'batch' } },
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { type: 'service' } },
      }),
      unmount,
    ],
  },
  {
    name: 'a mount may decide the type of its tokens',
    steps: [
      mount,
      user(),
      tune({ token_type: 'default-batch' }),
      login({ expect: { auth: { client_token: text, token_type: 'batch' } } }),
      user({ token_type: 'service' }),
      login({ expect: { auth: { client_token: text, token_type: 'service' } } }),
      tune({ token_type: 'batch' }),
      login({ expect: { auth: { client_token: text, token_type: 'batch' } } }),
      unmount,
    ],
  },
]
