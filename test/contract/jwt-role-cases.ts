import { ask as send, errors, mentions, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const made = ask('POST', 'sys/auth/ruled', 204, { body: { type: 'jwt' } })
const removed = ask('DELETE', 'sys/auth/ruled', 204)
const path = 'auth/ruled/role/one'
const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'v' }
const writes = (body: object, status = 204) =>
  ask('POST', path, status, { body: { ...role, ...body } })
const refuses = (body: object, why: string) =>
  ask('POST', path, 400, { body: { ...role, ...body }, expect: errors(mentions(why)) })
const shows = (data: Readonly<Record<string, null | number | readonly string[] | object>>) =>
  ask('GET', path, 200, { expect: { data: data as Record<string, null> } })

/** What a role of a JWT method may be told, and in which order it is looked at. */
export const jwtRoleCases: readonly Case[] = [
  {
    name: 'a role of a JWT method is refused what comes first of all that is wrong',
    steps: [
      made,
      refuses({ user_claim: '', token_ttl: '2h', token_max_ttl: '1h' }, "'token_ttl' cannot be"),
      refuses({ user_claim: '', bound_cidrs: 'no' }, 'error parsing address "no"'),
      refuses({ user_claim: '', token_period: '10000h' }, `'period' of '"10000h0m0s"' is greater`),
      refuses({ user_claim: '', bound_claims_type: 'x' }, "invalid 'bound_claims_type': x"),
      refuses(
        { user_claim: '', bound_claims_type: 'glob', bound_claims: { a: 1 } },
        'claim is not a string: 1',
      ),
      refuses(
        { user_claim: '', bound_claims_type: 'glob', bound_claims: { a: { b: 'c' } } },
        'claim is not a string or list: map[b:c]',
      ),
      refuses({ user_claim: '', claim_mappings: { a: 'role' } }, 'metadata key "role" is reserved'),
      refuses({ user_claim: '', claim_mappings: { a: 'b', c: 'b' } }, 'multiple keys are mapped'),
      refuses({ user_claim: '', role_type: 'oidc' }, 'a user claim must be defined on the role'),
      refuses({ role_type: '', bound_audiences: '' }, "'allowed_redirect_uris' must be set"),
      refuses({ bound_audiences: '' }, 'must have at least one bound constraint'),
      refuses({ ttl: '2h', max_ttl: '1h' }, 'ttl should not be greater than max ttl'),
      refuses({ expiration_leeway: 'a,b' }, 'error converting input for field "expiration_leeway"'),
      removed,
    ],
  },
  {
    name: 'a role of a JWT method may be bound to addresses alone',
    steps: [made, writes({ bound_audiences: '', bound_cidrs: '127.0.0.0/8' }), removed],
  },
  {
    name: 'a role of a JWT method tells none from nothing said, and what was said under old names',
    steps: [
      made,
      writes({}),
      shows({ bound_claims: null, claim_mappings: null, bound_audiences: ['v'] }),
      writes({
        bound_claims: {},
        claim_mappings: {},
        policies: ['b', 'A'],
        period: 0,
        num_uses: 2,
      }),
      shows({ bound_claims: {}, claim_mappings: {}, policies: ['a', 'b'], num_uses: 2 }),
      writes({ token_num_uses: 3, bound_audiences: [], bound_subject: 'ims' }),
      shows({ bound_audiences: [], token_num_uses: 3 }),
      removed,
    ],
  },
  {
    name: 'a role of a JWT method is for OIDC again where a write does not say its type',
    steps: [
      made,
      writes({}),
      ask('POST', path, 400, {
        body: { token_ttl: '1h' },
        expect: errors(mentions("'allowed_redirect_uris' must be set")),
      }),
      ask('POST', path, 200, {
        body: { ...role, token_max_ttl: '10000h', verbose_oidc_logging: true },
        expect: { warnings: [text, text] },
      }),
      removed,
    ],
  },
]
