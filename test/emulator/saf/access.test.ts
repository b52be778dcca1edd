import { expect, test } from 'vitest'
import { checkAccess, type SafClass } from '../../../emulator/saf/index.ts'
import { definitions } from '../../support/saf.ts'

const people = [
  'ADDGROUP (READERS WRITERS)',
  'ADDUSER ANNA DFLTGRP(READERS)',
  'ADDUSER BERT',
  'CONNECT BERT GROUP(READERS)',
  'CONNECT BERT GROUP(WRITERS)',
  'ADDUSER CARL RESTRICTED',
  'ADDUSER DORA',
  'ALTUSER DORA REVOKE',
]

/** Whether a user may read a resource, and the ids of the rules that decided. */
function check(commands: readonly string[], user: string, cls: SafClass, name: string) {
  const decision = checkAccess(definitions(...people, ...commands), user, { class: cls, name })
  return [decision.allowed, decision.rules.map(({ id }) => id)] as const
}

const tims = (...entries: readonly string[]) => ['RDEFINE TIMS PAYQ', ...entries]
const everybody = tims('PERMIT PAYQ CLASS(TIMS) ID(*)')

test.for([
  ['an entry of the user', tims('PERMIT PAYQ CLASS(TIMS) ID(ANNA)'), 'ANNA', true],
  ['an entry of a group', tims('PERMIT PAYQ CLASS(TIMS) ID(READERS)'), 'ANNA', true],
  ['nobody else', tims('PERMIT PAYQ CLASS(TIMS) ID(ANNA)'), 'BERT', false],
  ['an entry of everybody', everybody, 'ANNA', true],
  ['no revoked user', everybody, 'DORA', false],
  ['no user who is not defined', everybody, 'NOBODY', false],
  ['no restricted user by ID(*)', everybody, 'CARL', false],
  ['UACC', ['RDEFINE TIMS PAYQ UACC(READ)'], 'ANNA', true],
  ['no restricted user by UACC', ['RDEFINE TIMS PAYQ UACC(READ)'], 'CARL', false],
  ['a restricted user by name', tims('PERMIT PAYQ CLASS(TIMS) ID(CARL)'), 'CARL', true],
  [
    'the entry of the user before those of groups',
    tims('PERMIT PAYQ CLASS(TIMS) ID(READERS)', 'PERMIT PAYQ CLASS(TIMS) ID(ANNA) ACCESS(NONE)'),
    'ANNA',
    false,
  ],
  [
    'the highest of the groups',
    tims(
      'PERMIT PAYQ CLASS(TIMS) ID(READERS) AC(NONE)',
      'PERMIT PAYQ CLASS(TIMS) ID(WRITERS) AC(UPDATE)',
    ),
    'BERT',
    true,
  ],
  [
    'an entry NONE of everybody before UACC',
    ['RDEFINE TIMS PAYQ UACC(READ)', 'PERMIT PAYQ CLASS(TIMS) ID(*) ACCESS(NONE)'],
    'ANNA',
    false,
  ],
  [
    'EXECUTE, which is less than READ',
    tims('PE PAYQ CL(TIMS) ID(ANNA) AC(EXECUTE)'),
    'ANNA',
    false,
  ],
] as const)('checks %s [saf.access.list, saf.access.restricted]', ([, commands, user, allowed]) => {
  expect(check(commands, user, 'TIMS', 'PAYQ')[0]).toBe(allowed)
})

test('says by which rule: saf.user.revoked, saf.user.undefined, saf.access.restricted', () => {
  expect(check(everybody, 'DORA', 'TIMS', 'PAYQ')[1]).toEqual(['saf.user.revoked'])
  expect(check(everybody, 'NOBODY', 'TIMS', 'PAYQ')[1]).toEqual(['saf.user.undefined'])
  const carl = check(everybody, 'CARL', 'TIMS', 'PAYQ')[1]
  expect(carl).toEqual(['saf.access.list', 'saf.access.restricted'])
})

test.for([
  ['NOBODY', everybody, 'the user NOBODY is not defined'],
  ['DORA', everybody, 'the user DORA is revoked'],
  ['ANNA', [], 'no profile of class TIMS protects PAYQ'],
  ['ANNA', everybody, 'ANNA has READ access to TIMS profile PAYQ by ID(*)'],
  ['CARL', everybody, 'CARL does not have READ access to TIMS profile PAYQ'],
  [
    'ANNA',
    tims('PERMIT PAYQ CLASS(TIMS) ID(ANNA) ACCESS(NONE)'),
    'ANNA does not have READ access to TIMS profile PAYQ by ID(ANNA)',
  ],
  [
    'ANNA',
    tims('PERMIT PAYQ CLASS(TIMS) ID(READERS)'),
    'ANNA has READ access to TIMS profile PAYQ by ID(READERS)',
  ],
  [
    'ANNA',
    ['RDEFINE TIMS PAY* UACC(READ)'],
    'ANNA has READ access to TIMS profile PAY* by UACC(READ)',
  ],
] as const)('says in words what a check of %s found: %s', ([user, commands, why]) => {
  const request = { class: 'TIMS', name: 'payq' } as const
  expect(checkAccess(definitions(...people, ...commands), user, request).why).toBe(why)
})

test('names the rules of generic profiles only where one decided', () => {
  const generic = ['RDEFINE TIMS PAY* UACC(READ)']
  const both = ['saf.access.list', 'saf.profile.generic', 'saf.profile.most-specific']
  expect(check(generic, 'ANNA', 'TIMS', 'PAYQ')).toEqual([true, both])
  expect(check(everybody, 'ANNA', 'TIMS', 'PAYQ')).toEqual([true, ['saf.access.list']])
})

test('does not blame RESTRICTED for what an entry of the user decides', () => {
  const own = tims('PERMIT PAYQ CLASS(TIMS) ID(CARL) ACCESS(NONE)')
  expect(check(own, 'CARL', 'TIMS', 'PAYQ')).toEqual([false, ['saf.access.list']])
})

test.for([
  ['APPL', true],
  ['TIMS', true],
  ['EJBROLE', false],
  ['SURROGAT', false],
  ['MDSNTB', false],
] as const)(
  'leaves class %s without a profile open: %s [saf.access.unprotected]',
  ([cls, open]) => {
    expect(check([], 'ANNA', cls, 'ANY')).toEqual([open, ['saf.access.unprotected']])
  },
)

const role = (name: string) => [`RDEFINE EJBROLE ${name}`, `PERMIT ${name} CLASS(EJBROLE) ID(ANNA)`]

test.for([
  ['APP.zos.access', 'APP.zos.access', true],
  ['APP.zos.access', 'APP.ZOS.access', false],
  ['APP.%os.access', 'APP.zos.access', true],
  ['APP.%%.access', 'APP.zos.access', false],
  ['APP.*.access', 'APP.zos.access', true],
  ['APP.*.access', 'APP.a.b.access', false],
  ['APP.**.access', 'APP.a.b.access', true],
  ['APP.**.access', 'APP.access', true],
  ['APP.z*.access', 'APP.zos.access', true],
  ['APP.*', 'APP.zos.access', true],
  ['APP.*', 'APP', false],
  ['APP.z*', 'APP.zos.access', true],
  ['APP.**', 'APP', true],
  ['**', 'APP.zos.access', true],
  ['APP.', 'APP', false],
  ['APP.z%*', 'APP.zo', true],
  ['APP.z%*', 'APP.z', false],
  ['APP.zo*.access', 'APP.zebra.access', false],
  ['APP.z%s.access', 'APP.zox.access', false],
  ['zos.*', 'APP.zos.access', false],
] as const)('a profile %s protects %s: %s [saf.profile.generic]', ([name, resource, allowed]) => {
  expect(check(role(name), 'ANNA', 'EJBROLE', resource)[0]).toBe(allowed)
})

test.for([
  ['APP.zos.access', 'APP.**'],
  ['APP.zos.*', 'APP.*.access'],
  ['APP.z%s.access', 'APP.z*.access'],
  ['APP.*.access', 'APP.**.access'],
  ['APP.zos.*', 'APP.**'],
  ['APP.*', 'APP.**'],
  ['APP.%os.access', 'APP.*'],
  ['APP.%os.access', 'APP.**'],
  ['APP.*.access', 'APP.**'],
  ['APP.zos.access', 'APP.zos.acces%'],
  ['*.zos.access', '**.access'],
] as const)('%s wins over %s [saf.profile.most-specific]', ([specific, general]) => {
  const closed = `RDEFINE EJBROLE ${specific}`
  expect(check([closed, ...role(general)], 'ANNA', 'EJBROLE', 'APP.zos.access')[0]).toBe(false)
  expect(check([...role(general), closed], 'ANNA', 'EJBROLE', 'APP.zos.access')[0]).toBe(false)
  expect(check(role(general), 'ANNA', 'EJBROLE', 'APP.zos.access')[0]).toBe(true)
})

test('takes no longer for a profile of many stars', () => {
  const name = Array.from({ length: 60 }, () => '**').join('.')
  const resource = Array.from({ length: 60 }, () => 'a').join('.')
  expect(check(role(name), 'ANNA', 'EJBROLE', `${resource}.b`)[0]).toBe(true)
})
