import { ask as send, denied, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const written = (name: string, policy: string, more = {}) =>
  ask('PUT', `sys/policies/acl/${name}`, 204, { body: { policy, ...more } })
const mine = (policy: string) =>
  ask('POST', 'auth/token/create', 200, { body: { policies: [policy] }, save: 'mine', expect: {} })
const writes = (body: Readonly<Record<string, unknown>>, status: number) =>
  send('POST', 'flat/limited', status, {
    token: 'mine',
    body,
    ...(status === 403 && { expect: denied }),
  })

/** What policies say beyond paths and capabilities. */
export const policyRuleCases: readonly Case[] = [
  {
    name: 'a policy allows fields and values by name',
    steps: [
      written(
        'limits',
        `path "flat/limited" {
          capabilities = ["create", "update"]
          allowed_parameters = { "a" = ["x*", "y"] "b" = [] }
          denied_parameters = { "b" = ["no"] }
          required_parameters = ["a"]
        }`,
      ),
      mine('limits'),
      writes({ a: 'xyz' }, 204),
      writes({ a: 'y', b: 'any' }, 204),
      writes({ A: 'y' }, 403),
      writes({ a: 'y', B: 'any' }, 204),
      writes({ a: 'z' }, 403),
      writes({ a: 'y', c: '1' }, 403),
      writes({ a: 'y', b: 'no' }, 403),
      writes({ b: 'any' }, 403),
      send('GET', 'flat/limited', 403, { token: 'mine' }),
      ask('DELETE', 'flat/limited', 204),
      ask('DELETE', 'sys/policy/limits', 204),
    ],
  },
  {
    name: 'a policy that demands a wrapped answer denies a plain one',
    steps: [
      written('wrapped', 'path "flat/apimesh" { capabilities = ["read"] max_wrapping_ttl = "1h" }'),
      mine('wrapped'),
      send('GET', 'flat/apimesh', 403, { token: 'mine', expect: denied }),
      ask('DELETE', 'sys/policy/wrapped', 204),
    ],
  },
  {
    name: 'a policy may demand the version it replaces',
    only: 'openbao',
    steps: [
      written('counted', 'path "x" { capabilities = ["read"] }', { cas: 0, cas_required: true }),
      ask('GET', 'sys/policies/acl/counted', 200, {
        expect: { data: { version: 1, cas_required: true } },
      }),
      ...[{}, { cas: 7 }].map((cas) =>
        ask('PUT', 'sys/policies/acl/counted', 400, {
          body: { policy: 'path "x" { capabilities = ["list"] }', ...cas },
          expect: errors(text),
        }),
      ),
      written('counted', 'path "x" { capabilities = ["list"] }', { cas: 1 }),
      ask('GET', 'sys/policies/acl/counted', 200, {
        expect: { data: { version: 2, cas_required: false } },
      }),
      ask('DELETE', 'sys/policy/counted', 204),
    ],
  },
  {
    name: 'a policy ends when it was told to',
    only: 'openbao',
    steps: [
      written('brief', 'path "flat/apimesh" { capabilities = ["read"] }', { ttl: '2s' }),
      ask('GET', 'sys/policies/acl/brief', 200, { expect: { data: { expiration: text } } }),
      mine('brief'),
      send('GET', 'flat/apimesh', 200, { token: 'mine' }),
      { advance: 3000 },
      ask('GET', 'sys/policies/acl/brief', 404),
    ],
  },
  {
    name: 'policies in folders are listed after the others',
    only: 'openbao',
    steps: [
      written('a/b', 'path "x" { capabilities = ["scan"] comment = "c" }'),
      ask('LIST', 'sys/policies/acl/a', 200, { expect: { data: { keys: ['a/b'] } } }),
      ask('GET', 'sys/policies/acl/a/b', 200, { expect: { data: { name: 'a/b' } } }),
      ask('LIST', 'sys/policies/acl/none', 404),
      ask('DELETE', 'sys/policies/acl/a/b', 204),
    ],
  },
  {
    name: 'the policy of wrapping tokens cannot be changed',
    steps: [
      ask('PUT', 'sys/policies/acl/response-wrapping', 400, {
        body: { policy: 'path "x" {}' },
        expect: errors('cannot update "response-wrapping" policy'),
      }),
      ask('DELETE', 'sys/policies/acl/response-wrapping', 400),
    ],
  },
  {
    name: 'a token is told all that it may do',
    steps: [
      written('told', 'path "secret/*" { capabilities = ["read"] } path "x" { policy = "write" }'),
      mine('told'),
      send('GET', 'sys/internal/ui/resultant-acl', 200, {
        token: 'mine',
        expect: {
          data: {
            root: false,
            exact_paths: { x: { capabilities: ['create', 'delete', 'list', 'read', 'update'] } },
            glob_paths: { 'secret/': { capabilities: ['read'] } },
          },
        },
      }),
      ask('DELETE', 'sys/policy/told', 204),
    ],
  },
]
