import { ask as send, byProduct, denied, errors, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const noPath = errors('1 error occurred:\n\t* unsupported path\n\n')

const leaves = [
  'auth/approle/role/app',
  'auth/approle/role/app/role-id',
  'auth/approle/role/app/policies',
  'auth/approle/role/app/custom-secret-id',
  'auth/token/create/some',
  'auth/token/roles/some',
  'identity/alias',
  'identity/entity',
  'identity/entity/id/some',
  'identity/entity/batch-delete',
  'identity/group-alias',
  'identity/group/id/some',
  'identity/lookup/entity',
  'identity/oidc/key/some',
  'identity/oidc/role/some',
  'sys/audit',
  'sys/config/auditing/request-headers',
  'sys/ha-status',
  'sys/leases/count',
  'sys/leases/revoke',
  'sys/quotas/config',
  'sys/quotas/rate-limit/some',
  'sys/tools/random',
]

const folders = [
  'sys/audit/some',
  'sys/config/auditing/request-headers/some',
  'sys/remount/status/some',
  'sys/tools/hash/some',
  'sys/tools/random/some',
  'identity/entity/name/some',
]

/** Paths of the old API and of features that nobody has, and who may reach which. */
export const pathCases: readonly Case[] = [
  {
    name: 'a list of what has nothing below it is no path, and of what may have, no operation',
    steps: [
      ...leaves.map((path) => ask('LIST', path, 404, { expect: noPath })),
      ...folders.map((path) => ask('LIST', path, 405, { expect: unsupported })),
    ],
  },
  {
    name: 'the paths on leases from before are there in Vault alone',
    steps: [
      ...[
        ['sys/renew', 400],
        ['sys/renew/none', 400],
        ['sys/revoke', 400],
        ['sys/revoke/none', 204],
        ['sys/revoke-prefix/auth/none', 204],
        ['sys/revoke-force/auth/none', 204],
      ].map(([path, vault]) =>
        ask('PUT', path as string, { vault: vault as number, openbao: 404 }, { body: {} }),
      ),
      ask('GET', 'sys/renew', { vault: 405, openbao: 404 }),
    ],
  },
  {
    name: 'what only the Enterprise Edition does is refused as that',
    only: 'vault',
    steps: [
      ...[
        ['GET', 'sys/license/status'],
        ['GET', 'sys/namespaces/some'],
        ['LIST', 'sys/policies/egp'],
        ['PUT', 'sys/replication/dr/primary/enable'],
        ['PUT', 'sys/control-group/request'],
        ['LIST', 'sys/quotas/lease-count'],
      ].map(([method, path]) =>
        ask(method!, path!, 404, { expect: errors('enterprise-only feature') }),
      ),
      send('GET', 'sys/replication/dr/status', 404, { expect: errors('enterprise-only feature') }),
      send('GET', 'sys/replication/status', 200, { expect: { data: { mode: 'disabled' } } }),
      ask('DELETE', 'sys/license/status', 405, { expect: unsupported }),
      ask('GET', 'sys/experiments', 200, { expect: { data: { enabled: [] } } }),
      ask('GET', 'sys/well-known', 200, { expect: { data: {} } }),
      ask('LIST', 'sys/well-known', 404, { expect: { errors: [] } }),
    ],
  },
  {
    name: 'what asks for sudo is refused to who may do everything else',
    steps: [
      ask('PUT', 'sys/policies/acl/strong', 204, {
        body: {
          policy: 'path "*" { capabilities = ["create", "read", "update", "delete", "list"] }',
        },
      }),
      ask('POST', 'auth/token/create', 200, {
        body: { policies: ['strong'] },
        save: 'mine',
        expect: { auth: { client_token: text } },
      }),
      ...[
        ['LIST', 'sys/auth'],
        ['GET', 'sys/audit'],
        ['GET', 'sys/config/cors'],
        ['GET', 'sys/plugins/catalog/auth/approle'],
        ['GET', 'sys/leases'],
        ['LIST', 'sys/config/ui/headers'],
        ['GET', 'sys/internal/inspect/router/root'],
        ['PUT', 'sys/raw/some'],
      ].map(([method, path]) => send(method!, path!, 403, { token: 'mine', expect: denied })),
      send('GET', 'sys/config/ui/headers', 405, { token: 'mine', expect: unsupported }),
      send('PUT', 'auth/token/revoke-orphan', { vault: 403, openbao: 400 }, { token: 'mine' }),
      send('PUT', 'sys/rotate/keyring', { vault: 404, openbao: 403 }, { token: 'mine' }),
      send('GET', 'sys/internal/ui/resultant-acl', 200, {
        token: 'mine',
        expect: {
          data: {
            glob_paths: { '': { capabilities: ['create', 'delete', 'list', 'read', 'update'] } },
          },
        },
      }),
      ask('DELETE', 'sys/policies/acl/strong', 204),
    ],
  },
  {
    name: 'a persona is written as an entity and read as an alias',
    steps: [
      ask('POST', 'identity/persona', 200, {
        body: { name: 'persona' },
        expect: { data: { name: 'persona', aliases: null } },
      }),
      ask('POST', 'identity/persona/id/none', 400, {
        body: { name: 'p' },
        expect: errors('entity not found from id'),
      }),
      ask('GET', 'identity/persona/id/none', 404),
      ask('POST', 'identity/persona/id', 405, { body: {}, expect: unsupported }),
      ask('DELETE', 'identity/entity/name/persona', 204),
    ],
  },
  {
    name: 'an interface is refused before its token is looked at where it asks for what there is not',
    steps: [
      send('PUT', 'sys/internal/ui/mounts', 405, {
        token: 'nobody',
        body: {},
        expect: unsupported,
      }),
      send('LIST', 'sys/internal/ui/mounts', 404, { token: 'nobody' }),
      send('GET', 'sys/internal/ui/namespaces', 500, { expect: errors('client token empty') }),
    ],
  },
  {
    name: 'the OIDC side of a method for JWTs answers that nobody has begun there',
    steps: [
      send('GET', 'auth/jwt/oidc/callback', 400, { expect: errors(text) }),
      send('PUT', 'auth/jwt/oidc/callback', 405, { body: {} }),
      send('GET', 'auth/jwt/oidc/auth_url', 405, { expect: unsupported }),
      ask('PUT', 'auth/jwt/oidc/poll', { vault: 404, openbao: 400 }, { body: {} }),
      send('GET', 'identity/oidc/child/.well-known/keys', { vault: 400, openbao: 403 }),
    ],
  },
  {
    name: 'random bytes come from a source that there is',
    steps: [
      ask('PUT', 'sys/tools/random/platform/5', 200, { body: {} }),
      ask('PUT', 'sys/tools/random/seal/5', 200, {
        body: {},
        expect: {
          warnings: ['no seal/entropy augmentation available, using platform entropy source'],
        },
      }),
      ask('PUT', 'sys/tools/random/some/5', 400, { body: {}, expect: errors(text) }),
      ask('PUT', 'sys/tools/random/some', 400, { body: {}, expect: errors(text) }),
      ask('PUT', 'sys/tools/random/5/some', 400, { body: {}, expect: errors(text) }),
    ],
  },
  {
    name: 'headers of an interface and of browsers ask for values',
    steps: [
      ask('PUT', 'sys/config/ui/headers/X-Some', 400, {
        body: {},
        expect: errors('header and values must be specified'),
      }),
      ask('PUT', 'sys/config/cors', 500, { body: {}, expect: errors(text) }),
      ask(
        'GET',
        'sys/config/auditing/request-headers/user-agent',
        { vault: 200, openbao: 400 },
        {
          expect: byProduct({
            vault: { data: { 'user-agent': { hmac: false } } },
            openbao: errors('Could not find header in config'),
          }),
        },
      ),
    ],
  },
]
