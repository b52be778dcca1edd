import {
  ask as send,
  count,
  errors,
  startsWith,
  text,
  unsupported,
  type Case,
  byProduct,
} from './case.ts'

const none = { errors: [] }
const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const write = (path: string, data: unknown, options?: unknown) =>
  ask('POST', path, 200, { body: { data, ...(options !== undefined && { options }) } })

export const kvCases: readonly Case[] = [
  {
    name: 'KV v2 reads a secret with the metadata of its version',
    steps: [
      ask('GET', 'secret/data/apimesh', 200, {
        expect: {
          lease_duration: 0,
          auth: null,
          data: {
            data: { client_id: 'ims-app', client_secret: 's3cr3t' },
            metadata: {
              created_time: text,
              custom_metadata: null,
              deletion_time: '',
              destroyed: false,
              version: 1,
            },
          },
        },
      }),
    ],
  },
  {
    name: 'KV v2 answers 404 without errors for what is not there',
    steps: [
      ask('GET', 'secret/data/none', 404, { expect: none }),
      ask('GET', 'secret/metadata/none', 404, { expect: none }),
      ask('GET', 'secret/data/apimesh?version=9', 404, { expect: none }),
    ],
  },
  {
    name: 'KV v2 says what is wrong with a path without data/',
    steps: [
      ask('GET', 'secret/apimesh', 404, {
        expect: {
          data: null,
          warnings: [startsWith('Invalid path for a versioned K/V secrets engine')],
        },
      }),
      ask('GET', 'secret/data', 404, {
        expect: { data: null, warnings: [startsWith('Non-listing operations on the root')] },
      }),
      ask('GET', 'secret/data/', 404, {
        expect: byProduct({ vault: { warnings: [text] }, openbao: none }),
      }),
    ],
  },
  {
    name: 'KV v2 keeps the versions of a secret',
    steps: [
      write('secret/data/versions', { n: 1 }),
      ask('PUT', 'secret/data/versions', 200, {
        body: { data: { n: 2 } },
        expect: { data: { version: 2, created_time: text } },
      }),
      ask('GET', 'secret/data/versions', 200, { expect: { data: { data: { n: 2 } } } }),
      ask('GET', 'secret/data/versions?version=1', 200, { expect: { data: { data: { n: 1 } } } }),
      ask('GET', 'secret/data/versions?version=x', 400, { expect: errors(text) }),
    ],
  },
  {
    name: 'KV v2 keeps ten versions',
    steps: [
      ...Array.from({ length: 12 }, (_, n) => write('secret/data/many', { n })),
      ask('GET', 'secret/data/many?version=2', 404, { expect: none }),
      ask('GET', 'secret/data/many?version=3', 200),
      ask('GET', 'secret/metadata/many', 200, {
        expect: { data: { current_version: 12, oldest_version: 3 } },
      }),
    ],
  },
  {
    name: 'KV v2 writes only over the version named by cas',
    steps: [
      ask('POST', 'secret/data/cas', 400, {
        body: { data: {}, options: { cas: 1 } },
        expect: errors('check-and-set parameter did not match the current version'),
      }),
      write('secret/data/cas', { n: 1 }, { cas: 0 }),
      ask('POST', 'secret/data/cas', 400, { body: { data: {}, options: { cas: 0 } } }),
      write('secret/data/cas', { n: 2 }, { cas: 1 }),
    ],
  },
  {
    name: 'KV v2 asks for cas where the secret requires it',
    steps: [
      ask('POST', 'secret/metadata/strict', 204, { body: { cas_required: true } }),
      ask('POST', 'secret/data/strict', 400, {
        body: { data: {} },
        expect: errors('check-and-set parameter required for this call'),
      }),
      write('secret/data/strict', { n: 1 }, { cas: 0 }),
    ],
  },
  {
    name: 'KV v2 refuses a write without data',
    steps: [
      ask('POST', 'secret/data/bare', 400, {
        body: { client_id: 'x' },
        expect: errors('no data provided'),
      }),
    ],
  },
  {
    name: 'KV v2 answers 404 with metadata for a deleted version, and undelete brings it back',
    steps: [
      write('secret/data/gone', { n: 1 }),
      ask('DELETE', 'secret/data/gone', 204),
      ask('GET', 'secret/data/gone', 404, {
        expect: {
          data: { data: null, metadata: { deletion_time: text, destroyed: false, version: 1 } },
        },
      }),
      ask('POST', 'secret/undelete/gone', 204, { body: { versions: [1] } }),
      ask('GET', 'secret/data/gone', 200, { expect: { data: { data: { n: 1 } } } }),
      ask('POST', 'secret/delete/gone', 204, { body: { versions: [1] } }),
      ask('GET', 'secret/data/gone', 404),
    ],
  },
  {
    name: 'KV v2 destroys a version for good',
    steps: [
      write('secret/data/destroyed', { n: 1 }),
      ask('PUT', 'secret/destroy/destroyed', 204, { body: { versions: [1] } }),
      ask('POST', 'secret/undelete/destroyed', 204, { body: { versions: [1] } }),
      ask('GET', 'secret/data/destroyed', 404, {
        expect: { data: { data: null, metadata: { deletion_time: '', destroyed: true } } },
      }),
    ],
  },
  {
    name: 'KV v2 deletes nothing without version numbers',
    steps: [
      ask('POST', 'secret/delete/apimesh', 400, { body: {}, expect: errors(text) }),
      ask('POST', 'secret/destroy/apimesh', 400, { body: {}, expect: errors(text) }),
      ask('POST', 'secret/delete/apimesh', 400, {
        body: { versions: ['x'] },
        expect: errors(text),
      }),
      ask('POST', 'secret/delete/none', 204, { body: { versions: [1] } }),
      ask('DELETE', 'secret/data/none', 204),
    ],
  },
  {
    name: 'KV v2 describes a secret, and deleting its metadata removes it',
    steps: [
      write('secret/data/described', { n: 1 }),
      ask('POST', 'secret/metadata/described', 204, {
        body: { custom_metadata: { owner: 'ims' } },
      }),
      ask('GET', 'secret/metadata/described', 200, {
        expect: {
          data: {
            cas_required: false,
            created_time: text,
            current_version: 1,
            custom_metadata: { owner: 'ims' },
            delete_version_after: '0s',
            max_versions: 0,
            oldest_version: 0,
            updated_time: text,
            versions: { 1: { created_time: text, deletion_time: '', destroyed: false } },
          },
        },
      }),
      ask('DELETE', 'secret/metadata/described', 204),
      ask('GET', 'secret/data/described', 404, { expect: none }),
    ],
  },
  {
    name: 'KV v2 lists a folder by LIST and by GET, folders with a slash',
    steps: [
      ask('LIST', 'secret/metadata/tree', 200, {
        expect: { data: { keys: ['branch/', 'hidden', 'root'] } },
      }),
      ask('GET', 'secret/metadata/tree/?list=true', 200, {
        expect: { data: { keys: ['branch/', 'hidden', 'root'] } },
      }),
      ask('LIST', 'secret/metadata/none', 404, { expect: none }),
      ask(
        'LIST',
        'secret/data/tree',
        { vault: 404, openbao: 405 },
        {
          expect: byProduct({ vault: { warnings: [text] }, openbao: unsupported }),
        },
      ),
    ],
  },
  {
    name: 'KV v2 patches a secret',
    steps: [
      write('secret/data/patched', { a: 1, b: 2 }),
      ask('PATCH', 'secret/data/patched', 200, {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { data: { b: null, c: 3 } },
        expect: { data: { version: 2 } },
      }),
      ask('GET', 'secret/data/patched', 200, { expect: { data: { data: { a: 1, c: 3 } } } }),
      ask('PATCH', 'secret/data/patched', 415, { body: { data: {} }, expect: errors(text) }),
    ],
  },
  {
    name: 'KV v1 reads a secret with a lease',
    steps: [
      ask('GET', 'flat/apimesh', 200, {
        expect: { lease_duration: 2_764_800, renewable: false, data: { client_id: 'ims-app' } },
      }),
      ask('GET', 'flat/leased', 200, { expect: { lease_duration: 30, data: { ttl: '30s' } } }),
      ask('GET', 'flat/none', 404, { expect: none }),
    ],
  },
  {
    name: 'KV v1 writes and deletes, and refuses a secret without fields or path',
    steps: [
      ask('POST', 'flat/written', 204, { body: { n: 1 } }),
      ask('GET', 'flat/written', 200, { expect: { data: { n: 1 }, lease_duration: count } }),
      ask('POST', 'flat/written', 400, { body: {}, expect: errors('missing data fields') }),
      ask('POST', 'flat', 400, { body: { n: 1 }, expect: errors('missing path') }),
      ask('DELETE', 'flat/written', 204),
      ask('GET', 'flat/written', 404, { expect: none }),
      ask('DELETE', 'flat/written', 204),
    ],
  },
  {
    name: 'KV v1 lists a secret and the folder of the same name',
    steps: [
      ask('LIST', 'flat', 200, { expect: { data: { keys: ['apimesh', 'apimesh/', 'leased'] } } }),
      ask('GET', 'flat/apimesh?list=true', 200, { expect: { data: { keys: ['inner'] } } }),
      ask('LIST', 'flat/none', 404, { expect: none }),
    ],
  },
]
