import { ask as send, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const made = (kind: 'entity' | 'group', name: string, body: object = {}) =>
  ask('POST', `identity/${kind}`, 200, {
    body: { name, ...body },
    save: name,
    from: 'data.id',
    expect: { data: { id: text } },
  })
const alias = (name: string, entity: string) =>
  ask('POST', 'identity/entity-alias', 200, {
    body: { name, canonical_id: `\${${entity}}`, mount_accessor: '${accessor}' },
    save: `${name}Alias`,
    from: 'data.id',
    expect: { data: { id: text } },
  })
const method = [
  ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
  ask('GET', 'sys/auth/known', 200, { save: 'accessor', from: 'accessor', expect: {} }),
]
const removed = ask('DELETE', 'sys/auth/known', 204)

/** What identities do not let happen, and what they tell of it. */
export const identityRuleCases: readonly Case[] = [
  ...['b', 'a'].map((kept) => ({
    name: `two aliases of one method are merged where ${kept} is to be kept`,
    steps: [
      ...method,
      made('entity', 'bob'),
      made('entity', 'alice'),
      alias('b', 'bob'),
      alias('a', 'alice'),
      ...[[], ['other']].map((conflicting_alias_ids_to_keep) =>
        ask('POST', 'identity/entity/merge', 400, {
          body: {
            from_entity_ids: ['${alice}'],
            to_entity_id: '${bob}',
            conflicting_alias_ids_to_keep,
          },
        }),
      ),
      ask('POST', 'identity/entity/merge', 204, {
        body: {
          from_entity_ids: ['${alice}'],
          to_entity_id: '${bob}',
          conflicting_alias_ids_to_keep: [`\${${kept}Alias}`],
        },
      }),
      ask('GET', 'identity/entity-alias/id/${aAlias}', 200, { expect: { data: { name: 'a' } } }),
      ...(kept === 'a' ? [ask('GET', 'identity/entity-alias/id/${bAlias}', 404)] : []),
      ask('DELETE', 'identity/entity/id/${bob}', 204),
      removed,
    ],
  })),
  {
    name: 'an alias does not take the name of another',
    steps: [
      ...method,
      made('entity', 'bob'),
      made('entity', 'alice'),
      alias('b', 'bob'),
      alias('a', 'alice'),
      ask('POST', 'identity/entity-alias/id/${aAlias}', 400, {
        body: { name: 'b' },
        expect: errors('alias with combination of mount accessor and name already exists'),
      }),
      ask('DELETE', 'identity/entity/id/${bob}', 204),
      ask('DELETE', 'identity/entity/id/${alice}', 204),
      removed,
    ],
  },
  {
    name: 'a read of an entity or a group says what the path has said already',
    steps: [
      made('entity', 'bob'),
      made('group', 'crew'),
      ask('GET', 'identity/entity/id/${bob}?id=x&name=y', 200, { expect: { warnings: [text] } }),
      ask('GET', 'identity/entity/name/bob?other=1', 200, { expect: { warnings: [text] } }),
      ask('GET', 'identity/group/id/${crew}?id=x', 200, { expect: { warnings: [text] } }),
      ask('GET', 'identity/group/name/crew?policies=x', 200, { expect: { warnings: null } }),
      ask('DELETE', 'identity/entity/id/${bob}', 204),
      ask('DELETE', 'identity/group/id/${crew}', 204),
    ],
  },
  {
    name: 'a group is another one once an entity in it is gone, or an alias is given to it',
    steps: [
      made('entity', 'bob'),
      made('group', 'crew', { member_entity_ids: ['${bob}'] }),
      ask('DELETE', 'identity/entity/id/${bob}', 204),
      ask('GET', 'identity/group/id/${crew}', 200, {
        expect: { data: { member_entity_ids: [], modify_index: 2 } },
      }),
      ask('DELETE', 'identity/group/id/${crew}', 204),
      made('group', 'crew', { type: 'external', metadata: {}, policies: [] }),
      ask('GET', 'identity/group/id/${crew}', 200, {
        expect: { data: { metadata: {}, policies: [] } },
      }),
      ask('GET', 'sys/auth/userpass', 200, {
        expect: { data: { accessor: text } },
        save: 'accessor',
        from: 'data.accessor',
      }),
      ask('POST', 'identity/group-alias', 200, {
        body: { name: 'crew', mount_accessor: '${accessor}', canonical_id: '${crew}' },
      }),
      ask('GET', 'identity/group/id/${crew}', 200, {
        expect: { data: { metadata: null, policies: null } },
      }),
      ask('DELETE', 'identity/group/id/${crew}', 204),
    ],
  },
  {
    name: 'a group has a policy once, and an external one no groups in it',
    steps: [
      made('group', 'crew', { policies: 'one,One , two' }),
      ask('GET', 'identity/group/id/${crew}', 200, {
        expect: { data: { policies: ['one', 'two'] } },
      }),
      ask('POST', 'identity/group', 400, {
        body: { name: 'outer', type: 'external', member_group_ids: ['${crew}'] },
        expect: errors("member groups can't be set for external groups"),
      }),
      ask('DELETE', 'identity/group/id/${crew}', 204),
    ],
  },
  {
    name: 'a key verifies as long as the tokens of its roles live',
    steps: [
      ask('POST', 'identity/oidc/key/short', 204, {
        body: { rotation_period: '10m', verification_ttl: '10m' },
      }),
      ask('POST', 'identity/oidc/role/short', 204, { body: { key: 'short', ttl: '5m' } }),
      ask('GET', 'identity/oidc/role/short?other=1', 200, { expect: { warnings: [text] } }),
      ask('POST', 'identity/oidc/key/short', 400, {
        body: { verification_ttl: '2m' },
        expect: errors(mentions('a token ttl greater than 120 seconds')),
      }),
      ask('DELETE', 'identity/oidc/role/short', 204),
      ask('POST', 'identity/oidc/key/short', 204, { body: { verification_ttl: '2m' } }),
      ask('DELETE', 'identity/oidc/key/short', 204),
    ],
  },
  {
    name: 'an object without keys is a key of a secret like others',
    steps: [
      ask('POST', 'secret/data/hollow', 200, { body: { data: { a: { b: {} }, c: 1 } } }),
      ask('GET', 'secret/subkeys/hollow', 200, {
        expect: { data: { subkeys: { a: { b: null }, c: null } } },
      }),
      ask('DELETE', 'secret/metadata/hollow', 204),
    ],
  },
]
