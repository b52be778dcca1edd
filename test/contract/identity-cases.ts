import { ask as send, errors, text, type Case, byProduct } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const made = (kind: string, body: object, save: string) =>
  ask('POST', `identity/${kind}`, 200, { body, expect: {}, save, from: 'data.id' })
const gone = (...paths: readonly string[]) =>
  paths.map((path) => ask('DELETE', `identity/${path}`, 204))
const refuses = (path: string, body: object, status = 400) =>
  ask('POST', `identity/${path}`, status, { body, expect: errors(text) })

const withMount = [
  ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
  ask('GET', 'sys/auth/known', 200, { expect: {}, save: 'mount', from: 'data.accessor' }),
]
const withoutMount = ask('DELETE', 'sys/auth/known', 204)

/** Entities, their aliases, and groups. */
export const identityCases: readonly Case[] = [
  {
    name: 'an entity is made, read by id and by name, changed and removed',
    steps: [
      made('entity', { name: 'Ann', policies: ['P1', 'p1'], metadata: { a: 'b' } }, 'ann'),
      ask('GET', 'identity/entity/id/${ann}', 200, {
        expect: {
          data: {
            name: 'Ann',
            metadata: { a: 'b' },
            aliases: [],
            disabled: false,
          },
        },
      }),
      ask('GET', 'identity/entity/name/ann', 200, {
        expect: byProduct({
          vault: { data: { policies: ['P1', 'p1'] } },
          openbao: { data: { policies: ['p1'] } },
        }),
      }),
      ask('GET', 'identity/entity/name/ann', 200, { expect: { data: { name: 'Ann' } } }),
      ask('POST', 'identity/entity', 204, { body: { name: 'ann', metadata: ['c=d'] } }),
      ask('POST', 'identity/entity/id/${ann}', 204, { body: { name: 'bob', policies: 'a,b' } }),
      ask('GET', 'identity/entity/id/${ann}', 200, {
        expect: { data: { name: 'bob', policies: ['a', 'b'], metadata: { c: 'd' } } },
      }),
      ask('POST', 'identity/lookup/entity', 200, {
        body: { name: 'bob' },
        expect: { data: { name: 'bob' } },
      }),
      ...gone('entity/id/${ann}', 'entity/id/${ann}', 'entity/name/bob'),
      ask('GET', 'identity/entity/id/${ann}', 404, { expect: { errors: [] } }),
      ask('POST', 'identity/lookup/entity', 204, { body: { name: 'bob' } }),
      ask('GET', 'identity/entity/id', 405),
      ask('LIST', 'identity/entity', 404),
    ],
  },
  {
    name: 'an entity that cannot be is refused',
    steps: [
      made('entity', { name: 'first' }, 'first'),
      made('entity', { name: 'second' }, 'second'),
      refuses('entity', { id: 'none', name: 'q' }),
      refuses('entity/id/none', { name: 'q' }),
      refuses('entity/id/${first}', { name: 'second' }),
      refuses('entity', { name: 'third', policies: ['root'] }),
      refuses('entity', { name: 'third', metadata: 'x' }),
      refuses('lookup/entity', {}),
      refuses('lookup/entity', { name: 'first', id: '${first}' }),
      refuses('lookup/entity', { alias_name: 'x' }),
      ask('GET', 'identity/lookup/entity', 405),
      ...gone('entity/id/${first}', 'entity/id/${second}'),
    ],
  },
  {
    name: 'an entity is known to an auth method by an alias',
    steps: [
      ...withMount,
      made('entity', { name: 'owner' }, 'owner'),
      made(
        'entity-alias',
        { name: 'a', mount_accessor: '${mount}', canonical_id: '${owner}' },
        'alias',
      ),
      ask('GET', 'identity/entity-alias/id/${alias}', 200, {
        expect: {
          data: {
            name: 'a',
            mount_path: 'auth/known/',
            mount_type: 'userpass',
            custom_metadata: {},
          },
        },
      }),
      ask('GET', 'identity/entity/id/${owner}', 200, {
        expect: { data: { aliases: [{ name: 'a', mount_type: 'userpass' }] } },
      }),
      refuses('entity-alias', { name: 'b', mount_accessor: '${mount}', canonical_id: '${owner}' }),
      refuses('entity-alias', { name: 'b' }),
      refuses('entity-alias', { name: 'b', mount_accessor: 'none' }),
      refuses('entity-alias', { name: 'b', mount_accessor: '${mount}', canonical_id: 'none' }),
      refuses('entity-alias/id/none', { name: 'b' }),
      ask('POST', 'identity/lookup/entity', 200, {
        body: { alias_name: 'a', alias_mount_accessor: '${mount}' },
        expect: { data: { name: 'owner' } },
      }),
      ask('POST', 'identity/entity-alias/id/${alias}', 200, {
        body: { custom_metadata: { z: 'y' } },
        expect: { data: { id: text, canonical_id: text } },
      }),
      ...gone('entity-alias/id/${alias}', 'entity-alias/id/none'),
      ask('GET', 'identity/entity-alias/id/${alias}', 404),
      ...gone('entity/id/${owner}'),
      withoutMount,
    ],
  },
  {
    name: 'several entities become one',
    steps: [
      ...withMount,
      made('entity', { name: 'kept' }, 'kept'),
      made('entity', { name: 'given' }, 'given'),
      made(
        'entity-alias',
        { name: 'g', mount_accessor: '${mount}', canonical_id: '${given}' },
        'alias',
      ),
      refuses('entity/merge', { to_entity_id: '${kept}' }),
      refuses('entity/merge', { from_entity_ids: ['${given}'] }),
      refuses('entity/merge', { from_entity_ids: ['none'], to_entity_id: '${kept}' }),
      refuses('entity/merge', { from_entity_ids: ['${kept}'], to_entity_id: '${kept}' }),
      ask('POST', 'identity/entity/merge', 204, {
        body: { from_entity_ids: ['${given}'], to_entity_id: '${kept}' },
      }),
      ask('GET', 'identity/entity/id/${kept}', 200, {
        expect: { data: { aliases: [{ name: 'g' }] } },
      }),
      ask('GET', 'identity/entity/id/${given}', 404),
      ...gone('entity/id/${kept}'),
      withoutMount,
    ],
  },
  {
    name: 'a group has entities and groups as members',
    steps: [
      made('entity', { name: 'member' }, 'member'),
      made('group', { name: 'inner', member_entity_ids: ['${member}'], policies: ['p'] }, 'inner'),
      ask('LIST', 'identity/group/id', 200, { expect: { data: { keys: Array.isArray } } }),
      made('group', { name: 'outer', member_group_ids: ['${inner}'] }, 'outer'),
      ask('GET', 'identity/group/id/${inner}', 200, {
        expect: {
          data: { name: 'inner', type: 'internal', policies: ['p'], modify_index: 2, alias: {} },
        },
      }),
      ask('GET', 'identity/group/name/outer', 200, {
        expect: { data: { member_entity_ids: null, parent_group_ids: null, modify_index: 1 } },
      }),
      refuses('group/id/${inner}', { member_group_ids: ['${outer}'] }),
      refuses('group/id/${inner}', { name: 'outer' }),
      refuses('group/name/inner', { type: 'external' }),
      refuses('group', { name: 'x', type: 'bad' }),
      refuses('group', { name: 'x', member_entity_ids: ['none'] }, 500),
      refuses('group', { id: 'none' }),
      ask('POST', 'identity/group/name/inner', 204, { body: { metadata: { q: 'r' } } }),
      ask('POST', 'identity/lookup/group', 200, {
        body: { name: 'inner' },
        expect: { data: { metadata: { q: 'r' } } },
      }),
      ...gone('group/id/${outer}', 'group/name/inner', 'group/name/none', 'entity/id/${member}'),
      ask('GET', 'identity/group/name/inner', 404),
    ],
  },
  {
    name: 'a group that was told of no members shows a list until it is changed otherwise',
    steps: [
      made('group', { name: 'bare', member_entity_ids: [] }, 'bare'),
      ask('GET', 'identity/group/name/bare', 200, { expect: { data: { member_entity_ids: [] } } }),
      ask('POST', 'identity/group/name/bare', 204, { body: { metadata: { q: 'r' } } }),
      ask('GET', 'identity/group/name/bare', 200, {
        expect: { data: { member_entity_ids: null } },
      }),
      ...gone('group/id/${bare}'),
    ],
  },
  {
    name: 'a group of an auth method is known to it by an alias',
    steps: [
      ...withMount,
      made('group', { name: 'outside', type: 'external' }, 'group'),
      made(
        'group-alias',
        { name: 'g', mount_accessor: '${mount}', canonical_id: '${group}' },
        'alias',
      ),
      ask('GET', 'identity/group-alias/id/${alias}', 200, {
        expect: { data: { name: 'g', mount_path: 'auth/known/', custom_metadata: null } },
      }),
      ask('GET', 'identity/group/id/${group}', 200, { expect: { data: { alias: { name: 'g' } } } }),
      refuses('group-alias', { name: 'g', mount_accessor: '${mount}' }),
      refuses('group-alias', { name: 'h' }),
      refuses('group-alias', { mount_accessor: '${mount}' }),
      refuses('group-alias', { name: 'h', mount_accessor: 'none' }),
      ...gone('group-alias/id/${alias}', 'group/id/${group}'),
      withoutMount,
    ],
  },
  {
    name: 'an entity begins with a login, and its policies hold for its tokens at once',
    steps: [
      ...withMount,
      ask('POST', 'auth/known/users/eve', 204, { body: { password: 'x' } }),
      send('POST', 'auth/known/login/eve', 200, {
        body: { password: 'x' },
        expect: { auth: { entity_id: text, policies: ['default'] } },
        save: 'mine',
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: {},
        save: 'eve',
        from: 'data.entity_id',
      }),
      ask('GET', 'identity/entity/id/${eve}', 200, {
        expect: { data: { aliases: [{ name: 'eve', mount_path: 'auth/known/' }] } },
      }),
      send('GET', 'secret/data/apimesh', 403, { token: 'mine' }),
      ask('POST', 'identity/entity/id/${eve}', 204, { body: { policies: ['wide'] } }),
      send('GET', 'secret/data/apimesh', 200, { token: 'mine' }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { policies: ['default'], identity_policies: ['wide'] } },
      }),
      send('POST', 'auth/known/login/eve', 200, {
        body: { password: 'x' },
        expect: {
          auth: {
            policies: ['default', 'wide'],
            token_policies: ['default'],
            identity_policies: ['wide'],
          },
        },
      }),
      ask('POST', 'identity/entity/id/${eve}', 204, { body: { disabled: true } }),
      send('GET', 'secret/data/apimesh', 403, { token: 'mine' }),
      send('POST', 'auth/known/login/eve', 403, { body: { password: 'x' } }),
      ...gone('entity/id/${eve}'),
      send('GET', 'auth/token/lookup-self', 403, { token: 'mine' }),
      withoutMount,
    ],
  },
]
