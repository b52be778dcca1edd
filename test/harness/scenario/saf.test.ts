import { expect, test } from 'vitest'
import { checkAccess } from '../../../emulator/saf/index.ts'
import { head, one, problemsOf, read } from './reading.ts'

const scenario = (saf: string): string => `${head}  - call: secret\nsaf:\n${saf}`

const bank = `  users:
    TECHUPD: { groups: [TELLERS] }
    TECHRO: { groups: [READERS], restricted: true }
    GONE: { groups: [READERS], revoked: true }
    wsguest:
  groups: [EMPTY]
  appl: { BBGZDFLT: [TELLERS, READERS, EMPTY] }
  ejbrole: { BBGZDFLT.zos.connect.access.roles.zosConnectAccess: ['*'] }
  tims: { acctupd: [TELLERS] }
  db2: { DSN1.BANK.ACCOUNT.SELECT: [READERS, TELLERS] }
  filters: [{ user: jane, registry: '*', saf: TECHRO, label: Jane }]
  racf: bank.racf
`
const files = {
  'bank.racf': 'ADDUSER BOSS PASSWORD(B0SSPASS)\nPERMIT ACCTUPD CLASS(TIMS) ID(BOSS)\n',
}

test('reads users, groups, profiles, filters and RACF commands into one security manager', () => {
  const saf = one(scenario(bank), { files }).saf!
  const may = (user: string, cls: 'APPL' | 'EJBROLE' | 'TIMS' | 'MDSNTB', name: string) =>
    checkAccess(saf, user, { class: cls, name }).allowed
  const role = 'BBGZDFLT.zos.connect.access.roles.zosConnectAccess'
  expect([...saf.users.keys()]).toEqual(['TECHUPD', 'TECHRO', 'GONE', 'WSGUEST', 'BOSS'])
  expect([may('TECHUPD', 'APPL', 'BBGZDFLT'), may('WSGUEST', 'APPL', 'BBGZDFLT')]).toEqual([
    true,
    false,
  ])
  expect([may('TECHUPD', 'EJBROLE', role), may('TECHRO', 'EJBROLE', role)]).toEqual([true, false])
  expect([may('BOSS', 'TIMS', 'ACCTUPD'), may('TECHRO', 'TIMS', 'ACCTUPD')]).toEqual([true, false])
  expect([
    may('TECHRO', 'MDSNTB', 'DSN1.BANK.ACCOUNT.SELECT'),
    may('GONE', 'MDSNTB', 'DSN1.BANK.ACCOUNT.SELECT'),
  ]).toEqual([true, false])
  expect(saf.filters).toEqual([{ user: 'jane', registry: '*', saf: 'TECHRO', label: 'Jane' }])
})

test('a password in RACF commands is secret', () => {
  const { secrets, sources } = read(scenario(bank), { files })
  expect(secrets).toContain('B0SSPASS')
  expect(sources.get('bank.racf')).toBe(files['bank.racf'])
})

test.for([
  [
    '  users: [TOOLONGNAME]\n',
    'BAD-VALUE 12:11+11 "TOOLONGNAME" cannot be a user ID or a group name',
  ],
  ['  users: [A, a]\n', 'DUPLICATE-NAME 12:14+1 "a" is there twice'],
  [
    '  users: { A: { groups: [1X] } }\n',
    'BAD-VALUE 12:26+2 "1X" cannot be a user ID or a group name',
  ],
  [
    '  users: { A: { groups: [A] } }\n',
    'BAD-VALUE 12:26+1 "A" is a user: "A" cannot be connected to it',
  ],
  ['  groups: [a.b]\n', 'BAD-VALUE 12:12+3 "a.b" cannot be a user ID or a group name'],
  [
    '  users: [ANNA]\n  tims: { T: [ANA] }\n',
    'UNKNOWN-NAME 13:15+3 there is no user and no group "ANA"',
  ],
  [
    '  users: [ANNA]\n  filters: [{ user: x, registry: y, saf: ANA }]\n',
    'UNKNOWN-NAME 13:42+3 there is no user "ANA"',
  ],
  ['  racf: no.racf\n', 'FILE-MISSING 12:9+7 there is no file "no.racf"'],
] as const)('names what is wrong in %j', ([saf, problem]) => {
  expect(problemsOf(scenario(saf))).toEqual([problem])
})

test('an error in RACF commands has its place in their file, a note stops nothing', () => {
  const wrong = { 'bank.racf': 'SETROPTS REFRESH\nADDUSER BOSS DFLTGRP(NONE)\n' }
  expect(problemsOf(scenario('  racf: bank.racf\n'), { files: wrong })).toEqual(
    [
      'RACF-IGNORED 1:1+8 SETROPTS changes nothing here: classes are always active and up to date',
      'RACF-COMMAND 2:22+4 the group NONE is not defined',
    ].map((each) => each.replace(/^(\S+)/, 'bank.racf $1')),
  )
})
