import { ask as send, errors, mentions, text, type Case, type Status } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const absent = (value: unknown) => value === undefined
const unsupportedPath = errors(mentions('unsupported path'))

/** A path with a name in it, what makes something there, and whether the name may be any. */
const named: readonly (readonly [string, unknown])[] = [
  ['auth/approle/role/', {}],
  ['auth/token/roles/', {}],
  ['auth/userpass/users/', { password: 'x' }],
  ['auth/jwt/role/', { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'v' }],
  ['identity/oidc/key/', {}],
  ['sys/quotas/rate-limit/', { rate: 1 }],
  ['sys/config/ui/headers/', { values: ['x'] }],
]

const tunes = (path: string, body: unknown, status: Status) =>
  ask('POST', `sys/${path}/tune`, status, { body })

/** What the test suites of other clients have asked, and no case before. */
export const clientSuiteCases: readonly Case[] = [
  {
    name: 'names in most paths are letters and digits with dots and hyphens inside',
    steps: [
      ...named.flatMap(([path, body]) =>
        ['a%20b', '-a', 'a.', 'a@b', 'a%C3%A9'].map((name) =>
          ask('POST', `${path}${name}`, 404, { body, expect: unsupportedPath }),
        ),
      ),
      ask('GET', 'auth/approle/role/a%20b/role-id', 404, { expect: unsupportedPath }),
      ask('POST', 'identity/entity/name/a%2Fb', 200, { body: {} }),
      ask('GET', 'identity/entity/name/a%2Fb', 200),
      ask('DELETE', 'identity/entity/name/a%2Fb', 204),
      ask('GET', 'identity/entity/id/a%20b', 404, { expect: unsupportedPath }),
    ],
  },
  {
    name: 'a secret keeps as many versions as itself or its mount says, whichever says more',
    steps: [
      ask('POST', 'secret/config', 204, { body: { max_versions: 3 } }),
      ask('POST', 'secret/metadata/kept', 204, { body: { max_versions: 2 } }),
      ...['1', '2', '3'].map((n) =>
        ask('POST', 'secret/data/kept', 200, { body: { data: { n } } }),
      ),
      ask('GET', 'secret/metadata/kept', 200, {
        expect: {
          data: { oldest_version: 1, current_version: 3, versions: { 1: { destroyed: false } } },
        },
      }),
      ask('POST', 'secret/data/kept', 200, { body: { data: {} } }),
      ask('GET', 'secret/metadata/kept', 200, {
        expect: { data: { oldest_version: 2, versions: { 1: absent, 2: { destroyed: false } } } },
      }),
      ask('DELETE', 'secret/metadata/kept', 204),
      ask('POST', 'secret/config', 204, { body: { max_versions: 0 } }),
    ],
  },
  {
    name: 'Vault lists secrets without those that are deleted',
    only: 'vault',
    steps: [
      ...['gone', 'there'].map((name) =>
        ask('POST', `secret/data/some/${name}`, 200, { body: { data: {} } }),
      ),
      ask('DELETE', 'secret/data/some/gone', 204),
      ask('LIST', 'secret/metadata/some?exclude_deleted=true', 200, {
        expect: { data: { keys: ['there'] } },
      }),
      ask('LIST', 'secret/metadata/some?exclude_deleted=false', 200, {
        expect: { data: { keys: ['gone', 'there'] }, warnings: null },
      }),
      ...['gone', 'there'].map((name) => ask('DELETE', `secret/metadata/some/${name}`, 204)),
    ],
  },
  {
    name: 'only some methods are told how to lock users out',
    steps: [
      ...['auth/token', 'auth/jwt', 'mounts/flat'].map((path) =>
        tunes(path, { user_lockout_config: { lockout_threshold: '5' } }, 400),
      ),
      tunes('mounts/flat', { user_lockout_config: {} }, 204),
      tunes(
        'auth/userpass',
        { user_lockout_config: { lockout_threshold: 'abc' } },
        { vault: 500, openbao: 400 },
      ),
      tunes('auth/userpass', { user_lockout_config: { lockout_duration: 'abc' } }, 400),
      tunes('auth/userpass', { user_lockout_config: { lockout_disable: 'x' } }, 400),
      tunes('auth/token', { token_type: 'batch' }, 400),
      ask('GET', 'sys/mounts/flat/tune', 200, {
        expect: { data: { user_lockout_threshold: absent } },
      }),
    ],
  },
  {
    name: 'what only a new mount is told is no setting of one that is there',
    steps: [
      ask('POST', 'sys/mounts/settled', 204, {
        body: { type: 'kv', external_entropy_access: true, config: { force_no_cache: true } },
      }),
      ask('POST', 'sys/mounts/settled/tune', 204, { body: { force_no_cache: false } }),
      ask('GET', 'sys/mounts/settled/tune', 200, {
        expect: { data: { force_no_cache: true, external_entropy_access: true } },
      }),
      ask('DELETE', 'sys/mounts/settled', 204),
      ask('POST', 'sys/mounts/settled', 204, { body: { type: 'plugin', plugin_name: 'kv' } }),
      ask('GET', 'sys/mounts/settled', 200, { expect: { data: { type: 'kv' } } }),
      ask('DELETE', 'sys/mounts/settled', 204),
      ask('POST', 'sys/mounts/settled', 400, { body: { type: 'plugin' }, expect: errors(text) }),
    ],
  },
  {
    name: 'a mount of Vault names the key that signs for its plugin',
    only: 'vault',
    steps: [
      ask('POST', 'sys/mounts/signed', 400, {
        body: { type: 'kv', config: { identity_token_key: 'nope' } },
        expect: errors('key "nope" does not exist'),
      }),
      ask('POST', 'sys/mounts/signed', 204, { body: { type: 'kv' } }),
      tunes('mounts/signed', { identity_token_key: 'nope' }, 400),
      tunes(
        'mounts/signed',
        { identity_token_key: 'default', delegated_auth_accessors: ['x'] },
        204,
      ),
      ask('GET', 'sys/mounts/signed', 200, {
        expect: {
          data: { config: { identity_token_key: 'default', delegated_auth_accessors: ['x'] } },
        },
      }),
      ask('DELETE', 'sys/mounts/signed', 204),
    ],
  },
]
