import { ask as send, denied, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const policy = (paths: readonly string[]) =>
  ask('POST', 'sys/policies/acl/templated', 204, {
    body: {
      policy: paths.map((path) => `path "${path}" { capabilities = ["create"] }`).join('\n'),
    },
  })
const write = (path: string, status: number) =>
  send('POST', path, status, { token: 'mine', body: { a: 'b' } })

/** An entity with a user, in a group, and a token of that user. */
const known = (name: string) => [
  ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
  ask('GET', 'sys/auth/known', 200, { save: 'accessor', from: 'accessor', expect: {} }),
  ask('POST', 'auth/known/users/u', 204, {
    body: { password: 'p', token_policies: 'templated', token_no_default_policy: true },
  }),
  ask('POST', 'identity/entity', 200, {
    body: { name, metadata: { k: 'v' } },
    save: 'entity',
    from: 'data.id',
    expect: {},
  }),
  ask('POST', 'identity/entity-alias', 200, {
    body: { name: 'u', mount_accessor: '${accessor}', canonical_id: '${entity}' },
  }),
  ask('POST', 'identity/group', 200, {
    body: { name: 'templates', member_entity_ids: ['${entity}'], metadata: { x: 'y' } },
    save: 'group',
    from: 'data.id',
    expect: {},
  }),
  send('POST', 'auth/known/login/u', 200, {
    body: { password: 'p' },
    save: 'mine',
    expect: { auth: {} },
  }),
]
const forgotten = [
  ask('DELETE', 'identity/group/name/templates', 204),
  ask('DELETE', 'identity/entity/id/${entity}', 204),
  ask('DELETE', 'sys/auth/known', 204),
  ask('DELETE', 'sys/policies/acl/templated', 204),
]

/** Policies whose paths depend on who asks. */
export const templateCases: readonly Case[] = [
  {
    name: 'a policy grants paths with the values of an entity and of its groups',
    steps: [
      ...known('someone'),
      policy([
        'flat/t/n/{{ identity.entity.name }}',
        'flat/t/i/{{identity.entity.id}}',
        'flat/t/m/{{identity.entity.metadata.k}}/*',
        'flat/t/g/{{identity.groups.names.templates.id}}',
        'flat/t/x/{{identity.groups.names.templates.metadata.x}}',
        'flat/t/none/{{identity.entity.metadata.other}}',
        'flat/t/other/{{identity.groups.names.other.id}}',
      ]),
      write('flat/t/n/someone', 204),
      write('flat/t/n/other', 403),
      write('flat/t/i/${entity}', 204),
      write('flat/t/m/v/deep', 204),
      write('flat/t/m/w/deep', 403),
      write('flat/t/g/${group}', 204),
      write('flat/t/x/y', 204),
      write('flat/t/none/', 400),
      write('flat/t/none/x', 403),
      write('flat/t/other/x', 403),
      ...['n/someone', 'i/${entity}', 'm/v/deep', 'g/${group}', 'x/y'].map((path) =>
        ask('DELETE', `flat/t/${path}`, 204),
      ),
      ...forgotten,
    ],
  },
  {
    name: 'a token without an entity has nothing of a template',
    steps: [
      policy(['flat/t/{{identity.entity.id}}', 'flat/t/x']),
      ask('POST', 'auth/token/create', 200, {
        body: { policies: ['templated'] },
        save: 'mine',
        expect: { auth: {} },
      }),
      write('flat/t/', 400),
      write('flat/t/y', 403),
      write('flat/t/x', 204),
      ask('DELETE', 'flat/t/x', 204),
      ask('DELETE', 'sys/policies/acl/templated', 204),
    ],
  },
  {
    name: 'a value with a star in it makes the requests of its tokens fail',
    only: 'openbao',
    steps: [
      ...known('some*one'),
      policy(['flat/t/{{identity.entity.name}}', 'flat/t/x']),
      send('POST', 'flat/t/x', 400, {
        token: 'mine',
        body: { a: 'b' },
        expect: errors('Forbidden'),
      }),
      ...forgotten,
    ],
  },
  {
    name: 'braces of a template that are not closed are refused',
    steps: ['x/{{identity.entity.id', 'x/identity.entity.id}}'].map((path) =>
      ask('POST', 'sys/policies/acl/templated', 400, {
        body: { policy: `path "${path}" { capabilities = ["read"] }` },
        expect: errors(mentions('unbalanced templating characters')),
      }),
    ),
  },
  {
    name: 'HashiCorp Vault refuses a policy that says the same twice',
    steps: [
      'path "x" { capabilities = ["read"]\n capabilities = ["list"] }',
      'path "x" { capabilities = ["create"] allowed_parameters = { "a" = [], "a" = ["1"] } }',
      'name = "x"\nname = "y"\npath "x" { capabilities = ["read"] }',
    ].flatMap((policyText) => [
      ask(
        'POST',
        'sys/policies/acl/twice',
        { vault: 400, openbao: 204 },
        { body: { policy: policyText } },
      ),
      ask('DELETE', 'sys/policies/acl/twice', 204),
    ]),
  },
  {
    name: 'everybody may read the entity that is himself, and no other',
    steps: [
      send('POST', 'auth/userpass/login/ann', 200, {
        body: { password: 'ann-password' },
        save: 'mine',
        expect: { auth: { client_token: text } },
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        save: 'entity',
        from: 'data.entity_id',
        expect: { data: { entity_id: text } },
      }),
      send('GET', 'identity/entity/id/${entity}', 200, { token: 'mine' }),
      send('GET', 'identity/entity/id/another', 403, { token: 'mine', expect: denied }),
    ],
  },
  {
    name: 'a policy that is written with another template grants by that one',
    steps: [
      ...known('v'),
      policy(['flat/t/a/{{identity.entity.name}}']),
      write('flat/t/a/v', 204),
      policy(['flat/t/b/{{identity.entity.metadata.k}}']),
      write('flat/t/b/v', 204),
      ...['a/v', 'b/v'].map((path) => ask('DELETE', `flat/t/${path}`, 204)),
      ...forgotten,
    ],
  },
]
