import {
  ask as send,
  count,
  dead,
  errors,
  isDead,
  login,
  text,
  type Case,
  mentions,
} from './case.ts'

const create = 'auth/token/create'
const self = 'auth/token/lookup-self'
const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const created = (body: unknown, save = 'mine', token = 'root') =>
  send('POST', create, 200, { token, body, save, expect: { auth: { client_token: text } } })

export const tokenCreateCases: readonly Case[] = [
  {
    name: 'a token is created with what it is asked for',
    steps: [
      ask('POST', create, 200, {
        save: 'mine',
        body: {
          ttl: '1h',
          policies: ['app'],
          display_name: 'joe',
          num_uses: 5,
          meta: { team: 'ims' },
          renewable: false,
        },
        expect: {
          auth: {
            policies: ['app', 'default'],
            metadata: { team: 'ims' },
            lease_duration: 3600,
            renewable: false,
            entity_id: '',
            orphan: false,
            num_uses: 5,
          },
        },
      }),
      send('GET', self, 200, {
        token: 'mine',
        expect: {
          data: { display_name: 'token-joe', path: create, num_uses: 4, orphan: false, ttl: count },
        },
      }),
      send('POST', 'auth/token/renew-self', 400, {
        token: 'mine',
        expect: errors('lease is not renewable'),
      }),
    ],
  },
  {
    name: 'a token of the root token is root without an end, unless a time is said',
    steps: [
      ask('POST', create, 200, {
        body: {},
        expect: { auth: { policies: ['root'], lease_duration: 0, renewable: false } },
      }),
      ask('POST', create, 200, {
        body: { ttl: '1h' },
        expect: { auth: { policies: ['root'], lease_duration: 3600, renewable: true } },
      }),
    ],
  },
  {
    name: 'a token ends with the one it was created with, an orphan does not',
    steps: [
      created({ policies: ['root'], ttl: '1h' }, 'parent'),
      created({ policies: ['app'] }, 'mine', 'parent'),
      created({ policies: ['app'], no_parent: true }, 'orphan', 'parent'),
      send('POST', 'auth/token/revoke-self', 204, { token: 'parent' }),
      isDead,
      send('GET', self, 200, { token: 'orphan', expect: { data: { orphan: true } } }),
    ],
  },
  {
    name: 'revoked as an orphan, a token leaves what was created with it',
    steps: [
      created({ policies: ['root'], ttl: '1h' }, 'parent'),
      created({ policies: ['app'] }, 'mine', 'parent'),
      ask('POST', 'auth/token/revoke-orphan', 204, { body: { token: '${parent}' } }),
      send('GET', self, 403, { token: 'parent', expect: dead }),
      send('GET', self, 200, { token: 'mine' }),
      ask('POST', 'auth/token/revoke-orphan', 400, {
        body: { token: 'nobody' },
        expect: errors('token to revoke not found'),
      }),
    ],
  },
  {
    name: 'a period is what each renewal gives',
    steps: [
      created({ policies: ['app'], period: '1h' }),
      send('GET', self, 200, { token: 'mine', expect: { data: { period: 3600 } } }),
      send('POST', 'auth/token/renew-self', 200, {
        token: 'mine',
        body: { increment: 5 },
        expect: { auth: { lease_duration: 3600 } },
      }),
    ],
  },
  {
    name: 'an explicit maximum caps every renewal',
    steps: [
      created({ policies: ['app'], ttl: '30m', explicit_max_ttl: '1h' }),
      send('GET', self, 200, { token: 'mine', expect: { data: { explicit_max_ttl: 3600 } } }),
      send('POST', 'auth/token/renew-self', 200, {
        token: 'mine',
        body: { increment: '5h' },
        expect: { warnings: [text] },
      }),
    ],
  },
  {
    name: 'a batch token is created, never for root',
    steps: [
      ask('POST', create, 200, {
        body: { type: 'batch', policies: ['app'], ttl: '1h' },
        expect: { auth: { token_type: 'batch', accessor: '', renewable: false } },
      }),
      ask('POST', create, 400, { body: { type: 'batch' }, expect: errors(text) }),
      ask('POST', create, 400, {
        body: { type: 'batch', policies: {} },
        expect: errors('batch tokens cannot be root tokens'),
      }),
      ask('POST', create, 400, {
        body: { type: 'batch', period: 'x' },
        expect: errors(mentions('period')),
      }),
      ask('POST', create, 400, {
        body: { type: 'batch', period: '1h' },
        expect: errors('batch tokens cannot have "period" set'),
      }),
    ],
  },
  {
    name: 'a token id of one’s own is taken once, and without dots',
    steps: [
      ask('POST', create, 200, {
        body: { id: 'my-own-token', policies: ['app'] },
        expect: { warnings: [text], auth: { client_token: 'my-own-token' } },
      }),
      ask('POST', create, 400, {
        body: { id: 'my-own-token', policies: ['app'] },
        expect: errors(text),
      }),
      ask('POST', create, 400, { body: { id: 'my.own.token' }, expect: errors(text) }),
    ],
  },
  {
    name: 'a token that cannot be is not created',
    steps: [
      ...[{ ttl: 'abc' }, { ttl: '-5s' }, { num_uses: -1 }, { type: 'x' }, { meta: 'x' }].map(
        (body) => ask('POST', create, 400, { body, expect: errors(text) }),
      ),
      login('app-id'),
      send('POST', create, 403, { token: 'mine', body: {} }),
    ],
  },
  {
    name: 'a policy that does not exist is told',
    steps: [
      ask('POST', create, 200, {
        body: { policies: ['nowhere'] },
        expect: { warnings: ['Policy "nowhere" does not exist'] },
      }),
    ],
  },
  {
    name: 'an accessor looks a token up without showing it, renews and revokes it',
    steps: [
      { ...login('app-id'), path: 'auth.accessor', save: 'accessor' },
      ask('POST', 'auth/token/lookup-accessor', 200, {
        body: { accessor: '${accessor}' },
        expect: { data: { id: '', accessor: text, display_name: 'approle' } },
      }),
      ask('POST', 'auth/token/renew-accessor', 200, {
        body: { accessor: '${accessor}', increment: 60 },
        expect: { auth: { client_token: '', lease_duration: 60 } },
      }),
      ask('POST', 'auth/token/revoke-accessor', 204, { body: { accessor: '${accessor}' } }),
      ask('POST', 'auth/token/lookup-accessor', 400, {
        body: { accessor: '${accessor}' },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'an accessor that nobody has is refused, but for a revocation',
    steps: [
      ask('POST', 'auth/token/lookup-accessor', 400, { body: {}, expect: errors(text) }),
      ask('POST', 'auth/token/renew-accessor', 400, {
        body: { accessor: 'nobody' },
        expect: errors(text),
      }),
      ask('POST', 'auth/token/revoke-accessor', 200, {
        body: { accessor: 'nobody' },
        expect: { warnings: ['No token found with this accessor'] },
      }),
      ask('GET', 'auth/token/lookup-accessor', 405, {}),
      ask('LIST', 'auth/token/accessors', 200, { expect: { data: { keys: Array.isArray } } }),
      ask('GET', 'auth/token/accessors', 405, {}),
    ],
  },
]
