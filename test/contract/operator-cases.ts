import {
  ask as send,
  count,
  errors,
  text,
  unsupported,
  type Case,
  byProduct,
  mentions,
  startsWith,
} from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const anyKey = Buffer.alloc(32, 'k').toString('base64')

/** What an operator does: seal, keys, audit, tools and settings. */
export const operatorCases: readonly Case[] = [
  {
    name: 'the leader is told to anybody',
    steps: [
      send('GET', 'sys/leader', 200, { expect: { ha_enabled: false } }),
      ask('PUT', 'sys/leader', 405, { body: {}, expect: { errors: [] } }),
    ],
  },
  {
    name: 'a key that cannot be one opens nothing',
    steps: [
      send('PUT', 'sys/unseal', 400, { body: {}, expect: errors(text) }),
      send('PUT', 'sys/unseal', 400, { body: { key: 'bad' }, expect: errors(text) }),
      send('PUT', 'sys/unseal', 400, {
        body: { reset: true },
        expect: errors('vault is unsealed'),
      }),
      send('PUT', 'sys/unseal', 200, { body: { key: anyKey }, expect: { sealed: false } }),
      ask('GET', 'sys/unseal', 405, { expect: { errors: [] } }),
      ask('GET', 'sys/seal', 405, { expect: { errors: [] } }),
      send('PUT', 'sys/seal', 403),
      ask('PUT', 'sys/step-down', 204, { body: {} }),
    ],
  },
  {
    name: 'a Vault is initialized once',
    steps: [
      send('PUT', 'sys/init', 400, {
        body: { secret_shares: 1, secret_threshold: 1 },
        expect: errors('Vault is already initialized'),
      }),
      send('PUT', 'sys/init', 400, { body: {}, expect: errors(text) }),
    ],
  },
  {
    name: 'the key of the storage is rotated',
    steps: [
      ask('GET', 'sys/key-status', 200, {
        expect: { term: count, data: { term: count, install_time: text, encryptions: count } },
      }),
      ask('PUT', 'sys/rotate', 204, { body: {} }),
      ask('GET', 'sys/rotate', 405, { expect: unsupported }),
      ask('POST', 'sys/rotate/config', 204, {
        body: { interval: '100h', max_operations: 9000000 },
      }),
      ask('GET', 'sys/rotate/config', 200, {
        expect: { data: { enabled: true, interval: '100h0m0s', max_operations: 9000000 } },
      }),
      ...['sys/rekey/init', 'sys/generate-root/attempt'].map((path) =>
        ask(
          'GET',
          path,
          { vault: 200, openbao: 405 },
          {
            expect: byProduct({
              vault: { started: false, progress: 0 },
              openbao: errors('unsupported operation'),
            }),
          },
        ),
      ),
      ask('GET', 'sys/rekey/backup', 400, { expect: errors('no backed-up keys found') }),
    ],
  },
  {
    name: 'audit devices are the configuration’s',
    steps: [
      ask('PUT', 'sys/audit/made', 400, { body: { type: 'file' }, expect: errors(text) }),
      ask('POST', 'sys/audit-hash/made', 400, {
        body: { input: 'x' },
        expect: errors('unknown audit backend "made/"'),
      }),
      ask('POST', 'sys/audit-hash/made', 400, { body: {}, expect: errors(text) }),
      ask('GET', 'sys/audit/made', 405, { expect: unsupported }),
      ask('LIST', 'sys/audit', 404),
      ask('DELETE', 'sys/audit/made', 204),
    ],
  },
  {
    name: 'random bytes are drawn as many as one likes',
    steps: [
      ask('POST', 'sys/tools/random', 200, { body: {}, expect: { data: { random_bytes: text } } }),
      ask('POST', 'sys/tools/random/5', 200, {
        body: { format: 'hex' },
        expect: { data: { random_bytes: (value) => /^[0-9a-f]{10}$/.test(String(value)) } },
      }),
      ask('POST', 'sys/tools/random/platform/3', 200, {
        body: {},
        expect: { data: { random_bytes: (value) => String(value).length === 4 } },
      }),
      ask('POST', 'sys/tools/random', 200, {
        body: { source: 'all' },
        expect: { warnings: [text] },
      }),
      ask('POST', 'sys/tools/random', 400, { body: { bytes: 0 }, expect: errors(text) }),
      ask('POST', 'sys/tools/random', 400, { body: { bytes: 999999 }, expect: errors(text) }),
      ask('POST', 'sys/tools/random', 400, { body: { format: 'bad' }, expect: errors(text) }),
      ask('POST', 'sys/tools/random/abc', 400, { body: {}, expect: errors(text) }),
      ask('GET', 'sys/tools/random', 405, { expect: unsupported }),
      ask('GET', 'sys/tools', 404),
    ],
  },
  {
    name: 'a text is digested',
    steps: [
      ask('POST', 'sys/tools/hash', 200, {
        body: { input: 'aGVsbG8=' },
        expect: {
          data: { sum: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824' },
        },
      }),
      ask('POST', 'sys/tools/hash/sha3-256', 200, {
        body: { input: 'aGVsbG8=', format: 'base64' },
        expect: { data: { sum: 'Mzi+aU9QxfM4gUmGzfBoZFOoiLhPQk15KvS5ICOY85I=' } },
      }),
      ask('POST', 'sys/tools/hash/bad', 400, { body: { input: 'aGVsbG8=' }, expect: errors(text) }),
      ask('POST', 'sys/tools/hash', 400, { body: { input: '!!' }, expect: errors(text) }),
      ask('POST', 'sys/tools/hash', 400, { body: { format: 'bad' }, expect: errors(text) }),
    ],
  },
  {
    name: 'settings of browsers and of the audit log are kept',
    steps: [
      ask('GET', 'sys/config/cors', 200, { expect: { enabled: false, data: { enabled: false } } }),
      ask('PUT', 'sys/config/cors', 204, { body: { allowed_origins: 'http://a.example.com' } }),
      ask('GET', 'sys/config/cors', 200, {
        expect: { data: { enabled: true, allowed_origins: ['http://a.example.com'] } },
      }),
      ask('DELETE', 'sys/config/cors', 204),
      ask('PUT', 'sys/config/auditing/request-headers/X-A', 204, { body: { hmac: true } }),
      ask('GET', 'sys/config/auditing/request-headers/x-a', 200, {
        expect: { data: { 'x-a': { hmac: true } } },
      }),
      ask('DELETE', 'sys/config/auditing/request-headers/x-a', 204),
      ask('GET', 'sys/config/auditing/request-headers/x-a', 400, { expect: errors(text) }),
      ask('LIST', 'sys/config/ui/headers', 404, { expect: { errors: [] } }),
      ask('PUT', 'sys/config/ui/headers/X-A', 200, { body: { values: ['b'] } }),
      ask('GET', 'sys/config/ui/headers/X-A', 200, { expect: { data: { value: 'b' } } }),
      ask('DELETE', 'sys/config/ui/headers/X-A', 204),
      ask('GET', 'sys/config/ui/headers/X-A', 404, { expect: { errors: [] } }),
    ],
  },
  {
    name: 'an interface is told of the mounts that its user may see',
    steps: [
      ask('POST', 'sys/auth/seen', 204, {
        body: { type: 'approle', config: { listing_visibility: 'unauth' } },
      }),
      send('GET', 'sys/internal/ui/mounts', 200, {
        expect: { data: { auth: { 'seen/': { type: 'approle' } }, secret: {} } },
      }),
      send('GET', 'sys/internal/ui/mounts', 403, { token: 'nobody' }),
      ask('GET', 'sys/internal/ui/mounts/teams/blue/kv/foo', 200, {
        expect: { data: { type: 'kv', path: 'teams/blue/kv/', options: { version: '2' } } },
      }),
      ask('GET', 'sys/internal/ui/mounts/nowhere', 403, { expect: errors(text) }),
      send('GET', 'sys/internal/ui/mounts/secret', 403),
      ask('GET', 'sys/internal/ui/resultant-acl', 200, { expect: { data: { root: true } } }),
      ask('GET', 'sys/internal/ui/namespaces', 200),
      ask('DELETE', 'sys/auth/seen', 204),
    ],
  },
  {
    name: 'an audit device is enabled, asked for a hash and disabled over the API',
    only: 'vault',
    steps: [
      ...[
        [{}, 'unknown backend type: ""'],
        [{ type: 'nope' }, 'unknown backend type: "nope"'],
        [{ type: 'file' }, 'unable to create new audit backend: "file_path" is required'],
        [{ type: 'socket', options: {} }, '"address" is required'],
      ].map(([body, why]) =>
        ask('POST', 'sys/audit/said', 400, { body, expect: errors(mentions(why as string)) }),
      ),
      ask('POST', 'sys/audit/said', 204, {
        body: { type: 'file', options: { file_path: 'discard' }, description: 'd' },
      }),
      ...['sys/audit/said', 'sys/audit/said/deep'].map((path) =>
        ask('POST', path, 400, {
          body: { type: 'file', options: { file_path: 'discard' } },
          expect: errors(mentions('path already in use')),
        }),
      ),
      ask('POST', 'sys/audit/other', 400, {
        body: { type: 'file', options: { file_path: 'discard' } },
        expect: errors(mentions('file_path already in use')),
      }),
      ask('POST', 'sys/audit-hash/said', 200, {
        body: { input: 'x' },
        expect: { hash: startsWith('hmac-sha256:'), data: { hash: startsWith('hmac-sha256:') } },
      }),
      ask('POST', 'sys/audit-hash/none', 400, { body: { input: 'x' }, expect: errors(text) }),
      ask('DELETE', 'sys/audit/said', 204),
      ask('POST', 'sys/audit-hash/said', 400, { body: { input: 'x' }, expect: errors(text) }),
    ],
  },
]
