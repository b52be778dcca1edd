import { expect, test } from 'vitest'
import { head, one } from './reading.ts'

const call = '  - call: secret\n'

test('reads extensions, the security manager and who calls', () => {
  const settings = [
    'program: { user: ADA, link: STUB }',
    'extensions: [jwt-bearer, role-mapping]',
    'saf: { users: [ADA, STUB], surrogat: { ADA.BAQTOKEN: [STUB] } }',
  ].join('\n')
  expect(one(`${settings}\n${head}${call}`)).toMatchObject({
    program: { kind: 'ims', name: 'PROGRAM1', user: 'ADA', link: 'STUB' },
    extensions: ['jwt-bearer', 'role-mapping'],
    saf: { users: ['ADA', 'STUB'], surrogat: { 'ADA.BAQTOKEN': ['STUB'] } },
  })
})

test('leaves out who calls and the security manager where nothing is written of them', () => {
  const scenario = one(head + call)
  expect(scenario.extensions).toEqual([])
  expect(scenario).not.toHaveProperty('saf')
  expect(scenario.program).not.toHaveProperty('user')
  expect(scenario.program).not.toHaveProperty('link')
  expect(one(`saf: {}\n${head}${call}`).saf).toEqual({ users: [], surrogat: {} })
})
