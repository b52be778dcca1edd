import {
  ask as send,
  byProduct,
  errors,
  mentions,
  startsWith,
  text,
  unsupported,
  type Case,
} from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const catalog = 'sys/plugins/catalog'

/** What a server can mount. */
export const pluginCases: readonly Case[] = [
  {
    name: 'the plugins that a server brings along are told by name',
    steps: [
      ask('GET', `${catalog}/auth/approle`, 200, {
        expect: {
          data: { builtin: true, name: 'approle', args: null, command: '', version: text },
        },
      }),
      ask('GET', `${catalog}/auth/nowhere`, 404, { expect: { errors: [] } }),
      ask('GET', `${catalog}/zzz`, 200, { expect: { data: null, warnings: [text] } }),
      ask('LIST', `${catalog}/zzz`, 405, { expect: unsupported }),
      ask('GET', `${catalog}/auth`, 405, { expect: unsupported }),
      ask('LIST', catalog, 405, { expect: unsupported }),
      ask('DELETE', `${catalog}/auth/nowhere`, 204),
    ],
  },
  {
    name: 'all plugins that a server brings along are told',
    only: 'openbao',
    steps: [
      ask('GET', catalog, 200),
      ask('LIST', `${catalog}/auth`, 200),
      ask('LIST', `${catalog}/secret`, 200),
      ask('LIST', `${catalog}/database`, 200),
    ],
  },
  {
    name: 'every plugin that a server brings along is mounted, tuned, moved and unmounted',
    steps: [
      ask('POST', 'sys/mounts/brought', 204, { body: { type: 'pki' } }),
      ask('GET', 'sys/mounts/brought', 200, { expect: { data: { type: 'pki', options: {} } } }),
      ask('POST', 'sys/mounts/brought/tune', 204, { body: { max_lease_ttl: '1h' } }),
      ask('GET', 'sys/mounts/brought/tune', 200, { expect: { data: { max_lease_ttl: 3600 } } }),
      ask('POST', 'sys/remount', 200, { body: { from: 'brought', to: 'carried' } }),
      ask('DELETE', 'sys/mounts/carried', 204),
      ask('POST', 'sys/mounts/brought', 400, {
        body: { type: 'pki', options: { version: '2' } },
        expect: errors('secrets engine "pki" does not allow setting a version'),
      }),
      ask('POST', 'sys/mounts/brought', 204, { body: { type: 'database' } }),
      ask('GET', 'sys/mounts/brought', 200, { expect: { data: { type: 'database' } } }),
      ask('DELETE', 'sys/mounts/brought', 204),
    ],
  },
  {
    name: 'a plugin is mounted in the version that a server brings along, or not at all',
    steps: [
      ...['v1.2.3', '1.2', 'none'].flatMap((plugin_version) => [
        ask('POST', 'sys/auth/brought', 400, {
          body: { type: 'approle', config: { plugin_version } },
          expect: errors(text),
        }),
        ask('POST', 'sys/mounts/brought', 400, {
          body: { type: 'kv', config: { plugin_version } },
          expect: errors(text),
        }),
      ]),
      ask('POST', 'sys/auth/brought', 204, { body: { type: 'approle', plugin_version: 'v1.2.3' } }),
      ask('GET', 'sys/auth/brought', 200, {
        expect: { data: { plugin_version: '', running_plugin_version: text } },
        save: 'version',
        from: 'data.running_plugin_version',
      }),
      ask('POST', 'sys/auth/brought/tune', 400, {
        body: { plugin_version: 'v1' },
        expect: errors(mentions('version=v1.0.0')),
      }),
      ask('POST', 'sys/auth/brought/tune', 204, { body: { plugin_version: '${version}' } }),
      ask('GET', 'sys/auth/brought', 200, {
        expect: { data: { plugin_version: startsWith('v') } },
      }),
      ask('DELETE', 'sys/auth/brought', 204),
      ask('POST', 'sys/auth/brought', 204, {
        body: { type: 'approle', config: { plugin_version: '${version}' } },
      }),
      ask('GET', 'sys/auth/brought', 200, { expect: { data: { plugin_version: '' } } }),
      ask('DELETE', 'sys/auth/brought', 204),
    ],
  },
  {
    name: 'an auth method that a server brings along is mounted',
    only: 'openbao',
    steps: [
      ask('POST', 'sys/auth/brought', 204, { body: { type: 'kubernetes' } }),
      ask('GET', 'sys/auth/brought', 200, { expect: { data: { type: 'kubernetes' } } }),
      ask('DELETE', 'sys/auth/brought', 204),
    ],
  },
  {
    name: 'no plugin is registered where there is no directory for them',
    steps: [
      ask('POST', `${catalog}/auth/own`, 400, { body: {}, expect: errors(text) }),
      ask('POST', `${catalog}/auth/own`, 400, { body: { sha256: 'aa' }, expect: errors(text) }),
      ask('POST', `${catalog}/auth/own`, 500, {
        body: { sha256: 'a'.repeat(64), command: 'own' },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'plugins are reloaded',
    steps: [
      ask('PUT', 'sys/plugins/reload/backend', 400, { body: {}, expect: errors(text) }),
      ask('PUT', 'sys/plugins/reload/backend', 200, {
        body: { plugin: 'kv' },
        expect: byProduct({ openbao: { data: { reload_id: text } }, vault: { data: {} } }),
      }),
      ask('GET', 'sys/plugins/reload/backend', 405, { expect: unsupported }),
    ],
  },
]
