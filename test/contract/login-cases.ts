import {
  about,
  ask,
  count,
  dead,
  errors,
  login,
  refused,
  text,
  unsupported,
  type Case,
  byProduct,
  namesNobody,
} from './case.ts'

const path = 'auth/approle/login'
const good = { role_id: 'app-id', secret_id: 'app-id-secret' }
const invalid = 'invalid role or secret ID'
const ann = 'auth/userpass/login/ann'
// Vault answered 500 before 1.18.
const unreadable = { vault: 400, openbao: 500 }

export const loginCases: readonly Case[] = [
  {
    name: 'a login answers with the whole envelope and an auth block',
    steps: [
      ask('POST', path, 200, {
        body: good,
        expect: {
          request_id: text,
          lease_id: '',
          renewable: false,
          lease_duration: 0,
          data: null,
          wrap_info: null,
          warnings: null,
          auth: {
            client_token: text,
            accessor: text,
            policies: ['app', 'default'],
            token_policies: ['app', 'default'],
            metadata: { role_name: 'app' },
            lease_duration: 900,
            renewable: true,
            entity_id: text,
            token_type: 'service',
            orphan: true,
            mfa_requirement: null,
            num_uses: 0,
          },
        },
      }),
    ],
  },
  { name: 'a login may be a PUT', steps: [ask('PUT', path, 200, { body: good })] },
  {
    name: 'role id and secret id are taken without the spaces around them',
    steps: [
      ask('POST', path, 200, { body: { role_id: ' app-id ', secret_id: ' app-id-secret ' } }),
    ],
  },
  {
    name: 'a login works at a mount path with slashes',
    steps: [
      login('blue-id', 'teams/blue/app'),
      ask('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { display_name: 'teams-blue-app', path: 'auth/teams/blue/app/login' } },
      }),
    ],
  },
  {
    name: 'a role of another mount is unknown',
    steps: [refused({ role_id: 'blue-id', secret_id: 'blue-id-secret' }, invalid)],
  },
  {
    name: 'a wrong secret id is refused',
    steps: [refused({ role_id: 'app-id', secret_id: 'wrong' }, invalid)],
  },
  {
    name: 'a wrong role id is refused in the same words',
    steps: [refused({ role_id: 'wrong', secret_id: 'app-id-secret' }, invalid)],
  },
  {
    name: 'a login without a secret id is refused where the role asks for one',
    steps: [refused({ role_id: 'app-id' }, 'missing secret_id')],
  },
  {
    name: 'a login without a role id is refused',
    steps: [
      ask('POST', path, 500, {
        body: { secret_id: 'app-id-secret' },
        expect: namesNobody(errors('missing role_id')),
      }),
    ],
  },
  {
    name: 'a role that asks for no secret id logs in without one, its name without capitals',
    steps: [
      ask('POST', path, 200, {
        body: { role_id: 'free-id' },
        expect: { auth: { metadata: { role_name: 'nosecret' } } },
      }),
    ],
  },
  {
    name: 'a GET is no login',
    steps: [ask('GET', `${path}?role_id=app-id`, 405, { expect: unsupported })],
  },
  {
    name: 'a login at a path where nothing is mounted is denied',
    steps: [
      ask('POST', 'auth/nowhere/login', 403, { body: good, expect: errors('permission denied') }),
    ],
  },
  {
    name: 'a body that is cut short is refused',
    steps: [
      ask('POST', path, { vault: 500, openbao: 400 }, { raw: '{"role_id":', expect: errors(text) }),
    ],
  },
  {
    name: 'a body that is an array is refused',
    steps: [ask('POST', path, 400, { raw: '[]', expect: errors(text) })],
  },
  {
    name: 'a login at a path with a slash at its end is refused',
    steps: [
      ask('POST', `${path}/`, 400, {
        body: good,
        expect: errors("cannot write to a path ending in '/'"),
      }),
    ],
  },
  {
    name: 'a secret id dies with its last use',
    steps: [
      login('once-id'),
      refused({ role_id: 'once-id', secret_id: 'once-id-secret' }, invalid),
    ],
  },
  {
    name: 'a secret id dies at the end of its time',
    // HashiCorp Vault takes it until a clean-up comes, which nobody can foresee.
    only: 'openbao',
    steps: [
      { advance: 2_500 },
      refused({ role_id: 'fading-id', secret_id: 'fading-id-secret' }, invalid),
    ],
  },
  {
    name: 'a new secret id of a role can be made and used',
    steps: [
      ask('POST', 'auth/approle/role/app/secret-id', 200, {
        token: 'root',
        body: {},
        expect: {
          data: {
            secret_id: text,
            secret_id_accessor: text,
            secret_id_num_uses: 0,
            secret_id_ttl: 0,
          },
        },
      }),
    ],
  },
  {
    name: 'the role id of a role can be read',
    steps: [
      ask('GET', 'auth/approle/role/app/role-id', 200, {
        token: 'root',
        expect: { data: { role_id: 'app-id' } },
      }),
      ask('GET', 'auth/approle/role/none/role-id', 404, {
        token: 'root',
        expect: { errors: [] },
      }),
    ],
  },
  {
    name: 'a role without a token TTL gets the longest its maximum allows, and a warning',
    steps: [
      ask('POST', path, 200, {
        body: { role_id: 'capped-id', secret_id: 'capped-id-secret' },
        expect: { warnings: [text], auth: { lease_duration: about(600) } },
      }),
    ],
  },
  {
    name: 'a role without any TTL gets 32 days',
    steps: [
      ask('POST', path, 200, {
        body: { role_id: 'unlimited-id', secret_id: 'unlimited-id-secret' },
        expect: { warnings: null, auth: { lease_duration: 2_764_800 } },
      }),
    ],
  },
  {
    name: 'a batch token has no accessor and is not renewable',
    steps: [
      ask('POST', path, 200, {
        body: { role_id: 'batch-id', secret_id: 'batch-id-secret' },
        expect: { auth: { accessor: '', renewable: false, token_type: 'batch' } },
      }),
    ],
  },
  {
    name: 'a user logs in with a password, his name in any case',
    steps: [
      ask('POST', ann, 200, {
        body: { password: 'ann-password' },
        expect: { auth: { metadata: { username: 'ann' }, policies: ['app', 'default'] } },
      }),
      ask('POST', 'auth/userpass/login/ANN', 200, {
        body: { password: 'ann-password' },
        save: 'mine',
        expect: { auth: { lease_duration: count } },
      }),
      ask('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { display_name: 'userpass-ann', path: 'auth/userpass/login/ANN' } },
      }),
    ],
  },
  {
    name: 'a wrong password and an unknown user are refused in the same words',
    steps: [
      ask('POST', ann, 400, {
        body: { password: 'wrong' },
        expect: errors('invalid username or password'),
      }),
      ask('POST', 'auth/userpass/login/nobody', 400, {
        body: { password: 'wrong' },
        expect: errors('invalid username or password'),
      }),
    ],
  },
  {
    name: 'a login without a password is refused',
    steps: [
      ask('POST', ann, unreadable, {
        body: {},
        expect: byProduct({
          vault: errors('invalid credentials'),
          openbao: errors('missing password'),
        }),
      }),
    ],
  },
  {
    name: 'five wrong passwords lock a user out, whatever comes then',
    steps: [
      ...Array.from({ length: 5 }, () =>
        ask('POST', 'auth/userpass/login/bob', 400, { body: { password: 'wrong' } }),
      ),
      ask('POST', 'auth/userpass/login/bob', 403, {
        body: { password: 'bob-password' },
        expect: errors('permission denied'),
      }),
    ],
  },
  {
    name: 'five wrong secret ids lock a role out',
    steps: [
      ...Array.from({ length: 5 }, () =>
        refused({ role_id: 'guessed-id', secret_id: 'wrong' }, invalid),
      ),
      ask('POST', path, 403, {
        body: { role_id: 'guessed-id', secret_id: 'guessed-id-secret' },
        expect: dead,
      }),
    ],
  },
]
