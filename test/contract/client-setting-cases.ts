import { ask as send, byProduct, errors, mentions, text, type Case } from './case.ts'
import { pem } from './pem.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const absent = (value: unknown) => value === undefined
const unsupportedPath = errors(mentions('unsupported path'))

/** More of what the test suites of other clients have asked, and no case before. */
export const clientSettingCases: readonly Case[] = [
  {
    name: 'browsers are let in from everywhere, or from places that are named',
    steps: [
      ask('PUT', 'sys/config/cors', 500, {
        body: { allowed_origins: ['*', 'https://a.example.com'] },
        expect: errors(text),
      }),
      ask('PUT', 'sys/config/ui/headers/X-Vault-T', 400, {
        body: { values: ['a'] },
        expect: errors('X-Vault headers cannot be set'),
      }),
      ask('PUT', 'sys/config/ui/headers/x-some', 200, { body: { values: ['a', 'b'] } }),
      ask('LIST', 'sys/config/ui/headers', 200, { expect: { data: { keys: ['X-Some'] } } }),
      ask('GET', 'sys/config/ui/headers/X-SOME?multivalue=true', 200, {
        expect: { data: { values: ['a', 'b'] } },
      }),
      ask('DELETE', 'sys/config/ui/headers/X-Some', 204),
      ask('PUT', 'sys/config/auditing/request-headers/X-Audited', 204, { body: {} }),
      ask('GET', 'sys/config/auditing/request-headers/X-Audited', 200, {
        expect: { data: { 'X-Audited': { hmac: false } } },
      }),
      ask('DELETE', 'sys/config/auditing/request-headers/x-audited', 204),
    ],
  },
  {
    name: 'audit devices are told what they can do',
    only: 'vault',
    steps: [
      ...[
        { format: 'xml' },
        { log_raw: 'abc' },
        { elide_list_responses: 'bogus' },
        { mode: '999' },
        { prefix: 'p' },
      ].map((options) =>
        ask('PUT', 'sys/audit/odd', 400, {
          body: { type: 'file', options: { file_path: 'discard', ...options } },
          expect: errors(text),
        }),
      ),
      ask('PUT', 'sys/audit/even', 204, {
        body: { type: 'file', options: { file_path: 'discard', mode: '0600', prefix: null } },
      }),
      ask('DELETE', 'sys/audit/even', 204),
    ],
  },
  {
    name: 'a certificate method takes sizes within bounds, and lists that it can read',
    steps: [
      ask('POST', 'sys/auth/bounded', 204, { body: { type: 'cert' } }),
      ...[1, 100_001].map((ocsp_cache_size) =>
        ask('PUT', 'auth/bounded/config', 400, { body: { ocsp_cache_size } }),
      ),
      ask(
        'PUT',
        'auth/bounded/config',
        { vault: 400, openbao: 204 },
        { body: { role_cache_size: -2 } },
      ),
      ask('PUT', 'auth/bounded/crls/some', 500, { body: { url: 'bogus' } }),
      ask('PUT', 'auth/bounded/crls/some', 400, { body: {} }),
      ask('DELETE', 'sys/auth/bounded', 204),
    ],
  },
  {
    name: 'a group is not in itself, and what is said of an alias says something',
    steps: [
      ask('POST', 'identity/group', 200, {
        body: { name: 'round' },
        expect: { data: { id: text } },
        save: 'round',
        from: 'data.id',
      }),
      ask('PUT', 'identity/group/id/${round}', 500, { body: { member_group_ids: ['${round}'] } }),
      ask('DELETE', 'identity/group/id/${round}', 204),
      ask('POST', 'identity/entity', 200, {
        body: { name: 'said' },
        expect: { data: { id: text } },
        save: 'said',
        from: 'data.id',
      }),
      ask('GET', 'sys/auth/userpass', 200, {
        expect: { data: { accessor: text } },
        save: 'accessor',
        from: 'data.accessor',
      }),
      ask('PUT', 'identity/entity-alias', 500, {
        body: {
          name: 'said',
          mount_accessor: '${accessor}',
          canonical_id: '${said}',
          custom_metadata: { a: '' },
        },
      }),
      ask('PUT', 'identity/entity/id/${said}', 204, { body: { metadata: {} } }),
      ask('PUT', 'identity/entity/id/${said}', 204, { body: { policies: [] } }),
      ask('GET', 'identity/entity/id/${said}', 200, { expect: { data: { metadata: null } } }),
      ask('DELETE', 'identity/entity/id/${said}', 204),
    ],
  },
  {
    name: 'a key rotates without a word on how long its tokens are verified',
    steps: [
      ask('PUT', 'identity/oidc/key/turned', 204, { body: { verification_ttl: '1h' } }),
      ask('PUT', 'identity/oidc/key/turned/rotate', 204, { body: { verification_ttl: 0 } }),
      ask('GET', 'identity/oidc/key/turned', 200, { expect: { data: { verification_ttl: 3600 } } }),
      ask('DELETE', 'identity/oidc/key/turned', 204),
    ],
  },
  {
    name: 'Vault tells where the randomness of passwords comes from, and of its seal',
    only: 'vault',
    steps: [
      ask('PUT', 'sys/policies/password/drawn', 204, {
        body: { policy: 'length = 8 rule "charset" { charset = "ab" }', entropy_source: 'seal' },
      }),
      ask('GET', 'sys/policies/password/drawn', 200, {
        expect: { data: { entropy_source: 'seal' } },
      }),
      ask('DELETE', 'sys/policies/password/drawn', 204),
      send('GET', 'sys/seal-backend-status', 200, { expect: { healthy: true } }),
      ask('PUT', 'sys/plugins/reload/secret/kv', 200, { body: {} }),
      ask('PUT', 'sys/plugins/reload/auth/none', 200, { body: {}, expect: { warnings: [text] } }),
    ],
  },
  {
    name: 'OpenBao tells nothing of itself to who names a namespace',
    steps: [
      ...['sys/health', 'sys/init'].map((path) =>
        send(
          'GET',
          path,
          { vault: 200, openbao: 400 },
          { headers: { 'x-vault-namespace': 'root' } },
        ),
      ),
      send('GET', 'sys/seal-status', 200, { headers: { 'x-vault-namespace': 'root' } }),
      send('POST', 'sys/step-down', 204, { body: {} }),
    ],
  },
  {
    name: 'no use of a token is spent where nobody is asked for one',
    steps: [
      ask('POST', 'auth/token/create', 200, {
        body: { num_uses: 2, policies: ['default'] },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      ...['mounts', 'mounts/secret', 'namespaces'].map((what) =>
        send('GET', `sys/internal/ui/${what}`, what === 'mounts/secret' ? 403 : 200, {
          token: 'mine',
        }),
      ),
      send('GET', 'sys/internal/ui/resultant-acl', 200, { token: 'mine' }),
      ask('POST', 'auth/token/lookup', 200, {
        body: { token: '${mine}' },
        expect: { data: { num_uses: 1 } },
      }),
      send('GET', 'sys/mounts', 403, { token: 'mine' }),
      ask('POST', 'auth/token/lookup', 403, { body: { token: '${mine}' } }),
    ],
  },
  {
    name: 'a plugin is told of in the version that there is, and reloaded on other nodes later',
    steps: [
      ask('GET', 'sys/plugins/catalog/auth/approle?version=v1.0.0', 404, {
        expect: { errors: [] },
      }),
      ask(
        'PUT',
        'sys/plugins/reload/backend',
        { vault: 202, openbao: 200 },
        {
          body: { plugin: 'approle', scope: 'global' },
        },
      ),
      ask('PUT', `auth/approle/role/${'a'.repeat(4097)}`, 400, { body: {}, expect: errors(text) }),
      send('PUT', 'sys/storage/raft/join', 500, { body: {}, expect: errors(text) }),
    ],
  },
  {
    name: 'headers that only a cluster understands are refused',
    steps: [
      ...(
        [
          ['x-vault-forward', 'active-node', 400, 404],
          ['x-vault-inconsistent', 'forward-active-node', 400, 404],
          ['x-vault-inconsistent', 'other', 404, 400],
          ['x-vault-index', 'abc', 404, 400],
          ['x-vault-policy-override', 'abc', 400, 404],
          ['x-vault-policy-override', 'true', 404, 404],
        ] as const
      ).map(([name, value, vault, openbao]) =>
        ask('GET', 'cubbyhole/none', { vault, openbao }, { headers: { [name]: value } }),
      ),
      send('GET', 'sys/replication/status', { vault: 200, openbao: 404 }),
    ],
  },
  {
    name: 'Vault takes slashes off the end of a path where a mount says so',
    only: 'vault',
    steps: [
      ask('POST', 'sys/mounts/trimmed', 204, {
        body: { type: 'kv', config: { trim_request_trailing_slashes: true } },
      }),
      ask('POST', 'trimmed/foo/', 204, { body: { a: 'b' } }),
      ask('GET', 'trimmed/foo', 200, { expect: { data: { a: 'b' } } }),
      ask('DELETE', 'sys/mounts/trimmed', 204),
    ],
  },
  {
    name: 'a JWT method knows some that people log in with elsewhere',
    steps: [
      ask('POST', 'sys/auth/elsewhere', 204, { body: { type: 'jwt' } }),
      ...[{ provider: 'nope' }, { other: 'azure' }].map((provider_config) =>
        ask('POST', 'auth/elsewhere/config', 400, {
          body: { jwt_validation_pubkeys: [pem], provider_config },
          expect: errors(text),
        }),
      ),
      ask('POST', 'auth/elsewhere/config', 204, {
        body: { jwt_validation_pubkeys: [pem], provider_config: { provider: 'azure' } },
      }),
      ask('GET', 'auth/elsewhere/config', 200, {
        expect: { data: { provider_config: { provider: 'azure' } } },
      }),
      ask('DELETE', 'sys/auth/elsewhere', 204),
    ],
  },
  {
    name: 'who may do nothing is shown no mount',
    steps: [
      ask('PUT', 'sys/policies/acl/nothing', 204, {
        body: { policy: 'path "nothing" { capabilities = ["read"] }' },
      }),
      ask('POST', 'auth/token/create', 200, {
        body: { policies: ['nothing'], no_default_policy: true },
        expect: { auth: { client_token: text } },
        save: 'mine',
      }),
      send('GET', 'sys/internal/ui/mounts', 200, {
        token: 'mine',
        expect: { data: { secret: { 'cubbyhole/': absent, 'identity/': absent } } },
      }),
      ask('DELETE', 'sys/policies/acl/nothing', 204),
    ],
  },
  {
    name: 'a wrapping token that is signed by somebody else is refused',
    steps: [
      send('PUT', 'sys/wrapping/unwrap', 403, {
        token: 'eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.c2ln',
        body: {},
        expect: errors(mentions('wrapping token signature could not be validated')),
      }),
    ],
  },
  {
    name: 'a cubbyhole has no secret of its own name, and OpenBao reads the first of two documents',
    steps: [
      ask('GET', 'cubbyhole', 500, { expect: errors(mentions('missing path')) }),
      ask('POST', 'cubbyhole', 500, { body: { a: 'b' }, expect: errors(mentions('missing path')) }),
      ask('POST', 'cubbyhole/two', { vault: 500, openbao: 204 }, { raw: '{"a":"b"}{"c":"d"}' }),
      ask('POST', 'cubbyhole/two', { vault: 500, openbao: 400 }, { raw: '{"a":"b"} x' }),
      ask('DELETE', 'cubbyhole/two', 204),
      ask('POST', 'sys/tools/hash/sha2-256/x', 400, { body: { input: 'YQ==' } }),
    ],
  },
  {
    name: 'a method of JWT tells who calls back that it trusts nobody yet',
    steps: [
      ask('POST', 'sys/auth/trusting', 204, { body: { type: 'jwt' } }),
      ask('POST', 'auth/trusting/oidc/callback', 400, { body: {}, expect: errors(text) }),
      ask('DELETE', 'sys/auth/trusting', 204),
      ask('GET', 'sys/storage/raft/bootstrap/challenge', 404, { expect: errors(text) }),
      ask('GET', 'auth/approle/role/none/bind-secret-id?bind_secret_id=true', 404, {
        expect: byProduct({ vault: errors(), openbao: unsupportedPath }),
      }),
    ],
  },
]
