import {
  ask as send,
  byProduct,
  dead,
  errors,
  mentions,
  text,
  type Case,
  type Status,
} from './case.ts'
import type { Shape } from './shape.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const noNamespace = errors(mentions('no namespace'))
const nobody = { role_id: 'none', secret_id: 'none' }
const noneLogsIn = { vault: 500, openbao: 400 }
const names = (path: string, status: Status, body: object) => ask('POST', path, status, { body })
const shows = (token: string, vault: Shape) =>
  send(
    'GET',
    'auth/token/lookup-self',
    { vault: 500, openbao: 403 },
    { token, expect: byProduct({ vault, openbao: dead }) },
  )

/** Ids that are no texts, or that end as if they named a namespace, such as a JWT does. */
export const namedIdCases: readonly Case[] = [
  {
    name: 'a token that names a namespace which is not there is an error of the server',
    steps: [
      shows('a.b', noNamespace),
      shows('s.a.b', noNamespace),
      shows('head.claims.signature', errors(mentions('internal error'))),
      ask('POST', 'auth/approle/login', noneLogsIn, { token: 's.a.b', body: nobody }),
      ask('POST', 'auth/approle/login', 400, { token: 'head.claims.signature', body: nobody }),
      send('GET', 'auth/token/lookup-self', 403, { token: 'a.root', expect: dead }),
      send('GET', 'auth/token/lookup-self', 403, { token: 'a.b/', expect: dead }),
      send('GET', 'sys/health', 200, { token: 'a.b' }),
    ],
  },
  {
    name: 'an id in a body that names a namespace which is not there is an error, too',
    steps: [
      names('auth/token/lookup', { vault: 500, openbao: 403 }, { token: 'a.b' }),
      names('auth/token/renew', { vault: 500, openbao: 400 }, { token: 'a.b' }),
      names('auth/token/revoke', { vault: 500, openbao: 204 }, { token: 'a.b' }),
      names('auth/token/lookup-accessor', { vault: 500, openbao: 400 }, { accessor: 'a.b' }),
      names('auth/token/renew-accessor', { vault: 500, openbao: 400 }, { accessor: 'a.b' }),
      names('auth/token/revoke-accessor', { vault: 500, openbao: 200 }, { accessor: 'a.b' }),
      names('sys/leases/lookup', { vault: 500, openbao: 400 }, { lease_id: 'a/b.c' }),
      names('sys/leases/revoke', { vault: 500, openbao: 204 }, { lease_id: 'a/b.c' }),
      names('sys/capabilities', { vault: 500, openbao: 400 }, { token: 'a.b', path: 'x' }),
      names(
        'sys/capabilities-accessor',
        { vault: 500, openbao: 400 },
        {
          accessor: 'a.b',
          path: 'x',
        },
      ),
      names('sys/leases/renew/a/b.c', 400, {}),
      names('sys/leases/revoke/a/b.c', { vault: 400, openbao: 204 }, {}),
      names('sys/leases/revoke', 400, { lease_id: 1.5 }),
      names('sys/wrapping/unwrap', { vault: 403, openbao: 400 }, { token: 'a.b' }),
    ],
  },
  {
    name: 'a token in a body that is no text is refused before anybody asks who sends it',
    steps: ['lookup', 'renew', 'revoke', 'revoke-orphan'].map((what) =>
      send('POST', `auth/token/${what}`, 403, {
        token: 'dead',
        body: { token: null },
        expect: errors('invalid token'),
      }),
    ),
  },
  {
    name: 'a lease that is no text is refused by OpenBao before anybody asks who sends it',
    steps: [
      send(
        'POST',
        'sys/leases/revoke',
        { vault: 403, openbao: 400 },
        {
          token: 'dead',
          body: { lease_id: 5 },
          expect: byProduct({ vault: errors(text), openbao: errors('invalid lease ID') }),
        },
      ),
      ask('POST', 'sys/leases/lookup', 400, {
        body: { lease_id: 5 },
        expect: byProduct({
          vault: errors('invalid lease'),
          openbao: errors('invalid lease ID'),
        }),
      }),
      ask('POST', 'sys/leases/revoke', { vault: 204, openbao: 400 }, { body: { lease_id: 5 } }),
    ],
  },
]
