import { tokenFields } from './role-fields.ts'
import fc from 'fast-check'
import { pick, often, ttl, names } from './grammar.ts'

const userName = pick('ann', 'ann', 'bob', 'x-')

const user = (what = '') => userName.map((u) => `auth/@/userpass/users/${u}${what}`)

const password = pick<unknown>('p1', 'p1', 'p2')

export const userpassRequests = fc.oneof(
  often(5, {
    methods: ['POST'],
    path: user(),
    fields: { ...tokenFields, password, max_ttl: ttl },
    always: ['password'],
  }),
  often(2, { methods: ['GET', 'GET', 'DELETE'], path: user() }),
  often(2, {
    methods: ['POST'],
    path: user('/password'),
    fields: { password },
    always: ['password'],
  }),
  often(2, {
    methods: ['POST'],
    path: user('/policies'),
    fields: { token_policies: names, policies: names },
    always: ['token_policies'],
  }),
  often(1, {
    methods: ['LIST', 'GET'],
    path: pick(
      'auth/@/userpass/users',
      'auth/@/userpass/users/',
      'auth/@/userpass/users?list=true',
      'auth/@/userpass/users?list=true&limit=1',
    ),
  }),
  often(4, {
    methods: ['POST'],
    path: userName.map((u) => `auth/@/userpass/login/${u}`),
    fields: { password },
    always: ['password'],
    token: pick(undefined),
  }),
  often(2, {
    methods: ['GET'],
    path: pick('auth/token/lookup-self'),
    token: pick('<token:0>', '<token:1>'),
  }),
)
