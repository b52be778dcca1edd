import { expect, test } from 'vitest'
import type { RacfProblem } from '../../../emulator/saf/model.ts'
import { definitions, racf, racfProblems } from '../../support/saf.ts'

const base = ['ADDGROUP G', 'ADDUSER U DFLTGRP(G)', 'RDEFINE TIMS T', 'PERMIT T CLASS(TIMS) ID(U)']

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

test('a word of a date says what becomes of the user, and of the connection', () => {
  expect(racfProblems(...base, 'ALTUSER U RESUME(1)', 'CONNECT U GROUP(G) REVOKE(1)')).toEqual([
    'warning 5:11 RESUME with a date is not emulated: the user is revoked from now on',
    'warning 6:20 REVOKE with a date is not emulated: the connection does not count',
  ])
})

test('REMOVE says where a user is not connected', () => {
  expect(racfProblems(...base, 'ADDGROUP E', 'REMOVE U GROUP(E)')).toEqual([
    'error 6:8 U is not connected to E',
  ])
})
