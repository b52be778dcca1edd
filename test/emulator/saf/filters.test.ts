import { expect, test } from 'vitest'
import { findFilter } from '../../../emulator/saf/index.ts'
import { definitions } from '../../support/saf.ts'

const filter = (saf: string, user: string, registry: string): readonly string[] => [
  `ADDUSER ${saf}`,
  `RACMAP ID(${saf}) MAP USERDIDFILTER(NAME('${user}')) REGISTRY(NAME('${registry}'))`,
]

const all = definitions(
  ...filter('JANE', 'jane', 'idp'),
  ...filter('JANEX', 'jane', '*'),
  ...filter('SALES', 'OU=Sales,O=Bank,C=CH', 'ldap'),
  ...filter('BANK', 'O=Bank,C=CH', 'ldap'),
  ...filter('ANYIDP', '*', 'idp'),
  ...filter('ANY', '*', '*'),
)

test.for([
  ['jane', 'idp', 'JANE', 'saf.filter.exact'],
  ['Jane', 'idp', 'ANYIDP', 'saf.filter.any-user'],
  ['jane', 'other', 'JANEX', 'saf.filter.any-registry'],
  ['jane', 'IDP', 'JANEX', 'saf.filter.any-registry'],
  ['CN=Eve,OU=Sales,O=Bank,C=CH', 'ldap', 'SALES', 'saf.filter.distinguished-name'],
  ['CN=Eve,OU=HR,O=Bank,C=CH', 'ldap', 'BANK', 'saf.filter.distinguished-name'],
  ['CN=Eve\\,OU=Sales,O=Bank,C=CH', 'ldap', 'BANK', 'saf.filter.distinguished-name'],
  ['CN=Eve,O=Shop,C=CH', 'ldap', 'ANY', 'saf.filter.any-user'],
  ['*', 'idp', 'ANYIDP', 'saf.filter.any-user'],
  ['*', '*', 'ANY', 'saf.filter.any-user'],
  ['x,O=Bank,C=CH', 'ldap', 'ANY', 'saf.filter.any-user'],
  ['5 x=y,O=Bank,C=CH', 'ldap', 'ANY', 'saf.filter.any-user'],
  ['CN = Eve,O=Bank,C=CH', 'ldap', 'BANK', 'saf.filter.distinguished-name'],
  ['CN=Eve, OU=HR,O=Bank,C=CH', 'ldap', 'BANK', 'saf.filter.distinguished-name'],
] as const)('%s of %s becomes %s by %s', ([user, registry, saf, rule]) => {
  const match = findFilter(all, { user, registry })!
  expect([match.saf, match.rules.map(({ id }) => id)]).toEqual([
    saf,
    expect.arrayContaining([rule]),
  ])
})

test('looks in the order saf.filter.exact, saf.filter.distinguished-name, saf.filter.any-user, saf.filter.any-registry', () => {
  const rules = (user: string, registry: string) =>
    findFilter(all, { user, registry })!.rules.map(({ id }) => id)
  expect(rules('jane', 'idp')).toEqual(['saf.filter.exact'])
  expect(rules('CN=Eve,O=Bank,C=CH', 'ldap')).toEqual(['saf.filter.distinguished-name'])
  expect(rules('eve', 'idp')).toEqual(['saf.filter.any-user'])
  expect(rules('eve', 'other')).toEqual(['saf.filter.any-user', 'saf.filter.any-registry'])
})

test('gives nobody a user without a filter', () => {
  const few = definitions(...filter('JANE', 'jane', 'idp'))
  expect(findFilter(few, { user: 'joe', registry: 'idp' })).toBeUndefined()
  expect(findFilter(few, { user: 'jane', registry: 'ldap' })).toBeUndefined()
  expect(findFilter(few, { user: '', registry: '' })).toBeUndefined()
})
