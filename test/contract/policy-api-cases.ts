import {
  ask as send,
  denied,
  errors,
  mentions,
  text,
  type Case,
  byProduct,
  unsupported,
} from './case.ts'
import type { Shape } from './shape.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const reading = 'path "secret/data/tree/*" {\n  capabilities = ["read"]\n}\n'
const mine = (policy: string) =>
  ask('POST', 'auth/token/create', 200, {
    body: { policies: [policy] },
    save: 'mine',
    expect: { auth: { policies: ['default', policy] } },
  })

const merges = { headers: { 'content-type': 'application/merge-patch+json' } }
const patchPolicy = (name: string, status: number, body: object, why?: Shape) =>
  ask('PATCH', `sys/policies/acl/${name}`, status, {
    ...merges,
    body,
    ...(why !== undefined && { expect: errors(why) }),
  })

export const policyApiCases: readonly Case[] = [
  {
    name: 'a policy written over the API holds at once, also for tokens there are',
    steps: [
      ask('POST', 'sys/policies/acl/written', 204, { body: { policy: reading } }),
      mine('written'),
      send('GET', 'secret/data/tree/root', 200, { token: 'mine' }),
      send('GET', 'secret/data/apimesh', 403, { token: 'mine', expect: denied }),
      ask(
        'PUT',
        'sys/policies/acl/Written',
        { vault: 200, openbao: 204 },
        {
          body: { policy: '# another\npath "secret/data/apimesh" { policy = "read" } // end' },
        },
      ),
      send('GET', 'secret/data/tree/root', 403, { token: 'mine', expect: denied }),
      send('GET', 'secret/data/apimesh', 200, { token: 'mine' }),
      ask('DELETE', 'sys/policies/acl/written', 204),
      send('GET', 'secret/data/apimesh', 403, { token: 'mine', expect: denied }),
      ask('DELETE', 'sys/policies/acl/written', 204),
    ],
  },
  {
    name: 'a policy is read and listed under its two addresses',
    steps: [
      ask('PUT', 'sys/policy/told', 204, { body: { policy: reading } }),
      ask('GET', 'sys/policies/acl/told', 200, {
        expect: { data: { name: 'told', policy: reading } },
      }),
      ask('GET', 'sys/policy/told', 200, {
        expect: { name: 'told', rules: reading, data: { name: 'told', rules: reading } },
      }),
      ask('LIST', 'sys/policies/acl', 200, { expect: { data: { keys: Array.isArray } } }),
      ask('GET', 'sys/policies/acl', 405),
      ask('GET', 'sys/policy', 200, {
        expect: { keys: Array.isArray, policies: Array.isArray, data: { keys: Array.isArray } },
      }),
      ask('LIST', 'sys/policy/told', { vault: 405, openbao: 200 }),
      ask(
        'LIST',
        'sys/policies/acl/told',
        { vault: 405, openbao: 404 },
        {
          expect: byProduct({ vault: unsupported, openbao: { errors: [] } }),
        },
      ),
      ask('DELETE', 'sys/policy/told', 204),
      ask('GET', 'sys/policy/told', 404, { expect: { errors: [] } }),
      ask('GET', 'sys/policies/acl/told', 404, { expect: { errors: [] } }),
      ask('GET', 'sys/policies/acl/root', 200, { expect: { data: { policy: '' } } }),
    ],
  },
  {
    name: 'a policy may be JSON, base64 or of the old form',
    steps: [
      ask('POST', 'sys/policies/acl/json', 204, {
        body: { policy: '{"path":{"secret/data/apimesh":{"capabilities":["read"]}}}' },
      }),
      mine('json'),
      send('GET', 'secret/data/apimesh', 200, { token: 'mine' }),
      ask('POST', 'sys/policies/acl/packed', 204, { body: { policy: btoa(reading) } }),
      ask('GET', 'sys/policies/acl/packed', 200, { expect: { data: { policy: reading } } }),
      ask('POST', 'sys/policy/old', 200, {
        body: { rules: reading },
        expect: { warnings: ["'rules' is deprecated, please use 'policy' instead"] },
      }),
      ...['json', 'packed', 'old'].map((name) => ask('DELETE', `sys/policy/${name}`, 204)),
    ],
  },
  {
    name: 'a policy that cannot be is not written',
    steps: [
      ...[
        'path "a" {',
        'path "a" { capabilities = ["fly"] }',
        'road "a" { capabilities = ["read"] }',
        'path "a" { bogus = 1 }',
      ].map((policy) =>
        ask('POST', 'sys/policies/acl/wrong', 400, { body: { policy }, expect: errors(text) }),
      ),
      ask('POST', 'sys/policies/acl/wrong', 400, {
        body: {},
        expect: errors("'policy' parameter not supplied or empty"),
      }),
      ask('POST', 'sys/policies/acl/root', 400, {
        body: { policy: reading },
        expect: errors('cannot update "root" policy'),
      }),
      ask('DELETE', 'sys/policy/root', 400, { expect: errors('cannot delete "root" policy') }),
      ask('DELETE', 'sys/policy/default', 400, { expect: errors('cannot delete default policy') }),
      ask('POST', 'sys/policies/acl', 405, { body: {} }),
    ],
  },
  {
    name: 'what is root’s alone asks for sudo',
    steps: [
      ask('POST', 'sys/policies/acl/operator', 204, {
        body: { policy: 'path "sys/auth/*" { capabilities = ["create", "update", "delete"] }' },
      }),
      mine('operator'),
      send('POST', 'sys/auth/admitted', 403, { token: 'mine', body: { type: 'userpass' } }),
      ask('POST', 'sys/policies/acl/operator', 204, {
        body: {
          policy: 'path "sys/auth/*" { capabilities = ["create", "update", "delete", "sudo"] }',
        },
      }),
      send('POST', 'sys/auth/admitted', 204, { token: 'mine', body: { type: 'userpass' } }),
      send('DELETE', 'sys/auth/admitted', 204, { token: 'mine' }),
      ask('DELETE', 'sys/policy/operator', 204),
    ],
  },
  {
    name: 'what is done to versions of a secret is an update, whatever there is',
    steps: [
      ask('PUT', 'sys/policies/acl/ending', 204, {
        body: {
          policy:
            'path "secret/delete/*" { capabilities = ["update"] } path "secret/undelete/*" { capabilities = ["create"] }',
        },
      }),
      mine('ending'),
      send('POST', 'secret/delete/none', 204, { token: 'mine', body: { versions: [1] } }),
      send('POST', 'secret/undelete/none', 403, {
        token: 'mine',
        body: { versions: [1] },
        expect: denied,
      }),
      ask('DELETE', 'sys/policies/acl/ending', 204),
    ],
  },
  {
    name: 'a policy of OpenBao is changed in part, and whoever changes it need not name its version',
    only: 'openbao',
    steps: [
      patchPolicy('none', 400, { policy: reading }, 'policy not found'),
      ask('PUT', 'sys/policies/acl/partly', 204, {
        body: { policy: reading, cas_required: true, cas: -1 },
      }),
      ask('PUT', 'sys/policies/acl/unnamed', 400, {
        body: { policy: reading, cas_required: true },
        expect: errors('check-and-set parameter required for this call'),
      }),
      patchPolicy('partly', 200, { ttl: '1h' }),
      patchPolicy('Partly', 200, {}),
      ask('GET', 'sys/policies/acl/partly', 200, {
        expect: { data: { version: 3, policy: reading, cas_required: true, expiration: text } },
      }),
      patchPolicy('partly', 400, { policy: '' }, "'policy' parameter not supplied or empty"),
      patchPolicy('partly', 400, { policy: 'zz' }, mentions('failed to parse policy')),
      patchPolicy('partly', 400, { cas: 1 }, mentions('did not match the current version 3')),
      patchPolicy(
        'partly',
        400,
        { cas: -1 },
        'check-and-set parameter set to -1 on existing entry',
      ),
      patchPolicy('partly', 400, { ttl: 0 }, mentions('expiration time has already elapsed')),
      patchPolicy('root', 400, { cas_required: true }, mentions('not supplied or empty')),
      patchPolicy('response-wrapping', 400, { cas_required: true }, mentions('cannot update')),
      ask('PATCH', 'sys/policy/partly', 405, { ...merges, body: {}, expect: unsupported }),
      ask('PUT', 'sys/policies/acl/team/one', 204, { body: { policy: reading } }),
      ask('LIST', 'sys/policies/detailed/acl/team', 200, {
        expect: { data: { key_info: { 'team/one': { version: 1, policy: reading }, root: {} } } },
      }),
      ask('LIST', 'sys/policies/detailed/acl/Team', 200, { expect: { data: { keys: ['root'] } } }),
      ask('GET', 'sys/policies/detailed/acl', 405, { expect: unsupported }),
      ask('DELETE', 'sys/policies/acl/team/one', 204),
      ask('DELETE', 'sys/policies/acl/partly', 204),
    ],
  },
  {
    name: 'a policy of OpenBao ends at a moment that can be read, and is yet to come',
    only: 'openbao',
    steps: [
      ...[
        [{ expiration: 'never' }, 'could not parse string as date and time'],
        [{ expiration: '' }, 'could not parse string as date and time'],
        [{ expiration: [] }, 'could not parse time from input type'],
        [{ expiration: '2020-01-01T00:00:00Z' }, 'expiration time has already elapsed'],
        [{ expiration: 1_700_000_000 }, 'expiration time has already elapsed'],
        [{ expiration: '2099-01-01T00:00:00Z', ttl: '1h' }, "both 'expiration' and 'ttl'"],
      ].map(([said, why]) =>
        ask('PUT', 'sys/policies/acl/ending', 400, {
          body: { policy: reading, ...(said as object) },
          expect: errors(mentions(why as string)),
        }),
      ),
      ask('PUT', 'sys/policies/acl/ending', 204, {
        body: { policy: reading, expiration: '4000000000' },
      }),
      ask('GET', 'sys/policies/acl/ending', 200, {
        expect: { data: { expiration: '2096-10-02T07:06:40Z' } },
      }),
      ask('PUT', 'sys/policies/acl/ending', 400, {
        body: { policy: reading, cas: -1 },
        expect: errors('check-and-set parameter set to -1 on existing entry'),
      }),
      ask('DELETE', 'sys/policies/acl/ending', 204),
    ],
  },
]
