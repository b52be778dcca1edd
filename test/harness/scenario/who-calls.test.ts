import { expect, test } from 'vitest'
import { head, one } from './reading.ts'

const call = '  - call: secret\n'

test('reads extensions, the security manager and who calls', () => {
  const settings = [
    'program: { user: ADA, link: STUB }',
    'extensions: [jwt-bearer, role-mapping]',
    'saf: { users: [ADA, STUB], surrogat: { ADA.BAQTOKEN: [STUB] } }',
  ].join('\n')
  const scenario = one(`${settings}\n${head}${call}`)
  expect([...scenario.saf!.users.keys()]).toEqual(['ADA', 'STUB'])
  expect(scenario.saf!.profiles.get('SURROGAT')).toEqual(
    new Map([['ADA.BAQTOKEN', { uacc: 'NONE', permits: new Map([['STUB', 'READ']]) }]]),
  )
  expect(scenario).toMatchObject({
    program: { kind: 'ims', name: 'PROGRAM1', user: 'ADA', link: 'STUB' },
    extensions: ['jwt-bearer', 'role-mapping'],
  })
})

test('leaves out who calls and the security manager where nothing is written of them', () => {
  const scenario = one(head + call)
  expect(scenario.extensions).toEqual([])
  expect(scenario).not.toHaveProperty('saf')
  expect(scenario.program).not.toHaveProperty('user')
  expect(scenario.program).not.toHaveProperty('link')
  expect(one(`saf: {}\n${head}${call}`).saf?.users.size).toBe(0)
})
