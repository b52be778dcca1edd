import { ask, errors, startsWith, text, type Case, type Signing } from './case.ts'

const path = 'auth/jwt/login'
const good = {
  iss: 'https://issuer.example.com',
  aud: 'vault',
  sub: 'ims',
  iat: 0,
  nbf: 0,
  exp: 300,
}
const sign = (claims: Readonly<Record<string, unknown>> = {}): Signing => ({
  sign: { ...good, ...claims },
  save: 'jwt',
})
const opens = (role = 'ims') =>
  ask('POST', path, 200, {
    body: { role, jwt: '${jwt}' },
    save: 'mine',
    expect: { auth: { client_token: text } },
  })
const refuses = (error: string, role = 'ims') =>
  ask('POST', path, 400, { body: { role, jwt: '${jwt}' }, expect: errors(startsWith(error)) })
const invalid = 'error validating token: '

/** Logins with a JWT that somebody else has signed. */
export const jwtCases: readonly Case[] = [
  {
    name: 'a JWT logs in to its role, the name of the role in any case',
    steps: [
      sign(),
      ask('POST', path, 200, {
        body: { role: 'IMS', jwt: '${jwt}' },
        save: 'mine',
        expect: {
          auth: {
            policies: ['app', 'default'],
            metadata: { role: 'ims' },
            lease_duration: 900,
            renewable: true,
            token_type: 'service',
          },
        },
      }),
      ask('GET', 'auth/token/lookup-self', 200, {
        token: 'mine',
        expect: { data: { display_name: 'jwt-ims', path, meta: { role: 'ims' } } },
      }),
    ],
  },
  {
    name: 'a JWT may have several audiences',
    steps: [sign({ aud: ['other', 'vault'] }), opens()],
  },
  {
    name: 'a JWT for another audience, or for none, is refused',
    steps: [
      sign({ aud: 'other' }),
      refuses(`${invalid}invalid audience (aud) claim`),
      sign({ aud: undefined }),
      refuses(`${invalid}invalid audience (aud) claim`),
    ],
  },
  {
    name: 'a JWT of another issuer, or of none, is refused',
    steps: [
      sign({ iss: 'https://other.example.com' }),
      refuses(`${invalid}invalid issuer (iss) claim`),
      sign({ iss: undefined }),
      refuses(`${invalid}invalid issuer (iss) claim`),
    ],
  },
  {
    name: 'a JWT that ended is refused, a minute’s difference of clocks allowed',
    steps: [
      sign({ iat: -600, nbf: -600, exp: -30 }),
      opens(),
      sign({ iat: -600, nbf: -600, exp: -100 }),
      refuses(`${invalid}invalid expiration time (exp) claim`),
    ],
  },
  {
    name: 'a JWT that has not begun is refused, a minute’s difference of clocks allowed',
    steps: [
      sign({ iat: 30, nbf: 30 }),
      opens(),
      sign({ nbf: 100 }),
      refuses(`${invalid}invalid not before (nbf) claim`),
      sign({ iat: 100 }),
      refuses(`${invalid}invalid issued at (iat) claim`),
    ],
  },
  {
    name: 'a JWT needs one of its times, from which the others are taken',
    steps: [
      sign({ exp: undefined }),
      opens(),
      sign({ exp: undefined, nbf: undefined }),
      opens(),
      sign({ iat: undefined, nbf: undefined }),
      refuses(`${invalid}invalid not before (nbf) claim`),
      sign({ iat: undefined, nbf: undefined, exp: undefined }),
      refuses(`${invalid}no issued at (iat)`),
    ],
  },
  {
    name: 'a JWT that another key has signed, or none, is refused',
    steps: [
      { ...sign(), forged: true },
      refuses(`${invalid}error verifying token signature`),
      ask('POST', path, 400, { body: { role: 'ims', jwt: 'a.b.c' }, expect: errors(text) }),
      ask('POST', path, 400, { body: { role: 'ims', jwt: 'abc' }, expect: errors(text) }),
    ],
  },
  {
    name: 'a JWT without the claim that names the user is refused',
    steps: [sign({ sub: undefined }), refuses('claim "sub" not found in token')],
  },
  {
    name: 'a role without audiences takes a JWT without any, of its subject',
    steps: [
      sign({ aud: undefined }),
      opens('subject'),
      sign(),
      refuses('audience claim found in JWT but no audiences bound to the role', 'subject'),
      sign({ aud: undefined, sub: 'other' }),
      refuses(`${invalid}invalid subject (sub) claim`, 'subject'),
    ],
  },
  {
    name: 'a role may bind claims to values',
    steps: [
      sign({ name: 'ann', team: 'cics' }),
      opens('team'),
      sign({ name: 'ann', team: ['ims', 'other'] }),
      opens('team'),
      sign({ name: 'ann', team: 'other' }),
      refuses('error validating claims: claim "team" does not match', 'team'),
      sign({ name: 'ann' }),
      refuses('error validating claims: claim "team" is missing', 'team'),
    ],
  },
  {
    name: 'a login by JWT names its role and brings a JWT',
    steps: [
      sign(),
      ask('POST', path, 400, { body: { jwt: '${jwt}' }, expect: errors('missing role') }),
      ask('POST', path, 400, { body: { role: 'ims' }, expect: errors('missing token') }),
      refuses('role "nobody" could not be found', 'nobody'),
      ask('POST', path, 400, { body: { role: ['ims'], jwt: 'x' }, expect: errors(text) }),
      ask('POST', path, 400, { body: { role: 'ims', jwt: {} }, expect: errors(text) }),
      ask('GET', path, 405, { expect: errors('unsupported operation') }),
    ],
  },
  {
    name: 'roles of JWTs are listed',
    steps: [
      ask('LIST', 'auth/jwt/role', 200, {
        token: 'root',
        expect: { data: { keys: ['ims', 'subject', 'team'] } },
      }),
      ask('GET', 'auth/jwt/nowhere', 404, { token: 'root', expect: errors(text) }),
    ],
  },
]
