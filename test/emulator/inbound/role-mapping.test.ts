import { expect, test } from 'vitest'
import {
  claimAt,
  mapRole,
  matchesPattern,
  networkCredentials,
  networkLimitBytes,
  rulesFor,
  type RoleRule,
} from '../../../emulator/inbound/index.ts'
import { ask, ended, good, signed } from '../../support/inbound.ts'

const at = { file: 's.yaml', line: 1, col: 1 }
const rule = (parts: Partial<RoleRule>): RoleRule => ({
  target: { kind: 'api', pattern: 'accounts' },
  claim: 'roles',
  role: 'teller',
  user: 'TECH',
  at,
  ...parts,
})

test.for<[string, unknown, string]>([
  ['an array', { roles: ['a', 'teller'] }, 'TECH'],
  ['words of a text', { roles: 'a teller\tb' }, 'TECH'],
  ['a text that is the role', { roles: 'teller' }, 'TECH'],
  ['words with several blanks between', { roles: 'a   teller' }, 'TECH'],
  ['a part of a word', { roles: 'tellers' }, 'unmapped'],
  ['another case', { roles: ['Teller'] }, 'unmapped'],
  ['words within an item of an array', { roles: ['a teller'] }, 'unmapped'],
  ['numbers and nothing', { roles: [1, null, { teller: true }] }, 'unmapped'],
  ['a map with the role as key', { roles: { teller: true } }, 'unmapped'],
  ['no claim', {}, 'unmapped'],
])('finds a role in %s [inbound.role.claim]', ([, claims, user]) => {
  const mapped = mapRole({ rules: [] }, [rule({})], claims as Record<string, unknown>)
  expect(mapped.kind === 'mapped' ? mapped.user : mapped.kind).toBe(user)
})

test.for<[unknown, string | readonly string[], unknown]>([
  [{ realm_access: { roles: [1] } }, 'realm_access.roles', [1]],
  [{ resource_access: { 'my.app.v1': { roles: [2] } } }, 'resource_access.my.app.v1.roles', [2]],
  [{ 'http://x.y/claims/role': [3] }, 'http://x.y/claims/role', [3]],
  [{ 'a.b': 4, a: { b: 5 } }, 'a.b', 4],
  [{ 'a.b': 4, a: { b: 5 } }, ['a', 'b'], 5],
  [{ '': { a: 8 } }, '.a', undefined],
  [{ a: { 'b.c': 6, b: { c: 7 } } }, 'a.b.c', 6],
  [{ a: [{ b: 1 }] }, 'a.0.b', undefined],
  [{}, '__proto__.constructor', undefined],
  [{}, 'constructor', undefined],
  [{ a: null }, 'a.b', undefined],
  ['text', 'length', undefined],
])('%j at %j is %j', ([claims, path, value]) => {
  expect(claimAt(claims, path)).toEqual(value)
})

test.for([
  ['accounts', 'accounts', true],
  ['accounts', 'accounts2', false],
  ['acc*', 'accounts', true],
  ['*', '', true],
  ['*unt*', 'accounts', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'acb', false],
  ['a*bc*c', 'abc', false],
  ['', 'a', false],
  ['acc*', 'my-accounts', false],
  ['*web', 'webs', false],
  ['ab*b', 'ab', false],
  ['*a*b*', 'xaxb', true],
  ['*a*b*', 'xbxa', false],
  ['*ab*ab*', 'ab', false],
  ['*ab*ab*', 'abab', true],
] as const)('the pattern %s and %s: %s', ([pattern, text, fits]) => {
  expect(matchesPattern(pattern, text)).toBe(fits)
})

test('rules are for an API by name, or for an application by its context root', () => {
  const mapping = {
    rules: [
      rule({ user: 'A' }),
      rule({ user: 'B', target: { kind: 'application', pattern: '/web' } }),
    ],
  }
  const users = (api: string, url: string) =>
    rulesFor(mapping, { api, url }).map(({ user }) => user)
  expect(users('accounts', 'https://h/web/x')).toEqual(['A', 'B'])
  expect(users('other', 'https://h/web')).toEqual(['B'])
  expect(users('other', 'https://h/webs/web')).toEqual([])
})

test('a role with a blank is one role where the claim is just that', () => {
  const rules = [rule({ role: 'head teller' })]
  const roleOf = (roles: unknown) => mapRole({ rules }, rules, { roles }).kind
  expect([roleOf('head teller'), roleOf('a head teller')]).toEqual(['mapped', 'unmapped'])
})

test('nothing changes where the mapping has no rule for an API', async () => {
  const token = await signed({ ...good, sub: 'anna', roles: ['teller'] })
  const mapping = {
    rules: [rule({ target: { kind: 'api', pattern: 'other' } })],
    otherwise: { user: 'TECH', at },
  }
  expect(ended(await ask({ token, mapping }))).toBe(ended(await ask({ token })))
  expect(ended(await ask({ token, mapping: { rules: [rule({})] } }))).toBe('granted TECH')
})

test.for([
  ['an unknown user', 'NOBODY', 'saf.user.undefined'],
  ['a revoked user', 'GONE', 'saf.user.revoked'],
] as const)('a role that gives %s gives 401 by %s', async ([, user, id]) => {
  const token = await signed({ ...good, roles: ['teller'] })
  const result = await ask({ token, mapping: { rules: [rule({ user })] } })
  expect(ended(result)).toBe('401 inbound.appl')
  expect(result.trace.at(-1)!.rules.map((each) => each.id)).toContain(id)
})

test('a name and a realm go to IMS up to their limits, and neither beyond [inbound.network-identity.length]', () => {
  const link = { version: 15, propagateNetworkSecurityCred: true }
  const send = (user: number, registry: number) => {
    const person = { user: 'u'.repeat(user), registry: 'r'.repeat(registry) }
    return Object.keys(networkCredentials(person, link).credentials).length
  }
  const { user, session } = networkLimitBytes
  expect([send(user, session), send(user + 1, session), send(user, session + 1)]).toEqual([2, 0, 0])
})
