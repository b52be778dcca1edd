import { expect, test } from 'vitest'
import { checkAccess, readRacfCommands } from '../../../emulator/saf/index.ts'
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

test('a date after REVOKE is told, and errs on the side of no access', () => {
  const read = racf(...base, 'ALTUSER U REVOKE(01/05/27)', 'CONNECT U GROUP(G) RESUME(01/05/27)')
  expect(read.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning'])
  expect(read.definitions.users.get('U')).toMatchObject({ revoked: true, groups: new Set() })
})

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

test('a group without users can be deleted, another names all of its own', () => {
  const read = racf(...base, 'ADDUSER V DFLTGRP(G)', 'ADDUSER W', 'ADDGROUP E', 'DELGROUP (E G)')
  expect(read.problems.map(({ message }) => message)).toEqual(['users are connected to G: U, V'])
  expect([...read.definitions.groups]).toEqual(['G'])
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
