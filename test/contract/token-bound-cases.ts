import { ask as send, byProduct, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const role = 'auth/token/roles/bound'
const removed = ask('DELETE', role, 204)
const absent = (value: unknown) => value === undefined
const cidrs = ['127.0.0.1', '0.0.0.0/0']

/** What a token has of its role, of its parent and of its entity. */
export const tokenBoundCases: readonly Case[] = [
  {
    name: 'tokens are bound to the addresses of their role or of their parent',
    steps: [
      ask('POST', role, 204, { body: { bound_cidrs: cidrs } }),
      ask('POST', 'auth/token/create/bound', 200, {
        body: { policies: ['manager'] },
        save: 'mine',
        expect: { auth: {} },
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { bound_cidrs: cidrs } },
      }),
      ask('POST', 'auth/token/create/bound', 200, { body: {}, save: 'mine', expect: { auth: {} } }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { policies: ['root'], bound_cidrs: absent } },
      }),
      removed,
    ],
  },
  {
    name: 'a role says the names of others that an entity may have, with stars in them',
    steps: [
      ask('POST', role, 204, { body: { allowed_entity_aliases: ['web-*-web', 'a*b*c'] } }),
      ...(
        [
          ['web-department-web', 200],
          ['axbyc', 200],
          ['axyc', 400],
          ['web-web', 400],
        ] as const
      ).map(([entity_alias, status]) =>
        ask('POST', 'auth/token/create/bound', status, {
          body: { entity_alias, policies: ['default'] },
        }),
      ),
      removed,
    ],
  },
  {
    name: 'the lesser of two periods holds, and is told',
    steps: [
      ask('POST', role, 204, { body: { token_period: '1h', token_explicit_max_ttl: '3h' } }),
      ask('POST', 'auth/token/create/bound', 200, {
        body: { period: '2h', explicit_max_ttl: '2h', policies: ['default'] },
        expect: {
          auth: { lease_duration: 3600 },
          warnings: [mentions('7200 seconds'), mentions('3600 seconds')],
        },
      }),
      removed,
    ],
  },
  {
    name: 'a role forbids root and others',
    steps: [
      ask('POST', role, 204, { body: { disallowed_policies: 'root,Other' } }),
      ask('GET', `${role}?disallowed_policies=x`, 200, {
        expect: { data: { disallowed_policies: ['other', 'root'] }, warnings: null },
      }),
      ask('GET', `${role}?other=x`, 200, { expect: { warnings: [text] } }),
      removed,
    ],
  },
  {
    name: 'a batch token takes the id of another token, which it does not have',
    steps: [
      ask('POST', 'auth/token/create', 200, { body: { id: 'chosen', policies: ['default'] } }),
      ask('POST', 'auth/token/create', 400, { body: { id: 'chosen', policies: ['default'] } }),
      ask('POST', 'auth/token/create', 200, {
        body: { id: 'chosen', policies: ['default'], type: 'batch' },
        expect: { auth: { token_type: 'batch' } },
      }),
      ask('POST', 'auth/token/revoke', 204, { body: { token: 'chosen' } }),
    ],
  },
  {
    name: 'a renewal tells the policies of an entity, whose names have no case',
    steps: [
      ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
      ask('GET', 'sys/auth/known', 200, { save: 'accessor', from: 'accessor', expect: {} }),
      ask('POST', 'auth/known/users/u', 204, { body: { password: 'p' } }),
      ask('POST', 'identity/entity', 200, {
        body: { name: 'renewed', policies: ['Some'] },
        save: 'entity',
        from: 'data.id',
        expect: {},
      }),
      ask('POST', 'identity/entity-alias', 200, {
        body: { name: 'u', mount_accessor: '${accessor}', canonical_id: '${entity}' },
      }),
      send('POST', 'auth/known/login/u', 200, {
        body: { password: 'p' },
        save: 'mine',
        expect: { auth: { identity_policies: ['some'] } },
      }),
      ask('POST', 'auth/token/renew', 200, {
        body: { token: '${mine}' },
        expect: { auth: { policies: ['default', 'some'], identity_policies: ['some'] } },
      }),
      ask('DELETE', 'identity/entity/id/${entity}', 204),
      ask('DELETE', 'sys/auth/known', 204),
    ],
  },
  {
    name: 'an auth method is told not to lock users out, or after how many failures',
    steps: [
      ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
      ask('POST', 'auth/known/users/u', 204, { body: { password: 'p' } }),
      ask('POST', 'sys/auth/known/tune', 204, {
        body: { user_lockout_config: { lockout_threshold: '2', lockout_duration: '10m' } },
      }),
      ...[400, 400, 403].map((status) =>
        send('POST', 'auth/known/login/u', status, { body: { password: 'x' } }),
      ),
      ask('POST', 'sys/auth/known/tune', 204, {
        body: { user_lockout_config: { lockout_disable: true } },
      }),
      send('POST', 'auth/known/login/u', 400, { body: { password: 'x' } }),
      send('POST', 'auth/known/login/u', 200, { body: { password: 'p' } }),
      ask('DELETE', 'sys/auth/known', 204),
    ],
  },
  {
    name: 'what answers at a mount that is not there is not loaded anew',
    steps: [
      ask(
        'POST',
        'sys/plugins/reload/backend',
        { vault: 500, openbao: 400 },
        { body: { mounts: ['none'] }, expect: errors(mentions('none/')) },
      ),
      ask('POST', 'sys/plugins/reload/backend', 200, { body: { mounts: ['auth/approle/'] } }),
    ],
  },
  {
    name: 'the Community Edition groups requests by address alone',
    only: 'vault',
    steps: [
      ...['none', 'entity_then_ip', 'bad'].map((group_by) =>
        ask('POST', 'sys/quotas/rate-limit/grouped', 400, {
          body: { rate: 1000, group_by },
          expect: errors(mentions(`grouping mode "${group_by}"`)),
        }),
      ),
      ask('POST', 'sys/audit/paid', 400, {
        body: { type: 'file', options: { file_path: 'discard', filter: 'x' } },
        expect: byProduct({
          vault: errors('enterprise-only options supplied: invalid configuration'),
          openbao: errors(text),
        }),
      }),
    ],
  },
]
