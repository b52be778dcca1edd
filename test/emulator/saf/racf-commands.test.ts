import { expect, test } from 'vitest'
import { checkAccess, readRacfCommands } from '../../../emulator/saf/index.ts'
import type { RacfProblem } from '../../../emulator/saf/model.ts'
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
  ['SETROPT LIST', 'error 1:1 "SETROPT" is no RACF command known here'],
  ['ADDUSER', 'error 1:1 ADDUSER names nothing'],
  ['ADDUSER A(B)', 'error 1:1 ADDUSER names nothing'],
  ['ADDUSER (A B(C))', 'error 1:1 ADDUSER names nothing'],
  ['ADDUSER *', 'error 1:9 "*" cannot be a user ID'],
  ["ADDUSER A 'RESTRICTED'", 'error 1:11 "RESTRICTED" is no operand of ADDUSER'],
  ['ADDUSER A NAME(B) (C)', 'error 1:19 "" is no operand of ADDUSER'],
  ['ADDUSER A(((((((((B', 'error 1:19 the parentheses are too deep'],
  ['DELUSER A', 'error 1:9 the user A is not defined'],
  ['DELGROUP A', 'error 1:10 the group A is not defined'],
  ['RDELETE TIMS X', 'error 1:14 TIMS has no profile X'],
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
  ['RDEFINE () X', 'error 1:1 RDEFINE names no class'],
  ['PERMIT X CLASS ID(A)', 'error 1:1 PERMIT names no class'],
  ["RDEFINE TIMS 'A B'", 'error 1:14 "A B" cannot be the name of a profile'],
  ['RDEFINE TIMS X UACC', 'error 1:16 "" is no level of access'],
  ['RDEFINE TIMS X UACC(READ NONE)', 'error 1:16 UACC takes one level'],
  ['RDEFINE FACILITY X NOSUCH(A)', 'note 1:9 nothing here is checked against class "FACILITY"'],
  ['PERMIT X CL(SERVER) ID(A)', 'note 1:13 nothing here is checked against class "SERVER"'],
  ['RDEFINE TIMS X UACC(REED)', 'error 1:21 "REED" is no level of access'],
  ['RDEFINE FACILITY BPX.SERVER', 'note 1:9 nothing here is checked against class "FACILITY"'],
  ['RDEFINE EJBROLES X', 'warning 1:9 nothing here is checked against class "EJBROLES"'],
  [
    'PERMIT X CLASS(SERVER) ID(A) WHEN(X)',
    'note 1:16 nothing here is checked against class "SERVER"',
  ],
  ['RACMAP MAP', 'error 1:1 RACMAP names no user'],
  ['RACMAP ID(A) LISTMAP MAP', 'error 1:1 RACMAP does one thing, not MAP and LISTMAP'],
  ['RACMAP ID(*) MAP', 'error 1:8 RACMAP names no user'],
  ['RACMAP ID(A) QUERY', 'note 1:1 RACMAP QUERY changes nothing'],
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
  ['PERMIT T CLASS(TIMS) ID(U) ID(G)', '28 PERMIT has ID twice'],
  ['PERMIT T CLASS(TIMS) ID(U) DELETE(X)', '28 DELETE takes nothing in parentheses'],
  ['PERMIT (T S) CLASS(TIMS) ID(G)', '11 PERMIT takes one profile'],
  ['ADDUSER G', '9 G is defined already'],
  ['RDEFINE TIMS X UACC(REED)', '21 "REED" is no level of access'],
  ['RALTER TIMS T UACC(REED)', '20 "REED" is no level of access'],
  ['PERMIT T CLASS(TIMS) ID(G) ACCESS(REED)', '35 "REED" is no level of access'],
  ['ADDGROUP G', '10 G is defined already'],
  ['CONNECT X GROUP(G)', '9 the user X is not defined'],
  ['REMOVE X GROUP(G)', '8 the user X is not defined'],
  ['ADDGROUP *', '10 "*" cannot be a group name'],
  ['DELGROUP G', '10 users are connected to G: U'],
  ['REMOVE U GROUP(H)', '16 the group H is not defined'],
  ['RDEFINE TIMS T', '14 TIMS has a profile T already'],
  ['ALTUSER U DFLTGRP(H)', '19 the group H is not defined'],
  ['ALTUSER U DFLTGRP(H) REVOKE', '19 the group H is not defined'],
  ['RALTER TIMS T UACC(REED) OWNER(X)', '20 "REED" is no level of access'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('a'))", '1 RACMAP MAP has no registry'],
  ["RACMAP ID(U) MAP REGISTRY(NAME('a'))", '1 RACMAP MAP has no user name'],
  ['RACMAP ID(U) DELMAP', '14 U has no such filter'],
  ['RACMAP ID(U) DELMAP(X)', '14 DELMAP takes LABEL'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('a' 'b'))", '18 RACMAP MAP has no user name'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME(''))", '18 RACMAP MAP has no user name'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('a') X)", '18 RACMAP MAP has no user name'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAMES('a'))", '18 RACMAP MAP has no user name'],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('a')) REGISTRY(X)", '43 RACMAP MAP has no registry'],
])('leaves everything as it was after %s', ([command, problem]) => {
  const read = racf(...base, command!)
  expect(read.problems.map(({ at, message }) => `${at.col} ${message}`)).toEqual([problem])
  expect(read.problems[0]!.at.line).toBe(5)
  expect(read.definitions).toEqual(definitions(...base))
})

test.for([
  ['ADUSER A', 'did you mean "ADDUSER"?'],
  ['ADDUSER', 'add a name'],
  ['ADDUSER 1A', 'use 1 to 8 of A-Z, 0-9, #, $ and @, not beginning with a digit'],
  ['ADDUSER *', 'write a user ID'],
  ['ADDUSER U', 'use ALTUSER, or another user ID'],
  ['ADDUSER A DFLTGRP(GG)', 'did you mean "G"?'],
  ['ADDUSER A DFLTGRP', 'write DFLTGRP(GROUP)'],
  ['ADDUSER A RESTRICTD', 'did you mean "RESTRICTED"?'],
  ['ADDUSER A RES RES', 'write it once'],
  ['ADDUSER (A', 'close what is open, and end a line that goes on with -'],
  ['ALTUSER UU REVOKE', 'did you mean "U"?'],
  ['ALTUSER U RE', 'use one of: RESTRICTED, REVOKE, RESUME'],
  ['ALTUSER U RESUME(1)', 'write RESUME without a date'],
  ['ALTUSER U DFLTGRP(E)', 'CONNECT U GROUP(E) first'],
  ['ADDGROUP *', 'write a group name'],
  ['ADDGROUP G', 'use another group name'],
  ['DELGROUP G', 'REMOVE them first'],
  ['DELGROUP GG', 'did you mean "G"?'],
  ['CONNECT U', 'write GROUP(GROUP)'],
  ['CONNECT U GROUP(G) REVOKE(1)', 'write REVOKE without a date'],
  ['REMOVE U GROUP(E)', 'did you mean "G"?'],
  ['RDEFINE', 'add a class'],
  ['RDEFINE TIMS X UACC(REED)', 'did you mean "READ"?'],
  ['RDEFINE TIMS T', 'use RALTER'],
  ["RDEFINE TIMS 'A B'", 'write it without blanks and quotes'],
  ['RDEFINE EJBROLES X', 'did you mean "EJBROLE"?'],
  ['RALTER TIMS TT', 'did you mean "T"?'],
  ['RALTER APPL A', 'RDEFINE APPL A first'],
  ['PERMIT T ID(U)', 'add a class'],
  ['PERMIT T CLASS(TIMS) ID(U) FROM(X)', 'leave FROM out'],
  ['PERMIT (T S) CLASS(TIMS) ID(G)', 'write one PERMIT for each'],
  ['PERMIT T CLASS(TIMS) ID(GG)', 'did you mean "G"?'],
  ['PERMIT T CLASS(TIMS) ID(UX)', 'did you mean "U"?'],
  ['PERMIT T CLASS(TIMS)', 'add ID(USER)'],
  ['PERMIT T CLASS(TIMS) ID(U) DELETE(X)', 'write DELETE'],
  ['PERMIT T CLASS(TIMS) ID(U(X))', 'take the inner list out'],
  ['RACMAP MAP', 'add ID(USER)'],
  ['RACMAP ID(U) MAP QUERY', 'make it two commands'],
  ['RACMAP ID(U) MAP', "add USERDIDFILTER(NAME('user'))"],
  [
    "RACMAP ID(U) MAP USERDIDFILTER(NAME('a'))",
    "add REGISTRY(NAME('realm')), or REGISTRY(NAME('*'))",
  ],
  ["RACMAP ID(U) MAP USERDIDFILTER(NAME('x')) REGISTRY(NAME('r'))", 'RACMAP DELMAP that one first'],
  ['RACMAP ID(U) DELMAP(X)', "write DELMAP(LABEL('label'))"],
  ['RACMAP ID(G) DELMAP', 'did you mean "U"?'],
  ["RACMAP ID(U) DELMAP(LABEL('x'))", "name one by DELMAP(LABEL('label'))"],
])('after %s it says: %s', ([command, help]) => {
  const filter = "RACMAP ID(U) MAP USERDIDFILTER(NAME('x')) REGISTRY(NAME('r'))"
  const read = racf(...base, 'ADDGROUP E', filter, command!)
  expect(read.problems[0]!.tries).toEqual([help])
})

test('a date after REVOKE is told, and errs on the side of no access', () => {
  const read = racf(...base, 'ALTUSER U REVOKE(01/05/27)', 'CONNECT U GROUP(G) RESUME(01/05/27)')
  expect(read.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
  expect(read.definitions.users.get('U')).toMatchObject({ revoked: true, groups: new Set() })
})

test('DFLTGRP takes one group, to which the user is connected', () => {
  const said = racf(...base, 'ADDGROUP E', 'ADDUSER A DFLTGRP(G E)', 'ALTUSER U DFLTGRP(E)')
  expect(said.problems.map(({ at, message }) => `${at.line}:${at.col} ${message}`)).toEqual([
    '6:11 DFLTGRP takes one name',
    '6:11 DFLTGRP names no group',
    '7:11 U is not connected to E',
  ])
  expect(said.definitions.users.has('A')).toBe(false)
})

test('a note is no error of a command, and has another code', () => {
  const { problems } = racf('SETROPTS LIST', 'ADUSER A', 'RDEFINE EJBROLES X')
  expect(problems.map(({ code, tries }) => [code, tries.length])).toEqual([
    ['RACF-IGNORED', 0],
    ['RACF-COMMAND', 1],
    ['RACF-COMMAND', 1],
  ])
})

test.for([
  [`${'V'.repeat(40)}`, 1, 40, `"${'V'.repeat(40)}" is no RACF command known here`],
  [`${'V'.repeat(41)}`, 1, 41, `"${'V'.repeat(40)}…" is no RACF command known here`],
  [`ADDUSER ${'A'.repeat(41)}`, 9, 41, `"${'A'.repeat(40)}" cannot be a user ID or a group name`],
  [`ADDUSER A ${'B'.repeat(41)}`, 11, 41, `"${'B'.repeat(40)}" is no operand of ADDUSER`],
  [
    `RDEFINE ${'C'.repeat(41)} X`,
    9,
    41,
    `nothing here is checked against class "${'C'.repeat(40)}"`,
  ],
  [`RDEFINE TIMS X UACC(${'D'.repeat(41)})`, 21, 41, `"${'D'.repeat(40)}" is no level of access`],
  [
    `RDEFINE TIMS ${'E'.repeat(247)}`,
    14,
    247,
    `"${'E'.repeat(40)}" cannot be the name of a profile`,
  ],
  ['RACMAP () ID(A)', 8, 1, '"" is no operand of RACMAP'],
] as const)(
  'shows the beginning of a long word, and all of its place: %s',
  ([command, ...said]) => {
    const [{ at, message }] = racf(command).problems as [RacfProblem]
    expect([at.col, at.length, message]).toEqual(said)
  },
)

test('commands add to what was there, and leave what others hold as it was', () => {
  const before = definitions(...base)
  const { definitions: after } = readRacfCommands('RDEFINE TIMS S', 'more.racf', before)
  expect([...after.profiles.get('TIMS')!.keys()]).toEqual(['T', 'S'])
  expect([...before.profiles.get('TIMS')!.keys()]).toEqual(['T'])
  expect(after.profiles.get('TIMS')!.get('T')!.permits.get('U')).toBe('READ')
})

test('a user is neither revoked nor restricted from the start', () => {
  const { users } = definitions('ADDUSER A')
  expect(users.get('A')).toStrictEqual({ groups: new Set(), revoked: false, restricted: false })
})

test('ALTUSER RESTRICTED takes what everybody has, and NORESTRICTED gives it back', () => {
  const open = ['ADDUSER U', 'RDEFINE TIMS T UACC(READ)']
  const may = (...more: readonly string[]) =>
    checkAccess(definitions(...open, ...more), 'U', { class: 'TIMS', name: 'T' }).allowed
  expect(may('ALTUSER U RESTRICTED')).toBe(false)
  expect(may('ALTUSER U RESTRICTED', 'ALTUSER U RESUME')).toBe(false)
  expect(may('ALTUSER U RESTRICTED', 'ALTUSER U NORESTRICTED')).toBe(true)
})

test('ALTUSER of several users changes those it knows', () => {
  const read = racf('ADDUSER (U V)', 'ALTUSER (U X V) REVOKE')
  expect(read.problems.map(({ message }) => message)).toEqual(['the user X is not defined'])
  expect([...read.definitions.users].map(([id, { revoked }]) => [id, revoked])).toEqual([
    ['U', true],
    ['V', true],
  ])
})

test('a word of a date says what becomes of the user, and of the connection', () => {
  expect(racfProblems(...base, 'ALTUSER U RESUME(1)', 'CONNECT U GROUP(G) REVOKE(1)')).toEqual([
    'warning 5:11 RESUME with a date is not emulated: the user is revoked from now on',
    'warning 6:20 REVOKE with a date is not emulated: the connection does not count',
  ])
})

test('a group without users can be deleted, another names all of its own', () => {
  const read = racf(...base, 'ADDUSER V DFLTGRP(G)', 'ADDUSER W', 'ADDGROUP E', 'DELGROUP (E G)')
  expect(read.problems.map(({ message }) => message)).toEqual(['users are connected to G: U, V'])
  expect([...read.definitions.groups]).toEqual(['G'])
})

test('REMOVE says where a user is not connected', () => {
  expect(racfProblems(...base, 'ADDGROUP E', 'REMOVE U GROUP(E)')).toEqual([
    'error 6:8 U is not connected to E',
  ])
})

test('RDELETE takes a profile away, RALTER without UACC leaves its level', () => {
  expect(definitions(...base, 'RDELETE TIMS T').profiles.get('TIMS')!.size).toBe(0)
  const altered = definitions('RDEFINE TIMS T UACC(READ)', 'RALTER TIMS T OWNER(A)')
  expect(altered.profiles.get('TIMS')!.get('T')!.uacc).toBe('READ')
})

test('PERMIT gives those it knows their entry, and tells the others', () => {
  const read = racf(...base, 'PERMIT T CLASS(TIMS) ID(GG G)')
  expect(read.problems).toHaveLength(1)
  expect([...read.definitions.profiles.get('TIMS')!.get('T')!.permits.keys()]).toEqual(['U', 'G'])
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

test.for([
  ['a line of JCL ends it', ['ADDUSER A -', '//X DD *', 'ADDUSER B']],
  ['the end of the step ends it', ['ADDUSER A -', '/*', 'ADDUSER B']],
  ['the end of the text ends it', ['ADDUSER B', 'ADDUSER A -']],
  ['a blank line ends it', ['ADDUSER A -', '   ', 'ADDUSER B']],
  ['a comment before it is none of it', ['/* both */ ADDUSER A', 'ADDUSER B']],
  ['a blank line before it is none of it', ['  ', '', 'ADDUSER A', 'ADDUSER B']],
])('a command is as long as it is: %s', ([, lines]) => {
  expect([...definitions(...(lines as string[])).users.keys()].toSorted()).toEqual(['A', 'B'])
})

test('a minus keeps the blanks before what follows, a plus drops them', () => {
  expect(definitions('ADDGROUP G', 'ADDUSER A-', ' DFLTGRP(G)').users.get('A')).toBeDefined()
  expect(definitions('ADDUSER A+', ' B').users.get('AB')).toBeDefined()
  expect(definitions('ADDUSER A +', '//JCL', ' ADDUSER B').users.get('B')).toBeDefined()
})

test('the place of the first word of a line, and of a word before a continued line, is its own', () => {
  expect(racfProblems('ADDUSER TOOLONGNAME -', ' RESTRICTED')).toEqual([
    'error 1:9 "TOOLONGNAME" cannot be a user ID or a group name',
  ])
  expect(racfProblems('ADDUSER A -', 'RESTRICTD')).toEqual([
    'error 2:1 "RESTRICTD" is no operand of ADDUSER',
  ])
})

test('a filter goes with its user, and by DELMAP without a label where it is the only one', () => {
  const map = (id: string, registry: string) =>
    `RACMAP ID(${id}) MAP USERDIDFILTER(NAME('a')) REGISTRY(NAME('${registry}'))`
  const both = ['ADDUSER U', 'ADDUSER V', map('U', 'r'), map('V', 's')]
  const left = (command: string) => definitions(...both, command).filters.map(({ saf }) => saf)
  expect(left('DELUSER U')).toEqual(['V'])
  expect(left('RACMAP ID(V) DELMAP')).toEqual(['U'])
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
