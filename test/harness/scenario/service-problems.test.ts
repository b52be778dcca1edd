import { expect, test } from 'vitest'
import { one, problemsOf } from './reading.ts'

const small = 'scenario: x\nconfig: server.xml\n'
const after = (text: string): string =>
  `${text}requests: { a: { connection: c, path: / } }\nsteps: [{ call: a }]\n`
const service = (text: string): string => after(`${small}services:\n  ${text}\n`)

test.each<[string, string, string]>([
  [
    'a service without a kind',
    service('a: { at: "https://a" }'),
    'MISSING-KEY 4:3+1 "a" has no "kind"',
  ],
  [
    'an unknown kind',
    service('a: { kind: valt }'),
    'UNKNOWN-NAME 4:14+4 there is no kind of service "valt"',
  ],
  [
    'a service that listens nowhere',
    service('a: { kind: vault }'),
    'MISSING-KEY 4:3+1 "a" listens nowhere',
  ],
  [
    'a client certificate whose authority is missing',
    service('a: { kind: vault, at: "https://a", clientCertificate: { ca: no.pem } }'),
    'FILE-MISSING 4:63+6 there is no file "no.pem"',
  ],
  [
    'a client certificate whose authority is none',
    service('a: { kind: vault, at: "https://a", clientCertificate: { ca: server.xml } }'),
    'BAD-VALUE 4:63+10 "server.xml" holds no certificate',
  ],
  [
    'a misspelt key of a client certificate',
    service('a: { kind: vault, at: "https://a", clientCertificate: { subjct: CN=a } }'),
    'UNKNOWN-KEY 4:59+6 "subjct" is not known here',
  ],
  [
    'a proxy with users',
    service('a: { kind: proxy, at: "http://a:8080", users: { a: b } }'),
    'UNKNOWN-KEY 4:42+5 "users" is not known here',
  ],
  [
    'a service at two places',
    service('a: { kind: vault, at: "https://a", for: b }'),
    'BAD-VALUE 4:38+3 "a" has both "at" and "for"',
  ],
  [
    'a capital letter',
    service('A: { kind: vault, at: "https://a" }'),
    'BAD-VALUE 4:3+1 "A" cannot be the name of a service',
  ],
  [
    'an origin that is none',
    service('a: { kind: vault, at: a }'),
    'BAD-VALUE 4:25+1 "a" is no URL',
  ],
  [
    'a limit of no endpoint',
    service('a: { kind: vault, at: "https://a", limits: { logn: 1/s } }'),
    'UNKNOWN-NAME 4:48+4 there is no endpoint "logn"',
  ],
  [
    'a rate without a unit',
    service('a: { kind: vault, at: "https://a", limits: { login: 5 } }'),
    'BAD-VALUE 4:55+1 expected a rate as 100/s, 1000/m or 20/h, found a number',
  ],
  [
    'a login nobody can pass',
    service('a: { kind: jwt, at: "https://a" }'),
    'MISSING-KEY 4:3+1 nobody could log in: there are no users',
  ],
  [
    'unknown credentials',
    service('a: { kind: jwt, at: "https://a", users: { u: p }, credentials: { in: bdy } }'),
    'BAD-VALUE 4:72+3 expected one of basic, headers, body, found a text',
  ],
  [
    'a jti in an opaque token',
    service(
      'a: { kind: jwt, at: "https://a", users: { u: p }, token: { kind: opaque, jti: true } }',
    ),
    'BAD-VALUE 4:76+3 an opaque token has no "jti"',
  ],
  [
    'a role without its id',
    service('a: { kind: vault, at: "https://a", approle: { r: { } } }'),
    'MISSING-KEY 4:49+1 "roleId" is missing',
  ],
  [
    'a policy that is not there',
    service(
      'a: { kind: vault, at: "https://a", policies: { p: {} }, approle: { r: { roleId: r, policies: [q] } } }',
    ),
    'UNKNOWN-NAME 4:97+1 there is no policy "q"',
  ],
  [
    'a token of nobody',
    service('a: { kind: api, at: "https://a", require: { token: v }, routes: { GET /: } }'),
    'UNKNOWN-NAME 4:54+1 there is no service that issues tokens "v"',
  ],
  [
    'a route without a method',
    service('a: { kind: api, at: "https://a", routes: { /a: } }'),
    'BAD-VALUE 4:46+2 "/a" is no method and path',
  ],
  [
    'an api without routes',
    service('a: { kind: api, at: "https://a" }'),
    'MISSING-KEY 4:3+1 "routes" is missing',
  ],
])('names %s', (_title, text, problem) => {
  expect(problemsOf(text)).toContain(problem)
})

test('takes a client certificate by a subject, by any, or by none', () => {
  const demand = (text: string) =>
    one(service(`a: { kind: vault, at: "https://a", clientCertificate: ${text} }`)).services[0]!
      .clientCertificate
  expect(demand('CN=ims')).toEqual({ subject: 'CN=ims' })
  expect(demand('{ subject: CN=ims }')).toEqual({ subject: 'CN=ims' })
  expect(demand('true')).toEqual({})
  expect(demand('false')).toBeUndefined()
})
