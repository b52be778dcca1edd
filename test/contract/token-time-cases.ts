import { about, ask as send, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const role = (name: string, body: object) => ask('POST', `auth/token/roles/${name}`, 204, { body })
const unrole = (name: string) => ask('DELETE', `auth/token/roles/${name}`, 204)
const renews = (seconds: number, body: object = {}) =>
  send('POST', 'auth/token/renew-self', 200, {
    token: 'mine',
    body,
    expect: { auth: { lease_duration: about(seconds) } },
  })

/** How long a created token lives, by its own word and by its role's. */
export const tokenTimeCases: readonly Case[] = [
  {
    name: 'the maximum of the mount does not shorten a root token that is told its end alone',
    steps: [
      ask('POST', 'auth/token/create', 200, {
        body: { explicit_max_ttl: '10000h' },
        expect: { auth: { lease_duration: 36_000_000, renewable: true }, warnings: null },
        save: 'mine',
      }),
      ask('POST', 'auth/token/create', 200, {
        body: { explicit_max_ttl: '10000h', ttl: '9000h' },
        expect: { auth: { lease_duration: 2_764_800 }, warnings: [text] },
      }),
      send('POST', 'auth/token/create', 400, {
        token: 'mine',
        body: {},
        expect: errors('expiring root tokens cannot create non-expiring root tokens'),
      }),
    ],
  },
  {
    name: 'an expiring root token creates one that its role lets end',
    steps: [
      role('ends', { explicit_max_ttl: '30m' }),
      role('lasts', { period: '30m' }),
      ask('POST', 'auth/token/create', 200, {
        body: { ttl: '1h' },
        expect: { auth: { policies: ['root'] } },
        save: 'mine',
      }),
      ...['ends', 'lasts'].map((name) =>
        send('POST', `auth/token/create/${name}`, 200, {
          token: 'mine',
          body: {},
          expect: { auth: { lease_duration: 1800, policies: ['root'], renewable: true } },
        }),
      ),
      unrole('ends'),
      unrole('lasts'),
    ],
  },
  {
    name: 'of the times of a token and of its role the lesser holds, which a warning says',
    steps: [
      role('both', { token_period: '20m', token_explicit_max_ttl: '2h', allowed_policies: 'app' }),
      ask('POST', 'auth/token/create/both', 200, {
        body: { period: '10m', explicit_max_ttl: '3h' },
        expect: {
          auth: { lease_duration: 600 },
          warnings: [
            'Explicit max TTL specified both during creation call and in role; using the lesser value of 7200 seconds',
            'Period specified both during creation call and in role; using the lesser value of 600 seconds',
          ],
        },
        save: 'mine',
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { period: 600, explicit_max_ttl: 10_800, creation_ttl: 600 } },
      }),
      renews(1200),
      role('both', { token_period: '15m' }),
      renews(900),
      unrole('both'),
      send('POST', 'auth/token/renew-self', 500, {
        token: 'mine',
        body: {},
        expect: errors(mentions('original token role "both" could not be found, not renewing')),
      }),
    ],
  },
  {
    name: 'a created token is renewed by the time of its last renewal',
    steps: [
      ask('POST', 'auth/token/create', 200, {
        body: { policies: 'app', ttl: '1h' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      renews(7200, { increment: '2h' }),
      renews(7200),
    ],
  },
  {
    name: 'a token is not renewed with its last use',
    steps: [
      ask('POST', 'auth/token/create', 200, {
        body: { policies: 'default', num_uses: 1 },
        expect: { auth: { num_uses: 1 } },
        save: 'mine',
      }),
      send('POST', 'auth/token/renew-self', 400, {
        token: 'mine',
        body: {},
        expect: errors('token not found'),
      }),
    ],
  },
  {
    name: 'the last use of a token is to end itself only where it may, by the right method',
    steps: [
      ['default', 'DELETE', 403],
      ['root', 'DELETE', 405],
      ['app', 'POST', 403],
      ['default', 'POST', 204],
    ].flatMap(([policies, method, status]) => [
      ask('POST', 'auth/token/create', 200, {
        body: { policies: [policies], num_uses: 1, no_default_policy: policies === 'app' },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      send(method as string, 'auth/token/revoke-self', status as number, { token: 'mine' }),
    ]),
  },
  {
    name: 'a batch token is refused the first of three fields that it cannot have',
    steps: [
      ...[
        [{ explicit_max_ttl: '1h', num_uses: 2, entity_alias: 'a' }, 'explicit_max_ttl'],
        [{ num_uses: 2, period: '1h' }, 'num_uses'],
        [{ period: '1h' }, 'period'],
      ].map(([fields, name]) =>
        ask('POST', 'auth/token/create', 400, {
          body: { type: 'batch', policies: 'app', ...(fields as object) },
          expect: errors(`batch tokens cannot have "${name as string}" set`),
        }),
      ),
      ask('POST', 'auth/token/create', 400, {
        body: { type: 'odd', num_uses: -1 },
        expect: errors("invalid 'token_type' value"),
      }),
    ],
  },
  {
    name: 'a token is bound to the addresses of its role, or else to those of its parent',
    steps: [
      role('bound', { token_bound_cidrs: '0.0.0.0/0', allowed_policies: 'app' }),
      ask('POST', 'auth/token/create/bound', 200, { body: {}, save: 'mine', expect: {} }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { bound_cidrs: ['0.0.0.0/0'] } },
      }),
      unrole('bound'),
    ],
  },
  {
    name: 'a token role keeps names once, without case and in order',
    steps: [
      role('names', {
        disallowed_policies: 'root,B,a',
        disallowed_policies_glob: 'X*,x*',
        allowed_policies_glob: 'B*,a*',
        allowed_entity_aliases: 'B,a,b',
      }),
      ask('GET', 'auth/token/roles/names', 200, {
        expect: {
          data: {
            disallowed_policies: ['a', 'b', 'root'],
            disallowed_policies_glob: ['x*'],
            allowed_policies_glob: ['a*', 'b*'],
            allowed_entity_aliases: ['a', 'b'],
          },
        },
      }),
      unrole('names'),
    ],
  },
  {
    name: 'a token role without the default policy gives none',
    steps: [
      role('bare', { allowed_policies: 'app', token_no_default_policy: true }),
      ask('POST', 'auth/token/create/bare', 200, {
        body: {},
        expect: { auth: { policies: ['app'] } },
      }),
      ask('POST', 'auth/token/create', 200, {
        body: { policies: ['default', 'app'], no_default_policy: true },
        expect: { auth: { policies: ['app'] } },
      }),
      unrole('bare'),
    ],
  },
  {
    name: 'a path of tokens that is listed is none',
    steps: ['create', 'create/any', 'lookup', 'renew-self', 'roles/any'].map((path) =>
      ask('LIST', `auth/token/${path}`, 404, { expect: errors(mentions('unsupported path')) }),
    ),
  },
]
