import { expect, test } from 'vitest'
import { one, problemsOf } from './reading.ts'

const file = (mapping: string, extensions = '[role-mapping]'): string => `scenario: roles
config: server.xml
saf: { users: { TECH: { groups: [CLERKS] }, GONE: { revoked: true } } }
extensions: ${extensions}
services:
  idp: { kind: oauth, at: 'https://idp', clients: { web: { secret: s3cret } } }
  ims: { kind: ims, at: 'http://ims', transactions: { TX1: } }
  zosc: { kind: inbound, at: 'https://zosc', ims: ims, apis: { a: { GET /a: { transaction: TX1 } } } }
steps:
  - request: { to: zosc, path: /a, token: { by: idp } }
roleMapping:
${mapping}`

const rule = (parts: string): string => `  rules: [{ ${parts} }]\n`

test('reads the rules in their order, claims as paths or names', () => {
  const mapping = `  claim: realm_access.roles
  otherwise: tech
  rules:
    - { api: a, role: r1, user: tech }
    - { application: /web, claim: [a.b, c], role: r2, user: TECH }
    - { role: r3, user: TECH }
`
  const { roleMapping } = one(file(mapping))
  expect(roleMapping).toMatchObject({
    otherwise: { user: 'TECH' },
    rules: [
      {
        target: { kind: 'api', pattern: 'a' },
        claim: 'realm_access.roles',
        role: 'r1',
        user: 'TECH',
      },
      { target: { kind: 'application', pattern: '/web' }, claim: ['a.b', 'c'] },
      { target: { kind: 'api', pattern: '*' }, claim: 'realm_access.roles' },
    ],
  })
  expect(roleMapping!.rules[0]!.at).toMatchObject({ line: 15 })
})

test('is left out where the extension is off', () => {
  expect(one(file(rule('role: r, user: TECH'), '[]'))).not.toHaveProperty('roleMapping')
})

test.for([
  ['role: r, user: NOBODY', 'UNKNOWN-NAME 12:28+6 there is no user "NOBODY"'],
  ['role: r, user: TECHH', 'UNKNOWN-NAME 12:28+5 there is no user "TECHH"'],
  ['role: r, user: GONE', 'REVOKED-USER 12:28+4 the user "GONE" is revoked'],
  [
    'role: r, user: CLERKS',
    'UNKNOWN-NAME 12:28+6 "CLERKS" is a group, and a request runs as a user',
  ],
  [
    'api: a, application: b, role: r, user: TECH',
    'BAD-VALUE 12:21+11 a rule is for APIs or for applications',
  ],
  ['role: r', 'MISSING-KEY 12:11+11 "user" is missing'],
  ['role: r, usr: TECH', 'MISSING-KEY 12:11+22 "user" is missing'],
] as const)('names what is wrong in %s, with its place', ([parts, problem]) => {
  expect(problemsOf(file(rule(parts)))).toContain(problem)
})

test.for([
  [
    '  otherwise: GONE\n  rules: [{ role: r, user: TECH }]\n',
    'REVOKED-USER 12:14+4 the user "GONE" is revoked',
  ],
  ['  rules: []\n', 'NOTHING-HAPPENS 12:3+9 no role is mapped'],
] as const)('names what is wrong in %j', ([mapping, problem]) => {
  expect(problemsOf(file(mapping)).map((each) => each.replace(/\+\d+/, ''))).toContain(
    problem.replace(/\+\d+/, ''),
  )
})

test('a mapping without a security manager has nobody to map to', () => {
  const text = file(rule('role: r, user: TECH')).replace(/^saf: .*\n/m, '')
  expect(problemsOf(text)).toEqual([
    'UNKNOWN-NAME 11:28+4 there is no user "TECH": there is no saf',
  ])
})

const steps = (step: string) =>
  file(rule('role: r, user: TECH')).replace(/ {2}- request: .*/, `  - ${step}`)

test.for([
  ['request: { to: zos, path: /a }', 'UNKNOWN-NAME 10:20+3 there is no service "zos"'],
  ['request: { to: zosc, path: a }', 'BAD-VALUE 10:32+1 "a" has no leading slash'],
  [
    'request: { to: zosc, path: /a, token: { by: ims } }',
    'UNKNOWN-NAME 10:49+3 there is no service that issues JWTs "ims"',
  ],
  [
    'request: { to: zosc, path: /a, token: { by: idp, forgedClaims: {} } }',
    'BAD-VALUE 10:68+2 nobody forges this token',
  ],
  [
    'request: { to: zosc, path: /a, token: { by: idp, forge: badly } }',
    'BAD-VALUE 10:61+5 "badly" is not known here',
  ],
  [
    "request: { to: zosc, path: /a, token: '${x}' }",
    'UNKNOWN-NAME 10:43+6 there is no captured value "x"',
  ],
  [
    '{ request: { to: zosc, path: /a }, expect: { statusCode: 200 } }',
    'BAD-VALUE 10:50+10 "statusCode" says nothing about a step "request"',
  ],
] as const)('names what is wrong with the step %s', ([step, problem]) => {
  expect(problemsOf(steps(step))).toEqual([problem])
})

const services = (from: string, to: string) => file(rule('role: r, user: TECH')).replace(from, to)

test.for([
  ['ims: ims', 'ims: idp', 'UNKNOWN-NAME 8:51+3 there is no service of kind ims "idp"'],
  [
    'transaction: TX1',
    'transaction: TX2',
    'UNKNOWN-NAME 8:92+3 there is no transaction of "ims" "TX2"',
  ],
  ['GET /a', 'GET a', 'BAD-VALUE 8:69+5 "GET a" is no method and path'],
  ['TX1:', 'tx1:', 'BAD-VALUE 7:55+3 "tx1" cannot be a transaction'],
] as const)('names what is wrong with the services: %s as %s', ([from, to, problem]) => {
  expect(problemsOf(services(from, to))).toContain(problem)
})
