import { ask as send, count, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const lookups = ['entity', 'group'].flatMap((kind) =>
  ['id', 'name', 'alias_id', 'alias_name', 'alias_mount_accessor'].flatMap((field) =>
    ['', null].map((value) =>
      ask('POST', `identity/lookup/${kind}`, 204, { body: { [field]: value } }),
    ),
  ),
)

/** Fields that are empty, null or of another type than they are meant to be. */
export const emptyValueCases: readonly Case[] = [
  { name: 'who is looked up by nothing is not found', steps: lookups },
  {
    name: 'a group is not named by nothing, and keeps its type',
    steps: [
      ...['', null].flatMap((nothing) => [
        ask('POST', 'identity/group', 400, {
          body: { id: nothing },
          expect: errors('empty group ID'),
        }),
        ask('POST', 'identity/group', 400, {
          body: { name: nothing },
          expect: errors('empty group name'),
        }),
      ]),
      ask('POST', 'identity/group/name/kept', 200, {
        body: { id: 'ignored', metadata: { a: 'b' } },
        expect: { data: { name: 'kept' } },
      }),
      ask('POST', 'identity/group/name/kept', 400, {
        body: { type: '' },
        expect: errors('group type cannot be changed'),
      }),
      ask('POST', 'identity/group/name/kept', 204, { body: { metadata: null } }),
      ask('GET', 'identity/group/name/kept', 200, { expect: { data: { metadata: null } } }),
      ask('DELETE', 'identity/group/name/kept', 204),
    ],
  },
  {
    name: 'an entity is the one whose id is said, and loses metadata that are null',
    steps: [
      ask('POST', 'identity/entity/name/kept', 200, {
        body: { metadata: { a: 'b' } },
        expect: { data: { name: 'kept' } },
      }),
      ask('POST', 'identity/entity/name/kept', 400, {
        body: { id: 'another' },
        expect: errors('entity not found from id'),
      }),
      ask('POST', 'identity/entity/name/kept', 204, { body: { metadata: null } }),
      ask('GET', 'identity/entity/name/kept', 200, { expect: { data: { metadata: null } } }),
      ask('DELETE', 'identity/entity/name/kept', 204),
      ask('POST', 'identity/persona', 400, { body: { entity_id: [] }, expect: errors(text) }),
      ask('POST', 'identity/persona', 200, {
        body: { name: 'kept', mount_accessor: 'x' },
        expect: { warnings: null },
      }),
      ask('DELETE', 'identity/entity/name/kept', 204),
    ],
  },
  {
    name: 'the rotation of keys keeps to what is safe',
    steps: [
      ask('PUT', 'sys/rotate/config', 400, {
        body: { interval: '1h' },
        expect: errors('interval must be greater or equal to 24h0m0s'),
      }),
      ask('PUT', 'sys/rotate/config', 400, {
        body: { max_operations: 5 },
        expect: errors(mentions('must be in the range [1000000,3865470566]')),
      }),
      ask('PUT', 'sys/rotate/config', 204, { body: { interval: '48h', enabled: false } }),
      ask('GET', 'sys/rotate/config', 200, {
        expect: { data: { enabled: false, interval: '48h0m0s', max_operations: count } },
      }),
      ask('PUT', 'sys/rotate/config', 204, { body: { interval: 0, enabled: true } }),
    ],
  },
  {
    name: 'only OpenBao switches the rotation of keys off without another change',
    only: 'openbao',
    steps: [
      ask('PUT', 'sys/rotate/config', 204, { body: { enabled: false } }),
      ask('GET', 'sys/rotate/config', 200, { expect: { data: { enabled: false } } }),
      ask('PUT', 'sys/rotate/config', 204, { body: { enabled: true } }),
    ],
  },
  {
    name: 'Vault leaves the rotation of keys on where nothing else is changed',
    only: 'vault',
    steps: [
      ask('PUT', 'sys/rotate/config', 204, { body: { enabled: false } }),
      ask('GET', 'sys/rotate/config', 200, { expect: { data: { enabled: true } } }),
    ],
  },
  {
    name: 'plugins that there are not are not reloaded',
    steps: [
      ask(
        'PUT',
        'sys/plugins/reload/backend',
        { vault: 500, openbao: 400 },
        { body: { mounts: ['none'] }, expect: errors(mentions('cannot fetch mount entry')) },
      ),
      ask(
        'PUT',
        'sys/plugins/reload/backend',
        { vault: 200, openbao: 400 },
        { body: { plugin: 'none' } },
      ),
      ask('PUT', 'sys/plugins/reload/backend', 200, {
        body: { plugin: 'approle' },
        expect: { warnings: null },
      }),
      ask('PUT', 'sys/plugins/reload/backend', 400, {
        body: { plugin: 'approle', mounts: ['auth/approle'] },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'a plugin may be registered by its version in Vault alone',
    steps: [
      ask(
        'PUT',
        'sys/plugins/catalog/auth/some',
        { vault: 500, openbao: 400 },
        { body: { version: '1.0' }, expect: errors(text) },
      ),
      ask('PUT', 'sys/plugins/catalog/auth/some', 400, {
        body: { version: 'x' },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'the hash of a password must be one',
    steps: [
      ask(
        'POST',
        'auth/userpass/users/hashed',
        { vault: 500, openbao: 400 },
        { body: { password_hash: 'x' }, expect: errors(mentions('hash')) },
      ),
      ask('GET', 'auth/userpass/users/hashed', 404),
    ],
  },
  {
    name: 'a field of another type is refused before anybody looks for what it is about',
    steps: [
      ask('POST', 'auth/approle/role/none/custom-secret-id', 404, { body: { secret_id: 0 } }),
      ask(
        'POST',
        'auth/approle/role/none/secret-id',
        { vault: 404, openbao: 400 },
        { body: { after: [] } },
      ),
      send('POST', 'auth/jwt/oidc/callback', 400, { body: { id_token: [] }, expect: errors(text) }),
      ask('POST', 'identity/oidc/introspect', 400, { body: { token: [] }, expect: errors(text) }),
      ask('POST', 'sys/capabilities', 500, {
        body: { token: 5, path: 'x' },
        expect: errors(mentions('no token found')),
      }),
      ask(
        'PUT',
        'sys/config/cors',
        { vault: 500, openbao: 400 },
        { body: { allow_credentials: 'x' }, expect: errors(text) },
      ),
      ask('PUT', 'secret/metadata/none', 400, { body: { max_versions: 'x' } }),
    ],
  },
  {
    name: 'a time that is null changes nothing of what a secret says',
    steps: [
      ask(
        'PATCH',
        'secret/metadata/none',
        { vault: 404, openbao: 204 },
        {
          headers: { 'content-type': 'application/merge-patch+json' },
          body: { delete_version_after: null },
        },
      ),
      ask('POST', 'secret/config', 204, { body: { max_versions: -1 } }),
      ask('GET', 'secret/config', 200, { expect: { data: { max_versions: 4_294_967_295 } } }),
      ask('POST', 'secret/config', 204, { body: { max_versions: 0 } }),
    ],
  },
  {
    name: 'a time of a role that is null is missing',
    steps: [
      ask('POST', 'auth/approle/role/timeless', 204, { body: {} }),
      ...['period', 'secret_id_ttl', 'token_max_ttl', 'token_ttl'].map((name) =>
        ask('POST', `auth/approle/role/timeless/${name.replaceAll('_', '-')}`, 400, {
          body: { [name]: null },
          expect: errors(`missing ${name}`),
        }),
      ),
      ask('DELETE', 'auth/approle/role/timeless', 204),
    ],
  },
  {
    name: 'a patch does not count versions below nothing',
    steps: [
      ask('POST', 'secret/metadata/counted', 204, { body: { max_versions: 5 } }),
      ask('PATCH', 'secret/metadata/counted', 500, {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { max_versions: -1 },
        expect: errors(mentions('of type uint32')),
      }),
      ask('DELETE', 'secret/metadata/counted', 204),
    ],
  },
  {
    name: 'what a body says of a lease comes before what its path says',
    steps: [
      ask('PUT', 'sys/leases/renew/none', 400, {
        body: { lease_id: 'another' },
        expect: errors('lease not found'),
      }),
      ask('PUT', 'sys/tools/hash', 200, {
        body: { urlalgorithm: null },
        expect: { warnings: null },
      }),
      ask('PUT', 'sys/tools/hash/sha2-512', 200, {
        body: { urlalgorithm: 'x' },
        expect: { warnings: [mentions('urlalgorithm')] },
      }),
    ],
  },
]
