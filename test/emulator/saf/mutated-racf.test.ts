import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkAccess, noDefinitions, readRacfCommands } from '../../../emulator/saf/index.ts'
import { RacfReference } from '../../support/racf-reference.ts'

const users = ['ANNA', 'BERT', 'CARL']
const groups = ['READERS', 'WRITERS']
const resources = ['APPL BANK', 'TIMS PAYQ', 'TIMS PAYU'] as const
const id = fc.constantFrom(...users)
const anyId = fc.constantFrom(...users, ...groups, '*')
const group = fc.constantFrom(...groups)
const resource = fc.constantFrom(...resources)
const level = fc.constantFrom('NONE', 'EXECUTE', 'READ', 'UPDATE', 'ALTER')

const command = fc.oneof(
  fc.tuple(id, group).map(([user, of]) => `ADDUSER ${user} DFLTGRP(${of}) NAME('a name')`),
  fc.tuple(id).map(([user]) => `AU ${user} RESTRICTED`),
  fc
    .tuple(id, fc.constantFrom('REVOKE', 'RESUME', 'NORESTRICTED', 'RESTR', 'REVOKE(01/01/27)'))
    .map(([user, what]) => `ALTUSER ${user} ${what}`),
  fc.tuple(id, id, group).map(([a, b, of]) => `CONNECT (${a} ${b}) GROUP(${of})`),
  fc.tuple(id, group).map(([user, of]) => `CONNECT ${user} GROUP(${of}) REVOKE`),
  fc.tuple(id, group).map(([user, of]) => `REMOVE ${user} GROUP(${of})`),
  id.map((user) => `DELUSER ${user}`),
  fc.tuple(resource, level).map(([what, uacc]) => `RDEFINE ${what} UACC(${uacc})`),
  resource.map((what) => `RDEFINE ${what}`),
  fc.tuple(resource, level).map(([what, uacc]) => `RALTER ${what} UACC(${uacc})`),
  resource.map((what) => `RDELETE ${what}`),
  fc
    .tuple(resource, anyId, level)
    .map(([what, who, access]) => permit(what, `ID(${who}) ACCESS(${access})`)),
  fc
    .tuple(resource, anyId, anyId)
    .map(([what, a, b]) => permit(what, `ID(${a},${b}) -\n  ACC(READ)`)),
  fc.tuple(resource, anyId).map(([what, who]) => permit(what, `ID(${who}) DELETE`)),
  resource.map((what) => permit(what, 'RESET')),
)

function permit(what: string, rest: string): string {
  const [cls, name] = what.split(' ')
  return `PERMIT ${name} CLASS(${cls}) ${rest}`
}

const script = fc
  .array(command, { minLength: 1, maxLength: 14 })
  .map((commands) =>
    [
      `ADDGROUP (${groups.join(' ')})`,
      ...users.map((user) => `ADDUSER ${user}`),
      ...resources.map((what) => `RDEFINE ${what}`),
      ...commands,
    ].join('\n'),
  )

/** Every question there is, and whether the answer is yes. */
function asked(text: string) {
  const { definitions, problems } = readRacfCommands(text, 'a.racf', noDefinitions)
  const reference = new RacfReference(text)
  const answers = [...users, 'NOBODY'].flatMap((user) =>
    resources.map((what) => {
      const [cls, name] = what.split(' ') as ['APPL' | 'TIMS', string]
      const { allowed } = checkAccess(definitions, user, { class: cls, name })
      return { who: `${user} ${what}`, allowed, expected: reference.may(user, cls, name) }
    }),
  )
  return { problems, answers }
}

const runs = { numRuns: process.env['SOAK'] ? 100_000 : 1000, seed: 20_261_121 }

it('answers every question as the reference does, for any sequence of commands', () => {
  let granted = 0
  let denied = 0
  const property = fc.property(script, (text) => {
    const { answers } = asked(text)
    for (const { allowed } of answers)
      if (allowed) granted++
      else denied++
    expect(answers.filter(({ allowed, expected }) => allowed !== expected)).toEqual([])
  })
  fc.assert(property, runs)
  expect(Math.min(granted, denied)).toBeGreaterThan(runs.numRuns)
}, 600_000)

const pieces = [
  ..."( ) ' , * - + /* */ // ( ' ) ; . % ** ID( ACCESS(READ) UACC(READ) CLASS(TIMS) REVOKE DELETE".split(
    ' ',
  ),
  '\n',
  '\r',
  ' ',
  '\u0000',
  '\ud800',
  'é',
  '-\n',
  '+\n  ',
]

const mutation = fc.record({
  at: fc.nat(1000),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40)),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })),
})

it('gives definitions or problems with places for any mutated commands, and no wrong grant', () => {
  let troubled = 0
  const property = fc.property(
    script,
    fc.array(mutation, { minLength: 1, maxLength: 4 }),
    (text, changes) => {
      let mutated = text
      for (const { at, remove, insert } of changes) {
        const start = at % (mutated.length + 1)
        mutated = mutated.slice(0, start) + insert + mutated.slice(start + remove)
      }
      const { problems, answers } = asked(mutated)
      if (problems.length > 0) troubled++
      for (const { at, message } of problems)
        if (!(at.line >= 1) || !(at.col >= 1)) throw new Error(`no place: ${message}`)
      expect(answers.filter(({ allowed, expected }) => allowed && !expected)).toEqual([])
    },
  )
  fc.assert(property, runs)
  expect(troubled).toBeGreaterThan(runs.numRuns / 2)
}, 600_000)

it('never throws for any text', () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom(...pieces, 'PERMIT', 'RACMAP', 'ADDUSER', 'A'),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  const property = fc.property(words, (parts) => {
    readRacfCommands(parts.join(' '), 'a.racf', noDefinitions)
  })
  fc.assert(property, runs)
}, 600_000)
