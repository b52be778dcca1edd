import { about, ask, count, dead, denied, errors, isDead, login, text, type Case } from './case.ts'

const self = 'auth/token/lookup-self'
const renew = 'auth/token/renew-self'
const revoke = 'auth/token/revoke-self'
const secret = 'secret/data/apimesh'

export const tokenCases: readonly Case[] = [
  {
    name: 'a token looks itself up',
    steps: [
      login('app-id'),
      ask('GET', self, 200, {
        token: 'mine',
        expect: {
          auth: null,
          data: {
            accessor: text,
            creation_time: count,
            creation_ttl: 900,
            display_name: 'approle',
            entity_id: text,
            expire_time: text,
            explicit_max_ttl: 0,
            id: text,
            issue_time: text,
            meta: { role_name: 'app' },
            num_uses: 0,
            orphan: true,
            path: 'auth/approle/login',
            policies: ['app', 'default'],
            renewable: true,
            ttl: about(900),
            type: 'service',
          },
        },
      }),
    ],
  },
  {
    name: 'the root token never ends',
    steps: [
      ask('GET', self, 200, {
        token: 'root',
        expect: { data: { expire_time: null, policies: ['root'], ttl: 0, num_uses: 0 } },
      }),
      ask('POST', renew, 400, { token: 'root', expect: errors('lease is not renewable') }),
    ],
  },
  {
    name: 'a token is taken from an Authorization header too',
    steps: [login('app-id'), ask('GET', secret, 200, { token: 'mine', as: 'bearer' })],
  },
  {
    name: 'a request without a token is denied',
    steps: [ask('GET', secret, 403, { expect: errors('permission denied') })],
  },
  {
    name: 'a token nobody issued is denied',
    steps: [ask('GET', secret, 403, { token: 'hvs.nobody', expect: dead })],
  },
  {
    name: 'a token dies at the end of its time',
    steps: [
      login('brief-id'),
      ask('GET', self, 200, { token: 'mine' }),
      { advance: 2_500 },
      isDead,
    ],
  },
  {
    name: 'a batch token dies at the end of its time',
    steps: [login('brief-batch-id'), { advance: 3_500 }, isDead],
  },
  {
    name: 'a renewal gives a token its time again',
    steps: [
      login('brief-id'),
      { advance: 1_300 },
      ask('POST', renew, 200, {
        token: 'mine',
        body: {},
        expect: { data: null, auth: { client_token: text, lease_duration: 2, renewable: true } },
      }),
      { advance: 1_300 },
      ask('GET', self, 200, {
        token: 'mine',
        expect: { data: { creation_ttl: 2, last_renewal: text, last_renewal_time: count } },
      }),
    ],
  },
  {
    name: 'a renewal takes an increment in seconds or with a unit',
    steps: [
      login('app-id'),
      ask('POST', renew, 200, {
        token: 'mine',
        body: { increment: 60 },
        expect: { warnings: null, auth: { lease_duration: 60 } },
      }),
      ask('PUT', renew, 200, {
        token: 'mine',
        body: { increment: '5m' },
        expect: { auth: { lease_duration: 300 } },
      }),
    ],
  },
  {
    name: 'a renewal with an increment that is no duration is refused',
    steps: [
      login('app-id'),
      ask('POST', renew, 400, { token: 'mine', body: { increment: 'abc' }, expect: errors(text) }),
      ask('POST', renew, 400, { token: 'mine', body: { increment: -5 }, expect: errors(text) }),
    ],
  },
  {
    name: 'a renewal beyond the maximum is capped with a warning',
    steps: [
      login('app-id'),
      ask('POST', renew, 200, {
        token: 'mine',
        body: { increment: '2h' },
        expect: { warnings: [text], auth: { lease_duration: about(1800) } },
      }),
    ],
  },
  {
    name: 'no renewal keeps a token beyond its maximum',
    steps: [
      login('brief-id'),
      ask('POST', renew, 200, { token: 'mine', body: { increment: '1h' } }),
      { advance: 6_500 },
      isDead,
    ],
  },
  {
    name: 'a token that was renewed for less dies sooner',
    steps: [
      login('app-id'),
      ask('POST', renew, 200, { token: 'mine', body: { increment: 1 } }),
      { advance: 1_500 },
      isDead,
    ],
  },
  {
    name: 'a token revokes itself',
    steps: [
      login('app-id'),
      ask('POST', revoke, 204, { token: 'mine' }),
      isDead,
      ask('POST', revoke, 403, { token: 'mine', expect: dead }),
    ],
  },
  {
    name: 'a batch token can be neither renewed nor revoked',
    steps: [
      login('batch-id'),
      ask('POST', renew, 400, { token: 'mine', expect: errors('batch tokens cannot be renewed') }),
      ask('POST', revoke, 400, { token: 'mine', expect: errors('batch tokens cannot be revoked') }),
      ask('GET', self, 200, { token: 'mine', expect: { data: { type: 'batch', accessor: '' } } }),
    ],
  },
  {
    name: 'every request with a token uses it once, denied ones too, and the last use passes',
    steps: [
      login('thrice-id'),
      ask('GET', self, 200, { token: 'mine', expect: { data: { num_uses: 2 } } }),
      ask('GET', 'flat-nowhere/x', 403, { token: 'mine', expect: denied }),
      ask('GET', secret, 200, { token: 'mine' }),
      ask('GET', secret, 403, { token: 'mine', expect: dead }),
    ],
  },
  {
    name: 'only who may look up others looks up others',
    steps: [
      login('app-id'),
      ask('POST', 'auth/token/lookup', 403, { token: 'mine', body: {}, expect: denied }),
      ask('POST', 'auth/token/lookup', 403, {
        token: 'root',
        body: { token: 'hvs.nobody' },
        expect: errors('bad token'),
      }),
    ],
  },
  {
    name: 'revoking a token nobody issued is no error',
    steps: [
      ask('POST', 'auth/token/revoke', 204, { token: 'root', body: { token: 'hvs.nobody' } }),
      ask('POST', 'auth/token/revoke', 400, {
        token: 'root',
        body: {},
        expect: errors('missing token ID'),
      }),
    ],
  },
  {
    name: 'looking oneself up is a read',
    steps: [
      login('app-id'),
      ask('POST', self, 403, { token: 'mine', body: {}, expect: denied }),
      ask('GET', renew, 403, { token: 'mine', expect: denied }),
    ],
  },
]
