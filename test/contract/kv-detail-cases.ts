import {
  ask as send,
  errors,
  text,
  type Case,
  type Product,
  byProduct,
  startsWith,
} from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const write = (path: string, body: unknown = { data: { n: 1 } }) =>
  ask('POST', `secret/${path}`, 200, { body })
const patch = (path: string, status: number, options?: unknown) =>
  ask('PATCH', `secret/${path}`, status, {
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { data: { b: 1 }, ...(options !== undefined && { options }) },
  })
const patchBody = (body: object, status: number) =>
  ask('PATCH', 'secret/data/unpatched', status, {
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  })
const only = (openbao: number, vault: number): Record<Product, number> => ({ openbao, vault })

export const kvDetailCases: readonly Case[] = [
  {
    name: 'a list is read page by page',
    only: 'openbao',
    steps: [
      ...['a', 'b', 'c/d'].map((key) => write(`data/paged/${key}`)),
      ask('LIST', 'secret/metadata/paged?limit=2', 200, { expect: { data: { keys: ['a', 'b'] } } }),
      ask('LIST', 'secret/metadata/paged?after=a', 200, {
        expect: { data: { keys: ['b', 'c/'] } },
      }),
      ask('LIST', 'secret/metadata/paged?after=c/', 404),
      ask('LIST', 'secret/metadata/paged?limit=x', 400),
      ask('LIST', 'secret/detailed-metadata/paged', 200),
      ask('LIST', 'secret/detailed-metadata/none', 404),
      ask('LIST', 'secret/detailed-metadata/none?list=true', 200, { expect: { data: {} } }),
    ],
  },
  {
    name: 'what an owner says of a secret is texts of a limited length',
    steps: [
      ask('POST', 'secret/metadata/said', 204, { body: { custom_metadata: { a: true, b: 1.5 } } }),
      ask('GET', 'secret/metadata/said', 200, {
        expect: { data: { custom_metadata: { a: '1', b: '1.5' } } },
      }),
      ask('POST', 'secret/metadata/said', 400, {
        body: { custom_metadata: { a: {} } },
        expect: errors(
          startsWith(
            "custom_metadata validation failed: '' expected type 'string', got unconvertible type 'map[string]interface {}'",
          ),
        ),
      }),
      ask('POST', 'secret/metadata/said', 400, { body: { custom_metadata: { c: '' } } }),
      ask('POST', 'secret/metadata/said', 400, { body: { custom_metadata: { 'a\n': 'b' } } }),
      ask('POST', 'secret/metadata/said', 204, { body: { custom_metadata: {} } }),
      ask('GET', 'secret/metadata/said', 200, { expect: { data: { custom_metadata: null } } }),
    ],
  },
  {
    name: 'a field that nobody knows makes no metadata',
    steps: [
      ask('POST', 'secret/metadata/unmade', 204, { body: { unheard: true } }),
      ask('GET', 'secret/metadata/unmade', 404),
      ask('POST', 'secret/metadata/unmade', 204, { body: { metadata_cas_required: false } }),
      ask('GET', 'secret/metadata/unmade', only(200, 404)),
      ask('DELETE', 'secret/metadata/unmade', 204),
    ],
  },
  {
    name: 'metadata may be written by check and set',
    only: 'openbao',
    steps: [
      ask('POST', 'secret/metadata/checked', only(400, 400), {
        body: { metadata_cas: 3, max_versions: 2 },
      }),
      ask('POST', 'secret/metadata/checked', 204, { body: { metadata_cas: 0, max_versions: 2 } }),
      ask('POST', 'secret/metadata/checked', 204, { body: { metadata_cas_required: true } }),
      ask('POST', 'secret/metadata/checked', 400, {
        body: { max_versions: 1 },
        expect: errors('metadata check-and-set parameter required for this call'),
      }),
      ask('POST', 'secret/metadata/checked', 400, {
        body: { metadata_cas: 1, max_versions: 1 },
        expect: errors('metadata check-and-set parameter does not match the current version'),
      }),
      ask('POST', 'secret/metadata/checked', 204, { body: { metadata_cas: 2, max_versions: 1 } }),
      ask('POST', 'secret/metadata/checked', 204, { body: {} }),
      ask('POST', 'secret/metadata/checked', 204, { body: { metadata_cas: 7 } }),
      ask('GET', 'secret/metadata/checked', 200, {
        expect: { data: { current_metadata_version: 3 } },
      }),
      ask('DELETE', 'secret/metadata/checked', 204),
    ],
  },
  {
    name: 'a patch finds the secret first, then compares cas, then finds the version',
    steps: [
      patch('data/unmade', 404, { cas: 5 }),
      write('data/versioned'),
      patch('data/versioned', 400, { cas: 5 }),
      ask('DELETE', 'secret/data/versioned', 204),
      patch('data/versioned', 400, { cas: 5 }),
      patch('data/versioned', 404, { cas: 1 }),
      ask('POST', 'secret/metadata/empty', 204, { body: { cas_required: true } }),
      patch('data/empty', 400),
      patch('data/empty', 400, { cas: 3 }),
      patch('data/empty', 404, { cas: 0 }),
    ],
  },
  {
    name: 'a patch with no data for what is not there finds nothing, and one without data is refused',
    steps: [
      patchBody({ data: null }, 404),
      patchBody({}, 400),
      write('data/unpatched'),
      patchBody({ data: null }, 200),
      ask('GET', 'secret/subkeys/unpatched?depth=-1', 200),
      ask('DELETE', 'secret/metadata/unpatched', 204),
    ],
  },
  {
    name: 'the metadata of a secret knows what lists and writes do, in OpenBao',
    only: 'openbao',
    steps: [
      ask('GET', 'secret/metadata/none?limit=x', 400, { expect: errors(text) }),
      ask('DELETE', 'secret/metadata/none?limit=x', 400, { expect: errors(text) }),
      ask('GET', 'secret/metadata/apimesh?after=a&limit=1&x=1', 200, {
        expect: { warnings: ['Endpoint ignored these unrecognized parameters: [x]'] },
      }),
    ],
  },
  {
    name: 'a version that is taken back deletes itself after the lesser time of its mount and its secret',
    steps: [
      ask('POST', 'sys/mounts/kept', 204, { body: { type: 'kv', options: { version: '2' } } }),
      { advance: 1500 },
      ask('POST', 'kept/data/a', 200, { body: { data: {} } }),
      ask('POST', 'kept/config', 204, { body: { delete_version_after: '1s' } }),
      ask('POST', 'kept/metadata/a', 204, { body: { delete_version_after: '2h' } }),
      ask('POST', 'kept/undelete/a', 204, { body: { versions: [1] } }),
      { advance: 1500 },
      ask('GET', 'kept/data/a', 404, { expect: { data: { metadata: { deletion_time: text } } } }),
      ask('POST', 'kept/config', 204, { body: { delete_version_after: '-1s' } }),
      ask('POST', 'kept/undelete/a', 204, { body: { versions: [1] } }),
      ask('GET', 'kept/data/a', 200, { expect: { data: { metadata: { deletion_time: '' } } } }),
      ask('DELETE', 'sys/mounts/kept', 204),
    ],
  },
  {
    name: 'a read says which parameters nobody knows',
    steps: [
      ask('GET', 'secret/data/apimesh?x=1', 200, {
        expect: { warnings: ['Endpoint ignored these unrecognized parameters: [x]'] },
      }),
      ask('LIST', 'flat/none?limit=1', only(200, 404), {
        expect: byProduct({
          vault: { errors: [] },
          openbao: { warnings: ['Endpoint ignored these unrecognized parameters: [limit]'] },
        }),
      }),
      ask('GET', 'secret/data/none?x=1', 404, { expect: { errors: [] } }),
    ],
  },
]
