import { expect, test } from 'vitest'
import type { VaultOptions } from '../../../harness/fakes/options.ts'
import { one, problemsOf } from './reading.ts'

const file = (roles: string): string => `scenario: x
config: server.xml
services:
  v:
    kind: vault
    at: https://v
    jwt:
${roles.replace(/^/gm, '      ')}
requests: { a: { connection: c, path: / } }
steps: [{ call: a }]
`

test('reads a role that logs in with JWTs, with as little as a key and a bound', () => {
  const { services } = one(file('ims: { keys: test, boundAudiences: vault }'))
  const { jwt, mounts } = services[0]!.options as VaultOptions
  expect(jwt).toMatchObject({
    ims: { mount: 'jwt', boundAudiences: ['vault'], boundClaims: {}, userClaim: 'sub' },
  })
  expect(jwt?.['ims']?.keys.length).toBeGreaterThan(0)
  expect(mounts).toContainEqual({ path: 'auth/jwt', type: 'jwt' })
})

test.each<[string, string, string]>([
  [
    'binds nothing',
    'ims: { keys: test }',
    'BAD-VALUE 8:7+3 Vault makes no role that binds neither audience nor subject nor a claim',
  ],
  [
    'has another issuer than the role before it',
    'a: { keys: test, boundSubject: x, boundIssuer: y }\nb: { keys: test, boundSubject: x }',
    'BAD-VALUE 9:10+31 roles of "auth/jwt" have one boundIssuer and the same keys in Vault',
  ],
  [
    'has a policy that is not there',
    'ims: { keys: test, boundSubject: x, policies: [none] }',
    'UNKNOWN-NAME 8:54+4 there is no policy "none"',
  ],
  [
    'has a key in no file',
    'ims: { keys: none.pem, boundSubject: x }',
    'FILE-MISSING 8:20+8 there is no file "none.pem"',
  ],
])('a role for JWTs that %s is refused', (_what, roles, problem) => {
  expect(problemsOf(file(roles))).toContain(problem)
})
