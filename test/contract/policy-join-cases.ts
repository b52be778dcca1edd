import { ask as send, denied, errors, text, type Case, type Status } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const written = (name: string, policy: string) =>
  ask('PUT', `sys/policies/acl/${name}`, 204, { body: { policy } })
const refused = (policy: string, status: Status = 400) =>
  ask('PUT', 'sys/policies/acl/odd', status, { body: { policy } })
const gone = (...names: readonly string[]) =>
  names.map((name) => ask('DELETE', `sys/policies/acl/${name}`, 204))
const mine = (...policies: readonly string[]) =>
  ask('POST', 'auth/token/create', 200, { body: { policies }, save: 'mine', expect: {} })
const writes = (body: Readonly<Record<string, unknown>>, status: Status) =>
  send('POST', 'flat/joined', status, { token: 'mine', body })
const unwritten = ask('DELETE', 'flat/joined', 204)
const at = (more: string) =>
  `path "flat/joined" { capabilities = ["create", "update", "read"] ${more} }`

/** What several policies, or one in several places, say of one path; and how fields are compared. */
export const policyJoinCases: readonly Case[] = [
  {
    name: 'what one policy bars of a path no other gives back',
    steps: [
      written('strict', at('allowed_parameters = { "a" = ["x"] }')),
      written('free', at('')),
      written('other', at('allowed_parameters = { "a" = ["y"] "b" = [] }')),
      written('barring', at('denied_parameters = { "a" = ["x"] }')),
      written('asking', at('required_parameters = ["a"]')),
      mine('strict', 'free'),
      writes({ a: 'x' }, 204),
      writes({ a: 'y' }, 403),
      mine('other', 'strict'),
      writes({ a: 'y', b: 'z' }, 204),
      writes({ c: 'z' }, 403),
      mine('barring', 'strict'),
      writes({ a: 'x' }, 403),
      mine('asking', 'free'),
      writes({ b: 'x' }, 403),
      send('GET', 'flat/joined', 403, { token: 'mine', expect: denied }),
      unwritten,
      ...gone('strict', 'free', 'other', 'barring', 'asking'),
    ],
  },
  {
    name: 'a policy that says a path twice says both',
    steps: [
      written('twice', `${at('')}\n${at('denied_parameters = { "a" = [] }')}`),
      mine('twice'),
      writes({ b: 'x' }, 204),
      writes({ a: 'x' }, 403),
      unwritten,
      ...gone('twice'),
    ],
  },
  {
    name: 'all fields are allowed where all are named, but for the values of those that are named, too',
    steps: [
      written('all', at('allowed_parameters = { "*" = ["y"] }')),
      mine('all'),
      writes({ b: 'x' }, 204),
      written('most', at('allowed_parameters = { "a" = ["x"] "*" = ["y"] }')),
      mine('most'),
      writes({ b: 'x' }, 204),
      writes({ a: 'y' }, 403),
      unwritten,
      ...gone('all', 'most'),
    ],
  },
  {
    name: 'no number of a request is like one of a policy',
    steps: [
      written('typed', at('allowed_parameters = { "a" = [5, true, "x"] }')),
      mine('typed'),
      writes({ a: 5 }, 403),
      writes({ a: true }, 204),
      writes({ a: 'x' }, 204),
      unwritten,
      ...gone('typed'),
    ],
  },
  {
    name: 'Vault looks at each item of a list, OpenBao at lists as they are',
    steps: [
      written('listed', at('allowed_parameters = { "a" = ["x", "y"] }')),
      mine('listed'),
      ...['x,y', ' x ', '', ['x', 'y'], []].map((a) => writes({ a }, { vault: 204, openbao: 403 })),
      writes({ a: 'x,z' }, 403),
      written('unlisted', at('denied_parameters = { "a" = ["x"] }')),
      mine('unlisted'),
      ...['x,q', ['x', 'y']].map((a) => writes({ a }, { vault: 403, openbao: 204 })),
      unwritten,
      ...gone('listed', 'unlisted'),
    ],
  },
  {
    name: 'a folder is listed by who may list a path that ends in a plus',
    steps: [
      ask('POST', 'flat/folder/one', 204, { body: { a: 'b' } }),
      written('plus', 'path "flat/+" { capabilities = ["list"] }'),
      mine('plus'),
      send('LIST', 'flat/folder', 200, { token: 'mine' }),
      send('LIST', 'flat', 200, { token: 'mine' }),
      send('LIST', 'flat/folder/deep', 403, { token: 'mine' }),
      ask('DELETE', 'flat/folder/one', 204),
      ...gone('plus'),
    ],
  },
  {
    name: 'OpenBao grants a list by its folder before Vault does, which looks for a file first',
    steps: [
      ask('POST', 'flat/folder/one', 204, { body: { a: 'b' } }),
      written(
        'both',
        'path "flat/fol*" { capabilities = ["read"] } path "flat/folder/*" { capabilities = ["list"] }',
      ),
      mine('both'),
      send('LIST', 'flat/folder', { vault: 403, openbao: 200 }, { token: 'mine' }),
      send('GET', 'flat/folder', 404, { token: 'mine' }),
      ask('DELETE', 'flat/folder/one', 204),
      ...gone('both'),
    ],
  },
  {
    name: 'a policy that cannot be is refused',
    steps: [
      refused(at('min_wrapping_ttl = "2h" max_wrapping_ttl = "1h"')),
      refused(at('min_wrapping_ttl = "abc"')),
      refused('path "k/+*" { capabilities = ["read"] }'),
      refused(at('mfa_methods = ["m"]'), 204),
      refused(at('expiration = "2030-01-01T00:00:00Z"'), { vault: 400, openbao: 204 }),
      refused(at('subscribe_event_types = ["*"]'), { vault: 204, openbao: 400 }),
      ...gone('odd'),
    ],
  },
  {
    name: 'the bounds of wrapping of two policies that leave no time let nothing pass',
    steps: [
      written('long', at('min_wrapping_ttl = "2h"')),
      written('short', at('max_wrapping_ttl = "1h"')),
      mine('long', 'short'),
      send('GET', 'flat/joined', 403, {
        token: 'mine',
        headers: { 'x-vault-wrap-ttl': '90m' },
        expect: errors(text),
      }),
      ...gone('long', 'short'),
    ],
  },
]
