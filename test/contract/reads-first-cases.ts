import { ask as send, denied, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const plain = ask('POST', 'auth/token/create', 200, {
  body: { policies: 'default' },
  expect: { auth: { client_token: text } },
  save: 'mine',
})
const unreadable = [
  ['auth/token/roles/any', { period: 'x' }],
  ['auth/approle/role/any', { token_ttl: 'x' }],
  ['auth/userpass/users/any', { token_ttl: 'x' }],
  ['auth/made/role/any', { token_ttl: 'x' }],
  ['secret/data/any', { data: 'x' }],
  ['secret/metadata/any', { max_versions: 'x' }],
  ['identity/oidc/role/any', { ttl: 'x' }],
  ['identity/oidc/key/any', { rotation_period: 'x' }],
] as const
const readLater = [
  ['auth/userpass/users/any/password', { password: {} }],
  ['sys/tools/random', { bytes: 'x' }],
] as const

/** What a write is refused for before anybody asks who may write: Vault looks first whether it creates. */
export const readsFirstCases: readonly Case[] = [
  {
    name: 'a write that cannot be read is refused before one that is not allowed where Vault looks first',
    steps: [
      ask('POST', 'sys/auth/made', 204, { body: { type: 'jwt' } }),
      plain,
      ...unreadable.flatMap(([path, body]) => [
        send('POST', path, 400, {
          token: 'mine',
          body,
          expect: errors(mentions('error converting input')),
        }),
        send('POST', path, 403, { token: 'mine', body: {}, expect: denied }),
      ]),
      ask('DELETE', 'sys/auth/made', 204),
    ],
  },
  {
    name: 'a write that cannot be read is not allowed first where Vault does not look',
    steps: [
      plain,
      ...readLater.map(([path, body]) =>
        send('POST', path, 403, { token: 'mine', body, expect: denied }),
      ),
    ],
  },
]
