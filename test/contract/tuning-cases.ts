import { ask as send, byProduct, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const mounted = (type: string, more: object = {}) =>
  ask('POST', `sys/${type === 'kv' ? 'mounts' : 'auth'}/turned`, 204, { body: { type, ...more } })
const removed = (type: string) =>
  ask('DELETE', `sys/${type === 'kv' ? 'mounts' : 'auth'}/turned`, 204)

/** What becomes of a mount that is tuned, in part or in ways that mean little. */
export const tuningCases: readonly Case[] = [
  {
    name: 'Vault keeps what it has set before it refuses to tune the rest, OpenBao keeps nothing',
    steps: [
      mounted('kv'),
      ask('POST', 'sys/mounts/turned/tune', 400, {
        body: { description: 'words', listing_visibility: 'x', token_type: 'service' },
        expect: errors('invalid listing_visibility x'),
      }),
      ask('GET', 'sys/mounts/turned/tune', 200, {
        expect: byProduct({
          vault: { data: { description: 'words' } },
          openbao: { data: { description: '' } },
        }),
      }),
      removed('kv'),
    ],
  },
  {
    name: 'the default time of a mount is held against its own longest time alone',
    steps: [
      mounted('kv'),
      ask('POST', 'sys/mounts/turned/tune', 204, { body: { default_lease_ttl: '10000h' } }),
      ask('POST', 'sys/mounts/turned/tune', 400, {
        body: { max_lease_ttl: '1h' },
        expect: errors(mentions('backend max lease TTL of 3600 would be less than')),
      }),
      ask('POST', 'sys/mounts/turned/tune', 204, {
        body: { default_lease_ttl: '30m', max_lease_ttl: '1h' },
      }),
      removed('kv'),
    ],
  },
  {
    name: 'a version is upgraded wherever it is said, and an empty option is taken away',
    steps: [
      mounted('userpass'),
      ask('POST', 'sys/auth/turned/tune', 200, {
        body: { options: { version: '1', a: 'b' } },
        expect: { warnings: [text] },
      }),
      ask('POST', 'sys/auth/turned/tune', 204, { body: { options: { version: '1', a: '' } } }),
      ask('GET', 'sys/auth/turned/tune', 200, {
        expect: { data: { options: { version: '1', a: (value) => value === undefined } } },
      }),
      ask('POST', 'sys/auth/turned/tune', 400, {
        body: { options: { version: '3' } },
        expect: errors('invalid version provided: 3'),
      }),
      ask('POST', 'sys/auth/turned/tune', 400, { body: { options: { version: 'x' } } }),
      removed('userpass'),
    ],
  },
  {
    name: 'a new mount is told a version only where it has some, and only secrets go uncached',
    steps: [
      ask('POST', 'sys/auth/turned', 400, {
        body: { type: 'userpass', options: { version: '1' } },
        expect: errors('auth method "userpass" does not allow setting a version'),
      }),
      ask('POST', 'sys/auth/turned', 400, {
        body: { type: '', config: { max_lease_ttl: '30m', default_lease_ttl: '1h' } },
        expect: errors('given default lease TTL greater than given max lease TTL'),
      }),
      ask('POST', 'sys/mounts/turned', 400, {
        body: { type: 'none', options: { version: '1' } },
        expect: errors('secrets engine "none" does not allow setting a version'),
      }),
      ask('POST', 'sys/mounts/turned', 204, { body: { type: 'kv-v2', options: null } }),
      ask('GET', 'sys/mounts/turned/tune', 200, {
        expect: { data: { options: { version: '2' } } },
      }),
      removed('kv'),
      mounted('userpass', { config: { force_no_cache: true } }),
      ask('GET', 'sys/auth/turned', 200, { expect: { config: { force_no_cache: false } } }),
      removed('userpass'),
    ],
  },
  {
    name: 'what asks for no token refuses in fewer words',
    steps: [
      ask('POST', 'sys/internal/ui/mounts', 405, { expect: errors('unsupported operation') }),
      ask('LIST', 'sys/internal/ui/mounts', 404, { expect: errors('unsupported path') }),
    ],
  },
  {
    name: 'the capabilities of a token and of an accessor are asked for by one of the two',
    steps: [
      ask('POST', 'sys/capabilities-self', 200, {
        body: { path: 'x', accessor: 'a' },
        expect: { warnings: ['Endpoint ignored these unrecognized parameters: [accessor]'] },
      }),
      ask('POST', 'sys/capabilities', 200, {
        body: { path: 'x', token: '${root}', accessor: 'a' },
        expect: { warnings: ['Endpoint ignored these unrecognized parameters: [accessor]'] },
      }),
    ],
  },
]
