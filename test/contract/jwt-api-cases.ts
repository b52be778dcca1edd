import { ask as send, errors, text, type Case } from './case.ts'
import { pem } from './pem.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['v'] }
const claims = { iss: 'https://i', aud: 'v', sub: 'ims', iat: 0, nbf: 0, exp: 300 }
const refuses = (path: string, body: object) =>
  ask('POST', `auth/made/${path}`, 400, { body, expect: errors(text) })
const logsIn = (name: string, status: number, expect: object = {}) =>
  send('POST', 'auth/made/login', status, {
    body: { ...(name !== '' && { role: name }), jwt: '${jwt}' },
    expect: expect as Record<string, never>,
  })

const made = [
  ask('POST', 'sys/auth/made', 204, { body: { type: 'jwt' } }),
  ask('POST', 'auth/made/config', 204, {
    body: { jwt_validation_pubkeys: [pem], bound_issuer: 'https://i', default_role: 'Plain' },
  }),
]
const removed = ask('DELETE', 'sys/auth/made', 204)

/** JWT methods that are made over the API. */
export const jwtApiCases: readonly Case[] = [
  {
    name: 'a JWT method is told whom to trust',
    steps: [
      ask('POST', 'sys/auth/made', 204, { body: { type: 'jwt' } }),
      ask('GET', 'auth/made/config', 404, { expect: { errors: [] } }),
      send('POST', 'auth/made/login', 400, {
        body: { role: 'x', jwt: 'y' },
        expect: errors('could not load configuration'),
      }),
      refuses('config', {}),
      refuses('config', { jwt_validation_pubkeys: ['bad'] }),
      refuses('config', { jwt_validation_pubkeys: [pem], jwks_url: 'http://127.0.0.1:1/x' }),
      refuses('config', { jwt_validation_pubkeys: [pem], jwt_supported_algs: ['BAD'] }),
      refuses('config', { jwks_url: 'http://127.0.0.1:1/x' }),
      ask('POST', 'auth/made/config', 204, {
        body: { jwt_validation_pubkeys: [pem], default_role: 'R', namespace_in_state: false },
      }),
      ask('GET', 'auth/made/config', 200, {
        expect: {
          data: {
            default_role: 'r',
            bound_issuer: '',
            namespace_in_state: false,
            jwt_validation_pubkeys: [text],
          },
        },
      }),
      ask('DELETE', 'auth/made/config', 405),
      removed,
    ],
  },
  {
    name: 'a JWT method keeps how a browser would answer, though none comes',
    steps: [
      ask('POST', 'sys/auth/made', 204, { body: { type: 'jwt' } }),
      ...[
        { oidc_response_mode: 'QUERY' },
        { oidc_response_types: ['code', 'other'] },
        { oidc_response_types: ['id_token'] },
        { oidc_client_id: 'x' },
        { oidc_client_id: 'x', oidc_client_secret: 'y' },
      ].map((fields) => refuses('config', { jwt_validation_pubkeys: [pem], ...fields })),
      ask('POST', 'auth/made/config', 204, {
        body: {
          jwt_validation_pubkeys: [pem],
          oidc_response_types: 'code,id_token',
          oidc_response_mode: 'form_post',
        },
      }),
      ask('GET', 'auth/made/config', 200, {
        expect: {
          data: { oidc_response_mode: 'form_post', oidc_response_types: ['code', 'id_token'] },
        },
      }),
      removed,
    ],
  },
  {
    name: 'a role of a JWT method is made, read and removed',
    steps: [
      ...made,
      ask('POST', 'auth/made/role/Plain', 204, { body: { ...role, ttl: 5, policies: ['p'] } }),
      ask('GET', 'auth/made/role/plain', 200, {
        expect: {
          data: {
            role_type: 'jwt',
            bound_audiences: ['v'],
            bound_claims: null,
            token_ttl: 5,
            ttl: 5,
            token_policies: ['p'],
            policies: ['p'],
          },
        },
      }),
      ask('POST', 'auth/made/role/plain', 204, {
        body: { ...role, token_policies: ['q'], expiration_leeway: '20s', not_before_leeway: -1 },
      }),
      ask('GET', 'auth/made/role/plain', 200, {
        expect: { data: { token_policies: ['q'], expiration_leeway: 20, not_before_leeway: -1 } },
      }),
      refuses('role/x', {}),
      refuses('role/x', { user_claim: 'sub' }),
      refuses('role/x', { role_type: 'jwt', user_claim: 'sub' }),
      refuses('role/x', { role_type: 'bad', user_claim: 'sub' }),
      refuses('role/x', { ...role, bound_claims_type: 'bad' }),
      refuses('role/x', { ...role, claim_mappings: { a: 'c', b: 'c' } }),
      refuses('role/x', { ...role, bound_claims: { a: [1] }, bound_claims_type: 'glob' }),
      refuses('role/x', { ...role, token_num_uses: -1 }),
      ask('LIST', 'auth/made/role', 200, { expect: { data: { keys: ['plain'] } } }),
      ask('GET', 'auth/made/role', 405),
      ask('GET', 'auth/made/role/none', 404, { expect: { errors: [] } }),
      ask('DELETE', 'auth/made/role/plain', 204),
      ask('DELETE', 'auth/made/role/plain', 204),
      ask('LIST', 'auth/made/role', 404, { expect: { errors: [] } }),
      removed,
    ],
  },
  {
    name: 'a JWT logs in to a role that was made over the API',
    steps: [
      ...made,
      ask('POST', 'auth/made/role/plain', 204, { body: { ...role, token_policies: ['p'] } }),
      { sign: claims, save: 'jwt' },
      logsIn('', 200, { auth: { policies: ['default', 'p'], metadata: { role: 'plain' } } }),
      logsIn('PLAIN', 200),
      logsIn('none', 400),
      { sign: { ...claims, iss: 'https://other' }, save: 'jwt' },
      logsIn('plain', 400),
      removed,
    ],
  },
  {
    name: 'claims become metadata, fit patterns and name groups',
    steps: [
      ...made,
      ask('POST', 'auth/made/role/plain', 204, {
        body: {
          ...role,
          bound_claims: { team: 'a*c' },
          bound_claims_type: 'glob',
          claim_mappings: { team: 't', absent: 'x' },
          groups_claim: 'groups',
        },
      }),
      { sign: { ...claims, team: 'abc', groups: ['g'] }, save: 'jwt' },
      logsIn('plain', 200, { auth: { metadata: { role: 'plain', t: 'abc' } } }),
      { sign: { ...claims, team: 'abx', groups: ['g'] }, save: 'jwt' },
      logsIn('plain', 400),
      { sign: { ...claims, team: 'abc' }, save: 'jwt' },
      logsIn('plain', 400),
      removed,
    ],
  },
  {
    name: 'a role for browsers takes no JWT, and no browser comes',
    steps: [
      ...made,
      ask('POST', 'auth/made/role/web', 204, {
        body: { user_claim: 'sub', allowed_redirect_uris: ['http://x'] },
      }),
      ask('GET', 'auth/made/role/web', 200, {
        expect: { data: { role_type: 'oidc', allowed_redirect_uris: ['http://x'] } },
      }),
      { sign: claims, save: 'jwt' },
      logsIn('web', 400),
      send('POST', 'auth/made/oidc/auth_url', 400, {
        body: { role: 'web', redirect_uri: 'http://x' },
        expect: errors(text),
      }),
      send('GET', 'auth/made/oidc/callback?state=x&code=y', 400, { expect: errors(text) }),
      removed,
    ],
  },
]
