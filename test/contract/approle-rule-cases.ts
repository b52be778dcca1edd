import { ask as send, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const at = (name: string, what = '') => `auth/approle/role/${name}${what}`
const made = (name: string, body: object = {}) => ask('POST', at(name), 204, { body })
const gone = (name: string) => ask('DELETE', at(name), 204)
const lets = errors(mentions('at least one constraint should be enabled on the role'))

/** What a role of AppRole may become, and whose its secret ids are. */
export const appRoleRuleCases: readonly Case[] = [
  {
    name: 'a role that asks for no secret id is bound to addresses, of its tokens if of nothing else',
    steps: [
      ask('POST', at('bound'), 500, { body: { bind_secret_id: false }, expect: lets }),
      made('bound', { bind_secret_id: false, token_bound_cidrs: '127.0.0.0/8' }),
      ask('POST', at('bound', '/secret-id'), 400, {
        body: {},
        expect: errors('bind_secret_id is not set on the role'),
      }),
      ask('DELETE', at('bound', '/token-bound-cidrs'), 500, { expect: lets }),
      ask('POST', at('bound', '/secret-id-bound-cidrs'), 204, {
        body: { secret_id_bound_cidrs: '127.0.0.0/8' },
      }),
      ask('DELETE', at('bound', '/token-bound-cidrs'), 204),
      ask('DELETE', at('bound', '/bound-cidr-list'), 204),
      ask('GET', at('bound', '/secret-id-bound-cidrs'), 200, {
        expect: { data: { secret_id_bound_cidrs: ['127.0.0.0/8'] } },
      }),
      gone('bound'),
    ],
  },
  {
    name: 'the path of the addresses of tokens tells none from nothing said',
    steps: [
      made('says'),
      ask('GET', at('says', '/token-bound-cidrs'), 200, {
        expect: { data: { token_bound_cidrs: null } },
      }),
      ask('POST', at('says', '/token-bound-cidrs'), 204, { body: { token_bound_cidrs: [] } }),
      ask('GET', at('says', '/token-bound-cidrs'), 200, {
        expect: { data: { token_bound_cidrs: [] } },
      }),
      ask('POST', at('says', '/token-bound-cidrs'), 400, {
        body: { token_bound_cidrs: 'no' },
        expect: errors(mentions('failed to parse token_bound_cidrs: ')),
      }),
      ask('DELETE', at('says', '/token-bound-cidrs'), 204),
      ask('GET', at('says', '/token-bound-cidrs'), 200, {
        expect: { data: { token_bound_cidrs: null } },
      }),
      gone('says'),
    ],
  },
  {
    name: 'a role whose addresses are deleted under a name in other letters is another one to Vault',
    steps: [
      made('letters'),
      ...['token-bound-cidrs', 'secret-id-bound-cidrs', 'bound-cidr-list'].map((what) =>
        ask('DELETE', at('LETTERS', `/${what}`), { vault: 500, openbao: 204 }),
      ),
      ask('DELETE', at('LETTERS', '/period'), 204),
      gone('letters'),
    ],
  },
  {
    name: 'where secret ids are kept is said when a role is made, and never again',
    steps: [
      made('local', { local_secret_ids: false }),
      ask('POST', at('local'), 400, {
        body: { local_secret_ids: false },
        expect: errors('local_secret_ids can only be modified during role creation'),
      }),
      gone('local'),
    ],
  },
  {
    name: 'a period is held against the longest time where its old name is said, or its own path',
    steps: [
      ask('POST', at('long'), 400, { body: { period: '1h', token_period: '10000h' } }),
      ask('POST', at('long'), 400, {
        body: { role_id: '', period: '10000h' },
        expect: errors('invalid role_id supplied, or failed to generate a role_id'),
      }),
      made('long', { token_period: '10000h' }),
      ask('POST', at('long', '/period'), 400, {
        body: { token_period: '10000h' },
        expect: errors(mentions('period of "0s" is greater')),
      }),
      ask('POST', at('long', '/period'), 400, {
        body: { period: '10000h' },
        expect: errors(mentions('period of "10000h0m0s" is greater')),
      }),
      gone('long'),
      ask('POST', at('long'), 200, {
        body: { period: '30m', token_type: 'default-batch' },
        expect: { warnings: [text] },
      }),
      gone('long'),
    ],
  },
  {
    name: 'a secret id is for addresses of its role, and its tokens for those of the tokens of its role',
    steps: [
      made('within', { token_bound_cidrs: '127.0.0.0/8' }),
      ask('POST', at('within', '/secret-id'), 200, { body: { token_bound_cidrs: '127.0.0.1/32' } }),
      ask('POST', at('within', '/secret-id'), 500, {
        body: { token_bound_cidrs: '10.0.0.0/8' },
        expect: errors(mentions('failed to verify subset relationship')),
      }),
      ask('POST', at('within', '/secret-id'), 500, {
        body: { token_bound_cidrs: 'no', metadata: 'x', num_uses: -1 },
        expect: errors(mentions('failed to validate token CIDR blocks: invalid CIDR address: no')),
      }),
      ask('POST', at('within', '/secret-id'), 400, {
        body: { metadata: 'x', num_uses: -1 },
        expect: errors('num_uses cannot be negative'),
      }),
      gone('within'),
    ],
  },
  {
    name: 'the accessor of the secret id of another role finds nothing and destroys nothing',
    steps: [
      made('one'),
      made('two'),
      ask('POST', at('one', '/secret-id'), 200, {
        body: {},
        expect: { data: { secret_id_accessor: text } },
        save: 'accessor',
        from: 'data.secret_id_accessor',
      }),
      ask('POST', at('two', '/secret-id-accessor/lookup'), 204, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      ask('POST', at('two', '/secret-id-accessor/destroy'), 403, {
        body: { secret_id_accessor: '${accessor}' },
        expect: errors('invalid secret id accessor'),
      }),
      ask('POST', at('one', '/secret-id-accessor/destroy'), 204, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      ask('POST', at('two', '/secret-id-accessor/destroy'), 500, {
        body: { secret_id_accessor: '${accessor}' },
      }),
      gone('one'),
      gone('two'),
    ],
  },
  {
    name: 'a login is not patched, and no path of a role but two is listed',
    steps: [
      send('PATCH', 'auth/approle/login', 405, {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { role_id: 'none', secret_id: 'none' },
      }),
      send('PATCH', 'auth/approle/login', 500, {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: {},
      }),
      ...['custom-secret-id', 'bind-secret-id', 'period'].map((what) =>
        ask('LIST', at('any', `/${what}`), 404, { expect: errors(mentions('unsupported path')) }),
      ),
      ask('POST', at('any', '/bind-secret-id'), 400, {
        body: { bind_secret_id: 'x' },
        expect: errors(mentions('Field validation failed')),
      }),
    ],
  },
]
