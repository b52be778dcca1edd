import { ask as send, byProduct, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const anything = () => true
const dotted = (method: string, path: string, openbao: number, body?: unknown, vault = 400) =>
  ask(
    method,
    path,
    { vault, openbao },
    {
      ...(body !== undefined && { body }),
      expect: byProduct({ vault: errors(text), openbao: anything }),
    },
  )

/** Names that a storage, or the way to it, does not take. */
export const nameCases: readonly Case[] = [
  {
    name: 'a name with two dots is none to a storage that takes them for a way up',
    steps: [
      dotted('POST', 'flat/a..b', 204, { a: 'b' }, 500),
      dotted('GET', 'flat/a..b', 200),
      dotted('DELETE', 'flat/a..b', 204),
      dotted('POST', 'cubbyhole/a..b', 204, { a: 'b' }, 500),
      dotted('DELETE', 'cubbyhole/a..b', 204),
      dotted('POST', 'auth/userpass/users/a..b', 204, { password: 'x' }),
      dotted('DELETE', 'auth/userpass/users/a..b', 204),
      dotted('POST', 'auth/approle/role/a..b', 204, {}),
      dotted('GET', 'auth/approle/role/a..b/role-id', 200),
      dotted('DELETE', 'auth/approle/role/a..b', 204),
      dotted('POST', 'auth/token/roles/a..b', 204, {}),
      dotted('DELETE', 'auth/token/roles/a..b', 204),
      dotted('GET', 'sys/policies/acl/a..b', 404),
      dotted('GET', 'identity/oidc/key/a..b', 404),
      ask('POST', 'secret/data/a..b', 200, { body: { data: {} } }),
      ask('DELETE', 'secret/metadata/a..b', 204),
      send('POST', 'auth/userpass/login/a..b', 400, { body: { password: 'x' } }),
    ],
  },
  {
    name: 'a path with what cannot be printed is refused',
    steps: [
      ask('GET', 'cubbyhole/a%E2%80%A8b', 400),
      ask('GET', 'sys/health%07', 400),
      ask('GET', 'cubbyhole/a%20%C3%A4', 404),
    ],
  },
  {
    name: 'help is given on the system itself, and not where nothing is asked',
    steps: [
      ask('GET', 'sys?help=1', 200, { expect: { help: text } }),
      ask('GET', 'sys/config/cors?help=', 200, { expect: { data: { enabled: false } } }),
    ],
  },
  {
    name: 'a field of a form that is given several times has all its values',
    steps: [
      ask('POST', 'flat/form', 204, {
        raw: 'a=1&a=2&b=3',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      ask('GET', 'flat/form', 200, { expect: { data: { a: '1,2', b: '3' } } }),
      ask('DELETE', 'flat/form', 204),
    ],
  },
  {
    name: 'an open server of HashiCorp looks how long a key is',
    steps: [
      ask(
        'POST',
        'sys/unseal',
        { vault: 400, openbao: 200 },
        { body: { key: 'AAAAAAAAAAAAAAAA' } },
      ),
    ],
  },
]
