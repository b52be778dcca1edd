import { ask as send, errors, login, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const shown = {
  accessor: text,
  uuid: text,
  description: 'made by a test',
  type: 'kv',
  options: { version: '2' },
  local: false,
  config: { default_lease_ttl: 3600, max_lease_ttl: 7200, force_no_cache: false },
}

export const mountCases: readonly Case[] = [
  {
    name: 'a secret engine made over the API keeps secrets until it is removed',
    steps: [
      ask('POST', 'sys/mounts/made/kv', 204, {
        body: {
          type: 'kv',
          options: { version: '2' },
          description: 'made by a test',
          config: { default_lease_ttl: '1h', max_lease_ttl: '2h' },
        },
      }),
      ask('GET', 'sys/mounts/made/kv', 200, { expect: { ...shown, data: shown } }),
      ask('POST', 'made/kv/data/x', 200, { body: { data: { a: '1' } } }),
      ask('GET', 'made/kv/data/x', 200, { expect: { data: { data: { a: '1' } } } }),
      ask('DELETE', 'sys/mounts/made/kv', 204),
      ask('GET', 'made/kv/data/x', 404, {
        expect: errors('no handler for route "made/kv/data/x". route entry not found.'),
      }),
      ask('GET', 'sys/mounts/made/kv', 400, {
        expect: errors('No secret engine mount at made/kv/'),
      }),
      ask('DELETE', 'sys/mounts/made/kv', 204),
    ],
  },
  {
    name: 'a secret engine without a version keeps secrets without versions',
    steps: [
      ask('POST', 'sys/mounts/plain', 204, { body: { type: 'kv' } }),
      ask('GET', 'sys/mounts/plain', 200, { expect: { data: { options: {} } } }),
      ask('POST', 'plain/x', 204, { body: { a: '1' } }),
      ask('GET', 'plain/x', 200, { expect: { data: { a: '1' } } }),
      ask('DELETE', 'sys/mounts/plain', 204),
    ],
  },
  {
    name: 'a mount that cannot be is not made',
    steps: [
      ask('POST', 'sys/mounts/secret', 400, {
        body: { type: 'kv' },
        expect: errors('path is already in use at secret/'),
      }),
      ask('POST', 'sys/mounts/secret/below', 400, {
        body: { type: 'kv' },
        expect: errors('path is already in use at secret/'),
      }),
      ask('POST', 'sys/mounts/teams', 400, { body: { type: 'kv' }, expect: errors(text) }),
      ask('POST', 'sys/mounts/sys', 400, {
        body: { type: 'kv' },
        expect: errors('cannot mount "sys/"'),
      }),
      ask('POST', 'sys/mounts/x', 400, {
        body: { type: 'nowhere' },
        expect: errors('plugin not found in the catalog: nowhere'),
      }),
      ask('POST', 'sys/mounts/x', 400, {
        body: {},
        expect: errors('backend type must be specified as a string'),
      }),
      ask('POST', 'sys/mounts/x', 400, {
        body: { type: 'kv', config: { default_lease_ttl: 'abc' } },
        expect: errors(text),
      }),
      ask('POST', 'sys/mounts', 405, { body: {} }),
      ask('LIST', 'sys/mounts', 404),
      ask('LIST', 'sys/mounts/secret', 405),
      ask('LIST', 'sys/auth/approle', 405),
      ask('DELETE', 'sys/mounts/sys', 400, { expect: errors('cannot unmount "sys/"') }),
      ask('DELETE', 'sys/mounts/cubbyhole', 400),
    ],
  },
  {
    name: 'a mount is tuned',
    steps: [
      ask('POST', 'sys/mounts/tuned', 204, { body: { type: 'kv' } }),
      ask('GET', 'sys/mounts/tuned/tune', 200, {
        expect: { data: { default_lease_ttl: 2764800, max_lease_ttl: 2764800, description: '' } },
      }),
      ask('POST', 'sys/mounts/tuned/tune', 204, {
        body: { default_lease_ttl: '30m', max_lease_ttl: 86400, description: 'new' },
      }),
      ask('GET', 'sys/mounts/tuned/tune', 200, {
        expect: { data: { default_lease_ttl: 1800, max_lease_ttl: 86400, description: 'new' } },
      }),
      ask('GET', 'sys/mounts/tuned', 200, {
        expect: { config: { default_lease_ttl: 1800, max_lease_ttl: 86400 } },
      }),
      ask('POST', 'sys/mounts/tuned/tune', 400, {
        body: { default_lease_ttl: '48h' },
        expect: errors(text),
      }),
      ask('POST', 'sys/mounts/tuned/tune', 400, {
        body: { default_lease_ttl: 'x' },
        expect: errors(text),
      }),
      ask('DELETE', 'sys/mounts/tuned', 204),
      ask('GET', 'sys/mounts/tuned/tune', 400, {
        expect: errors('cannot fetch sysview for path "tuned/"'),
      }),
      ask('POST', 'sys/mounts/tuned/tune', 400, {
        body: {},
        expect: errors('tune of path "tuned/" failed: no mount entry found'),
      }),
    ],
  },
  {
    name: 'an auth method is made, tuned and removed',
    steps: [
      ask('POST', 'sys/auth/made', 204, { body: { type: 'approle', description: 'mine' } }),
      ask('POST', 'sys/auth/made', 400, {
        body: { type: 'approle' },
        expect: errors('path is already in use at made/'),
      }),
      ask('GET', 'sys/auth/made', 200, {
        expect: { data: { type: 'approle', description: 'mine', accessor: text } },
      }),
      ask('GET', 'sys/auth', 200, {
        expect: {
          'made/': { type: 'approle' },
          data: { 'made/': { type: 'approle' }, 'token/': { type: 'token', options: null } },
        },
      }),
      ask('LIST', 'auth/made/role', 404, { expect: { errors: [] } }),
      ask('POST', 'sys/auth/made/tune', 204, {
        body: { default_lease_ttl: '10m', listing_visibility: 'unauth' },
      }),
      ask('GET', 'sys/auth/made/tune', 200, {
        expect: { data: { default_lease_ttl: 600, listing_visibility: 'unauth' } },
      }),
      ask('GET', 'sys/mounts/auth/made/tune', 200, {
        expect: { data: { default_lease_ttl: 600, token_type: 'default-service' } },
      }),
      ask('DELETE', 'sys/auth/made', 204),
      ask('GET', 'sys/auth/made', 400, { expect: errors('No auth engine at made/') }),
      ask('GET', 'sys/auth/made/tune', 400, {
        expect: errors('cannot fetch sysview for path "auth/made/"'),
      }),
      ask('DELETE', 'sys/auth/made', 204),
      ask('DELETE', 'sys/auth/token', 400, {
        expect: errors('token credential backend cannot be disabled'),
      }),
      ask('POST', 'sys/auth/made', 400, { body: {}, expect: errors(text) }),
      ask('POST', 'sys/auth/made', 400, { body: { type: 'nowhere' }, expect: errors(text) }),
    ],
  },
  {
    name: 'mounts are nothing for a token without a policy for them',
    steps: [
      login('app-id'),
      send('GET', 'sys/mounts', 403, { token: 'mine' }),
      send('GET', 'sys/auth', 403, { token: 'mine' }),
      send('POST', 'sys/mounts/x', 403, { token: 'mine', body: { type: 'kv' } }),
      send('GET', 'sys/mounts', 403, { expect: errors('permission denied') }),
    ],
  },
]
