import { ask, errors, login, text, type Case, namesNobody } from './case.ts'

const path = 'auth/approle/login'
const good = { role_id: 'app-id', secret_id: 'app-id-secret' }
const ann = 'auth/userpass/login/ann'
const renew = 'auth/token/renew-self'
const unreadable = { vault: 400, openbao: 500 }
const merge = { 'content-type': 'application/merge-patch+json' }

/** What becomes of fields that are of another type, unknown, too many or nowhere. */
const nobody = { vault: 500, openbao: 404 }

export const fieldCases: readonly Case[] = [
  {
    name: 'a field that nobody knows is told, not refused',
    steps: [
      ask('POST', path, 200, {
        body: { ...good, extra: 1, another: 2 },
        expect: {
          warnings: ['Endpoint ignored these unrecognized parameters: [another extra]'],
        },
      }),
    ],
  },
  {
    name: 'a field that the path says already is told, not refused',
    steps: [
      ask('POST', ann, 200, {
        body: { password: 'ann-password', username: 'bob' },
        expect: { warnings: [text], auth: { metadata: { username: 'ann' } } },
      }),
    ],
  },
  {
    name: 'a list or a map is no text',
    // HashiCorp Vault closes the connection.
    only: 'openbao',
    steps: [
      ask('POST', path, unreadable, {
        body: { ...good, role_id: ['app-id'] },
        expect: errors(text),
      }),
      ask('POST', path, unreadable, { body: { ...good, secret_id: {} }, expect: errors(text) }),
      ask('POST', ann, unreadable, { body: { password: ['x'] }, expect: errors(text) }),
    ],
  },
  {
    name: 'null is no role id, and a number or a flag is read as text',
    steps: [
      ask('POST', path, 500, {
        body: { role_id: null },
        expect: namesNobody(errors('missing role_id')),
      }),
      ask('POST', path, 400, { body: { ...good, role_id: 5 }, expect: errors(text) }),
      ask('POST', path, 400, { body: { ...good, role_id: true }, expect: errors(text) }),
    ],
  },
  {
    name: 'a form, or JSON under any other name, is read',
    steps: [
      ask('POST', path, 200, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        raw: 'role_id=app-id&secret_id=app-id-secret',
      }),
      ask('POST', path, 200, { headers: { 'content-type': 'text/plain' }, body: good }),
      ask('POST', path, 400, {
        headers: { 'content-type': 'text/plain' },
        raw: 'role_id=app-id&secret_id=app-id-secret',
      }),
    ],
  },
  {
    name: 'fields of a login in the query are not read',
    steps: [
      ask('POST', `${path}?role_id=app-id&secret_id=app-id-secret`, 500, { body: {} }),
      ask('POST', `${ann}?password=ann-password`, unreadable, { body: {} }),
    ],
  },
  {
    name: 'slashes in a row are answered with where one slash is',
    steps: [
      ask('POST', 'auth/approle//login', { vault: 301, openbao: 307 }, { body: good }),
      ask('GET', 'secret/data//apimesh?a=1&b=2', { vault: 301, openbao: 307 }, { token: 'root' }),
    ],
  },
  {
    name: 'a user name that cannot be is an unknown path',
    steps: [
      ask('POST', 'auth/userpass/login/a%20b', nobody, { body: { password: 'x' } }),
      ask('POST', 'auth/userpass/login/a/b', nobody, { body: { password: 'x' } }),
      ask('POST', 'auth/userpass/login', 403, { body: { password: 'x' } }),
    ],
  },
  {
    name: 'HEAD and OPTIONS ask for nothing that is there',
    steps: [
      login('app-id'),
      ask('HEAD', 'auth/token/lookup-self', 403, { token: 'mine' }),
      ask('HEAD', 'secret/data/apimesh', 405, { token: 'root' }),
      ask(
        'OPTIONS',
        'secret/data/apimesh',
        { vault: 405, openbao: 400 },
        { token: 'root', expect: errors(text) },
      ),
    ],
  },
  {
    name: 'the word Bearer is written so',
    steps: [
      ask('GET', 'auth/token/lookup-self', 200, { headers: { authorization: 'Bearer root' } }),
      ask('GET', 'auth/token/lookup-self', 403, { headers: { authorization: 'bearer root' } }),
      ask('GET', 'auth/token/lookup-self', 403, { headers: { authorization: 'Basic YTpi' } }),
    ],
  },
  {
    name: 'an increment is a duration of whole seconds or with a unit',
    steps: [
      login('app-id'),
      ...['', null, '500ms', '1.5m', '60'].map((increment) =>
        ask('POST', renew, 200, { token: 'mine', body: { increment } }),
      ),
      ...[1.5, true, '1w', [1], {}, 99_999_999_999].map((increment) =>
        ask('POST', renew, 400, { token: 'mine', body: { increment }, expect: errors(text) }),
      ),
    ],
  },
  {
    name: 'a KV v2 version is a whole number',
    steps: [
      ask('GET', 'secret/data/apimesh?version=', 200, { token: 'root' }),
      ask('GET', 'secret/data/apimesh?version=1.0', 400, { token: 'root', expect: errors(text) }),
    ],
  },
  {
    name: 'KV v2 refuses data, options and settings of another type',
    steps: [
      ...[{ data: 'x' }, { data: [1] }, { data: { a: 1 }, options: 'x' }].map((body) =>
        ask('POST', 'secret/data/typed', 400, { token: 'root', body, expect: errors(text) }),
      ),
      ...[
        { max_versions: 'x' },
        { cas_required: 'x' },
        { delete_version_after: 'x' },
        { delete_version_after: '-1s' },
        { custom_metadata: 'x' },
      ].map((body) =>
        ask('POST', 'secret/metadata/typed', 400, { token: 'root', body, expect: errors(text) }),
      ),
      ask('POST', 'secret/config', 400, {
        token: 'root',
        body: { max_versions: 'x' },
        expect: errors(text),
      }),
    ],
  },
  {
    name: 'a patch may say its character set, and needs something to patch',
    steps: [
      ask('POST', 'secret/data/charset', 200, { token: 'root', body: { data: { a: 1 } } }),
      ask('PATCH', 'secret/data/charset', 200, {
        token: 'root',
        headers: { 'content-type': 'application/merge-patch+json; charset=utf-8' },
        body: { data: { b: 2 } },
      }),
      ask('PATCH', 'secret/data/none', 404, { token: 'root', headers: merge, body: { data: {} } }),
      ask('PATCH', 'secret/data/charset', 400, {
        token: 'root',
        headers: merge,
        body: {},
        expect: errors('no data provided'),
      }),
    ],
  },
]
