import { ask as send, errors, text, type Case, byProduct } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const lists = {
  audit_non_hmac_request_keys: ['a'],
  audit_non_hmac_response_keys: ['b', 'c'],
  passthrough_request_headers: ['X-A'],
  allowed_response_headers: ['X-B'],
}
const migration = { save: 'migration', from: 'data.migration_id' }

/** How mounts are set, moved and refused. */
export const mountSettingCases: readonly Case[] = [
  {
    name: 'a mount keeps names of headers and of audited fields until it is told others',
    steps: [
      ask('POST', 'sys/mounts/set', 204, {
        body: { type: 'kv', config: { ...lists, listing_visibility: 'hidden' } },
      }),
      ask('GET', 'sys/mounts/set', 200, {
        expect: { config: { ...lists, listing_visibility: 'hidden' } },
      }),
      ask('POST', 'sys/mounts/set/tune', 204, {
        body: { audit_non_hmac_request_keys: [], allowed_response_headers: 'X-C' },
      }),
      ask('GET', 'sys/mounts/set/tune', 200, {
        expect: {
          data: { allowed_response_headers: ['X-C'], passthrough_request_headers: ['X-A'] },
        },
      }),
      ask('DELETE', 'sys/mounts/set', 204),
    ],
  },
  {
    name: 'a mount that is told of no options has none',
    steps: [
      ask('POST', 'sys/mounts/set', 204, { body: { type: 'generic', options: null } }),
      ask('GET', 'sys/mounts/set', 200, { expect: { data: { type: 'generic', options: null } } }),
      ask('DELETE', 'sys/mounts/set', 204),
    ],
  },
  {
    name: 'a mount refuses settings that cannot be',
    steps: [
      ...[
        [{ listing_visibility: 'bad' }, 'invalid listing_visibility bad'],
        [{ default_lease_ttl: '20m', max_lease_ttl: '10m' }, text],
        [{ default_lease_ttl: '9999h' }, text],
        [{ max_lease_ttl: 'x' }, 'unable to parse max TTL of x: time: invalid duration "x"'],
      ].map(([config, error]) =>
        ask('POST', 'sys/mounts/set', 400, {
          body: { type: 'kv', config },
          expect: errors(error!),
        }),
      ),
      ask('POST', 'sys/mounts/set', 400, {
        body: { type: 'kv', options: { version: '3' } },
        expect: errors(text),
      }),
      ...['token', 'system', 'cubbyhole', 'identity'].map((type) =>
        ask('POST', 'sys/mounts/set', 400, {
          body: { type },
          expect: errors(`mount type of "${type}" is not mountable`),
        }),
      ),
      ask('POST', 'sys/auth/set', 400, { body: { type: 'token' }, expect: errors(text) }),
      ask('POST', 'sys/auth/set', 400, {
        body: { type: 'approle', config: { token_type: 'bad' } },
        expect: errors(text),
      }),
      ask('GET', 'sys/mounts/', 404),
      ask('GET', 'sys/auth/', 404),
    ],
  },
  {
    name: 'a mount refuses to be tuned to what cannot be',
    steps: [
      ...[
        [{ token_type: 'batch' }, "'token_type' can only be modified on auth mounts"],
        [{ listing_visibility: 'bad' }, 'invalid listing_visibility bad'],
        [{ options: { version: '9' } }, 'invalid version provided: 9'],
        [{ options: { version: '1' } }, 'cannot downgrade mount from version 2'],
        [{ plugin_version: 'v1' }, 'plugin not found in the catalog: kv, version=v1.0.0'],
      ].map(([body, error]) =>
        ask('POST', 'sys/mounts/secret/tune', 400, { body, expect: errors(error as string) }),
      ),
      ask('POST', 'sys/mounts/sys/tune', 400, {
        body: { default_lease_ttl: '1h' },
        expect: byProduct({
          vault: errors('cannot tune "sys/"'),
          openbao: errors('cannot tune parameter default_lease_ttl of sys/'),
        }),
      }),
      ask('POST', 'sys/auth/approle/tune', 400, {
        body: { token_type: 'bad' },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'a mount forgets its own lifetimes for those of the system',
    steps: [
      ask('POST', 'sys/mounts/set', 204, {
        body: { type: 'kv', config: { default_lease_ttl: '10m', max_lease_ttl: '20m' } },
      }),
      ask('POST', 'sys/mounts/set/tune', 204, {
        body: { default_lease_ttl: 'system', max_lease_ttl: 'system' },
      }),
      ask('GET', 'sys/mounts/set/tune', 200, {
        expect: { data: { default_lease_ttl: 2764800, max_lease_ttl: 2764800 } },
      }),
      ask('DELETE', 'sys/mounts/set', 204),
    ],
  },
  {
    name: 'an auth method is told how to lock users out',
    steps: [
      ask('POST', 'sys/auth/set', 204, { body: { type: 'userpass' } }),
      ask('POST', 'sys/auth/set/tune', 204, {
        body: { user_lockout_config: { lockout_threshold: '6', lockout_duration: '11m' } },
      }),
      ask('GET', 'sys/auth/set/tune', 200, {
        expect: { data: { user_lockout_threshold: 6, user_lockout_duration: 660 } },
      }),
      ask('GET', 'sys/auth/set', 200, {
        expect: { config: { user_lockout_config: { user_lockout_threshold: 6 } } },
      }),
      ask('DELETE', 'sys/auth/set', 204),
    ],
  },
  {
    name: 'secrets without versions get them when their mount is tuned',
    steps: [
      ask('POST', 'sys/mounts/set', 204, { body: { type: 'kv', options: { version: '1' } } }),
      ask('POST', 'set/x', 204, { body: { a: 'b' } }),
      ask('POST', 'sys/mounts/set/tune', 200, {
        body: { options: { version: '2' } },
        expect: { warnings: [text] },
      }),
      ask('GET', 'sys/mounts/set', 200, { expect: { options: { version: '2' } } }),
      { advance: 2000 },
      ask('GET', 'set/data/x', 200, { expect: { data: { data: { a: 'b' } } } }),
      ask('DELETE', 'sys/mounts/set', 204),
    ],
  },
  {
    name: 'a mount is moved with what it has',
    steps: [
      ask('POST', 'sys/mounts/old', 204, { body: { type: 'kv' } }),
      ask('POST', 'old/x', 204, { body: { a: 'b' } }),
      ask('POST', 'sys/remount', 200, {
        body: { from: 'old', to: 'new/place' },
        expect: { migration_id: text, warnings: [text] },
        ...migration,
      }),
      { advance: 1000 },
      ask('GET', 'sys/remount/status/${migration}', 200, {
        expect: {
          data: {
            migration_info: { source_mount: 'old/', target_mount: 'new/place/', status: 'success' },
          },
        },
      }),
      ask('GET', 'new/place/x', 200, { expect: { data: { a: 'b' } } }),
      ask('GET', 'old/x', 404),
      ask('GET', 'sys/remount/status/none', 404, { expect: { errors: [] } }),
      ask('GET', 'sys/remount', 405),
      ask('DELETE', 'sys/mounts/new/place', 204),
    ],
  },
  {
    name: 'a mount is not moved where it cannot be',
    steps: [
      [{ from: 'none', to: 'x' }, 'no matching mount at "none/"'],
      [{ from: 'secret', to: 'sys' }, 'cannot remount to destination sys/'],
      [{ from: 'secret' }, "both 'from' and 'to' path must be specified as a string"],
      [{ from: 'sys', to: 'y' }, 'cannot remount "sys/"'],
      [{ from: 'secret', to: 'flat' }, 'path already in use at "flat/"'],
      [{ from: 'secret', to: 'auth/x' }, 'cannot remount to destination auth/x/'],
      [{ from: 'auth/token', to: 'auth/x' }, 'cannot remount "auth/token/"'],
      [{ from: 'auth/approle', to: 'x' }, text],
    ].map(([body, error]) =>
      ask('POST', 'sys/remount', 400, { body, expect: errors(error as string) }),
    ),
  },
]
