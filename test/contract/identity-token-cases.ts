import { ask as send, errors, startsWith, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const refuses = (path: string, body: object) =>
  ask('POST', `identity/oidc/${path}`, 400, { body, expect: errors(text) })
const gone = (...paths: readonly string[]) =>
  paths.map((path) => ask('DELETE', `identity/oidc/${path}`, 204))

/** JWTs that a Vault issues about its entities. */
export const identityTokenCases: readonly Case[] = [
  {
    name: 'a Vault tells everybody how its identity tokens are proven',
    steps: [
      refuses('config', { issuer: 'bad' }),
      refuses('config', { issuer: 'https://x/path' }),
      ask('POST', 'identity/oidc/config', 200, {
        body: { issuer: 'https://vault.example.com' },
        expect: { warnings: [text] },
      }),
      ask('GET', 'identity/oidc/config', 200, {
        expect: { data: { issuer: 'https://vault.example.com' } },
      }),
      send('GET', 'identity/oidc/.well-known/openid-configuration', 200, {
        expect: {
          issuer: 'https://vault.example.com/v1/identity/oidc',
          jwks_uri: 'https://vault.example.com/v1/identity/oidc/.well-known/keys',
        },
      }),
      ask('POST', 'identity/oidc/config', 204, { body: { issuer: '' } }),
      ask('DELETE', 'identity/oidc/config', 405),
    ],
  },
  {
    name: 'a key of identity tokens is made, rotated and removed',
    steps: [
      ask('POST', 'identity/oidc/key/made', 204, { body: {} }),
      ask('GET', 'identity/oidc/key/made', 200, {
        expect: {
          data: {
            algorithm: 'RS256',
            allowed_client_ids: [],
            rotation_period: 86400,
            verification_ttl: 86400,
          },
        },
      }),
      ask('POST', 'identity/oidc/key/made', 204, {
        body: { rotation_period: '1h', verification_ttl: '2h', algorithm: 'ES256' },
      }),
      ask('GET', 'identity/oidc/key/made', 200, { expect: { data: { rotation_period: 3600 } } }),
      refuses('key/made', { algorithm: 'BAD' }),
      refuses('key/made', { rotation_period: '10s' }),
      refuses('key/made', { verification_ttl: '1000h' }),
      ask('POST', 'identity/oidc/key/made/rotate', 204, { body: { verification_ttl: '1h' } }),
      refuses('key/none/rotate', {}),
      ask('LIST', 'identity/oidc/key', 200, { expect: { data: { keys: ['default', 'made'] } } }),
      ask('GET', 'identity/oidc/key', 405),
      ask('GET', 'identity/oidc/key/none', 404, { expect: { errors: [] } }),
      ask('DELETE', 'identity/oidc/key/default', 400, { expect: errors(text) }),
      ...gone('key/made', 'key/none'),
    ],
  },
  {
    name: 'a role of identity tokens belongs to a key',
    steps: [
      ask('POST', 'identity/oidc/key/made', 204, { body: {} }),
      refuses('role/made', {}),
      refuses('role/made', { key: 'none' }),
      refuses('role/made', { key: 'made', template: 'bad' }),
      refuses('role/made', { key: 'made', template: '{"sub":"x"}' }),
      refuses('role/made', { key: 'made', ttl: '100h' }),
      ask('POST', 'identity/oidc/role/made', 204, { body: { key: 'made', ttl: '10m' } }),
      ask('GET', 'identity/oidc/role/made', 200, {
        expect: { data: { client_id: text, key: 'made', template: '', ttl: 600 } },
      }),
      ask('LIST', 'identity/oidc/role', 200, { expect: { data: { keys: ['made'] } } }),
      ask('GET', 'identity/oidc/role', 405),
      ask('DELETE', 'identity/oidc/key/made', 400, { expect: errors(text) }),
      ...gone('role/made', 'role/made', 'key/made'),
      ask('GET', 'identity/oidc/role/made', 404, { expect: { errors: [] } }),
    ],
  },
  {
    name: 'an entity gets a token that tells who it is',
    steps: [
      ask('POST', 'identity/oidc/key/made', 204, { body: { allowed_client_ids: '*' } }),
      ask('POST', 'identity/oidc/key/strict', 204, { body: {} }),
      ask('POST', 'identity/oidc/role/made', 204, {
        body: { key: 'made', client_id: 'mine', template: '{"name": {{identity.entity.name}}}' },
      }),
      ask('POST', 'identity/oidc/role/strict', 204, { body: { key: 'strict' } }),
      ask('GET', 'identity/oidc/token/made', 400, { expect: errors(text) }),
      ask('POST', 'sys/policies/acl/tokens', 204, {
        body: { policy: 'path "identity/oidc/token/*" { capabilities = ["read"] }' },
      }),
      ask('POST', 'sys/auth/known', 204, { body: { type: 'userpass' } }),
      ask('POST', 'auth/known/users/eve', 204, { body: { password: 'x', policies: 'tokens' } }),
      send('POST', 'auth/known/login/eve', 200, {
        body: { password: 'x' },
        expect: {},
        save: 'mine',
      }),
      send('GET', 'identity/oidc/token/made', 200, {
        token: 'mine',
        expect: { data: { client_id: 'mine', token: startsWith('eyJ'), ttl: 86400 } },
        save: 'jwt',
        from: 'data.token',
      }),
      send('GET', 'identity/oidc/token/strict', 400, { token: 'mine', expect: errors(text) }),
      send('GET', 'identity/oidc/token/none', 400, { token: 'mine', expect: errors(text) }),
      ask('POST', 'identity/oidc/introspect', 200, {
        body: { token: '${jwt}', client_id: 'mine' },
        expect: { active: true },
      }),
      ask('POST', 'identity/oidc/introspect', 200, {
        body: { token: '${jwt}', client_id: 'other' },
        expect: { active: false, error: text },
      }),
      ask('POST', 'identity/oidc/introspect', 200, {
        body: { token: 'bad' },
        expect: { active: false, error: text },
      }),
      ...gone('role/made', 'role/strict', 'key/made', 'key/strict'),
      ask('DELETE', 'sys/auth/known', 204),
      ask('DELETE', 'sys/policy/tokens', 204),
    ],
  },
]
