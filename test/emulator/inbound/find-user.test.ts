import type { JWTPayload } from 'jose'
import { expect, test } from 'vitest'
import { ask, ended, good, oidc, signed } from '../../support/inbound.ts'

/** How a request with these claims ends at an openidConnectClient, and who the person is. */
async function who(attributes: string, claims: JWTPayload) {
  const result = await ask({ xml: [oidc(attributes)], token: await signed({ ...good, ...claims }) })
  return [ended(result), result.person && `${result.person.user} of ${result.person.registry}`]
}

test.for<[string, string, JWTPayload, string, string | undefined]>([
  ['sub', '', {}, 'granted ANNA', 'anna of https://idp'],
  [
    'the claim that is named',
    'userIdentifier="mail"',
    { mail: 'anna', sub: 'x' },
    'granted ANNA',
    'anna of https://idp',
  ],
  [
    'another claim for the subject',
    'userIdentityToCreateSubject="mail"',
    { mail: 'anna' },
    'granted ANNA',
    'anna of https://idp',
  ],
  [
    'the first of both',
    'userIdentifier="a" userIdentityToCreateSubject="b"',
    { a: 'anna', b: 'bert' },
    'granted ANNA',
    'anna of https://idp',
  ],
  ['a claim that is not there', 'userIdentifier="mail"', {}, '401 inbound.user-claim', undefined],
  [
    'a claim that is no text',
    'userIdentifier="mail"',
    { mail: ['anna'] },
    '401 inbound.user-claim',
    undefined,
  ],
  ['an empty claim', '', { sub: '' }, '401 inbound.user-claim', undefined],
  [
    'an empty unique name for none',
    '',
    { uniqueSecurityName: '' },
    'granted ANNA',
    'anna of https://idp',
  ],
  [
    'the unique name',
    '',
    { sub: 'x', uniqueSecurityName: 'anna' },
    'granted ANNA',
    'anna of https://idp',
  ],
] as const)(
  'takes as user name %s [inbound.user-claim]',
  async ([, attributes, claims, end, person]) => {
    expect(await who(attributes, claims)).toEqual([end, person])
  },
)

test.for<[string, string, JWTPayload, string, string]>([
  ['iss', '', {}, 'granted ANNA', 'https://idp'],
  ['realmName', 'realmName="bank"', {}, '403 inbound.access-role', 'bank'],
  ['iss where the claim is empty', '', { realmName: '' }, 'granted ANNA', 'https://idp'],
  [
    'the claim realmName',
    'realmName="bank"',
    { realmName: 'https://idp' },
    'granted ANNA',
    'https://idp',
  ],
  [
    'the claim that is named',
    'realmIdentifier="r"',
    { r: 'other' },
    '403 inbound.access-role',
    'other',
  ],
] as const)('takes as realm %s [inbound.realm]', async ([, attributes, claims, end, realm]) => {
  expect(await who(attributes, claims)).toEqual([end, `anna of ${realm}`])
})

test.for<[string, string, string]>([
  ['anna', 'granted ANNA', 'anna of PLEX'],
  ['ANNA', 'granted ANNA', 'ANNA of PLEX'],
  ['gone', '401 inbound.appl', 'gone of PLEX'],
  ['bert', '401 inbound.appl', 'bert of PLEX'],
])('a user of the registry is %s: %s [inbound.registry-user]', async ([sub, end, person]) => {
  expect(await who('mapIdentityToRegistryUser="true"', { sub })).toEqual([end, person])
})

test('a user whom a role gives keeps the realm of the person', async () => {
  const at = { file: 's.yaml', line: 1, col: 1 }
  const target = { kind: 'api', pattern: '*' } as const
  const xml = [oidc('mapIdentityToRegistryUser="true"')]
  const mapping = { rules: [{ target, claim: 'sub', role: 'bert', user: 'ANNA', at }] }
  const result = await ask({ xml, mapping, token: await signed({ ...good, sub: 'bert' }) })
  expect(result.person).toEqual({ user: 'bert', registry: 'https://idp' })
})

test('a group is no user, and no name too long is one', async () => {
  for (const sub of ['readers', 'nobody', 'annaannaanna', '*', '__proto__'])
    expect((await who('mapIdentityToRegistryUser="true"', { sub }))[0]).toBe(
      '401 inbound.registry-user',
    )
})

test('without a safRegistry nobody is found in it', async () => {
  const xml = ['<safRegistry2/>', oidc('mapIdentityToRegistryUser="true"')]
  expect(ended(await ask({ xml, token: await signed() }))).toBe('granted ANNA')
})

test('a filter to a revoked user gives 401 by saf.user.revoked [inbound.distributed]', async () => {
  const result = await ask({ token: await signed({ ...good, sub: 'gone' }) })
  expect(ended(result)).toBe('401 inbound.appl')
  expect(result.trace.at(-1)!.rules.map(({ id }) => id)).toContain('saf.user.revoked')
})

test('without mapDistributedIdentities no filter is looked at [inbound.no-saf-user]', async () => {
  const xml = ['<safCredentials mapDistributedIdentities="false"/>', oidc()]
  const result = await ask({ xml, token: await signed() })
  expect([ended(result), result.user]).toEqual(['403 inbound.access-role', 'WSGUEST'])
})

test('the personal user of mpJwt is in its realm, which is iss', async () => {
  const mp = '<mpJwt id="m" issuer="https://idp" audiences="api" jwksUri="https://idp/jwks"/>'
  const result = await ask({
    xml: [mp],
    token: await signed({ ...good, upn: 'anna', realmName: 'x' }),
  })
  expect([ended(result), result.person]).toEqual([
    'granted ANNA',
    { user: 'anna', registry: 'https://idp' },
  ])
  expect(ended(await ask({ xml: [mp], token: await signed() }))).toBe('401 inbound.user-claim')
})
