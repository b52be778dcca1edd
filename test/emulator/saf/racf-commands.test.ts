import { expect, test } from 'vitest'
import { checkAccess } from '../../../emulator/saf/index.ts'
import { definitions, racf, racfProblems } from '../../support/saf.ts'

const job = `//DEFINE  JOB (ACCT),'SECURITY'
//STEP1   EXEC PGM=IKJEFT01
//SYSTSIN DD *
  /* the technical users of the accounts API */
  ADDGROUP (TELLERS READONLY)
  ADDUSER TECHUPD DFLTGRP(TELLERS) NAME('Updates accounts') NOPASSWORD -
    OMVS(AUTOUID HOME(/u/techupd) PROGRAM(/bin/sh))
  AU techro DFLTGRP(READONLY)
  CO TECHUPD GROUP(READONLY)
  RDEFINE EJBROLE BBGZDFLT.zos.connect.+
          access.roles.zosConnectAccess UACC(NONE)
  PERMIT BBGZDFLT.zos.connect.access.roles.zosConnectAccess -
    CLASS(EJBROLE) ID(TELLERS,READONLY) ACCESS(READ)
  RACMAP ID(TECHRO) MAP -
    USERDIDFILTER(NAME('o''hara')) REGISTRY(NAME('https://idp.example.com')) -
    WITHLABEL('an Irish name')
/*
//`

test('reads the job of an administrator [saf.racf.commands]', () => {
  const { problems, definitions: read } = racf(...job.split('\n'))
  expect(problems).toEqual([])
  expect([...read.users.get('TECHUPD')!.groups]).toEqual(['TELLERS', 'READONLY'])
  expect(read.filters).toEqual([
    { user: "o'hara", registry: 'https://idp.example.com', saf: 'TECHRO', label: 'an Irish name' },
  ])
  const name = 'BBGZDFLT.zos.connect.access.roles.zosConnectAccess'
  expect(checkAccess(read, 'TECHRO', { class: 'EJBROLE', name }).allowed).toBe(true)
})

test('keywords may be cut short while they are unambiguous', () => {
  const read = definitions('AG G', 'AU U DFLT(G)', 'RDEF TIMS T', 'PE T CL(TIMS) I(G) AC(READ)')
  expect(checkAccess(read, 'U', { class: 'TIMS', name: 'T' }).allowed).toBe(true)
  expect(racfProblems('AU U', 'ALU U RE')).toEqual([
    'error 2:7 "RE" could be several operands of ALTUSER',
  ])
})

const base = ['ADDGROUP G', 'ADDUSER U DFLTGRP(G)', 'RDEFINE TIMS T', 'PERMIT T CLASS(TIMS) ID(U)']

test.for([
  ['REVOKE', ['ALTUSER U REVOKE'], false],
  ['RESUME', ['ALTUSER U REVOKE', 'ALTUSER U RESUME'], true],
  ['DELETE of an entry', ['PERMIT T CLASS(TIMS) ID(U) DELETE'], false],
  ['RESET of a list', ['PERMIT T CLASS(TIMS) RESET'], false],
  ['DELUSER', ['DELUSER U'], false],
  ['a user deleted and added again, whose entry stayed', ['DELUSER U', 'ADDUSER U'], true],
  ['RDELETE, which leaves a transaction open', ['RDELETE TIMS T'], true],
  ['RALTER', ['PERMIT T CLASS(TIMS) RESET', 'RALTER TIMS T UACC(READ)'], true],
  ['a group', ['PERMIT T CLASS(TIMS) RESET ID(G)'], true],
  ['a connection removed', ['PERMIT T CLASS(TIMS) RESET ID(G)', 'REMOVE U GROUP(G)'], false],
  [
    'a connection revoked',
    ['PERMIT T CLASS(TIMS) RESET ID(G)', 'CONNECT U GROUP(G) REVOKE'],
    false,
  ],
] as const)('carries out %s', ([, commands, allowed]) => {
  const read = definitions(...base, ...commands)
  expect(checkAccess(read, 'U', { class: 'TIMS', name: 'T' }).allowed).toBe(allowed)
})

test.for([
  ['ADUSER A', 'error 1:1 "ADUSER" is no RACF command known here'],
  ['ADDUSER', 'error 1:1 ADDUSER names nothing'],
  ['ADDUSER TOOLONGNAME', 'error 1:9 "TOOLONGNAME" cannot be a user ID or a group name'],
  ['ADDUSER A DFLTGRP(NONE)', 'error 1:19 the group NONE is not defined'],
  ['ADDUSER A RESTRICTD', 'error 1:11 "RESTRICTD" is no operand of ADDUSER'],
  ['ADDUSER (A', 'error 1:11 a parenthesis is not closed'],
  ['ADDUSER A)', 'error 1:10 a parenthesis was never opened'],
  ["ADDUSER A NAME('x", 'error 1:16 a quote is not closed'],
  ['ALTUSER A REVOKE', 'error 1:9 the user A is not defined'],
  ['CONNECT A', 'error 1:1 GROUP names no group'],
  ['PERMIT X CLASS(TIMS) ID(A)', 'error 1:8 TIMS has no profile X'],
  ['RDEFINE TIMS', 'error 1:1 RDEFINE names nothing'],
  ['RDEFINE TIMS X UACC(REED)', 'error 1:21 "REED" is no level of access'],
  ['RDEFINE FACILITY BPX.SERVER', 'note 1:9 nothing here is checked against class "FACILITY"'],
  ['RDEFINE EJBROLES X', 'warning 1:9 nothing here is checked against class "EJBROLES"'],
  [
    'PERMIT X CLASS(SERVER) ID(A) WHEN(X)',
    'note 1:16 nothing here is checked against class "SERVER"',
  ],
  ['RACMAP MAP', 'error 1:1 RACMAP names no user'],
  ['RACMAP ID(A) LISTMAP MAP', 'error 1:1 RACMAP does one thing, not MAP and LISTMAP'],
  ['RACMAP ID(A) LISTMAP', 'note 1:1 RACMAP LISTMAP changes nothing'],
  [
    'SETROPTS RACLIST(IDIDMAP) REFRESH',
    'note 1:1 SETROPTS changes nothing here: classes are always active and up to date',
  ],
] as const)('names what is wrong with %s', ([command, problem]) => {
  expect(racfProblems(command)).toEqual([problem])
})

test.for([
  [
    'PERMIT T CLASS(TIMS) ID(G) WHEN(TERMINAL(A))',
    '28 conditions and copied lists are not emulated, so nothing is permitted',
  ],
  ['PERMIT T CLASS(TIMS) ID(GG)', '25 GG is neither a user nor a group'],
  ['PERMIT T CLASS(TIMS)', '1 PERMIT names nobody'],
  ['PERMIT T CLASS(TIMS) ID(G) ID(U)', '28 PERMIT has ID twice'],
  ['PERMIT T CLASS(TIMS) ID(G) DELETE(X)', '28 DELETE takes nothing in parentheses'],
  ['PERMIT (T S) CLASS(TIMS) ID(G)', '11 PERMIT takes one profile'],
  ['ADDUSER G', '9 G is defined already'],
  ['ADDGROUP *', '10 "*" cannot be a group name'],
  ['DELGROUP G', '10 users are connected to G: U'],
  ['REMOVE U GROUP(H)', '16 the group H is not defined'],
  ['RDEFINE TIMS T', '14 TIMS has a profile T already'],
  ['ALTUSER U DFLTGRP(H)', '19 the group H is not defined'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('a'))", '1 RACMAP MAP has no registry'],
  ["RACMAP ID(U) MAP REGISTRY(NAME('a'))", '1 RACMAP MAP has no user name'],
  ['RACMAP ID(U) DELMAP', '14 U has no such filter'],
])('leaves everything as it was after %s', ([command, problem]) => {
  const read = racf(...base, command!)
  expect(read.problems.map(({ at, message }) => `${at.col} ${message}`)).toEqual([problem])
  expect(read.problems[0]!.at.line).toBe(5)
  expect(read.definitions).toEqual(definitions(...base))
})

test('a date after REVOKE is told, and errs on the side of no access', () => {
  const read = racf(...base, 'ALTUSER U REVOKE(01/05/27)', 'CONNECT U GROUP(G) RESUME(01/05/27)')
  expect(read.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
  expect(read.definitions.users.get('U')).toMatchObject({ revoked: true, groups: new Set() })
})

test('blanks may stand between a keyword and its list', () => {
  const read = definitions('ADDUSER U', 'RDEFINE TIMS T', 'PERMIT T CLASS (TIMS)  ID (U)')
  expect(checkAccess(read, 'U', { class: 'TIMS', name: 'T' }).allowed).toBe(true)
})

test('the place of a word after a continued line is its own', () => {
  expect(racfProblems('ADDUSER A -', '  DFLTGRP(X)')).toEqual([
    'error 2:11 the group X is not defined',
  ])
  expect(racfProblems('ADDUSER A +', '  DFLTGRP(X)')).toEqual([
    'error 2:11 the group X is not defined',
  ])
})

test('DELMAP takes one filter away, by its label where there are several', () => {
  const map = (user: string, label: string) =>
    `RACMAP ID(U) MAP USERDIDFILTER(NAME('${user}')) REGISTRY(NAME('r')) WITHLABEL('${label}')`
  const two = [...base, map('a', 'first'), map('b', 'second')]
  const read = definitions(...two, "RACMAP ID(U) DELMAP(LABEL('first'))")
  expect(read.filters.map(({ user }) => user)).toEqual(['b'])
  expect(racfProblems(...two, 'RACMAP ID(U) DELMAP')).toEqual(['error 7:14 U has several filters'])
  expect(racfProblems(...two, map('a', 'third'))).toEqual([
    'error 7:37 this user name and registry map to U already',
  ])
})
